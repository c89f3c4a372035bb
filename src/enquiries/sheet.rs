use crate::db::prelude::*;
use serde_json::Value;

use super::enquiry::{EnquiryId, EnquiryKind, EnquiryState, ReplyBy};
use super::inbox_row::{InboxRow, list_rows};
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::{consents, courses, enquiries, enquiry_events, enquiry_merges, trainings, users};
use crate::site::SaveError;
use crate::types::{Code, EmailAddress, Reference, Slug, Timestamp};

/// All that staff see of an enquiry.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// As it stands in the inbox.
    pub row: InboxRow,
    /// What was typed.
    pub asked: Asked,
    /// Who has it.
    pub owner_id: Option<i64>,
    /// Whether the visitor ticked the marketing box.
    pub marketing: bool,
    /// Timeline, oldest first.
    pub events: Vec<Event>,
    /// Other enquiries from the same address or number, newest first, those left out that are merged into this one or another.
    pub others: Vec<InboxRow>,
    /// The enquiry that this one was merged into.
    pub merged_into: Option<Reference>,
    /// The enquiries that were merged into this one.
    pub duplicates: Vec<Reference>,
    /// The course's address and row id.
    pub course: Option<(i64, Slug)>,
    /// The training's code.
    pub training: Option<Code>,
}

/// What was typed, and where the visitor came from.
#[derive(Debug, Clone, Queryable)]
pub struct Asked {
    /// The question.
    pub message: String,
    /// The number to call.
    pub phone_e164: Option<String>,
    /// In the visitor's words.
    pub preferred_dates: Option<String>,
    /// How the visitor wants the answer.
    pub reply_by: ReplyBy,
    /// The page the form stood on.
    pub source_path: Option<String>,
    /// The page the visit began on.
    pub landing_path: Option<String>,
    /// The words of a campaign.
    pub campaign: Option<String>,
    /// Why it looks like spam, a line each.
    pub spam_reasons: String,
    course_id: Option<i64>,
    training_id: Option<i64>,
    owner_id: Option<i64>,
}

/// A line of the timeline, which nothing ever changes.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who; nobody where it happened of itself or by the link in a mail.
    pub who: Option<String>,
    /// What.
    pub kind: String,
    data: Value,
}

impl Event {
    /// A detail by its name; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.data.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// The row id behind a reference.
pub fn find_enquiry(conn: &mut Conn, reference: &Reference) -> QueryResult<Option<EnquiryId>> {
    enquiries::table
        .filter(enquiries::reference.eq(reference).and(enquiries::erased_at.is_null()))
        .select(enquiries::id)
        .first(conn)
        .optional()
}

/// Opens an enquiry for somebody, which the audit keeps: who saw a person's details. `None` where there is none.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn open_enquiry(
    conn: &mut Conn,
    actor: &Actor,
    reference: &Reference,
    now: Timestamp,
) -> Result<Option<Sheet>, SaveError> {
    actor.must(Permission::Enquiries)?;
    let Some(id) = find_enquiry(conn, reference)? else { return Ok(None) };
    let act = Act { action: "view", kind: "enquiry", id: Some(id.0), before: None, after: None };
    record(conn, actor, &act, now)?;
    Ok(read(conn, id)?)
}

