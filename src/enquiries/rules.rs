use crate::db::prelude::*;
use serde_json::{Value, json};

use super::enquiry::EnquiryKind;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::routes;
use crate::site::SaveError;
use crate::types::{EmailAddress, Timestamp, id_type};

id_type!(RuleId, "a rule of routing");

/// Minutes of office time within which the fallback answers unless it says otherwise.
pub(super) const FALLBACK_MINUTES: i32 = 120;

/// A rule: which enquiries go to whom. What is `None` narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Row id.
    pub id: RuleId,
    /// What staff call it.
    pub label: String,
    /// Lower is asked first.
    pub priority: i32,
    /// Only of this kind.
    pub kind: Option<EnquiryKind>,
    /// Only about this course.
    pub course_id: Option<i64>,
    /// Only about courses of this category.
    pub category_id: Option<i64>,
    /// Only in this city.
    pub city_id: Option<i64>,
    /// Who gets the mail.
    pub recipients: Vec<EmailAddress>,
    /// Whose the enquiry is from the start.
    pub owner_id: Option<i64>,
    /// Minutes of office time within which it is to be answered.
    pub answer_within_minutes: i32,
    /// Whether it takes what no other rule takes. There is one.
    pub is_fallback: bool,
    /// Whether it is asked at all.
    pub is_active: bool,
    /// Raised by every change.
    pub row_version: i64,
}

/// A rule as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleContent {
    /// What staff call it.
    pub label: String,
    /// Lower is asked first.
    pub priority: i32,
    /// Only of this kind.
    pub kind: Option<EnquiryKind>,
    /// Only about this course.
    pub course_id: Option<i64>,
    /// Only about courses of this category.
    pub category_id: Option<i64>,
    /// Only in this city.
    pub city_id: Option<i64>,
    /// Who gets the mail; at least one.
    pub recipients: Vec<EmailAddress>,
    /// Whose the enquiry is from the start.
    pub owner_id: Option<i64>,
    /// Minutes of office time within which it is to be answered.
    pub answer_within_minutes: i32,
    /// Whether it is asked at all.
    pub is_active: bool,
}

type Matching = (Option<EnquiryKind>, Option<i64>, Option<i64>, Option<i64>);
type Row = (RuleId, String, i32, Matching, String, Option<i64>, i32, bool, bool, i64);

