use std::time::Duration;

use crate::db::prelude::*;
use diesel::dsl::{max, min, sql};
use diesel::sql_types::Bool;

use super::delay::LONGEST_WAIT;
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

impl MailKind {
    /// The kind as staff read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Staff => "Notice to staff",
            Self::Acknowledgement => "Confirmation",
            Self::Account => "Password link",
            Self::Notice => "Message",
            Self::Test => "Test mail",
        }
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
/// From so many crashes on a mail is tried alone.
pub(super) const CRASHES_OF_SUSPECT: i32 = 2;
/// Of the waiting those that more than one worker stopped over, and the others.
pub(super) const SUSPECT: &str = "state IN ('queued', 'retry') AND message IS NOT NULL AND crashes >= 2";
pub(super) const NO_SUSPECT: &str = "state IN ('queued', 'retry') AND message IS NOT NULL AND crashes < 2";
const WAITS_FOR_SERVER: &str = "state IN ('queued', 'retry') AND state = 'retry' AND waits_for_server";
/// Whatever no server has yet: the same, for the index of what is open.
pub(super) const OPEN: &str = "state IN ('held', 'leased', 'queued', 'retry')";

/// Mail that is owed for longer than this is a reason to alarm somebody.
const LATE: Duration = Duration::from_secs(15 * 60);

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
    /// Tries so far, this one too: the fencing token. It only grows, so the token of a worker that comes too late no longer fits.
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
        /// Whether the server could not be had at all: then the wait ends as soon as it can.
        no_server: bool,
        /// Who of several has not got it; none where nobody has.
        left: Vec<EmailAddress>,
    },
    /// Refused for good.
    Held {
        /// Why, for staff.
        words: String,
        /// Who of several has not got it; none where nobody has.
        left: Vec<EmailAddress>,
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

/// Stores how a try ended. `false` when the mail is no longer in this worker's hands: a stale token changes nothing, because another
/// worker has it now, or staff decided anew about it.
pub fn settle(conn: &mut Conn, lease: &Lease, outcome: &Outcome, now: Timestamp) -> QueryResult<bool> {
    let none = (outbox::leased_by.eq(None::<String>), outbox::leased_until.eq(None::<Timestamp>));
    let in_hand = outbox::leased_by.eq(&lease.worker).and(outbox::attempts.eq(lease.attempts)).and(sql::<Bool>(LEASED));
    let mail = outbox::table.filter(outbox::id.eq(lease.id)).filter(in_hand);
    let changed = match outcome {
        Outcome::Sent => diesel::update(mail)
            .set((
                none,
                outbox::state.eq(MailState::Sent),
                outbox::sent_at.eq(now),
                outbox::last_error.eq(None::<String>),
            ))
            .execute(conn)?,
        Outcome::Retry { words, after, no_server, left } => {
            let next = now + chrono::Duration::from_std(*after).unwrap_or_default();
            let again = (
                outbox::state.eq(MailState::Retry),
                outbox::next_at.eq(next),
                outbox::waits_for_server.eq(*no_server),
                outbox::last_error.eq(words),
            );
            let changed = diesel::update(mail).set((none, again)).execute(conn)?;
            if changed > 0 {
                narrow(conn, lease.id, left)?
            }
            changed
        }
        Outcome::Held { words, left } => {
            let held = (outbox::state.eq(MailState::Held), outbox::last_error.eq(words));
            let changed = diesel::update(mail).set((none, held)).execute(conn)?;
            if changed > 0 {
                narrow(conn, lease.id, left)?
            }
            changed
        }
    };
    Ok(changed > 0)
}

/// Whoever of several has the mail does not get it again.
fn narrow(conn: &mut Conn, id: MailId, left: &[EmailAddress]) -> QueryResult<()> {
    if left.is_empty() {
        return Ok(());
    }
    let left: Vec<&str> = left.iter().map(EmailAddress::as_str).collect();
    let mail = outbox::table.filter(outbox::id.eq(id));
    diesel::update(mail).set(outbox::recipients.eq(left.join("\n"))).execute(conn).map(|_| ())
}

/// The server can be had again: mail that waits only for that is due now.
pub fn release_waiting(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    diesel::update(outbox::table.filter(sql::<Bool>(WAITS_FOR_SERVER)).filter(outbox::next_at.gt(now)))
        .set((outbox::next_at.eq(now), outbox::waits_for_server.eq(false)))
        .execute(conn)
}

/// Where the clock was set back, mail seems to wait for a time far ahead, and leases to hold for as long. Both end now.
pub fn mend_clock(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    let far = now + chrono::Duration::from_std(LONGEST_WAIT).unwrap_or_default();
    let waiting = diesel::update(outbox::table.filter(sql::<Bool>(WAITING)).filter(outbox::next_at.gt(far)))
        .set(outbox::next_at.eq(now))
        .execute(conn)?;
    let leased = diesel::update(outbox::table.filter(sql::<Bool>(LEASED)).filter(outbox::leased_until.gt(far)))
        .set(outbox::leased_until.eq(now))
        .execute(conn)?;
    Ok(waiting + leased)
}

/// Whether anything waits for a time too far ahead.
pub(super) fn is_ahead(conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
    let far = now + chrono::Duration::from_std(LONGEST_WAIT).unwrap_or_default();
    let waiting: Option<Timestamp> =
        outbox::table.filter(sql::<Bool>(WAITING)).select(max(outbox::next_at)).first(conn)?;
    let leased: Option<Timestamp> =
        outbox::table.filter(sql::<Bool>(LEASED)).select(max(outbox::leased_until)).first(conn)?;
    Ok(waiting.into_iter().chain(leased).any(|at| at > far))
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

/// Whether mail that is owed since `oldest` has waited so long that somebody should look.
pub fn is_late(oldest: Timestamp, now: Timestamp) -> bool {
    now.micros().saturating_sub(oldest.micros()) > i64::try_from(LATE.as_micros()).unwrap_or(i64::MAX)
}

/// How many mails of a kind one address was owed since an instant.
pub fn count_to(conn: &mut Conn, kind: MailKind, recipient: &EmailAddress, since: Timestamp) -> QueryResult<i64> {
    outbox::table
        .filter(outbox::recipients.eq(recipient.as_str()))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::created_at.gt(since))
        .count()
        .first(conn)
}
