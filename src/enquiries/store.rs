use crate::db::prelude::*;
use chrono::NaiveDate;

use super::enquiry::{EnquiryId, EnquiryState, NewEnquiry};
use super::spam::SpamScore;
use super::visit::Visit;
use crate::db::Conn;
use crate::db::schema::{consents, enquiries, enquiry_events, retention_rules};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Phone, Reference, Timestamp};

/// What is decided about an enquiry when it comes in.
pub(super) struct Decided {
    pub reference: Reference,
    pub identity: Option<String>,
    pub state: EnquiryState,
    pub owner_id: Option<i64>,
    pub answer_due_at: Timestamp,
    pub notice_version_id: i64,
    pub keep_until_on: NaiveDate,
    pub spam: SpamScore,
}

/// The reference of the enquiry with this identity.
pub(super) fn find_by_identity(conn: &mut Conn, identity: &str) -> QueryResult<Option<Reference>> {
    enquiries::table.filter(enquiries::idempotency_key.eq(identity)).select(enquiries::reference).first(conn).optional()
}

pub(super) fn is_taken(conn: &mut Conn, reference: &Reference) -> QueryResult<bool> {
    let same = enquiries::table.filter(enquiries::reference.eq(reference));
    diesel::select(diesel::dsl::exists(same)).get_result(conn)
}

/// Days for which a kind of record is kept.
pub(super) fn days_kept(conn: &mut Conn, kind: &str) -> QueryResult<i32> {
    retention_rules::table.filter(retention_rules::kind.eq(kind)).select(retention_rules::days).first(conn)
}

pub(super) fn insert(
    conn: &mut Conn,
    enquiry: &NewEnquiry,
    decided: &Decided,
    now: Timestamp,
) -> QueryResult<EnquiryId> {
    let about = &enquiry.about;
    let course = about.course.as_ref().map(|course| course.id);
    let phone = enquiry.phone.as_ref();
    let subject = (
        enquiries::kind.eq(enquiry.kind),
        enquiries::course_id.eq(course.or(about.training.as_ref().map(|training| training.course_id()))),
        enquiries::training_id.eq(about.training.as_ref().map(|training| training.id())),
        enquiries::city_id.eq(about.city.as_ref().map(|city| city.id)),
    );
    let person = (
        enquiries::name.eq(&enquiry.name),
        enquiries::email.eq(&enquiry.email),
        enquiries::phone_typed.eq(phone.map(Phone::typed)),
        enquiries::phone_e164.eq(phone.map(Phone::e164)),
        enquiries::company.eq(&enquiry.company),
        enquiries::attendees.eq(enquiry.attendees),
        enquiries::preferred_dates.eq(&enquiry.preferred_dates),
        enquiries::message.eq(&enquiry.message),
        enquiries::reply_by.eq(enquiry.reply_by),
    );
    let desk = (
        enquiries::reference.eq(&decided.reference),
        enquiries::idempotency_key.eq(&decided.identity),
        enquiries::state.eq(decided.state),
        enquiries::owner_id.eq(decided.owner_id),
        enquiries::received_at.eq(now),
        enquiries::answer_due_at.eq(decided.answer_due_at),
        enquiries::source_path.eq(&enquiry.source_path),
        enquiries::landing_path.eq(enquiry.visit.as_ref().map(|visit| &visit.landing)),
        enquiries::campaign.eq(enquiry.visit.as_ref().and_then(Visit::campaign)),
        enquiries::spam_score.eq(decided.spam.points),
        enquiries::spam_reasons.eq(decided.spam.reasons.join("\n")),
        enquiries::notice_version_id.eq(decided.notice_version_id),
        enquiries::keep_until_on.eq(decided.keep_until_on),
    );
    diesel::insert_into(enquiries::table).values((subject, person, desk)).returning(enquiries::id).get_result(conn)
}

/// Adds a line to an enquiry's timeline.
pub(super) fn note(
    conn: &mut Conn,
    enquiry: EnquiryId,
    kind: &str,
    data: &serde_json::Value,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        enquiry_events::enquiry_id.eq(enquiry),
        enquiry_events::at.eq(now),
        enquiry_events::kind.eq(kind),
        enquiry_events::data.eq(data.to_string()),
    );
    diesel::insert_into(enquiry_events::table).values(row).execute(conn).map(|_| ())
}

/// A person's answer to a question about consent.
pub(super) struct Answer<'a> {
    pub enquiry: EnquiryId,
    pub email: &'a EmailAddress,
    pub purpose: &'static str,
    pub granted: bool,
    pub notice_version_id: i64,
    pub evidence: String,
}

pub(super) fn record_consent(conn: &mut Conn, answer: Answer, now: Timestamp) -> QueryResult<()> {
    let row = (
        consents::enquiry_id.eq(answer.enquiry),
        consents::subject_hash.eq(sha256_hex(answer.email.as_str().to_lowercase().as_bytes())),
        consents::purpose.eq(answer.purpose),
        consents::channel.eq("email"),
        consents::action.eq(if answer.granted { "granted" } else { "asked" }),
        consents::notice_version_id.eq(answer.notice_version_id),
        consents::evidence.eq(answer.evidence),
        consents::at.eq(now),
    );
    diesel::insert_into(consents::table).values(row).execute(conn).map(|_| ())
}

/// What the thanks page may say: nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The reference.
    pub reference: Reference,
    /// By when it is answered.
    pub answer_due_at: Option<Timestamp>,
}

/// The promise behind a reference.
pub fn find_promise(conn: &mut Conn, reference: &Reference) -> QueryResult<Option<Promise>> {
    let row: Option<Option<Timestamp>> = enquiries::table
        .filter(enquiries::reference.eq(reference))
        .select(enquiries::answer_due_at)
        .first(conn)
        .optional()?;
    Ok(row.map(|answer_due_at| Promise { reference: reference.clone(), answer_due_at }))
}

/// How many enquiries nobody answered yet, and how many of them are overdue.
pub fn count_unanswered(conn: &mut Conn, now: Timestamp) -> QueryResult<(i64, i64)> {
    let is_open = || enquiries::state.eq(EnquiryState::New).and(enquiries::erased_at.is_null());
    let waiting = || enquiries::table.filter(is_open()).count();
    let overdue = waiting().filter(enquiries::answer_due_at.lt(now));
    Ok((waiting().first(conn)?, overdue.first(conn)?))
}