fn read(conn: &mut Conn, id: EnquiryId) -> QueryResult<Option<Sheet>> {
    let Some(row) = list_rows(conn, &[id])?.pop() else { return Ok(None) };
    let asked: Asked = enquiries::table
        .filter(enquiries::id.eq(id))
        .select((
            enquiries::message,
            enquiries::phone_e164,
            enquiries::preferred_dates,
            enquiries::reply_by,
            enquiries::source_path,
            enquiries::landing_path,
            enquiries::campaign,
            enquiries::spam_reasons,
            enquiries::course_id,
            enquiries::training_id,
            enquiries::owner_id,
        ))
        .first(conn)?;
    let marketing: Option<String> = consents::table
        .filter(consents::enquiry_id.eq(id.0))
        .filter(consents::purpose.eq("marketing"))
        .order(consents::id.desc())
        .select(consents::action)
        .first(conn)
        .optional()?;
    let (merged_into, duplicates) = merges(conn, id)?;
    Ok(Some(Sheet {
        owner_id: asked.owner_id,
        marketing: marketing.as_deref() == Some("granted"),
        events: list_events(conn, id)?,
        others: list_others(conn, id, &row.email, asked.phone_e164.as_deref())?,
        merged_into,
        duplicates,
        course: match asked.course_id {
            Some(id) => courses::table.find(id).select((courses::id, courses::slug)).first(conn).optional()?,
            None => None,
        },
        training: match asked.training_id {
            Some(id) => trainings::table.find(id).select(trainings::code).first(conn).optional()?,
            None => None,
        },
        row,
        asked,
    }))
}

fn merges(conn: &mut Conn, id: EnquiryId) -> QueryResult<(Option<Reference>, Vec<Reference>)> {
    let into: Option<i64> = enquiry_merges::table.find(id.0).select(enquiry_merges::into_id).first(conn).optional()?;
    let into = match into {
        Some(into) => enquiries::table.find(into).select(enquiries::reference).first(conn).optional()?,
        None => None,
    };
    let duplicates = enquiry_merges::table.filter(enquiry_merges::into_id.eq(id.0)).select(enquiry_merges::enquiry_id);
    let references = enquiries::table.filter(enquiries::id.eq_any(duplicates)).order(enquiries::id);
    Ok((into, references.select(enquiries::reference).load(conn)?))
}

fn list_events(conn: &mut Conn, id: EnquiryId) -> QueryResult<Vec<Event>> {
    let rows: Vec<(Timestamp, Option<String>, String, String)> = enquiry_events::table
        .left_join(users::table)
        .filter(enquiry_events::enquiry_id.eq(id))
        .order(enquiry_events::id)
        .select((enquiry_events::at, users::name.nullable(), enquiry_events::kind, enquiry_events::data))
        .load(conn)?;
    let event = |(at, who, kind, data): (Timestamp, Option<String>, String, String)| Event {
        at,
        who,
        kind,
        data: serde_json::from_str(&data).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(event).collect())
}

/// At most so many other enquiries of a person.
const MOST_OTHERS: i64 = 20;

fn list_others(
    conn: &mut Conn,
    id: EnquiryId,
    email: &EmailAddress,
    phone: Option<&str>,
) -> QueryResult<Vec<InboxRow>> {
    let mut query = enquiries::table.select(enquiries::id).filter(enquiries::id.ne(id)).into_boxed();
    query = match phone {
        Some(phone) => {
            query.filter(enquiries::email.eq(email.clone()).or(enquiries::phone_e164.eq(Some(phone.to_owned()))))
        }
        None => query.filter(enquiries::email.eq(email.clone())),
    };
    let duplicates = enquiry_merges::table.select(enquiry_merges::enquiry_id);
    let query = query.filter(diesel::dsl::not(enquiries::id.eq_any(duplicates)));
    let ids: Vec<EnquiryId> = query.order(enquiries::id.desc()).limit(MOST_OTHERS).load(conn)?;
    list_rows(conn, &ids)
}

impl Sheet {
    /// How staff read its state.
    pub fn state_label(&self) -> &'static str {
        if self.merged_into.is_some() { "Merged" } else { state_label(self.row.state) }
    }

    /// What the visitor wants, as staff read it.
    pub fn kind(&self) -> EnquiryKind {
        self.row.kind
    }
}

/// How staff read a state.
pub fn state_label(state: EnquiryState) -> &'static str {
    match state {
        EnquiryState::New => "New",
        EnquiryState::Answered => "Answered",
        EnquiryState::Waiting => "Waiting on them",
        EnquiryState::Booked => "Booked",
        EnquiryState::Lost => "Lost",
        EnquiryState::Spam => "Spam",
        EnquiryState::Quarantine => "Looks like spam",
    }
}
