use crate::db::prelude::*;
use chrono::Duration;

use super::edited::open_post;
use super::post::PostId;
use super::saving::write;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::{
    link_refs, post_courses, post_topics, posts, presence, previews, revisions, urls as addresses,
};
use crate::index::{self, Kind};
use crate::site::{RevisionKind, Save, Subject};
use crate::types::{Publication, Timestamp};

/// How long what was thrown away can be taken out again.
pub const KEPT: Duration = Duration::days(30);

/// Puts a post into the trash, out of its readers' sight. Whether it was there and not in it already.
///
/// # Errors
/// When the actor may not.
pub fn trash_post(conn: &mut Conn, actor: &Actor, id: PostId, now: Timestamp) -> Save<bool> {
    actor.must(Permission::Content)?;
    let Some(post) = open_post(conn, id)?.filter(|post| post.trashed_at.is_none()) else { return Ok(false) };
    let mut content = post.content.clone();
    content.unpublish(now);
    write(conn, actor, Some(&post), (&post.slug, &content), RevisionKind::Save, now)?;
    diesel::update(posts::table.filter(posts::id.eq(id))).set(posts::trashed_at.eq(now)).execute(conn)?;
    record(conn, actor, &Act { action: "trash", kind: "post", id: Some(id.0), ..Act::default() }, now)?;
    Ok(true)
}

/// Takes a post out of the trash. It is not public then; whoever wants it to be publishes it. Whether it was in it.
///
/// # Errors
/// When the actor may not.
pub fn untrash_post(conn: &mut Conn, actor: &Actor, id: PostId, now: Timestamp) -> Save<bool> {
    actor.must(Permission::Content)?;
    let trashed = posts::table.filter(posts::id.eq(id)).filter(posts::trashed_at.is_not_null());
    let back = (posts::trashed_at.eq(None::<Timestamp>), posts::row_version.eq(posts::row_version + 1));
    if diesel::update(trashed).set((back, posts::updated_at.eq(now))).execute(conn)? == 0 {
        return Ok(false);
    }
    record(conn, actor, &Act { action: "untrash", kind: "post", id: Some(id.0), ..Act::default() }, now)?;
    Ok(true)
}

/// Whether something lay in the trash long enough.
pub fn has_due_posts(conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(posts::table.filter(posts::trashed_at.le(now - KEPT)))).get_result(conn)
}

/// Removes for good what lay in the trash for 30 days. An address that readers knew says from then on that it was withdrawn. How many went.
pub fn purge_posts(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    let due: Vec<(PostId, Publication)> =
        posts::table.filter(posts::trashed_at.le(now - KEPT)).select((posts::id, posts::state)).load(conn)?;
    for (id, state) in &due {
        purge(conn, *id, *state)?;
    }
    Ok(due.len())
}

fn purge(conn: &mut Conn, id: PostId, state: Publication) -> QueryResult<()> {
    let own = addresses::subject_kind.eq(Subject::Post).and(addresses::subject_id.eq(id.0));
    if state == Publication::Draft {
        diesel::delete(addresses::table.filter(own)).execute(conn)?;
    } else {
        let nothing = (addresses::subject_kind.eq(None::<Subject>), addresses::subject_id.eq(None::<i64>));
        diesel::update(addresses::table.filter(own)).set((nothing, addresses::is_gone.eq(true))).execute(conn)?;
    }
    index::remove(conn, Kind::Post, id.0)?;
    diesel::delete(link_refs::table.filter(link_refs::from_kind.eq("post").and(link_refs::from_id.eq(id.0))))
        .execute(conn)?;
    diesel::delete(revisions::table.filter(revisions::subject_kind.eq("post").and(revisions::subject_id.eq(id.0))))
        .execute(conn)?;
    diesel::delete(presence::table.filter(presence::subject_kind.eq("post").and(presence::subject_id.eq(id.0))))
        .execute(conn)?;
    diesel::delete(previews::table.filter(previews::post_id.eq(id))).execute(conn)?;
    diesel::delete(post_topics::table.filter(post_topics::post_id.eq(id))).execute(conn)?;
    diesel::delete(post_courses::table.filter(post_courses::post_id.eq(id))).execute(conn)?;
    diesel::delete(posts::table.filter(posts::id.eq(id))).execute(conn).map(|_| ())
}
