//! Posts as they are to be found.
use crate::db::prelude::*;

use super::content::load_post;
use crate::db::Conn;
use crate::db::schema::{post_topics, posts};
use crate::index::{self, Document, Kind};
use crate::types::{Markdown, Publication, Slug, Timestamp};
use crate::urls;

/// Keeps a post in the index as it now is, or out of it while it is a draft. One that is scheduled is in it, and found from its moment on.
pub fn index_post(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let Some(content) = load_post(conn, slug)? else { return Ok(()) };
    let (id, state, publish_at, closes_at): (i64, Publication, Option<Timestamp>, Option<Timestamp>) = posts::table
        .filter(posts::slug.eq(slug))
        .select((posts::id, posts::state, posts::publish_at, posts::unpublish_at))
        .first(conn)?;
    let (Publication::Published, Some(opens_at)) = (state, publish_at) else {
        return index::remove(conn, Kind::Post, id);
    };
    let topics: Vec<i64> = post_topics::table
        .filter(post_topics::post_id.eq(id))
        .order(post_topics::topic_id)
        .select(post_topics::topic_id)
        .load(conn)?;
    let document = Document {
        kind: Kind::Post,
        id,
        address: urls::post(slug),
        title: content.title,
        names: Vec::new(),
        summary: content.standfirst,
        body: Markdown(&content.body).plain_text(),
        parents: topics.into_iter().map(|topic| (Kind::Topic, topic)).collect(),
        opens_at,
        closes_at,
    };
    index::put(conn, &document)
}
