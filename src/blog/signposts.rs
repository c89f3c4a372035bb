use crate::db::prelude::*;
use diesel::dsl::max;

use super::month::Month;
use super::store::published;
use crate::db::schema::{post_topics, posts, topics, trainers};
use crate::db::{Conn, lower};
use crate::site::Signpost;
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Signposts to the public posts, newest first, to their months and authors, and to the topics they are about. Each of these pages
/// changes with its newest post.
pub fn list_signposts(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Signpost>> {
    let rows: Vec<(Slug, String, Timestamp, Option<Timestamp>)> = posts::table
        .filter(published(now))
        .order((posts::publish_at.desc(), posts::id.desc()))
        .select((posts::slug, posts::title, posts::updated_at, posts::publish_at))
        .load(conn)?;
    let post = |(slug, title, updated_at, publish_at): (Slug, String, Timestamp, Option<Timestamp>)| Signpost {
        address: urls::post(&slug),
        title,
        changed_at: publish_at.map_or(updated_at, |at| at.max(updated_at)),
    };
    let mut all: Vec<Signpost> = rows.iter().cloned().map(post).collect();
    all.extend(archive(&rows));
    let rows: Vec<(Slug, String, Timestamp, Option<Timestamp>)> = topics::table
        .inner_join(post_topics::table.inner_join(posts::table))
        .filter(published(now))
        .group_by((topics::id, topics::slug, topics::title, topics::updated_at))
        .order((lower(topics::title), topics::id))
        .select((topics::slug, topics::title, topics::updated_at, max(posts::publish_at)))
        .load(conn)?;
    all.extend(rows.into_iter().map(|(slug, title, updated_at, newest)| Signpost {
        address: urls::topic(&slug),
        title,
        changed_at: newest.map_or(updated_at, |at| at.max(updated_at)),
    }));
    let rows: Vec<(Slug, String, Timestamp, Option<Timestamp>)> = trainers::table
        .inner_join(posts::table)
        .filter(published(now))
        .group_by((trainers::id, trainers::slug, trainers::title, trainers::updated_at))
        .order((trainers::title, trainers::id))
        .select((trainers::slug, trainers::title, trainers::updated_at, max(posts::publish_at)))
        .load(conn)?;
    all.extend(rows.into_iter().map(|(slug, title, updated_at, newest)| Signpost {
        address: urls::author(&slug),
        title,
        changed_at: newest.map_or(updated_at, |at| at.max(updated_at)),
    }));
    Ok(all)
}

/// The archive and its months; posts stand newest first, so the first of a month is its last change.
fn archive(posts: &[(Slug, String, Timestamp, Option<Timestamp>)]) -> Vec<Signpost> {
    let moments = posts.iter().filter_map(|(.., publish_at)| *publish_at);
    let newest = moments.clone().next();
    let whole = newest.map(|changed_at| Signpost {
        address: urls::BLOG_ARCHIVE.to_owned(),
        title: "Blog archive".to_owned(),
        changed_at,
    });
    let month = |changed_at| {
        let month = Month::of(changed_at);
        Signpost { address: urls::archive(month), title: format!("Blog: {}", month.title()), changed_at }
    };
    let mut all: Vec<Signpost> = whole.into_iter().chain(moments.map(month)).collect();
    all.dedup_by(|one, other| one.address == other.address);
    all
}
