//! Taking away what nothing refers to. Courses and paths are retired instead.
use crate::db::prelude::*;

use super::category::load_category;
use super::topic::load_topic;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::{categories, course_topics, courses, path_topics, post_topics, routes, topics, trainer_topics};
use crate::index::{self, Kind};
use crate::site::{Save, note_removal, refuse_while_used};
use crate::types::{Slug, Timestamp};

/// Takes a topic away.
///
/// # Errors
/// When something is about it, the actor may not, or the database fails.
pub fn remove_topic(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
    actor.must(Permission::Content)?;
    let id: i64 = topics::table.filter(topics::slug.eq(slug)).select(topics::id).first(conn)?;
    let was = load_topic(conn, slug)?;
    let on_courses = course_topics::table.filter(course_topics::topic_id.eq(id)).count().get_result(conn)?;
    let on_posts = post_topics::table.filter(post_topics::topic_id.eq(id)).count().get_result(conn)?;
    let on_paths = path_topics::table.filter(path_topics::topic_id.eq(id)).count().get_result(conn)?;
    let on_trainers = trainer_topics::table.filter(trainer_topics::topic_id.eq(id)).count().get_result(conn)?;
    refuse_while_used(&[
        (on_courses, "course", "courses"),
        (on_posts, "post", "posts"),
        (on_paths, "path", "paths"),
        (on_trainers, "trainer", "trainers"),
    ])?;
    index::remove(conn, Kind::Topic, id)?;
    diesel::delete(topics::table.filter(topics::id.eq(id))).execute(conn)?;
    note_removal(conn, actor, ("topic", id), was.as_ref(), now)
}

/// Takes a category away.
///
/// # Errors
/// When something belongs to it, the actor may not, or the database fails.
pub fn remove_category(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
    actor.must(Permission::Content)?;
    let id: i64 = categories::table.filter(categories::slug.eq(slug)).select(categories::id).first(conn)?;
    let was = load_category(conn, slug)?;
    let of_courses = courses::table.filter(courses::category_id.eq(id)).count().get_result(conn)?;
    let of_rules = routes::table.filter(routes::category_id.eq(id)).count().get_result(conn)?;
    refuse_while_used(&[(of_courses, "course", "courses"), (of_rules, "rule for the mail", "rules for the mail")])?;
    index::remove(conn, Kind::Category, id)?;
    diesel::delete(categories::table.filter(categories::id.eq(id))).execute(conn)?;
    note_removal(conn, actor, ("category", id), was.as_ref(), now)
}
