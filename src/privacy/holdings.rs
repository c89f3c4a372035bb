use crate::db::prelude::*;
use chrono::NaiveDate;
use serde::Serialize;

use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{
    cities, consents, courses, enquiries, enquiry_events, interests, notice_versions, outbox, rights_requests,
    trainings,
};
use crate::db::{Conn, among, lower};
use crate::site::Save;
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Timestamp};

/// Everything that is held about one e-mail address: the answer to a request for access (POPIA, s 23).
#[derive(Debug, Clone, Default, Serialize)]
pub struct Holdings {
    /// What they asked.
    pub enquiries: Vec<HeldEnquiry>,
    /// What happened to their enquiries.
    pub events: Vec<HeldEvent>,
    /// Mail to them or about them.
    pub mails: Vec<HeldMail>,
    /// What they agreed to, with the wording they saw.
    pub consents: Vec<HeldConsent>,
    /// Dates that they wait for.
    pub interests: Vec<HeldInterest>,
    /// Requests about their rights.
    pub requests: Vec<HeldRequest>,
}

/// An enquiry as it is held.
#[derive(Debug, Clone, Serialize, Queryable)]
pub struct HeldEnquiry {
    #[serde(skip)]
    pub id: i64,
    pub reference: String,
    pub kind: String,
    pub received_at: Timestamp,
    pub state: String,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub company: Option<String>,
    pub message: String,
    pub preferred_dates: Option<String>,
    pub page: Option<String>,
    pub visit_began_on: Option<String>,
    pub campaign: Option<String>,
    pub kept_until: NaiveDate,
}

/// Something that happened to an enquiry.
#[derive(Debug, Clone, Serialize, Queryable)]
pub struct HeldEvent {
    #[serde(skip)]
    pub enquiry_id: i64,
    pub at: Timestamp,
    pub kind: String,
    pub data: String,
}

/// A mail, without its text: that repeats what stands elsewhere here.
#[derive(Debug, Clone, Serialize, Queryable)]
pub struct HeldMail {
    pub created_at: Timestamp,
    pub kind: String,
    pub state: String,
    pub recipients: String,
}

/// An answer to a question about consent.
#[derive(Debug, Clone, Serialize, Queryable)]
pub struct HeldConsent {
    pub at: Timestamp,
    pub purpose: String,
    pub action: String,
    pub wording: String,
}

/// Somebody waits for a date.
#[derive(Debug, Clone, Serialize, Queryable)]
pub struct HeldInterest {
    pub created_at: Timestamp,
    pub course: Option<String>,
    pub city: Option<String>,
    pub training: Option<String>,
    pub mode: Option<String>,
    pub told_at: Option<Timestamp>,
    pub seat_offered_at: Option<Timestamp>,
    pub seat_offered_until: Option<Timestamp>,
    pub seat_answer: Option<String>,
    pub ended_at: Option<Timestamp>,
}

/// A request about their rights.
#[derive(Debug, Clone, Serialize, Queryable)]
pub struct HeldRequest {
    pub reference: String,
    pub kind: String,
    pub received_at: Timestamp,
    pub details: String,
    pub state: String,
}

impl Holdings {
    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.enquiries.is_empty() && self.consents.is_empty() && self.interests.is_empty() && self.requests.is_empty()
    }
}

/// The hash under which an address stands where the address itself must not.
pub(super) fn subject_hash(email: &EmailAddress) -> String {
    sha256_hex(email.as_str().to_lowercase().as_bytes())
}

/// The row ids of a person's enquiries.
pub(super) fn enquiry_ids(conn: &mut Conn, email: &EmailAddress) -> QueryResult<Vec<i64>> {
    enquiries::table
        .filter(lower(enquiries::email).eq(email.as_str().to_lowercase()))
        .order(enquiries::id)
        .select(enquiries::id)
        .load(conn)
}

/// All that is held about an address. That somebody looked is written into the audit, by the hash of the address.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn find_holdings(conn: &mut Conn, actor: &Actor, email: &EmailAddress, now: Timestamp) -> Save<Holdings> {
    actor.must(Permission::Enquiries)?;
    let after = serde_json::json!({ "subject": subject_hash(email) });
    record(conn, actor, &Act { action: "read", kind: "person", after: Some(after), ..Act::default() }, now)?;
    let ids = enquiry_ids(conn, email)?;
    let address = email.as_str().to_lowercase();
    Ok(Holdings {
        enquiries: list_enquiries(conn, &ids)?,
        events: enquiry_events::table
            .filter(among(enquiry_events::enquiry_id, &ids))
            .order(enquiry_events::id)
            .select((enquiry_events::enquiry_id, enquiry_events::at, enquiry_events::kind, enquiry_events::data))
            .load(conn)?,
        mails: outbox::table
            .filter(outbox::enquiry_id.is_not_null())
            .filter(among(outbox::enquiry_id.assume_not_null(), &ids))
            .order(outbox::id)
            .select((outbox::created_at, outbox::kind, outbox::state, outbox::recipients))
            .load(conn)?,
        consents: consents::table
            .inner_join(notice_versions::table)
            .filter(consents::subject_hash.eq(subject_hash(email)))
            .order(consents::id)
            .select((consents::at, consents::purpose, consents::action, notice_versions::wording))
            .load(conn)?,
        interests: interests::table
            .left_join(courses::table)
            .left_join(cities::table)
            .left_join(trainings::table)
            .filter(lower(interests::email).eq(&address))
            .order(interests::id)
            .select((
                interests::created_at,
                courses::title.nullable(),
                cities::title.nullable(),
                trainings::code.nullable(),
                interests::mode,
                interests::told_at,
                interests::offered_at,
                interests::offer_until,
                interests::offer_answer,
                interests::ended_at,
            ))
            .load(conn)?,
        requests: rights_requests::table
            .filter(lower(rights_requests::email).eq(&address))
            .order(rights_requests::id)
            .select((
                rights_requests::reference,
                rights_requests::kind,
                rights_requests::received_at,
                rights_requests::details,
                rights_requests::state,
            ))
            .load(conn)?,
    })
}

fn list_enquiries(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<HeldEnquiry>> {
    enquiries::table
        .filter(among(enquiries::id, ids))
        .order(enquiries::id)
        .select((
            enquiries::id,
            enquiries::reference,
            enquiries::kind,
            enquiries::received_at,
            enquiries::state,
            enquiries::name,
            enquiries::email,
            enquiries::phone_typed,
            enquiries::company,
            enquiries::message,
            enquiries::preferred_dates,
            enquiries::source_path,
            enquiries::landing_path,
            enquiries::campaign,
            enquiries::keep_until_on,
        ))
        .load(conn)
}
