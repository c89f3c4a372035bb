use std::time::Duration;

use crate::db::prelude::*;
use diesel::dsl::sql;
use diesel::sql_types::Bool;

use super::delay::{delay, delay_after_crash};
use super::store::{LEASED, Lease, MailId, MailKind, MailState, NO_SUSPECT, Owed, SUSPECT};
use crate::db::schema::outbox;
use crate::db::{Conn, SkipTaken, among};
use crate::mail::Outgoing;
use crate::types::Timestamp;

/// After so many crashes a mail is held: it may be what brings its worker down.
pub const MOST_CRASHES: i32 = 10;

const CRASHED: &str = "the worker stopped before it knew whether the mail had left";
const CRASHED_TOO_OFTEN: &str =
    "the program stopped ten times while it had this mail in hand. Look at the log, then send it again";
const STOPPED: &str = "the program was stopped before the server had answered";

/// The addresses as text: a row that cannot be read must not fail the rows beside it.
type Row = (MailId, MailKind, i32, String, String, String, Option<Vec<u8>>);

/// A try of a worker: the mail, its fencing token, its crashes, who has it and until when.
type Try = (MailId, i32, i32, Option<String>, Option<Timestamp>);

/// Takes up to `limit` due mails in hand, oldest first, until `now + lease`. Taking one counts as a try, and the number of the try is
/// the fencing token: nobody else ever gets the same one for this mail.
///
/// Mails that several workers stopped over are left to [`claim_suspect`].
pub fn claim(conn: &mut Conn, worker: &str, limit: i64, now: Timestamp, lease: Duration) -> QueryResult<Vec<Owed>> {
    take(conn, (worker, until(now, lease)), NO_SUSPECT, limit, now)
}

/// Takes one mail in hand that workers stopped over more than once. Whoever has one in hand takes no other, so that of mails which were
/// only near when it happened each shows soon that it is innocent.
pub fn claim_suspect(conn: &mut Conn, worker: &str, now: Timestamp, lease: Duration) -> QueryResult<Option<Owed>> {
    take(conn, (worker, until(now, lease)), SUSPECT, 1, now).map(|mails| mails.into_iter().next())
}

/// The update repeats the filter of the choice: of two workers that chose the same mail only one gets it.
fn take(
    conn: &mut Conn,
    (worker, leased_until): (&str, Timestamp),
    which: &'static str,
    limit: i64,
    now: Timestamp,
) -> QueryResult<Vec<Owed>> {
    let due = || sql::<Bool>(which).and(outbox::next_at.le(now));
    loop {
        let choice = outbox::table.filter(due()).order((outbox::next_at, outbox::id)).limit(limit).select(outbox::id);
        let chosen: Vec<MailId> = SkipTaken(choice).load(conn)?;
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = diesel::update(outbox::table.filter(among(outbox::id, &chosen)).filter(due()))
            .set((
                outbox::state.eq(MailState::Leased),
                outbox::attempts.eq(outbox::attempts + 1),
                outbox::leased_by.eq(worker),
                outbox::leased_until.eq(leased_until),
                outbox::waits_for_server.eq(false),
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
            .load(conn)?;
        let mails = readable(conn, rows, worker)?;
        // Others took all that were chosen, or none could be read: look again, or mail behind them would seem not to be there.
        if !mails.is_empty() {
            return Ok(mails);
        }
    }
}

/// Keeps these mails, as far as `worker` has them in hand, until `now + lease`.
pub fn renew(conn: &mut Conn, worker: &str, mails: &[MailId], now: Timestamp, lease: Duration) -> QueryResult<usize> {
    diesel::update(outbox::table.filter(sql::<Bool>(LEASED)).filter(outbox::leased_by.eq(worker)))
        .filter(among(outbox::id, mails))
        .set(outbox::leased_until.eq(until(now, lease)))
        .execute(conn)
}

/// Puts mails back whose worker let the lease run out: it died, or lost the database. The try counts, and the mail waits, or a
/// mail that kills its worker would be tried without end. `roll` is as in [`delay()`](super::delay()).
///
/// A worker never takes `in_hand`, what it has itself, for abandoned: its clock may have leapt.
pub fn reclaim_expired(conn: &mut Conn, in_hand: &[MailId], now: Timestamp, roll: u8) -> QueryResult<usize> {
    let is_void = |(id, _, _, _, until): &Try| until.is_some_and(|until| until <= now) && !in_hand.contains(id);
    put_back(conn, now, Crash::Counts(roll), is_void)
}

/// Puts back every mail whose worker's name does not start with `worker_prefix`. Right only where one process at a time uses the
/// database: at its start the leases of its dead forerunner are void, and nobody need wait for them to run out.
pub fn release_dead_leases(conn: &mut Conn, worker_prefix: &str, now: Timestamp, roll: u8) -> QueryResult<usize> {
    let is_void = |(.., worker, _): &Try| !worker.as_deref().unwrap_or_default().starts_with(worker_prefix);
    put_back(conn, now, Crash::Counts(roll), is_void)
}

/// Puts back one mail, because the try broke off. Nothing happens where the token is no longer the mail's.
pub fn put_back_after_crash(conn: &mut Conn, lease: &Lease, now: Timestamp, roll: u8) -> QueryResult<usize> {
    let is_this = |(id, attempts, _, worker, _): &Try| {
        *id == lease.id && *attempts == lease.attempts && worker.as_deref() == Some(&lease.worker)
    };
    put_back(conn, now, Crash::Counts(roll), is_this)
}

/// Puts back what `worker` has in hand, because it was asked to stop: that is no crash.
pub fn release_own_leases(conn: &mut Conn, worker: &str, now: Timestamp, roll: u8) -> QueryResult<usize> {
    put_back(conn, now, Crash::No(roll), |(_, _, _, holder, _)| holder.as_deref() == Some(worker))
}

/// Whether the end of a try was a crash; with a random byte for the wait.
#[derive(Clone, Copy)]
enum Crash {
    Counts(u8),
    No(u8),
}

/// The try and its end are repeated in the filter: a mail that was renewed or claimed anew meanwhile is left alone.
fn put_back(conn: &mut Conn, now: Timestamp, crash: Crash, is_void: impl Fn(&Try) -> bool) -> QueryResult<usize> {
    let tries: Vec<Try> = outbox::table
        .filter(sql::<Bool>(LEASED))
        .select((outbox::id, outbox::attempts, outbox::crashes, outbox::leased_by, outbox::leased_until))
        .load(conn)?;
    let mut count = 0;
    for (id, attempts, crashes, _, leased_until) in tries.into_iter().filter(|one| is_void(one)) {
        let (crashes, wait, why) = match crash {
            Crash::Counts(roll) => (crashes + 1, delay_after_crash(crashes + 1, roll), CRASHED),
            Crash::No(roll) => (crashes, delay(attempts, roll), STOPPED),
        };
        let is_held = matches!(crash, Crash::Counts(_)) && crashes >= MOST_CRASHES;
        let same_try = outbox::id.eq(id).and(outbox::attempts.eq(attempts)).and(outbox::leased_until.eq(leased_until));
        count += diesel::update(outbox::table.filter(same_try))
            .set((
                outbox::state.eq(if is_held { MailState::Held } else { MailState::Retry }),
                outbox::next_at.eq(until(now, wait)),
                outbox::crashes.eq(crashes),
                outbox::leased_by.eq(None::<String>),
                outbox::leased_until.eq(None::<Timestamp>),
                outbox::last_error.eq(if is_held { CRASHED_TOO_OFTEN } else { why }),
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
