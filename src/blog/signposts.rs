use diesel::dsl::max;
use diesel::prelude::*;

use super::store::published;
use crate::db::schema::{post_topics, posts, topics};
use crate::db::{Conn, lower};
use crate::site::Signpost;
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Signposts to the public posts, newest first, and to the topics they are about. A topic's page changes with its newest post.
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
    let mut all: Vec<Signpost> = rows.into_iter().map(post).collect();
    let rows: Vec<(Slug, String, Timestamp, Option<Timestamp>)> = topics::table
        .inner_join(post_topics::table.inner_join(posts::table))
        .filter(published(now))
        .group_by((topics::id, topics::slug, topics::title, topics::updated_at))
        .order((lower(topics::title), topics::id))
        .select((topics::slug, topics::title, topics::updated_at, max(posts::publish_at)))
        .load(conn)?;
    let topic = |(slug, title, updated_at, newest): (Slug, String, Timestamp, Option<Timestamp>)| Signpost {
        address: urls::topic(&slug),
        title,
        changed_at: newest.map_or(updated_at, |at| at.max(updated_at)),
    };
    all.extend(rows.into_iter().map(topic));
    Ok(all)
}
