use crate::db::prelude::*;

use super::course::{CourseCard, CourseId};
use super::course_store::{CourseKey, list_cards};
use super::published::published;
use super::topic::TopicId;
use crate::db::schema::{course_prerequisites, course_topics, courses, related_courses};
use crate::db::{Conn, among, lower};
use crate::types::Timestamp;

/// Courses in the order in which they fit some topics: `pinned` first, then those that share most topics.
pub fn rank_by_topics(
    conn: &mut Conn,
    pinned: &[CourseId],
    topics: &[TopicId],
    now: Timestamp,
    limit: usize,
) -> QueryResult<Vec<CourseCard>> {
    let sharing: Vec<CourseId> = course_topics::table
        .filter(among(course_topics::topic_id, topics))
        .select(course_topics::course_id)
        .load(conn)?;
    let mut ranked: Vec<CourseId> = sharing.clone();
    ranked.sort_by_key(|id| (usize::MAX - sharing.iter().filter(|other| *other == id).count(), *id));
    ranked.dedup();
    let mut order = pinned.to_vec();
    order.extend(ranked.into_iter().filter(|id| !pinned.contains(id)));
    let mut cards = list_cards(conn, &order, now)?;
    cards.truncate(limit);
    Ok(cards)
}

/// Courses related to a course: those an editor pinned first, then those that share most topics.
pub fn list_related(conn: &mut Conn, course: CourseId, now: Timestamp, limit: usize) -> QueryResult<Vec<CourseCard>> {
    let pinned: Vec<CourseId> = related_courses::table
        .filter(related_courses::course_id.eq(course))
        .order(related_courses::position)
        .select(related_courses::related_id)
        .load(conn)?;
    let topics: Vec<TopicId> = course_topics::table
        .filter(course_topics::course_id.eq(course))
        .order(course_topics::topic_id)
        .select(course_topics::topic_id)
        .load(conn)?;
    let mut cards = rank_by_topics(conn, &pinned, &topics, now, limit + 1)?;
    cards.retain(|card| card.id != course);
    cards.truncate(limit);
    Ok(cards)
}

/// What a person must (`true`) or should have done before a course.
pub fn list_prerequisites(conn: &mut Conn, course: CourseId, now: Timestamp) -> QueryResult<Vec<(bool, CourseKey)>> {
    let rows: Vec<(String, CourseKey)> = course_prerequisites::table
        .inner_join(courses::table.on(courses::id.eq(course_prerequisites::prerequisite_id)))
        .filter(course_prerequisites::course_id.eq(course))
        .filter(published(now))
        .order((course_prerequisites::kind, lower(courses::title)))
        .select((course_prerequisites::kind, CourseKey::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(kind, key)| (kind == "must", key)).collect())
}

/// What a person must have done before each of some courses.
pub fn list_required(conn: &mut Conn, before: &[CourseId], now: Timestamp) -> QueryResult<Vec<(CourseId, CourseKey)>> {
    course_prerequisites::table
        .inner_join(courses::table.on(courses::id.eq(course_prerequisites::prerequisite_id)))
        .filter(among(course_prerequisites::course_id, before))
        .filter(course_prerequisites::kind.eq("must"))
        .filter(published(now))
        .order((course_prerequisites::course_id, lower(courses::title)))
        .select((course_prerequisites::course_id, CourseKey::as_select()))
        .load(conn)
}

/// Courses for which this one prepares.
pub fn list_leads_to(conn: &mut Conn, course: CourseId, now: Timestamp) -> QueryResult<Vec<CourseKey>> {
    course_prerequisites::table
        .inner_join(courses::table.on(courses::id.eq(course_prerequisites::course_id)))
        .filter(course_prerequisites::prerequisite_id.eq(course))
        .filter(published(now))
        .order((lower(courses::title), courses::id))
        .select(CourseKey::as_select())
        .load(conn)
}
