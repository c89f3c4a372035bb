use diesel::prelude::*;

use super::answer_time::OfficeHours;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::answer_settings;
use crate::schedule::Holidays;
use crate::site::SaveError;
use crate::types::{EmailAddress, Timestamp};

/// The office's clock: when answers are owed, and when a manager hears of a late one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSettings {
    /// The hours that count.
    pub hours: OfficeHours,
    /// Minutes of office time after which a manager is told of an enquiry that nobody answered.
    pub escalate_after_minutes: i32,
    /// Who is told; the address of the fallback where there is none.
    pub manager: Option<EmailAddress>,
}

/// The office's clock as it is set.
pub fn find_answer_settings(conn: &mut Conn) -> QueryResult<AnswerSettings> {
    let (opens, closes, escalate_after_minutes, manager): (i32, i32, i32, Option<String>) = answer_settings::table
        .select((
            answer_settings::opens_at_minute,
            answer_settings::closes_at_minute,
            answer_settings::escalate_after_minutes,
            answer_settings::manager_email,
        ))
        .first(conn)?;
    let hours = OfficeHours::new(opens, closes).unwrap_or_default().without(Holidays::read(conn)?);
    Ok(AnswerSettings { hours, escalate_after_minutes, manager: manager.and_then(|email| email.parse().ok()) })
}

/// Sets the office's clock. What was promised before stays promised.
///
/// # Errors
/// When the actor may not, or the number of minutes is none.
pub fn save_answer_settings(
    conn: &mut Conn,
    actor: &Actor,
    settings: &AnswerSettings,
    now: Timestamp,
) -> Result<(), SaveError> {
    actor.must(Permission::Site)?;
    if settings.escalate_after_minutes < 1 {
        return Err(SaveError::Refused { field: "escalate_after", why: "has to be at least one minute".to_owned() });
    }
    let before = find_answer_settings(conn)?;
    let (opens, closes) = settings.hours.minutes();
    diesel::update(answer_settings::table)
        .set((
            answer_settings::opens_at_minute.eq(opens),
            answer_settings::closes_at_minute.eq(closes),
            answer_settings::escalate_after_minutes.eq(settings.escalate_after_minutes),
            answer_settings::manager_email.eq(settings.manager.as_ref().map(EmailAddress::as_str)),
            answer_settings::row_version.eq(answer_settings::row_version + 1),
        ))
        .execute(conn)?;
    let said = |settings: &AnswerSettings| {
        let (opens, closes) = (settings.hours.opens().to_string(), settings.hours.closes().to_string());
        let manager = settings.manager.as_ref().map(EmailAddress::as_str);
        serde_json::json!({ "opens": opens, "closes": closes, "escalate_after": settings.escalate_after_minutes, "manager": manager })
    };
    let act = Act {
        action: "save",
        kind: "answer settings",
        id: None,
        before: Some(said(&before)),
        after: Some(said(settings)),
    };
    Ok(record(conn, actor, &act, now)?)
}
