use crate::db::prelude::*;

use super::course::CourseId;
use super::indexing::index_topic;
use crate::access::{Actor, Permission};
use crate::db::schema::{course_topics, topics};
use crate::db::{Conn, lower};
use crate::site::{Save, Saved, keep_revision, missing, with_body};
use crate::types::{Markdown, SafeHtml, Slug, Timestamp, id_type};

id_type!(TopicId, "a topic");

/// A word of the one vocabulary that courses and posts share.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = topics, check_for_backend(crate::db::MultiBackend))]
pub struct Topic {
    /// Row id.
    pub id: TopicId,
    /// Its part of the address.
    pub slug: Slug,
    /// The word as it is shown.
    pub title: String,
    /// What it means.
    pub body_html: SafeHtml,
}

/// A topic as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicContent {
    /// The word as it is shown.
    pub title: String,
    /// Other words that people search for.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// What it means, in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(TopicContent);

/// A topic by its part of the address.
pub fn find_topic(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<Topic>> {
    topics::table.filter(topics::slug.eq(slug)).select(Topic::as_select()).first(conn).optional()
}

/// All topics by name.
pub fn list_topics(conn: &mut Conn) -> QueryResult<Vec<Topic>> {
    topics::table.order((lower(topics::title), topics::id)).select(Topic::as_select()).load(conn)
}

/// Row id, address and name of all topics, by name.
pub fn list_topic_names(conn: &mut Conn) -> QueryResult<Vec<(TopicId, Slug, String)>> {
    topics::table.order((lower(topics::title), topics::id)).select((topics::id, topics::slug, topics::title)).load(conn)
}

/// Which course is on which topic.
pub fn list_topics_of_courses(conn: &mut Conn) -> QueryResult<Vec<(CourseId, TopicId)>> {
    course_topics::table
        .order((course_topics::course_id, course_topics::topic_id))
        .select((course_topics::course_id, course_topics::topic_id))
        .load(conn)
}

/// The names of all topics, for the export.
pub fn list_topic_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    topics::table.order(topics::slug).select(topics::slug).load(conn)
}

/// The topics of one course, by name.
pub fn list_course_topics(conn: &mut Conn, course: CourseId) -> QueryResult<Vec<Topic>> {
    topics::table
        .inner_join(course_topics::table)
        .filter(course_topics::course_id.eq(course))
        .order((lower(topics::title), topics::id))
        .select(Topic::as_select())
        .load(conn)
}

/// The rows behind some names, in the same order.
///
/// # Errors
/// Names the first that does not exist, as a mistake in `field`.
pub fn topic_ids(conn: &mut Conn, slugs: &[Slug], field: &'static str) -> Save<Vec<TopicId>> {
    let known: Vec<(Slug, TopicId)> =
        topics::table.filter(topics::slug.eq_any(slugs)).select((topics::slug, topics::id)).load(conn)?;
    let id = |slug: &Slug| known.iter().find(|(known, _)| known == slug).map(|(_, id)| *id);
    slugs.iter().map(|slug| id(slug).ok_or_else(|| missing(field, "topic", slug))).collect()
}

/// Gives a course exactly these topics.
pub fn replace_topics(conn: &mut Conn, course: CourseId, ids: &[TopicId]) -> QueryResult<()> {
    diesel::delete(course_topics::table.filter(course_topics::course_id.eq(course))).execute(conn)?;
    for id in ids {
        let row = (course_topics::course_id.eq(course), course_topics::topic_id.eq(*id));
        diesel::insert_into(course_topics::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// A topic as editors wrote it.
pub fn load_topic(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<TopicContent>> {
    let row: Option<(String, String, String)> = topics::table
        .filter(topics::slug.eq(slug))
        .select((topics::title, topics::synonyms, topics::body))
        .first(conn)
        .optional()?;
    Ok(row.map(|(title, synonyms, body)| TopicContent {
        title,
        synonyms: synonyms.lines().map(str::to_owned).collect(),
        body,
    }))
}

/// Makes or changes a topic.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn save_topic(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &TopicContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_topic(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let row = (
        topics::title.eq(&content.title),
        topics::synonyms.eq(content.synonyms.join("\n")),
        topics::body.eq(&content.body),
        topics::body_html.eq(Markdown(&content.body).render().html),
        topics::updated_at.eq(now),
    );
    let id: TopicId = match before {
        Some(_) => diesel::update(topics::table.filter(topics::slug.eq(slug)))
            .set((row, topics::row_version.eq(topics::row_version + 1)))
            .returning(topics::id)
            .get_result(conn)?,
        None => diesel::insert_into(topics::table)
            .values((row, topics::slug.eq(slug)))
            .returning(topics::id)
            .get_result(conn)?,
    };
    index_topic(conn, slug)?;
    keep_revision(conn, actor, ("topic", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}
