use std::time::Duration;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::delay;
use super::store::{LEASED, Lease, MailId, MailKind, MailState, Owed, WAITING};
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::mail::Outgoing;
use crate::types::Timestamp;

/// The addresses as text: a row that cannot be read must not fail the rows beside it.
type Row = (MailId, MailKind, i32, String, String, String, Option<Vec<u8>>);

/// A try of a worker, with the instant at which its lease runs out.
type Try = (MailId, i32, Option<String>, Option<Timestamp>);

/// Takes up to `limit` due mails in hand, oldest first, until `now + lease`. Taking one counts as a try.
///
/// The update repeats the filter of the choice: of two workers that chose the same mail only one gets it.
pub fn claim(conn: &mut Conn, worker: &str, limit: i64, now: Timestamp, lease: Duration) -> QueryResult<Vec<Owed>> {
    let due = || sql::<Bool>(WAITING).and(outbox::next_at.le(now));
    loop {
        let chosen: Vec<MailId> = outbox::table
            .filter(due())
            .order((outbox::next_at, outbox::id))
            .limit(limit)
            .select(outbox::id)
            .load(conn)?;
        let rows: Vec<Row> = diesel::update(outbox::table.filter(outbox::id.eq_any(&chosen)).filter(due()))
            .set((
                outbox::state.eq(MailState::Leased),
                outbox::attempts.eq(outbox::attempts + 1),
                outbox::leased_by.eq(worker),
                outbox::leased_until.eq(until(now, lease)),
            ))
            .returning((
                outbox::id,
                outbox::kind,
                outbox::attempts,
                outbox::message_id,
                outbox::sender,
                outbox::recipients,
                outbox::message,
            ))
            .get_results(conn)?;
        let mails = readable(conn, rows, worker)?;
        // Others took all that were chosen, or none could be read: look again, or mail behind them would seem not to be there.
        if chosen.is_empty() || !mails.is_empty() {
            return Ok(mails);
        }
    }
}

/// Keeps the mails that `worker` has in hand until `now + lease`.
pub fn renew(conn: &mut Conn, worker: &str, now: Timestamp, lease: Duration) -> QueryResult<usize> {
    diesel::update(outbox::table.filter(sql::<Bool>(LEASED)).filter(outbox::leased_by.eq(worker)))
        .set(outbox::leased_until.eq(until(now, lease)))
        .execute(conn)
}

/// Puts mails back whose worker let the lease run out: it died, or lost the database. The try counts, and the mail waits, or a
/// mail that kills its worker would be tried without end. `roll` is as in [`delay()`].
pub fn reclaim_expired(conn: &mut Conn, now: Timestamp, roll: u8) -> QueryResult<usize> {
    put_back(conn, now, roll, |(.., leased_until)| leased_until.is_some_and(|until| until <= now))
}

/// Puts back every mail whose worker's name does not start with `worker_prefix`. Right only where one process at a time uses the
/// database: at its start the leases of its dead forerunner are void, and nobody need wait for them to run out.
pub fn release_dead_leases(conn: &mut Conn, worker_prefix: &str, now: Timestamp, roll: u8) -> QueryResult<usize> {
    put_back(conn, now, roll, |(_, _, worker, _)| !worker.as_deref().unwrap_or_default().starts_with(worker_prefix))
}

/// Puts back what `worker` has in hand, because it stops.
pub fn release_own_leases(conn: &mut Conn, worker: &str, now: Timestamp, roll: u8) -> QueryResult<usize> {
    put_back(conn, now, roll, |(_, _, holder, _)| holder.as_deref() == Some(worker))
}

/// The try and its end are repeated in the filter: a mail that was renewed or claimed anew meanwhile is left alone.
fn put_back(conn: &mut Conn, now: Timestamp, roll: u8, is_void: impl Fn(&Try) -> bool) -> QueryResult<usize> {
    let tries: Vec<Try> = outbox::table
        .filter(sql::<Bool>(LEASED))
        .select((outbox::id, outbox::attempts, outbox::leased_by, outbox::leased_until))
        .load(conn)?;
    let mut count = 0;
    for (id, attempts, _, leased_until) in tries.into_iter().filter(|one| is_void(one)) {
        let same_try = outbox::id.eq(id).and(outbox::attempts.eq(attempts)).and(outbox::leased_until.eq(leased_until));
        count += diesel::update(outbox::table.filter(same_try))
            .set((
                outbox::state.eq(MailState::Retry),
                outbox::next_at.eq(until(now, delay(attempts, roll))),
                outbox::leased_by.eq(None::<String>),
                outbox::leased_until.eq(None::<Timestamp>),
                outbox::last_error.eq("the worker stopped before it knew whether the mail had left"),
            ))
            .execute(conn)?;
    }
    Ok(count)
}

fn until(now: Timestamp, span: Duration) -> Timestamp {
    now + chrono::Duration::from_std(span).unwrap_or_default()
}

/// A row that makes no mail is held for staff; as an error it would stop all mail behind it.
fn readable(conn: &mut Conn, rows: Vec<Row>, worker: &str) -> QueryResult<Vec<Owed>> {
    let mut mails = Vec::new();
    for row in rows {
        let id = row.0;
        match read(row, worker) {
            Some(owed) => mails.push(owed),
            None => hold_unreadable(conn, id)?,
        }
    }
    mails.sort_by_key(|mail| mail.lease.id);
    Ok(mails)
}

fn read((id, kind, attempts, message_id, sender, recipients, message): Row, worker: &str) -> Option<Owed> {
    let recipients = recipients.lines().map(|address| address.parse().ok()).collect::<Option<_>>()?;
    let outgoing = Outgoing { message_id, sender: sender.parse().ok()?, recipients, bytes: message? };
    Some(Owed { lease: Lease { id, attempts, worker: worker.to_owned() }, kind, outgoing })
}

fn hold_unreadable(conn: &mut Conn, id: MailId) -> QueryResult<()> {
    diesel::update(outbox::table.filter(outbox::id.eq(id)))
        .set((
            outbox::state.eq(MailState::Held),
            outbox::leased_by.eq(None::<String>),
            outbox::leased_until.eq(None::<Timestamp>),
            outbox::last_error.eq("the stored mail cannot be read"),
        ))
        .execute(conn)
        .map(|_| ())
}
