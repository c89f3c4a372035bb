//! Links by which somebody without an account reads a post that is not public.
use crate::db::prelude::*;
use chrono::Duration;

use super::post::{Post, PostId};
use super::store::published;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::{posts, previews, trainers};
use crate::site::Save;
use crate::types::{Slug, Timestamp, id_type};

id_type!(PreviewId, "a link to a post that is not public");

/// How long a link leads to its post.
const HOLDS_FOR: Duration = Duration::days(7);

/// A link that still leads to its post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Preview {
    /// Row id.
    pub id: PreviewId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it leads there.
    pub expires_at: Timestamp,
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Previewed {
    /// A post that is public meanwhile, at its own address.
    Live(Slug),
    /// A post that is not.
    Hidden(PostId),
}

/// Makes a link; nothing where there is no such post.
///
/// # Errors
/// When the actor may not.
pub fn create_preview(conn: &mut Conn, actor: &Actor, post: PostId, now: Timestamp) -> Save<Option<Preview>> {
    actor.must(Permission::Content)?;
    let known: Option<PostId> = posts::table
        .filter(posts::id.eq(post).and(posts::trashed_at.is_null()))
        .select(posts::id)
        .first(conn)
        .optional()?;
    if known.is_none() {
        return Ok(None);
    }
    let row = (
        previews::post_id.eq(post),
        previews::created_at.eq(now),
        previews::created_by_id.eq(actor.user()),
        previews::expires_at.eq(now + HOLDS_FOR),
    );
    let columns = (previews::id, previews::created_at, previews::expires_at);
    let made = diesel::insert_into(previews::table).values(row).returning(columns).get_result(conn)?;
    record(conn, actor, &Act { action: "share", kind: "post", id: Some(post.0), ..Act::default() }, now)?;
    Ok(Some(made))
}

/// Takes a link back; whether it was there.
///
/// # Errors
/// When the actor may not.
pub fn revoke_preview(conn: &mut Conn, actor: &Actor, post: PostId, id: PreviewId, now: Timestamp) -> Save<bool> {
    actor.must(Permission::Content)?;
    let known = previews::table.filter(previews::id.eq(id).and(previews::post_id.eq(post)));
    let open = known.filter(previews::revoked_at.is_null());
    if diesel::update(open).set(previews::revoked_at.eq(now)).execute(conn)? == 0 {
        return Ok(false);
    }
    record(conn, actor, &Act { action: "unshare", kind: "post", id: Some(post.0), ..Act::default() }, now)?;
    Ok(true)
}

/// The links that lead to a post at present.
pub fn list_previews(conn: &mut Conn, post: PostId, now: Timestamp) -> QueryResult<Vec<Preview>> {
    previews::table
        .filter(previews::post_id.eq(post).and(previews::revoked_at.is_null()))
        .filter(previews::expires_at.gt(now))
        .order(previews::id.desc())
        .select((previews::id, previews::created_at, previews::expires_at))
        .load(conn)
}

/// What a link leads to; nothing once it was taken back, has run out, or its post is in the trash.
pub fn find_previewed(conn: &mut Conn, id: PreviewId, now: Timestamp) -> QueryResult<Option<Previewed>> {
    let row: Option<(PostId, Slug)> = previews::table
        .inner_join(posts::table)
        .filter(previews::id.eq(id).and(previews::revoked_at.is_null()))
        .filter(previews::expires_at.gt(now).and(posts::trashed_at.is_null()))
        .select((posts::id, posts::slug))
        .first(conn)
        .optional()?;
    let Some((post, slug)) = row else { return Ok(None) };
    let live = posts::table.filter(published(now)).filter(posts::id.eq(post));
    let is_live: bool = diesel::select(diesel::dsl::exists(live)).get_result(conn)?;
    Ok(Some(if is_live { Previewed::Live(slug) } else { Previewed::Hidden(post) }))
}

/// A post as its page would show it, public or not: for a preview, and nothing else.
pub fn find_hidden(conn: &mut Conn, post: PostId) -> QueryResult<Option<Post>> {
    posts::table
        .left_join(trainers::table)
        .filter(posts::id.eq(post).and(posts::trashed_at.is_null()))
        .select(Post::as_select())
        .first(conn)
        .optional()
}
