use std::collections::BTreeSet;

use crate::db::prelude::*;

use super::content::CourseContent;
use super::course::CourseId;
use super::published::published;
use crate::db::Conn;
use crate::db::schema::{course_prerequisites, courses, related_courses};
use crate::site::{Save, SaveError, missing};
use crate::types::{Slug, Timestamp};

/// What stands before a course: courses that are needed, or that help.
pub(super) fn prerequisites(conn: &mut Conn, course: CourseId, kind: &str) -> QueryResult<BTreeSet<Slug>> {
    let slugs: Vec<Slug> = course_prerequisites::table
        .inner_join(courses::table.on(courses::id.eq(course_prerequisites::prerequisite_id)))
        .filter(course_prerequisites::course_id.eq(course).and(course_prerequisites::kind.eq(kind)))
        .select(courses::slug)
        .load(conn)?;
    Ok(slugs.into_iter().collect())
}

/// The courses that an editor pinned beside a course, in order.
pub(super) fn related(conn: &mut Conn, course: CourseId) -> QueryResult<Vec<Slug>> {
    related_courses::table
        .inner_join(courses::table.on(courses::id.eq(related_courses::related_id)))
        .filter(related_courses::course_id.eq(course))
        .order(related_courses::position)
        .select(courses::slug)
        .load(conn)
}

/// The course that takes the place of this one.
pub(super) fn replacement(conn: &mut Conn, course: CourseId) -> QueryResult<Option<Slug>> {
    let next: Option<CourseId> =
        courses::table.filter(courses::id.eq(course)).select(courses::replaced_by_id).first(conn)?;
    let Some(next) = next else { return Ok(None) };
    courses::table.filter(courses::id.eq(next)).select(courses::slug).first(conn).optional()
}

/// The public course that stands in the place of one that is public no more; it may itself have been replaced.
pub fn successor(conn: &mut Conn, course: CourseId, now: Timestamp) -> QueryResult<Option<Slug>> {
    let mut seen = vec![course];
    let mut at = course;
    loop {
        let next: Option<Option<CourseId>> =
            courses::table.filter(courses::id.eq(at)).select(courses::replaced_by_id).first(conn).optional()?;
        let Some(next) = next.flatten().filter(|next| !seen.contains(next)) else { return Ok(None) };
        let public =
            courses::table.filter(courses::id.eq(next)).filter(published(now)).select(courses::slug).first(conn);
        if let Some(slug) = public.optional()? {
            return Ok(Some(slug));
        }
        seen.push(next);
        at = next;
    }
}

/// Writes a course's links to other courses, once all of them exist.
///
/// # Errors
/// When it names a course that does not exist, or itself, or the database fails.
pub fn link_course(conn: &mut Conn, slug: &Slug, content: &CourseContent) -> Save<()> {
    let own = course_id(conn, slug, "title")?;
    let ids = |conn: &mut Conn, slugs: &mut dyn Iterator<Item = &Slug>, field| -> Save<Vec<CourseId>> {
        slugs.map(|slug| course_id(conn, slug, field)).collect()
    };
    let must = ids(conn, &mut content.must.iter(), "must")?;
    let should = ids(conn, &mut content.should.iter(), "should")?;
    let related = ids(conn, &mut content.related.iter(), "related")?;
    let replacement = ids(conn, &mut content.replaced_by.iter(), "replaced_by")?.first().copied();
    if replacement == Some(own) {
        return Err(SaveError::Refused { field: "replaced_by", why: "names the course itself".to_owned() });
    }
    if [&must, &should, &related].iter().any(|ids| ids.contains(&own)) {
        return Err(SaveError::Refused { field: "related", why: "names the course itself".to_owned() });
    }
    let here = courses::table.filter(courses::id.eq(own));
    diesel::update(here).set(courses::replaced_by_id.eq(replacement)).execute(conn)?;
    diesel::delete(course_prerequisites::table.filter(course_prerequisites::course_id.eq(own))).execute(conn)?;
    diesel::delete(related_courses::table.filter(related_courses::course_id.eq(own))).execute(conn)?;
    for (kind, ids) in [("must", must), ("should", should)] {
        for id in ids {
            let link = (
                course_prerequisites::course_id.eq(own),
                course_prerequisites::prerequisite_id.eq(id),
                course_prerequisites::kind.eq(kind),
            );
            diesel::insert_into(course_prerequisites::table).values(link).execute(conn)?;
        }
    }
    for (position, id) in (1i32..).zip(related) {
        let link = (
            related_courses::course_id.eq(own),
            related_courses::related_id.eq(id),
            related_courses::position.eq(position),
        );
        diesel::insert_into(related_courses::table).values(link).execute(conn)?;
    }
    Ok(())
}

fn course_id(conn: &mut Conn, slug: &Slug, field: &'static str) -> Save<CourseId> {
    let id: Option<CourseId> =
        courses::table.filter(courses::slug.eq(slug)).select(courses::id).first(conn).optional()?;
    id.ok_or_else(|| missing(field, "course", slug))
}
