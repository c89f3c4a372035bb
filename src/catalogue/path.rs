use std::collections::BTreeSet;

use crate::db::prelude::*;

use super::course::{CourseCard, CourseId};
use super::indexing::index_path;
use super::published::published;
use super::topic::{TopicId, topic_ids};
use crate::access::{Actor, Permission};
use crate::db::schema::{courses, path_steps, path_topics, paths, topics};
use crate::db::{Conn, among};
use crate::site::{Save, Saved, Subject, claim_address, keep_revision, missing, no_repeats, with_body};
use crate::types::{Markdown, Publication, SafeHtml, Slug, Timestamp, id_type};
use crate::urls;

id_type!(PathId, "a career path");

/// A public career path.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = paths, check_for_backend(crate::db::MultiBackend))]
pub struct Path {
    /// Row id.
    pub id: PathId,
    /// Its part of the address.
    pub slug: Slug,
    /// The role.
    pub title: String,
    /// The role in one sentence.
    pub summary: String,
    /// For search results.
    pub description: String,
    /// The text.
    pub body_html: SafeHtml,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A course of a path, in its place.
#[derive(Debug, Clone)]
pub struct PathStep {
    /// The path it is a step of.
    pub path_id: PathId,
    /// The course.
    pub course: CourseCard,
}

/// A career path as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathContent {
    /// The role.
    pub title: String,
    /// The role in one sentence.
    pub summary: String,
    /// For search results.
    pub description: String,
    /// Place in lists; equal places go by name.
    #[serde(default)]
    pub position: i32,
    /// Whether it is public.
    #[serde(default, skip_serializing_if = "Publication::is_published")]
    pub state: Publication,
    /// What the role is about; posts on these topics belong to it.
    #[serde(default)]
    pub topics: BTreeSet<Slug>,
    /// The courses, in order.
    #[serde(default)]
    pub steps: Vec<Slug>,
    /// The text in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(PathContent);

#[diesel::dsl::auto_type(no_type_alias)]
fn public() -> _ {
    let published: Publication = Publication::Published;
    paths::table.filter(paths::state.eq(published))
}

/// A public path by its part of the address.
pub fn find_path(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<Path>> {
    public().filter(paths::slug.eq(slug)).select(Path::as_select()).first(conn).optional()
}

/// All public paths in their order.
pub fn list_paths(conn: &mut Conn) -> QueryResult<Vec<Path>> {
    public().order((paths::position, paths::title, paths::id)).select(Path::as_select()).load(conn)
}

/// The public paths that lead through a course.
pub fn list_paths_with(conn: &mut Conn, course: CourseId) -> QueryResult<Vec<Path>> {
    let ids = path_steps::table.filter(path_steps::course_id.eq(course)).select(path_steps::path_id);
    public().filter(paths::id.eq_any(ids)).order((paths::title, paths::id)).select(Path::as_select()).load(conn)
}

/// The steps of some paths, in order within each; courses that are not public are left out.
pub fn list_steps(conn: &mut Conn, of: &[PathId], now: Timestamp) -> QueryResult<Vec<PathStep>> {
    let rows: Vec<(PathId, CourseCard)> = path_steps::table
        .inner_join(courses::table)
        .filter(among(path_steps::path_id, of))
        .filter(published(now))
        .order((path_steps::path_id, path_steps::position))
        .select((path_steps::path_id, CourseCard::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(path_id, course)| PathStep { path_id, course }).collect())
}

/// What a path is about.
pub fn list_path_topics(conn: &mut Conn, path: PathId) -> QueryResult<Vec<TopicId>> {
    path_topics::table
        .filter(path_topics::path_id.eq(path))
        .order(path_topics::topic_id)
        .select(path_topics::topic_id)
        .load(conn)
}

/// The names of all paths, for the export.
pub fn list_path_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    paths::table.order(paths::slug).select(paths::slug).load(conn)
}

/// A path as editors wrote it.
pub fn load_path(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<PathContent>> {
    let row: Option<(PathId, String, String, String, i32, Publication, String)> = paths::table
        .filter(paths::slug.eq(slug))
        .select((
            paths::id,
            paths::title,
            paths::summary,
            paths::description,
            paths::position,
            paths::state,
            paths::body,
        ))
        .first(conn)
        .optional()?;
    let Some((id, title, summary, description, position, state, body)) = row else { return Ok(None) };
    let topics: Vec<Slug> = path_topics::table
        .inner_join(topics::table)
        .filter(path_topics::path_id.eq(id))
        .select(topics::slug)
        .load(conn)?;
    let steps = path_steps::table
        .inner_join(courses::table)
        .filter(path_steps::path_id.eq(id))
        .order(path_steps::position)
        .select(courses::slug)
        .load(conn)?;
    let topics = topics.into_iter().collect();
    Ok(Some(PathContent { title, summary, description, position, state, topics, steps, body }))
}

/// Makes or changes a path with its topics and steps.
///
/// # Errors
/// When it names a topic or course that does not exist, or the database fails.
pub fn save_path(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &PathContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_path(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let row = (
        paths::title.eq(&content.title),
        paths::summary.eq(&content.summary),
        paths::description.eq(&content.description),
        paths::position.eq(content.position),
        paths::body.eq(&content.body),
        paths::body_html.eq(Markdown(&content.body).render().html),
        paths::state.eq(content.state),
        paths::updated_at.eq(now),
    );
    let id: PathId = match before {
        Some(_) => diesel::update(paths::table.filter(paths::slug.eq(slug)))
            .set((row, paths::row_version.eq(paths::row_version + 1)))
            .returning(paths::id)
            .get_result(conn)?,
        None => diesel::insert_into(paths::table)
            .values((row, paths::slug.eq(slug)))
            .returning(paths::id)
            .get_result(conn)?,
    };
    link_path(conn, id, content)?;
    claim_address(conn, &urls::path(slug), (Subject::Path, id.0), now)?;
    index_path(conn, slug)?;
    keep_revision(conn, actor, ("path", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn link_path(conn: &mut Conn, id: PathId, content: &PathContent) -> Save<()> {
    no_repeats("steps", &content.steps)?;
    diesel::delete(path_topics::table.filter(path_topics::path_id.eq(id))).execute(conn)?;
    diesel::delete(path_steps::table.filter(path_steps::path_id.eq(id))).execute(conn)?;
    for topic in topic_ids(conn, &Vec::from_iter(content.topics.iter().cloned()), "topics")? {
        let link = (path_topics::path_id.eq(id), path_topics::topic_id.eq(topic));
        diesel::insert_into(path_topics::table).values(link).execute(conn)?;
    }
    for (position, step) in (1i32..).zip(&content.steps) {
        let course: Option<CourseId> =
            courses::table.filter(courses::slug.eq(step)).select(courses::id).first(conn).optional()?;
        let course = course.ok_or_else(|| missing("steps", "course", step))?;
        let link = (path_steps::path_id.eq(id), path_steps::course_id.eq(course), path_steps::position.eq(position));
        diesel::insert_into(path_steps::table).values(link).execute(conn)?;
    }
    Ok(())
}
