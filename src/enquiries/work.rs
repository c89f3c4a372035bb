use crate::db::prelude::*;
use serde_json::{Value, json};

use super::enquiry::{EnquiryId, EnquiryState};
use super::link::AnsweredLink;
use super::sheet::find_enquiry;
use crate::access::{Act, Actor, Permission, UserId, record, record_link};
use crate::db::Conn;
use crate::db::schema::{enquiries, enquiry_events, enquiry_merges, users};
use crate::site::SaveError;
use crate::types::{Reference, Timestamp};

const LONGEST_NOTE: usize = 5_000;
const LONGEST_REASON: usize = 200;

pub(super) fn refuse<T>(field: &'static str, why: &str) -> Result<T, SaveError> {
    Err(SaveError::Refused { field, why: why.to_owned() })
}

/// Adds a line to the timeline. Lines are only ever added.
pub(super) fn tell(
    conn: &mut Conn,
    user: Option<UserId>,
    id: EnquiryId,
    (kind, data): (&str, &Value),
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        enquiry_events::enquiry_id.eq(id),
        enquiry_events::at.eq(now),
        enquiry_events::user_id.eq(user),
        enquiry_events::kind.eq(kind),
        enquiry_events::data.eq(data.to_string()),
    );
    diesel::insert_into(enquiry_events::table).values(row).execute(conn).map(|_| ())
}

/// People who may be given enquiries: row id and name.
pub fn list_answerers(conn: &mut Conn) -> QueryResult<Vec<(i64, String)>> {
    users::table
        .filter(users::disabled_at.is_null())
        .filter(users::role.eq("staff").or(users::role.eq("admin")))
        .order((users::name, users::id))
        .select((users::id, users::name))
        .load(conn)
}

/// Gives an enquiry to somebody, or to nobody.
///
/// # Errors
/// When the actor may not, or that user answers no enquiries.
pub fn assign(
    conn: &mut Conn,
    actor: &Actor,
    id: EnquiryId,
    owner: Option<UserId>,
    now: Timestamp,
) -> Result<bool, SaveError> {
    actor.must(Permission::Enquiries)?;
    let people = list_answerers(conn)?;
    let name_of = |id: i64| people.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
    if owner.is_some_and(|owner| name_of(owner.0).is_none()) {
        return refuse("owner", "is nobody who answers enquiries");
    }
    let before: Option<i64> = enquiries::table.find(id).select(enquiries::owner_id).first(conn)?;
    if before == owner.map(|owner| owner.0) {
        return Ok(false);
    }
    diesel::update(enquiries::table.find(id))
        .set((enquiries::owner_id.eq(owner), enquiries::row_version.eq(enquiries::row_version + 1)))
        .execute(conn)?;
    let to = owner.and_then(|owner| name_of(owner.0)).unwrap_or_default();
    tell(conn, actor.user(), id, ("assigned", &json!({ "to": to })), now)?;
    let (was, is) = (json!({ "owner": before }), json!({ "owner": owner.map(|owner| owner.0) }));
    audit(conn, actor, ("assign", id), (was, is), now)?;
    Ok(true)
}

fn audit(
    conn: &mut Conn,
    actor: &Actor,
    (action, id): (&str, EnquiryId),
    (before, after): (Value, Value),
    now: Timestamp,
) -> QueryResult<()> {
    let act = Act { action, kind: "enquiry", id: Some(id.0), before: Some(before), after: Some(after) };
    record(conn, actor, &act, now)
}

/// Adds a note that only staff see.
///
/// # Errors
/// When the actor may not, or it says nothing or too much.
pub fn add_note(conn: &mut Conn, actor: &Actor, id: EnquiryId, text: &str, now: Timestamp) -> Result<(), SaveError> {
    actor.must(Permission::Enquiries)?;
    match text.trim() {
        "" => refuse("note", "needs words"),
        text if text.chars().count() > LONGEST_NOTE => refuse("note", "is longer than 5,000 characters"),
        text => {
            tell(conn, actor.user(), id, ("noted", &json!({ "text": text })), now)?;
            Ok(audit(conn, actor, ("note", id), (json!({}), json!({})), now)?)
        }
    }
}

