use crate::db::prelude::*;
use diesel::dsl::count_star;

use super::category::CategoryId;
use super::course::{Course, CourseCard, CourseId, Level};
use super::published::published;
use crate::db::schema::{categories, courses};
use crate::db::{Conn, MultiBackend, among, lower};
use crate::types::{Slug, Timestamp};

/// What a visitor narrows the catalogue by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// Only of this category.
    pub category: Option<Slug>,
    /// Only of this level.
    pub level: Option<Level>,
    /// Only with each of these words in its title, summary or code.
    pub words: Vec<String>,
    /// Only these courses.
    pub only: Option<Vec<CourseId>>,
}

/// What other rooms need to name a course.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(MultiBackend))]
pub struct CourseKey {
    /// Row id.
    pub id: CourseId,
    /// Its part of the address.
    pub slug: Slug,
    /// The name.
    pub title: String,
}

/// A public course by its part of the address.
pub fn find_published(conn: &mut Conn, slug: &Slug, now: Timestamp) -> QueryResult<Option<Course>> {
    courses::table
        .filter(published(now))
        .filter(courses::slug.eq(slug))
        .select(Course::as_select())
        .first(conn)
        .optional()
}

/// A course by its row, whether it is public or not: for editors, before it is.
pub fn find_for_preview(conn: &mut Conn, id: CourseId) -> QueryResult<Option<Course>> {
    courses::table.filter(courses::id.eq(id)).select(Course::as_select()).first(conn).optional()
}

/// The public ones of some courses, from the basics up.
pub fn list_whole(conn: &mut Conn, ids: &[CourseId], now: Timestamp) -> QueryResult<Vec<Course>> {
    let mut courses: Vec<Course> = courses::table
        .filter(published(now))
        .filter(among(courses::id, ids))
        .order((lower(courses::title), courses::id))
        .select(Course::as_select())
        .load(conn)?;
    courses.sort_by_key(|course| course.level);
    Ok(courses)
}

/// Id and name of a public course.
pub fn find_key(conn: &mut Conn, slug: &Slug, now: Timestamp) -> QueryResult<Option<CourseKey>> {
    courses::table
        .filter(published(now))
        .filter(courses::slug.eq(slug))
        .select(CourseKey::as_select())
        .first(conn)
        .optional()
}

type Condition<'a> = Box<dyn BoxableExpression<courses::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'a>;

fn conditions<'a>(filter: &'a CourseFilter, now: Timestamp) -> Vec<Condition<'a>> {
    let mut all: Vec<Condition> = vec![Box::new(published(now))];
    if let Some(category) = &filter.category {
        let ids = categories::table.filter(categories::slug.eq(category)).select(categories::id);
        all.push(Box::new(courses::category_id.eq_any(ids)));
    }
    if let Some(level) = filter.level {
        all.push(Box::new(courses::level.eq(level)));
    }
    for word in &filter.words {
        let pattern = format!("%{}%", word.to_lowercase().replace(['%', '_'], " "));
        let somewhere = lower(courses::title).like(pattern.clone());
        let somewhere = somewhere.or(lower(courses::summary).like(pattern.clone()));
        all.push(Box::new(somewhere.or(lower(courses::code).like(pattern))));
    }
    if let Some(only) = &filter.only {
        all.push(Box::new(courses::id.eq_any(only)));
    }
    all
}

/// A page of the public courses that a filter leaves, by name.
pub fn list_published(
    conn: &mut Conn,
    filter: &CourseFilter,
    now: Timestamp,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<CourseCard>> {
    let start = courses::table.select(CourseCard::as_select()).into_boxed();
    conditions(filter, now)
        .into_iter()
        .fold(start, |query, condition| query.filter(condition))
        .order((lower(courses::title), courses::id))
        .limit(limit)
        .offset(offset)
        .load(conn)
}

/// The public ones of some courses, in the order of `ids`.
pub fn list_cards(conn: &mut Conn, ids: &[CourseId], now: Timestamp) -> QueryResult<Vec<CourseCard>> {
    let mut cards: Vec<CourseCard> = courses::table
        .filter(published(now))
        .filter(among(courses::id, ids))
        .order(courses::id)
        .select(CourseCard::as_select())
        .load(conn)?;
    cards.sort_by_key(|card| ids.iter().position(|id| *id == card.id));
    Ok(cards)
}

/// Every public course, by name.
pub fn list_all(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<CourseCard>> {
    courses::table
        .filter(published(now))
        .order((lower(courses::title), courses::id))
        .select(CourseCard::as_select())
        .load(conn)
}

/// The names of all courses, for the export.
pub fn list_course_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    courses::table.order(courses::slug).select(courses::slug).load(conn)
}

/// How many public courses each category has.
pub fn count_by_category(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<(CategoryId, i64)>> {
    courses::table
        .filter(published(now))
        .group_by(courses::category_id)
        .order(courses::category_id)
        .select((courses::category_id, count_star()))
        .load(conn)
}

/// Every course that there is, public or not, by its name.
pub fn list_all_courses(conn: &mut Conn) -> QueryResult<Vec<CourseKey>> {
    courses::table.order((lower(courses::title), courses::id)).select(CourseKey::as_select()).load(conn)
}
