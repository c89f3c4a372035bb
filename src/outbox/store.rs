use std::time::Duration;

use diesel::dsl::{min, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::schema::outbox;
use crate::db::{Conn, Upsert};
use crate::mail::Outgoing;
use crate::types::{EmailAddress, Timestamp, id_type, words};

id_type!(MailId, "a mail in the outbox");

words! {
    /// What a mail is for.
    MailKind {
        /// News of an enquiry for staff.
        Staff = "staff",
        /// The receipt for whoever enquired.
        Acknowledgement = "acknowledgement",
        /// A link to set a password.
        Account = "account",
        /// News that somebody asked for.
        Notice = "notice",
        /// Staff trying whether mail works.
        Test = "test",
    }
}

words! {
    /// How far a mail is.
    MailState {
        /// Waits for its first try.
        Queued = "queued",
        /// A worker has it in hand.
        Leased = "leased",
        /// Waits for another try.
        Retry = "retry",
        /// A server has it.
        Sent = "sent",
        /// A server refused it for good; kept until staff decide.
        Held = "held",
    }
}

/// Written out in the query, not bound: only so does either engine use the index of waiting mail.
pub(super) const WAITING: &str = "state IN ('queued', 'retry') AND message IS NOT NULL";
pub(super) const LEASED: &str = "state = 'leased'";

/// A mail to owe.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// What happened, in words that come out the same when it is told twice: `enquiry:17:staff`.
    pub dedupe_key: String,
    /// The enquiry that it is about.
    pub enquiry_id: Option<i64>,
    /// What it is for.
    pub kind: MailKind,
    /// The mail.
    pub outgoing: Outgoing,
}

/// A worker's right to a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The mail.
    pub id: MailId,
    /// Tries so far, this one too. It marks the try: the number of a worker that comes too late no longer fits.
    pub attempts: i32,
    /// Who has it in hand.
    pub worker: String,
}

/// A mail in a worker's hands.
#[derive(Debug, Clone)]
pub struct Owed {
    /// The right to it.
    pub lease: Lease,
    /// What it is for.
    pub kind: MailKind,
    /// The mail.
    pub outgoing: Outgoing,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A server has it.
    Sent,
    /// Not this time.
    Retry {
        /// Why, for staff.
        words: String,
        /// How long to wait.
        after: Duration,
    },
    /// Refused for good.
    Held {
        /// Why, for staff.
        words: String,
    },
}

/// Owes a mail, in the caller's transaction. `None` when a mail with this key is owed or sent already.
pub fn enqueue(conn: &mut Conn, new: &NewMail, now: Timestamp) -> QueryResult<Option<MailId>> {
    let recipients: Vec<&str> = new.outgoing.recipients.iter().map(EmailAddress::as_str).collect();
    let insert = diesel::insert_into(outbox::table)
        .values((
            outbox::dedupe_key.eq(&new.dedupe_key),
            outbox::enquiry_id.eq(new.enquiry_id),
            outbox::kind.eq(new.kind),
            outbox::message_id.eq(&new.outgoing.message_id),
            outbox::sender.eq(&new.outgoing.sender),
            outbox::recipients.eq(recipients.join("\n")),
            outbox::message.eq(&new.outgoing.bytes),
            outbox::state.eq(MailState::Queued),
            outbox::next_at.eq(now),
            outbox::created_at.eq(now),
        ))
        .on_conflict(outbox::dedupe_key)
        .do_nothing()
        .returning(outbox::id);
    Upsert(insert).get_result(conn).optional()
}

/// Stores how a try ended. `false` when the mail is no longer in this worker's hands; that it was sent is true all the same.
pub fn settle(conn: &mut Conn, lease: &Lease, outcome: &Outcome, now: Timestamp) -> QueryResult<bool> {
    let none = (outbox::leased_by.eq(None::<String>), outbox::leased_until.eq(None::<Timestamp>));
    let mail = outbox::table.filter(outbox::id.eq(lease.id));
    let in_hand = outbox::leased_by.eq(&lease.worker).and(outbox::attempts.eq(lease.attempts)).and(sql::<Bool>(LEASED));
    let changed = match outcome {
        Outcome::Sent => diesel::update(mail.filter(outbox::state.ne(MailState::Sent)))
            .set((
                none,
                outbox::state.eq(MailState::Sent),
                outbox::sent_at.eq(now),
                outbox::last_error.eq(None::<String>),
            ))
            .execute(conn)?,
        Outcome::Retry { words, after } => {
            let next = now + chrono::Duration::from_std(*after).unwrap_or_default();
            let again = (outbox::state.eq(MailState::Retry), outbox::next_at.eq(next), outbox::last_error.eq(words));
            diesel::update(mail.filter(in_hand)).set((none, again)).execute(conn)?
        }
        Outcome::Held { words } => diesel::update(mail.filter(in_hand))
            .set((none, outbox::state.eq(MailState::Held), outbox::last_error.eq(words)))
            .execute(conn)?,
    };
    Ok(changed > 0)
}

/// Lets a held mail try again, because staff mended what it was refused for. `false` when it is not held or its text is gone.
pub fn send_again(conn: &mut Conn, id: MailId, now: Timestamp) -> QueryResult<bool> {
    let held = outbox::id.eq(id).and(outbox::state.eq(MailState::Held)).and(outbox::message.is_not_null());
    diesel::update(outbox::table.filter(held))
        .set((outbox::state.eq(MailState::Queued), outbox::next_at.eq(now)))
        .execute(conn)
        .map(|changed| changed > 0)
}

/// When the next mail wants attention: a try that is due, or a lease that runs out.
pub fn next_due(conn: &mut Conn) -> QueryResult<Option<Timestamp>> {
    let waiting: Option<Timestamp> =
        outbox::table.filter(sql::<Bool>(WAITING)).select(min(outbox::next_at)).first(conn)?;
    let leased: Option<Timestamp> =
        outbox::table.filter(sql::<Bool>(LEASED)).select(min(outbox::leased_until)).first(conn)?;
    Ok(waiting.into_iter().chain(leased).min())
}

/// Since when the oldest mail is owed that no server has yet; a long wait is a reason to alarm somebody. Held mail is not in it.
pub fn oldest_owed(conn: &mut Conn) -> QueryResult<Option<Timestamp>> {
    let waiting: Option<Timestamp> =
        outbox::table.filter(sql::<Bool>(WAITING)).select(min(outbox::created_at)).first(conn)?;
    let leased: Option<Timestamp> =
        outbox::table.filter(sql::<Bool>(LEASED)).select(min(outbox::created_at)).first(conn)?;
    Ok(waiting.into_iter().chain(leased).min())
}
