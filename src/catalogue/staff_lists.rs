//! The catalogue as the desk lists it: drafts and what is retired included.
use crate::db::prelude::*;

use super::course::CourseId;
use super::standing::why_hidden;
use crate::db::schema::{categories, courses, paths};
use crate::db::{Conn, lower};
use crate::site::Standing;
use crate::types::{Code, Publication, Slug, Timestamp};
use crate::urls;

/// A course as the desk lists it.
#[derive(Debug, Clone)]
pub struct CourseLine {
    /// Row id.
    pub id: CourseId,
    /// Its part of the address.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// The short name.
    pub code: Code,
    /// The name of its category.
    pub category: String,
    /// Whether it is meant for the public.
    pub state: Publication,
    /// Whether the public sees it.
    pub standing: Standing,
}

type Row = (CourseId, Slug, String, Code, String, Publication, Option<Timestamp>, Option<Timestamp>);

/// Every course, by name.
pub fn list_course_lines(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<CourseLine>> {
    let rows: Vec<Row> = courses::table
        .inner_join(categories::table)
        .order((lower(courses::title), courses::id))
        .select((
            courses::id,
            courses::slug,
            courses::title,
            courses::code,
            categories::title,
            courses::state,
            courses::publish_at,
            courses::unpublish_at,
        ))
        .load(conn)?;
    let line = |(id, slug, title, code, category, state, begins, ends): Row| {
        let standing = Standing::of(urls::course(&slug), why_hidden(state, (begins, ends), now));
        CourseLine { id, slug, title, code, category, state, standing }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Id, part of the address, name and state of every career path, in their order.
pub fn list_path_lines(conn: &mut Conn) -> QueryResult<Vec<(i64, Slug, String, Publication)>> {
    paths::table
        .order((paths::position, paths::title, paths::id))
        .select((paths::id, paths::slug, paths::title, paths::state))
        .load(conn)
}
