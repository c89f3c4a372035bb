//! Holidays besides those of the law: a shutdown at the end of the year, an election day.
use crate::db::prelude::*;
use chrono::NaiveDate;

use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::holidays;
use crate::site::{Content, Save, SaveError, Saved, keep_revision};
use crate::types::Timestamp;

/// The holidays that editors add to the computed ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaysOff {
    /// In the order of the calendar.
    pub holidays: Vec<DayOff>,
}

impl Content for DaysOff {}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// The added holidays.
pub fn load_days_off(conn: &mut Conn) -> QueryResult<DaysOff> {
    let rows: Vec<(NaiveDate, String)> =
        holidays::table.order(holidays::on_date).select((holidays::on_date, holidays::name)).load(conn)?;
    Ok(DaysOff { holidays: rows.into_iter().map(|(day, name)| DayOff { day, name }).collect() })
}

/// Changes the added holidays.
///
/// # Errors
/// When a day stands there twice or has no name, the actor may not, or the database fails.
pub fn save_days_off(conn: &mut Conn, actor: &Actor, content: &DaysOff, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let refuse = |why| Err(SaveError::Refused { field: "holidays", why });
    let mut content = content.clone();
    content.holidays.sort();
    let twice = content.holidays.iter().zip(content.holidays.iter().skip(1)).find(|(one, next)| one.day == next.day);
    if let Some((one, _)) = twice {
        return refuse(format!("name {} twice", one.day));
    }
    if let Some(one) = content.holidays.iter().find(|one| one.name.trim().is_empty()) {
        return refuse(format!("do not say what {} is", one.day));
    }
    let before = load_days_off(conn)?;
    if before == content {
        return Ok(Saved::Unchanged);
    }
    diesel::delete(holidays::table).execute(conn)?;
    for one in &content.holidays {
        let row = (holidays::on_date.eq(one.day), holidays::name.eq(&one.name));
        diesel::insert_into(holidays::table).values(row).execute(conn)?;
    }
    keep_revision(conn, actor, ("holidays", 0), (Some(&before), &content), now)?;
    Ok(if before.holidays.is_empty() { Saved::Created } else { Saved::Changed })
}
