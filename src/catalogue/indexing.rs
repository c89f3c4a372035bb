//! The catalogue as it is to be found.
use crate::db::prelude::*;

use super::content::{CourseContent, load_course};
use super::path::load_path;
use super::topic::load_topic;
use crate::db::Conn;
use crate::db::schema::{categories, course_topics, courses, path_topics, paths, topics};
use crate::index::{self, Document, Kind};
use crate::types::{Markdown, Publication, Slug, Timestamp};
use crate::urls;

/// Keeps a course in the index as it now is, or out of it while it is no public one.
pub fn index_course(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let Some(content) = load_course(conn, slug)? else { return Ok(()) };
    let (id, category, state, publish_at, unpublish_at): (i64, i64, Publication, _, Option<Timestamp>) = courses::table
        .filter(courses::slug.eq(slug))
        .select((courses::id, courses::category_id, courses::state, courses::publish_at, courses::unpublish_at))
        .first(conn)?;
    let (Publication::Published, Some(opens_at)) = (state, publish_at) else {
        return index::remove(conn, Kind::Course, id);
    };
    let topics: Vec<i64> = course_topics::table
        .filter(course_topics::course_id.eq(id))
        .order(course_topics::topic_id)
        .select(course_topics::topic_id)
        .load(conn)?;
    let parents = topics.into_iter().map(|topic| (Kind::Topic, topic)).chain([(Kind::Category, category)]).collect();
    let body = course_text(&content);
    let names = [Some(content.code.to_string()), content.vendor, content.exam].into_iter().flatten().collect();
    let document = Document {
        kind: Kind::Course,
        id,
        address: urls::course(slug),
        title: content.title,
        names,
        summary: content.summary,
        body,
        parents,
        opens_at,
        closes_at: unpublish_at,
    };
    index::put(conn, &document)
}

fn course_text(content: &CourseContent) -> String {
    let text = Markdown(&content.body).plain_text();
    let mut lines = vec![text.as_str(), &content.description];
    for list in [&content.outcomes, &content.audience, &content.prerequisites, &content.included] {
        lines.extend(list.iter().map(String::as_str));
    }
    lines.extend(content.outline.iter().flat_map(|day| [day.title.as_str(), day.text.as_str()]));
    lines.extend(content.questions.iter().flat_map(|one| [one.question.as_str(), one.answer.as_str()]));
    lines.join("\n")
}

/// Keeps a career path in the index as it now is, or out of it while it is no public one.
pub fn index_path(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let Some(content) = load_path(conn, slug)? else { return Ok(()) };
    let (id, state, opens_at): (i64, Publication, Timestamp) =
        paths::table.filter(paths::slug.eq(slug)).select((paths::id, paths::state, paths::updated_at)).first(conn)?;
    if state != Publication::Published {
        return index::remove(conn, Kind::Path, id);
    }
    let topics: Vec<i64> = path_topics::table
        .filter(path_topics::path_id.eq(id))
        .order(path_topics::topic_id)
        .select(path_topics::topic_id)
        .load(conn)?;
    let document = Document {
        kind: Kind::Path,
        id,
        address: urls::path(slug),
        title: content.title,
        names: Vec::new(),
        summary: content.summary,
        body: format!("{}\n{}", Markdown(&content.body).plain_text(), content.description),
        parents: topics.into_iter().map(|topic| (Kind::Topic, topic)).collect(),
        opens_at,
        closes_at: None,
    };
    index::put(conn, &document)
}

/// Keeps a topic's name and synonyms, by which others are found.
pub fn index_topic(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let Some(content) = load_topic(conn, slug)? else { return Ok(()) };
    let (id, at) = topics::table.filter(topics::slug.eq(slug)).select((topics::id, topics::updated_at)).first(conn)?;
    index::put(conn, &name_only(Kind::Topic, id, content.title, content.synonyms, at))
}

/// Keeps a category's name, by which its courses are found.
pub fn index_category(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let (id, title, at) = categories::table
        .filter(categories::slug.eq(slug))
        .select((categories::id, categories::title, categories::updated_at))
        .first(conn)?;
    index::put(conn, &name_only(Kind::Category, id, title, Vec::new(), at))
}

fn name_only(kind: Kind, id: i64, title: String, names: Vec<String>, opens_at: Timestamp) -> Document {
    let (summary, body, address) = <(String, String, String)>::default();
    Document { kind, id, address, title, names, summary, body, parents: Vec::new(), opens_at, closes_at: None }
}
