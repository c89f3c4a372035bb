//! Why the public sees what the catalogue holds, or does not.
use crate::db::prelude::*;

use super::category::{Category, CategoryId, list_categories};
use super::published::published;
use crate::db::Conn;
use crate::db::schema::courses;
use crate::site::Standing;
use crate::types::{Moment, Publication, Slug, Timestamp};
use crate::urls;

/// Why a course is not public at a time; the one that [`published`] asks for, in words.
pub(super) fn why_hidden(
    state: Publication,
    (publish_at, unpublish_at): (Option<Timestamp>, Option<Timestamp>),
    now: Timestamp,
) -> Option<String> {
    if let Some(reason) = state.reason() {
        return Some(reason.to_owned());
    }
    match (publish_at, unpublish_at) {
        (Some(begins), _) if begins > now => Some(format!("goes live on {}", Moment(begins).spoken(now))),
        (None, _) => Some("has no moment at which it goes live".to_owned()),
        (_, Some(ends)) if ends <= now => Some(format!("it expired on {}", Moment(ends).spoken(now))),
        _ => None,
    }
}

/// Whether the public sees a course.
pub fn course_standing(conn: &mut Conn, slug: &Slug, now: Timestamp) -> QueryResult<Standing> {
    let row: Option<(Publication, Option<Timestamp>, Option<Timestamp>)> = courses::table
        .filter(courses::slug.eq(slug))
        .select((courses::state, courses::publish_at, courses::unpublish_at))
        .first(conn)
        .optional()?;
    let why =
        row.map_or(Some("it is not there".to_owned()), |(state, begins, ends)| why_hidden(state, (begins, ends), now));
    Ok(Standing::of(urls::course(slug), why))
}

/// Every category in their order, with how many courses belong to it and whether the public sees it: it is a filter of the catalogue, and
/// there while it has a public course.
pub fn category_standings(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<(Category, i64, Standing)>> {
    let all: Vec<CategoryId> = courses::table.select(courses::category_id).load(conn)?;
    let public: Vec<CategoryId> = courses::table.filter(published(now)).select(courses::category_id).load(conn)?;
    let line = |category: Category| {
        let count = |of: &[CategoryId]| of.iter().filter(|id| **id == category.id).count();
        let why = match (count(&all), count(&public)) {
            (0, _) => Some("no course belongs to it yet".to_owned()),
            (1, 0) => Some("its only course is not public".to_owned()),
            (all, 0) => Some(format!("none of its {all} courses is public")),
            _ => None,
        };
        let courses = i64::try_from(count(&all)).unwrap_or_default();
        let standing = Standing::of(urls::category(&category.slug), why);
        (category, courses, standing)
    };
    Ok(list_categories(conn)?.into_iter().map(line).collect())
}
