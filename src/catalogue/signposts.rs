use crate::db::prelude::*;

use super::published::published;
use crate::db::schema::{categories, courses, paths};
use crate::db::{Conn, lower};
use crate::site::Signpost;
use crate::types::{Publication, Slug, Timestamp};
use crate::urls;

/// Signposts to the public courses, to the parts of the catalogue that have one, and to the career paths.
pub fn list_signposts(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Signpost>> {
    let rows: Vec<(Slug, String, Timestamp, Option<Timestamp>)> = courses::table
        .filter(published(now))
        .order((lower(courses::title), courses::id))
        .select((courses::slug, courses::title, courses::updated_at, courses::publish_at))
        .load(conn)?;
    let course = |(slug, title, updated_at, publish_at): (Slug, String, Timestamp, Option<Timestamp>)| Signpost {
        address: urls::course(&slug),
        title,
        changed_at: publish_at.map_or(updated_at, |at| at.max(updated_at)),
    };
    let mut all: Vec<Signpost> = rows.into_iter().map(course).collect();
    let used = courses::table.filter(published(now)).select(courses::category_id);
    let rows: Vec<(Slug, String, Timestamp)> = categories::table
        .filter(categories::id.eq_any(used))
        .order((categories::position, categories::id))
        .select((categories::slug, categories::title, categories::updated_at))
        .load(conn)?;
    all.extend(rows.into_iter().map(|(slug, title, changed_at)| Signpost {
        address: urls::category(&slug),
        title,
        changed_at,
    }));
    let rows: Vec<(Slug, String, Timestamp)> = paths::table
        .filter(paths::state.eq(Publication::Published))
        .order((paths::position, paths::title, paths::id))
        .select((paths::slug, paths::title, paths::updated_at))
        .load(conn)?;
    all.extend(rows.into_iter().map(|(slug, title, changed_at)| Signpost {
        address: urls::path(&slug),
        title,
        changed_at,
    }));
    Ok(all)
}