/// All rules in the order in which they are asked: the fallback comes last.
pub fn list_rules(conn: &mut Conn) -> QueryResult<Vec<Rule>> {
    let rows: Vec<Row> = routes::table
        .order((routes::is_fallback, routes::priority, routes::id))
        .select((
            routes::id,
            routes::label,
            routes::priority,
            (routes::kind, routes::course_id, routes::category_id, routes::city_id),
            routes::recipients,
            routes::owner_id,
            routes::answer_within_minutes,
            routes::is_fallback,
            routes::is_active,
            routes::row_version,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(rule).collect())
}

fn rule((id, label, priority, matching, recipients, owner_id, minutes, is_fallback, is_active, version): Row) -> Rule {
    let (kind, course_id, category_id, city_id) = matching;
    Rule {
        id,
        label: if is_fallback && label.is_empty() { "Everything else".to_owned() } else { label },
        priority,
        kind,
        course_id,
        category_id,
        city_id,
        recipients: recipients.lines().filter_map(|line| line.parse().ok()).collect(),
        owner_id,
        answer_within_minutes: minutes,
        is_fallback,
        is_active,
        row_version: version,
    }
}

/// Writes the fallback with the address of the setting, where there is none yet. Later the setting changes nothing.
pub fn seed_fallback(conn: &mut Conn, staff: &EmailAddress) -> QueryResult<()> {
    if list_rules(conn)?.iter().any(|rule| rule.is_fallback) {
        return Ok(());
    }
    let row = (
        routes::priority.eq(i32::MAX),
        routes::recipients.eq(staff.as_str()),
        routes::answer_within_minutes.eq(FALLBACK_MINUTES),
        routes::is_fallback.eq(true),
    );
    // Two instances may start at once: the database keeps one of the two, and either is right.
    match diesel::insert_into(routes::table).values(row).execute(conn) {
        Ok(_) | Err(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _)) => {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

fn refuse<T>(field: &'static str, why: &str) -> Result<T, SaveError> {
    Err(SaveError::Refused { field, why: why.to_owned() })
}

/// Writes a rule: a new one where `id` is `None`. Enquiries that are there already go nowhere anew.
///
/// # Errors
/// When the actor may not, the rule says nothing or reaches nobody, or somebody else changed it since version `seen`.
pub fn save_rule(
    conn: &mut Conn,
    actor: &Actor,
    (id, seen): (Option<RuleId>, i64),
    content: &RuleContent,
    now: Timestamp,
) -> Result<RuleId, SaveError> {
    actor.must(Permission::Site)?;
    let old = list_rules(conn)?.into_iter().find(|rule| Some(rule.id) == id);
    let is_fallback = old.as_ref().is_some_and(|rule| rule.is_fallback);
    check(content, is_fallback)?;
    let recipients: Vec<&str> = content.recipients.iter().map(EmailAddress::as_str).collect();
    let what = (
        routes::label.eq(&content.label),
        routes::kind.eq(content.kind),
        routes::course_id.eq(content.course_id),
        routes::category_id.eq(content.category_id),
        routes::city_id.eq(content.city_id),
        routes::recipients.eq(recipients.join("\n")),
        routes::owner_id.eq(content.owner_id),
        routes::answer_within_minutes.eq(content.answer_within_minutes),
        routes::is_active.eq(content.is_active),
    );
    let (saved, action) = match id {
        None => {
            let row = (what, routes::priority.eq(content.priority));
            let id: i64 = diesel::insert_into(routes::table).values(row).returning(routes::id).get_result(conn)?;
            (RuleId(id), "create")
        }
        Some(id) => {
            // The fallback is asked last, whatever its number.
            let priority = old.as_ref().filter(|_| is_fallback).map_or(content.priority, |rule| rule.priority);
            let row = routes::table.filter(routes::id.eq(id)).filter(routes::row_version.eq(seen));
            let newer = (routes::priority.eq(priority), routes::row_version.eq(routes::row_version + 1));
            if diesel::update(row).set((what, newer)).execute(conn)? == 0 {
                return Err(SaveError::Stale);
            }
            (id, "change")
        }
    };
    let act = Act {
        action,
        kind: "routing rule",
        id: Some(saved.0),
        before: old.as_ref().map(said),
        after: list_rules(conn)?.iter().find(|rule| rule.id == saved).map(said),
    };
    record(conn, actor, &act, now)?;
    Ok(saved)
}

fn check(content: &RuleContent, is_fallback: bool) -> Result<(), SaveError> {
    let narrows = content.kind.is_some()
        || content.course_id.is_some()
        || content.category_id.is_some()
        || content.city_id.is_some();
    if content.recipients.is_empty() {
        return refuse("recipients", "needs at least one address, one a line");
    }
    if content.answer_within_minutes < 1 {
        return refuse("answer_within", "has to be at least one minute");
    }
    if is_fallback && (narrows || !content.is_active) {
        return refuse("kind", "cannot narrow the last rule or turn it off: it catches the rest");
    }
    if !is_fallback && !narrows {
        return refuse(
            "kind",
            "needs a kind, course, category or city, or it would take everything from the last rule",
        );
    }
    if content.label.is_empty() && !is_fallback {
        return refuse("label", "needs a name");
    }
    Ok(())
}

/// Removes a rule; `false` where there is none. The fallback stays: without it an enquiry could reach nobody.
///
/// # Errors
/// When the actor may not, or it is the fallback.
pub fn remove_rule(conn: &mut Conn, actor: &Actor, id: RuleId, now: Timestamp) -> Result<bool, SaveError> {
    actor.must(Permission::Site)?;
    let Some(old) = list_rules(conn)?.into_iter().find(|rule| rule.id == id) else { return Ok(false) };
    if old.is_fallback {
        return refuse("label", "is the last rule, which catches the rest. It cannot be removed");
    }
    diesel::delete(routes::table.filter(routes::id.eq(id)).filter(routes::is_fallback.eq(false))).execute(conn)?;
    let act = Act { action: "remove", kind: "routing rule", id: Some(id.0), before: Some(said(&old)), after: None };
    record(conn, actor, &act, now)?;
    Ok(true)
}

fn said(rule: &Rule) -> Value {
    let recipients: Vec<&str> = rule.recipients.iter().map(EmailAddress::as_str).collect();
    json!({
        "label": rule.label, "priority": rule.priority, "kind": rule.kind, "course": rule.course_id,
        "category": rule.category_id, "city": rule.city_id, "recipients": recipients.join(", "),
        "owner": rule.owner_id, "answer_within": rule.answer_within_minutes, "active": rule.is_active,
    })
}
