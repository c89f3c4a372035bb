use crate::db::prelude::*;
use chrono::{NaiveTime, Timelike};

use super::answer_time::OfficeHours;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::answer_settings;
use crate::schedule::Holidays;
use crate::site::SaveError;
use crate::types::{EmailAddress, Timestamp};

/// Nobody is told later than this: two working weeks of office time.
const LONGEST_ESCALATION: i32 = 10 * 9 * 60;

/// The office's clock: when answers are owed, when a manager hears of a late one, and when the morning's list goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSettings {
    /// The hours that count.
    pub hours: OfficeHours,
    /// Minutes of office time after which a manager is told of an enquiry that nobody answered.
    pub escalate_after_minutes: i32,
    /// Who is told; the address of the fallback where there is none.
    pub manager: Option<EmailAddress>,
    /// When the list of what waits goes out on working days; never where there is no time.
    pub digest_at: Option<NaiveTime>,
}

/// A minute of the day as a time.
fn time_of(minute: i32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minute).ok()?.checked_mul(60)?, 0)
}

fn minute_of(time: NaiveTime) -> i32 {
    i32::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default()
}

/// The office's clock as it is set.
pub fn find_answer_settings(conn: &mut Conn) -> QueryResult<AnswerSettings> {
    load_answer_settings(conn).map(|(settings, _)| settings)
}

/// The office's clock as it is set, with the version that a save has to name.
pub fn load_answer_settings(conn: &mut Conn) -> QueryResult<(AnswerSettings, i64)> {
    type Row = (i32, i32, i32, Option<String>, Option<i32>, i64);
    let (opens, closes, escalate_after_minutes, manager, digest, version): Row = answer_settings::table
        .select((
            answer_settings::opens_at_minute,
            answer_settings::closes_at_minute,
            answer_settings::escalate_after_minutes,
            answer_settings::manager_email,
            answer_settings::digest_at_minute,
            answer_settings::row_version,
        ))
        .first(conn)?;
    let hours = time_of(opens).zip(time_of(closes)).and_then(|(opens, closes)| OfficeHours::new(opens, closes));
    let hours = hours.unwrap_or_default().without(Holidays::read(conn)?);
    let manager = manager.and_then(|email| email.parse().ok());
    let settings = AnswerSettings { hours, escalate_after_minutes, manager, digest_at: digest.and_then(time_of) };
    Ok((settings, version))
}

/// Sets the office's clock. What was promised before stays promised. `seen` is the version that the actor saw. `false` where nothing differs.
///
/// # Errors
/// When the actor may not, somebody else saved meanwhile, or the number of minutes is none or too many.
pub fn save_answer_settings(
    conn: &mut Conn,
    actor: &Actor,
    (settings, seen): (&AnswerSettings, i64),
    now: Timestamp,
) -> Result<bool, SaveError> {
    actor.must(Permission::Site)?;
    if !(1..=LONGEST_ESCALATION).contains(&settings.escalate_after_minutes) {
        let why = format!("has to be from 1 to {LONGEST_ESCALATION} minutes");
        return Err(SaveError::Refused { field: "escalate_after", why });
    }
    let (before, version) = load_answer_settings(conn)?;
    if version != seen {
        return Err(SaveError::Stale);
    }
    if say(&before) == say(settings) {
        return Ok(false);
    }
    let changed = diesel::update(answer_settings::table.filter(answer_settings::row_version.eq(seen)))
        .set((
            answer_settings::opens_at_minute.eq(minute_of(settings.hours.opens())),
            answer_settings::closes_at_minute.eq(minute_of(settings.hours.closes())),
            answer_settings::escalate_after_minutes.eq(settings.escalate_after_minutes),
            answer_settings::manager_email.eq(settings.manager.as_ref().map(EmailAddress::as_str)),
            answer_settings::digest_at_minute.eq(settings.digest_at.map(minute_of)),
            answer_settings::row_version.eq(seen + 1),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Err(SaveError::Stale);
    }
    let (before, after) = (Some(say(&before)), Some(say(settings)));
    let act = Act { action: "save", kind: "answer settings", id: None, before, after };
    record(conn, actor, &act, now)?;
    Ok(true)
}

/// The settings as the audit keeps them.
fn say(settings: &AnswerSettings) -> serde_json::Value {
    let time = |time: NaiveTime| time.format("%H:%M").to_string();
    serde_json::json!({
        "opens": time(settings.hours.opens()),
        "closes": time(settings.hours.closes()),
        "escalate_after": settings.escalate_after_minutes,
        "manager": settings.manager.as_ref().map(EmailAddress::as_str),
        "digest": settings.digest_at.map(time),
    })
}