/// Says how an enquiry stands: new, answered, waiting, booked, lost (with a reason) or spam. `false` where it stood so already.
///
/// # Errors
/// When the actor may not, the reason is missing, or it was merged into another.
pub fn move_to(
    conn: &mut Conn,
    actor: &Actor,
    id: EnquiryId,
    (state, reason): (EnquiryState, &str),
    now: Timestamp,
) -> Result<bool, SaveError> {
    actor.must(Permission::Enquiries)?;
    let reason = reason.trim();
    if state == EnquiryState::Lost && reason.is_empty() {
        return refuse("reason", "has to say why it came to nothing");
    }
    if reason.chars().count() > LONGEST_REASON {
        return refuse("reason", "is longer than 200 characters");
    }
    let before: EnquiryState = enquiries::table.find(id).select(enquiries::state).first(conn)?;
    if state == EnquiryState::Quarantine || (before == EnquiryState::Quarantine && state != EnquiryState::Spam) {
        return refuse("state", "cannot be chosen for what looks like spam: say first that it is none");
    }
    let merged = enquiry_merges::table.filter(enquiry_merges::enquiry_id.eq(id.0));
    if diesel::select(diesel::dsl::exists(merged)).get_result(conn)? {
        return refuse("state", "belongs to the enquiry that this one was merged into");
    }
    if before == state {
        return Ok(false);
    }
    set_state(conn, id, state, now)?;
    let kind = if state == EnquiryState::Answered { "answered" } else { "state" };
    let data = json!({ "from": before.as_str(), "to": state.as_str(), "reason": reason });
    tell(conn, actor.user(), id, (kind, &data), now)?;
    audit(conn, actor, ("move", id), (json!({ "state": before }), json!({ "state": state })), now)?;
    Ok(true)
}

/// The first answer stays the first, unless it was a mistake: what is new again was not answered.
pub(super) fn set_state(conn: &mut Conn, id: EnquiryId, state: EnquiryState, now: Timestamp) -> QueryResult<()> {
    let enquiry = enquiries::table.find(id);
    let first: Option<Timestamp> = enquiry.select(enquiries::first_answered_at).first(conn)?;
    let first = match state {
        EnquiryState::New => None,
        EnquiryState::Answered | EnquiryState::Waiting | EnquiryState::Booked => first.or(Some(now)),
        _ => first,
    };
    diesel::update(enquiry)
        .set((
            enquiries::state.eq(state),
            enquiries::first_answered_at.eq(first),
            enquiries::row_version.eq(enquiries::row_version + 1),
        ))
        .execute(conn)
        .map(|_| ())
}

/// How the enquiry behind a link stands.
pub fn find_state(conn: &mut Conn, reference: &Reference) -> QueryResult<Option<EnquiryState>> {
    enquiries::table.filter(enquiries::reference.eq(reference)).select(enquiries::state).first(conn).optional()
}

/// Marks a new enquiry as answered by the link in the staff's mail, or takes that back. The timeline keeps that it was the link.
/// `false` where it stands in no such way.
pub fn mark_by_link(conn: &mut Conn, link: &AnsweredLink, is_answered: bool, now: Timestamp) -> QueryResult<bool> {
    let Some(id) = find_enquiry(conn, link.reference())? else { return Ok(false) };
    let before: EnquiryState = enquiries::table.find(id).select(enquiries::state).first(conn)?;
    let (from, to) = match is_answered {
        true => (EnquiryState::New, EnquiryState::Answered),
        false => (EnquiryState::Answered, EnquiryState::New),
    };
    if before != from {
        return Ok(false);
    }
    set_state(conn, id, to, now)?;
    let data = json!({ "from": from.as_str(), "to": to.as_str(), "by": "link" });
    tell(conn, None, id, (if is_answered { "answered" } else { "state" }, &data), now)?;
    let (before, after) = (json!({ "state": from }), json!({ "state": to, "by": "link" }));
    let act = Act { action: "move", kind: "enquiry", id: Some(id.0), before: Some(before), after: Some(after) };
    record_link(conn, &act, now)?;
    Ok(true)
}
