use crate::db::prelude::*;

use super::post::{Post, PostId};
use super::store::{PostFilter, list_published};
use crate::catalogue::Topic;
use crate::db::schema::{post_topics, posts, topics, trainers};
use crate::db::{Conn, among};
use crate::types::Timestamp;

/// The newest public posts that a filter leaves, whole, each with its topics by name.
pub fn list_whole(
    conn: &mut Conn,
    filter: PostFilter,
    now: Timestamp,
    limit: i64,
) -> QueryResult<Vec<(Post, Vec<Topic>)>> {
    // The one definition of a public post stands in `list_published`; what it leaves is loaded here.
    let ids: Vec<PostId> = list_published(conn, filter, now, (limit, 0))?.iter().map(|card| card.id).collect();
    let whole: Vec<Post> = posts::table
        .left_join(trainers::table)
        .filter(among(posts::id, &ids))
        .order((posts::publish_at.desc(), posts::id.desc()))
        .select(Post::as_select())
        .load(conn)?;
    let named: Vec<(PostId, Topic)> = post_topics::table
        .inner_join(topics::table)
        .filter(among(post_topics::post_id, &ids))
        .order((topics::title, topics::id))
        .select((post_topics::post_id, Topic::as_select()))
        .load(conn)?;
    let with_topics = |post: Post| {
        let own = named.iter().filter(|(id, _)| *id == post.id).map(|(_, topic)| topic.clone()).collect();
        (post, own)
    };
    Ok(whole.into_iter().map(with_topics).collect())
}
