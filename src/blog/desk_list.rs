//! The list of posts at the desk. A page of it is found by where the last one ended, so the last page costs as little as the first.
use crate::db::prelude::*;

use super::edited::Visibility;
use super::post::{AuthorId, PostId};
use crate::db::schema::{posts, trainers};
use crate::db::{Conn, MultiBackend, among, lower};
use crate::types::{Publication, Slug, Timestamp, words};

words! {
    /// Which posts the list shows.
    Shelf {
        /// All but the trash.
        All = "all",
        /// Those that were never published.
        Draft = "draft",
        /// Those that appear by themselves.
        Scheduled = "scheduled",
        /// Those that appeared.
        Published = "published",
        /// Those that were taken back.
        Withdrawn = "withdrawn",
        /// Those in the trash.
        Trash = "trash",
    }
}

/// What the list is narrowed by, and where it goes on.
#[derive(Debug, Clone)]
pub struct DeskFilter {
    /// Which posts.
    pub shelf: Shelf,
    /// By whom.
    pub author: Option<AuthorId>,
    /// Letters of the headline.
    pub letters: String,
    /// Where the page before ended.
    pub after: Option<Place>,
}

/// A place in the list: an instant and a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(pub Timestamp, pub PostId);

/// A post in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Row id.
    pub id: PostId,
    /// Its part of the address.
    pub slug: Slug,
    /// The headline.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Words of its text.
    pub words: usize,
    /// Whether readers find it.
    pub visibility: Visibility,
    /// Its place in the list.
    pub place: Place,
}

type Whole = (
    PostId,
    Slug,
    String,
    Option<String>,
    Timestamp,
    String,
    Publication,
    (Option<Timestamp>, Option<Timestamp>, Option<Timestamp>),
);

/// A page of the posts that a filter leaves: by the moment they appear where that is what the shelf is about, else the latest change first.
pub fn list_for_desk(conn: &mut Conn, filter: &DeskFilter, now: Timestamp, limit: i64) -> QueryResult<Vec<DeskRow>> {
    let places = places(conn, filter, now, limit)?;
    let ids: Vec<PostId> = places.iter().map(|Place(_, id)| *id).collect();
    let rows: Vec<Whole> = posts::table
        .left_join(trainers::table)
        .filter(among(posts::id, &ids))
        .select((
            posts::id,
            posts::slug,
            posts::title,
            trainers::title.nullable(),
            posts::updated_at,
            posts::body,
            posts::state,
            (posts::publish_at, posts::unpublish_at, posts::trashed_at),
        ))
        .load(conn)?;
    let row = |place: &Place| rows.iter().find(|row| row.0 == place.1).map(|row| desk_row(row, *place, now));
    Ok(places.iter().filter_map(row).collect())
}

fn desk_row(
    (id, slug, title, author, updated_at, body, state, moments): &Whole,
    place: Place,
    now: Timestamp,
) -> DeskRow {
    let (publish_at, unpublish_at, trashed_at) = *moments;
    DeskRow {
        id: *id,
        slug: slug.clone(),
        title: title.clone(),
        author: author.clone(),
        updated_at: *updated_at,
        words: body.split_whitespace().count(),
        visibility: Visibility::of(*state, (publish_at, unpublish_at), trashed_at, now),
        place,
    }
}

/// The page's posts by id, found from an index alone.
fn places(conn: &mut Conn, filter: &DeskFilter, now: Timestamp, limit: i64) -> QueryResult<Vec<Place>> {
    let by_moment = matches!(filter.shelf, Shelf::Scheduled | Shelf::Published);
    let mut query = posts::table.into_boxed::<MultiBackend>();
    query = match filter.shelf {
        Shelf::Trash => query.filter(posts::trashed_at.is_not_null()),
        _ => query.filter(posts::trashed_at.is_null()),
    };
    query = match filter.shelf {
        Shelf::All | Shelf::Trash => query,
        Shelf::Draft => query.filter(posts::state.eq(Publication::Draft)),
        Shelf::Withdrawn => query.filter(posts::state.eq(Publication::Retired)),
        Shelf::Scheduled => query.filter(posts::state.eq(Publication::Published)).filter(posts::publish_at.gt(now)),
        Shelf::Published => query.filter(posts::state.eq(Publication::Published)).filter(posts::publish_at.le(now)),
    };
    if let Some(author) = filter.author {
        query = query.filter(posts::author_id.eq(author));
    }
    if !filter.letters.is_empty() {
        let pattern = format!("%{}%", filter.letters.to_lowercase().replace(['%', '_', '\\'], ""));
        query = query.filter(lower(posts::title).like(pattern));
    }
    // Said twice, because only the first half can be looked up in an index.
    if by_moment {
        if let Some(Place(at, id)) = filter.after {
            let behind = posts::publish_at.lt(at).or(posts::id.lt(id));
            query = query.filter(posts::publish_at.le(at)).filter(behind.assume_not_null());
        }
        let rows: Vec<(Option<Timestamp>, PostId)> = query
            .order((posts::publish_at.desc(), posts::id.desc()))
            .limit(limit)
            .select((posts::publish_at, posts::id))
            .load(conn)?;
        return Ok(rows.into_iter().map(|(at, id)| Place(at.unwrap_or(now), id)).collect());
    }
    if let Some(Place(at, id)) = filter.after {
        query = query.filter(posts::updated_at.le(at)).filter(posts::updated_at.lt(at).or(posts::id.lt(id)));
    }
    let rows: Vec<(Timestamp, PostId)> = query
        .order((posts::updated_at.desc(), posts::id.desc()))
        .limit(limit)
        .select((posts::updated_at, posts::id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(at, id)| Place(at, id)).collect())
}

/// A post that appears by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upcoming {
    /// Row id.
    pub id: PostId,
    /// The headline.
    pub title: String,
    /// The moment.
    pub at: Timestamp,
}

/// The posts that appear next, and how many there are in all.
pub fn list_upcoming(conn: &mut Conn, now: Timestamp, limit: i64) -> QueryResult<(Vec<Upcoming>, i64)> {
    let scheduled = || {
        let waits = posts::trashed_at.is_null().and(posts::state.eq(Publication::Published));
        posts::table.filter(waits).filter(posts::publish_at.gt(now))
    };
    let rows: Vec<(PostId, String, Option<Timestamp>)> = scheduled()
        .order((posts::publish_at, posts::id))
        .limit(limit)
        .select((posts::id, posts::title, posts::publish_at))
        .load(conn)?;
    let next = rows.into_iter().map(|(id, title, at)| Upcoming { id, title, at: at.unwrap_or(now) });
    Ok((next.collect(), scheduled().count().first(conn)?))
}

/// Trainers who may be named as authors: id, part of the address, name.
pub fn list_writers(conn: &mut Conn) -> QueryResult<Vec<(AuthorId, Slug, String)>> {
    trainers::table
        .order((trainers::title, trainers::id))
        .select((trainers::id, trainers::slug, trainers::title))
        .load(conn)
}
