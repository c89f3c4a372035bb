use crate::db::prelude::*;

use super::course::CourseId;
use crate::db::schema::course_items;
use crate::db::{Conn, among};
use crate::types::words;

words! {
    /// What a line of a course says. Lists are data: page, brochure, search and markup read the same rows.
    ItemKind {
        /// What a person can do afterwards.
        Outcome = "outcome",
        /// Whom it is for.
        Audience = "audience",
        /// A statement a person should be able to say yes to.
        Prerequisite = "prerequisite",
        /// One day, with what happens in it.
        Outline = "outline",
        /// What the price covers.
        Included = "included",
        /// A question, with its answer.
        Question = "question",
    }
}

/// One line of a course.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = course_items, check_for_backend(crate::db::MultiBackend))]
pub struct Item {
    /// What the line says.
    pub kind: ItemKind,
    /// The line.
    pub text: String,
    /// What belongs under it: a day's contents, a question's answer.
    pub answer: Option<String>,
}

/// All lines of a course, in their order.
pub fn list_items(conn: &mut Conn, course: CourseId) -> QueryResult<Vec<Item>> {
    course_items::table
        .filter(course_items::course_id.eq(course))
        .order((course_items::kind, course_items::position))
        .select(Item::as_select())
        .load(conn)
}

/// All lines of some courses, each with its course, in their order.
pub fn list_items_of(conn: &mut Conn, courses: &[CourseId]) -> QueryResult<Vec<(CourseId, Item)>> {
    course_items::table
        .filter(among(course_items::course_id, courses))
        .order((course_items::course_id, course_items::kind, course_items::position))
        .select((course_items::course_id, Item::as_select()))
        .load(conn)
}

/// Gives a course exactly these lines.
pub(super) fn replace_items(
    conn: &mut Conn,
    course: CourseId,
    items: &[(ItemKind, &str, Option<&str>)],
) -> QueryResult<()> {
    diesel::delete(course_items::table.filter(course_items::course_id.eq(course))).execute(conn)?;
    for (position, (kind, text, answer)) in (1i32..).zip(items) {
        let row = (
            course_items::course_id.eq(course),
            course_items::kind.eq(*kind),
            course_items::position.eq(position),
            course_items::text.eq(*text),
            course_items::answer.eq(*answer),
        );
        diesel::insert_into(course_items::table).values(row).execute(conn)?;
    }
    Ok(())
}
