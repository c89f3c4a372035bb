use crate::db::prelude::*;
use diesel::dsl::{auto_type, min};

use super::course::CourseId;
use crate::db::Conn;
use crate::db::schema::courses;
use crate::types::{Publication, Timestamp};

/// The one definition of a public course; every public query carries it.
#[auto_type(no_type_alias)]
pub fn published(now: Timestamp) -> _ {
    let published: Publication = Publication::Published;
    let ended = courses::unpublish_at.le(now).assume_not_null();
    let begun = courses::publish_at.le(now).assume_not_null();
    let open = courses::unpublish_at.is_null().or(diesel::dsl::not(ended));
    courses::state.eq(published).and(begun).and(open)
}

/// The next instant after `now` at which a course appears or disappears by itself.
pub fn next_moment(conn: &mut Conn, now: Timestamp) -> QueryResult<Option<Timestamp>> {
    let appears: Option<Timestamp> =
        courses::table.filter(courses::publish_at.gt(now)).select(min(courses::publish_at)).first(conn)?;
    let disappears: Option<Timestamp> =
        courses::table.filter(courses::unpublish_at.gt(now)).select(min(courses::unpublish_at)).first(conn)?;
    Ok([appears, disappears].into_iter().flatten().min())
}

/// Whether a course was public and is so no more: retired, or past its last moment. A draft never was.
pub fn is_withdrawn(conn: &mut Conn, course: CourseId, now: Timestamp) -> QueryResult<bool> {
    let row: Option<(Publication, Option<Timestamp>)> = courses::table
        .filter(courses::id.eq(course))
        .select((courses::state, courses::unpublish_at))
        .first(conn)
        .optional()?;
    Ok(row.is_some_and(|(state, ends)| state.is_over(ends, now)))
}
