use std::time::Duration;

use chrono::Days;
use diesel::QueryResult;
use diesel::result::Error;

use super::answer_settings::find_answer_settings;
use super::enquiry::{EnquiryId, EnquiryState, NewEnquiry};
use super::letters::{Desk, Facts};
use super::notice::{MARKETING_WORDING, collection_notice, notice_version};
use super::routing::{Subject, who_would_get};
use super::spam::{self, Traffic};
use super::store::{self, Answer, Decided};
use super::waiting::note_wish;
use crate::db::{Conn, take_turns_at};
use crate::outbox::{self, MailKind};
use crate::site::find_provider;
use crate::tokens::Tokens;
use crate::types::{EmailAddress, Reference, Timestamp};

/// Acknowledgements that one address gets in an hour.
const MOST_AN_HOUR: i64 = 1;
/// Acknowledgements that one address gets in a day.
const MOST_A_DAY: i64 = 3;

/// What became of a posted enquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// It is kept, and its mails are owed.
    Taken(Reference),
    /// It was kept before; nothing was done again.
    Repeated(Reference),
    /// The sender's network has sent too many; it may try again after this time. Nothing was kept.
    TooMany(Duration),
}

/// Keeps an enquiry with its timeline, consent and owed mails, in the caller's transaction.
///
/// `admit` is asked only for an enquiry that is new, so that a repeated post never uses up a visitor's allowance.
///
/// # Errors
/// When the database fails, or a mail cannot be written; nothing is then kept.
pub fn receive(
    conn: &mut Conn,
    enquiry: &NewEnquiry,
    desk: &Desk,
    tokens: &Tokens,
    now: Timestamp,
    admit: impl FnOnce() -> Result<Traffic, Duration>,
) -> QueryResult<Receipt> {
    let identity = enquiry.identity();
    if let Some(identity) = &identity {
        take_turns_at(conn, identity)?;
        if let Some(reference) = store::find_by_identity(conn, identity)? {
            return Ok(Receipt::Repeated(reference));
        }
    }
    let traffic = match admit() {
        Ok(traffic) => traffic,
        Err(wait) => return Ok(Receipt::TooMany(wait)),
    };
    let provider = find_provider(conn)?;
    let route = who_would_get(conn, Subject::of(enquiry), &desk.staff)?;
    let hours = find_answer_settings(conn)?.hours;
    let spam = spam::score(conn, enquiry, traffic, now)?;
    let is_suspect = spam.is_suspect();
    let days = store::days_kept(conn, if is_suspect { "spam" } else { "enquiry" })?;
    let notice = collection_notice(&provider).join("\n");
    let decided = Decided {
        reference: unused_reference(conn, tokens)?,
        identity,
        state: if is_suspect { EnquiryState::Quarantine } else { EnquiryState::New },
        owner_id: route.owner_id,
        answer_due_at: hours.due(now, route.answer_within_minutes),
        notice_version_id: notice_version(conn, "collection", &notice, now)?,
        keep_until_on: now.home_day() + Days::new(u64::try_from(days).unwrap_or_default()),
        spam,
    };
    let id = store::insert(conn, enquiry, &decided, now)?;
    let source = serde_json::json!({ "page": enquiry.source_path });
    store::note(conn, id, "received", &source, now)?;
    let marketing = Answer {
        enquiry: id,
        email: &enquiry.email,
        purpose: "marketing",
        granted: enquiry.marketing,
        notice_version_id: notice_version(conn, "marketing", MARKETING_WORDING, now)?,
        evidence: source.to_string(),
    };
    store::record_consent(conn, marketing, now)?;
    if !is_suspect {
        note_wish(conn, enquiry, id, now)?;
        let facts = Facts {
            enquiry,
            provider: &provider,
            reference: &decided.reference,
            answer_due_at: decided.answer_due_at,
            now,
        };
        owe_letters(conn, desk, &facts, (id, &route.recipients))?;
    }
    Ok(Receipt::Taken(decided.reference))
}

/// Owes the mails of an enquiry. One address gets at most so many acknowledgements, so that nobody can make this site write to a stranger
/// again and again.
pub(super) fn owe_letters(
    conn: &mut Conn,
    desk: &Desk,
    facts: &Facts,
    (id, recipients): (EnquiryId, &[EmailAddress]),
) -> QueryResult<()> {
    let letters = desk.letters(facts, id, recipients).map_err(|error| Error::SerializationError(error.into()))?;
    for mail in letters {
        if mail.kind == MailKind::Acknowledgement && has_enough(conn, &facts.enquiry.email, facts.now)? {
            continue;
        }
        outbox::enqueue(conn, &mail, facts.now)?;
    }
    Ok(())
}

/// Whether an address got as many acknowledgements as it may: one an hour, three a day.
fn has_enough(conn: &mut Conn, email: &EmailAddress, now: Timestamp) -> QueryResult<bool> {
    let mut since =
        |hours| outbox::count_to(conn, MailKind::Acknowledgement, email, now - chrono::Duration::hours(hours));
    Ok(since(1)? >= MOST_AN_HOUR || since(24)? >= MOST_A_DAY)
}

fn unused_reference(conn: &mut Conn, tokens: &Tokens) -> QueryResult<Reference> {
    loop {
        let random = tokens.bytes().map_err(|error| Error::SerializationError(error.into()))?;
        let reference = Reference::from_random(random);
        if !store::is_taken(conn, &reference)? {
            return Ok(reference);
        }
    }
}
