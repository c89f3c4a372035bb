//! The menus around every public page.
use crate::db::prelude::*;

use super::content::{Content, Save, SaveError, Saved, keep_revision};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::menus;
use crate::types::Timestamp;
use crate::urls;

/// The menus as editors write them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menus {
    /// At the head of every page.
    pub header: Vec<MenuEntry>,
    /// At its foot, under “Learn”.
    pub footer: Vec<MenuEntry>,
}

impl Content for Menus {}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuEntry {
    /// What it is called.
    pub label: String,
    /// Where it leads: an address of this site from the slash on, or one that begins with `https://`.
    pub address: String,
}

/// The menus of a site whose editors have not changed them.
impl Default for Menus {
    fn default() -> Self {
        let entries = |these: &[(&str, &str)]| {
            let entry = |(address, label): &(&str, &str)| MenuEntry {
                label: (*label).to_owned(),
                address: (*address).to_owned(),
            };
            these.iter().map(entry).collect()
        };
        Self {
            header: entries(&[
                (urls::COURSES, "Courses"),
                (urls::TRAININGS, "Dates"),
                (urls::LOCATIONS, "Cities"),
                (urls::BLOG, "Blog"),
                (urls::CONTACT, "Contact"),
                (urls::SEARCH, "Search"),
            ]),
            footer: entries(&[
                (urls::COURSES, "All courses"),
                (urls::TRAININGS, "Upcoming dates"),
                (urls::PATHS, "Career paths"),
                (urls::BLOG, "Blog"),
            ]),
        }
    }
}

/// The menus as they stand; those of a new site until somebody changes them.
pub fn load_menus(conn: &mut Conn) -> QueryResult<Option<Menus>> {
    let rows: Vec<(String, String, String)> = menus::table
        .order((menus::place, menus::position))
        .select((menus::place, menus::label, menus::path))
        .load(conn)?;
    let at = |place: &str| {
        let here = rows.iter().filter(|(there, ..)| there == place);
        here.map(|(_, label, address)| MenuEntry { label: label.clone(), address: address.clone() }).collect()
    };
    Ok((!rows.is_empty()).then(|| Menus { header: at("header"), footer: at("footer") }))
}

/// Changes the menus.
///
/// # Errors
/// When the header would be empty or an address leads nowhere, the actor may not, or the database fails.
pub fn save_menus(conn: &mut Conn, actor: &Actor, content: &Menus, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    check("header", &content.header)?;
    check("footer", &content.footer)?;
    let before = load_menus(conn)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    diesel::delete(menus::table).execute(conn)?;
    for (place, entries) in [("header", &content.header), ("footer", &content.footer)] {
        for (position, entry) in (1i32..).zip(entries) {
            let row = (
                menus::place.eq(place),
                menus::position.eq(position),
                menus::label.eq(&entry.label),
                menus::path.eq(&entry.address),
            );
            diesel::insert_into(menus::table).values(row).execute(conn)?;
        }
    }
    keep_revision(conn, actor, ("menus", 0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn check(field: &'static str, entries: &[MenuEntry]) -> Result<(), SaveError> {
    let refuse = |why: String| Err(SaveError::Refused { field, why });
    if entries.is_empty() {
        return refuse("has no entry: visitors would have no way on".to_owned());
    }
    if entries.len() > 12 {
        return refuse("has more than 12 entries".to_owned());
    }
    let is_good = |address: &str| {
        let inside = address.starts_with('/') && !address.starts_with("//");
        (inside || address.starts_with("https://")) && address.bytes().all(|byte| byte.is_ascii_graphic())
    };
    match entries.iter().find(|entry| !is_good(&entry.address)) {
        None => Ok(()),
        Some(bad) => {
            let label = &bad.label;
            refuse(format!("has an address that does not begin with / or https://, at “{label}”: “{}”", bad.address))
        }
    }
}
