use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::indexing::index_post;
use super::post::PostId;
use crate::access::{Actor, Permission};
use crate::catalogue::topic_ids;
use crate::db::Conn;
use crate::db::schema::{courses, post_courses, post_topics, posts, topics, trainers};
use crate::site::{Save, SaveError, Saved, Subject, claim_address, keep_revision, missing, no_repeats, with_body};
use crate::types::{Markdown, Publication, Slug, Timestamp};
use crate::urls;

/// A post as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostContent {
    /// The headline.
    pub title: String,
    /// What it is about, in one or two sentences.
    pub standfirst: String,
    /// For search results.
    pub description: String,
    /// The trainer who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Slug>,
    /// When it becomes public, `2026-11-12 08:00` in South African time; a draft has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Its topics.
    #[serde(default)]
    pub topics: BTreeSet<Slug>,
    /// Related courses that an editor pinned, in order.
    #[serde(default)]
    pub courses: Vec<Slug>,
    /// The text in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(PostContent);

/// What stands behind `/blog/` besides posts.
const TAKEN: [&str; 3] = ["archive", "authors", "topics"];

const MOMENT: &str = "%Y-%m-%d %H:%M";

fn moment(text: &str) -> Result<Timestamp, SaveError> {
    let local = NaiveDateTime::parse_from_str(text, MOMENT).ok();
    local.and_then(|local| Timestamp::from_local(local.date(), local.time(), Timestamp::HOME)).ok_or_else(|| {
        let why = format!("is not a day and time like 2026-11-12 08:00: “{text}”");
        SaveError::Refused { field: "published", why }
    })
}

/// The names of all posts, for the export.
pub fn list_post_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    posts::table.order(posts::slug).select(posts::slug).load(conn)
}

type Row = (PostId, String, String, String, Option<Timestamp>, String, Option<Slug>);

/// A post as editors wrote it.
pub fn load_post(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<PostContent>> {
    let columns = (
        posts::id,
        posts::title,
        posts::standfirst,
        posts::description,
        posts::publish_at,
        posts::body,
        trainers::slug.nullable(),
    );
    let row: Option<Row> =
        posts::table.left_join(trainers::table).filter(posts::slug.eq(slug)).select(columns).first(conn).optional()?;
    let Some((id, title, standfirst, description, published, body, author)) = row else { return Ok(None) };
    let topics: Vec<Slug> = post_topics::table
        .inner_join(topics::table)
        .filter(post_topics::post_id.eq(id))
        .select(topics::slug)
        .load(conn)?;
    let courses = post_courses::table
        .inner_join(courses::table)
        .filter(post_courses::post_id.eq(id))
        .order(post_courses::position)
        .select(courses::slug)
        .load(conn)?;
    let published = published.map(|at| at.local(Timestamp::HOME).format(MOMENT).to_string());
    let topics = topics.into_iter().collect();
    Ok(Some(PostContent { title, standfirst, description, author, published, topics, courses, body }))
}

/// Makes or changes a post with its topics and pinned courses.
///
/// # Errors
/// When a field is wrong or names something that does not exist, or the database fails.
pub fn save_post(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &PostContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_post(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    if TAKEN.contains(&slug.as_str()) {
        return Err(SaveError::Refused { field: "slug", why: format!("is taken by the blog itself: “{slug}”") });
    }
    let author: Option<i64> = match &content.author {
        Some(name) => {
            let id = trainers::table.filter(trainers::slug.eq(name)).select(trainers::id).first(conn).optional()?;
            Some(id.ok_or_else(|| missing("author", "trainer", name))?)
        }
        None => None,
    };
    let publish_at = content.published.as_deref().map(moment).transpose()?;
    let rendered = Markdown(&content.body).render();
    let row = (
        posts::title.eq(&content.title),
        posts::standfirst.eq(&content.standfirst),
        posts::description.eq(&content.description),
        posts::author_id.eq(author),
        posts::state.eq(if publish_at.is_some() { Publication::Published } else { Publication::Draft }),
        posts::publish_at.eq(publish_at),
        posts::reading_minutes.eq(rendered.reading_minutes()),
        posts::body.eq(&content.body),
        posts::body_html.eq(rendered.html),
        posts::updated_at.eq(now),
    );
    let id: PostId = match before {
        Some(_) => diesel::update(posts::table.filter(posts::slug.eq(slug)))
            .set((row, posts::row_version.eq(posts::row_version + 1)))
            .returning(posts::id)
            .get_result(conn)?,
        None => diesel::insert_into(posts::table)
            .values((row, posts::slug.eq(slug), posts::created_at.eq(now)))
            .returning(posts::id)
            .get_result(conn)?,
    };
    link(conn, id, content)?;
    claim_address(conn, &urls::post(slug), (Subject::Post, id.0), now)?;
    index_post(conn, slug)?;
    keep_revision(conn, actor, ("post", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn link(conn: &mut Conn, id: PostId, content: &PostContent) -> Save<()> {
    no_repeats("courses", &content.courses)?;
    diesel::delete(post_topics::table.filter(post_topics::post_id.eq(id))).execute(conn)?;
    diesel::delete(post_courses::table.filter(post_courses::post_id.eq(id))).execute(conn)?;
    for topic in topic_ids(conn, &Vec::from_iter(content.topics.iter().cloned()), "topics")? {
        let link = (post_topics::post_id.eq(id), post_topics::topic_id.eq(topic));
        diesel::insert_into(post_topics::table).values(link).execute(conn)?;
    }
    for (position, slug) in (1i32..).zip(&content.courses) {
        let course: Option<i64> =
            courses::table.filter(courses::slug.eq(slug)).select(courses::id).first(conn).optional()?;
        let course = course.ok_or_else(|| missing("courses", "course", slug))?;
        let link =
            (post_courses::post_id.eq(id), post_courses::course_id.eq(course), post_courses::position.eq(position));
        diesel::insert_into(post_courses::table).values(link).execute(conn)?;
    }
    Ok(())
}
