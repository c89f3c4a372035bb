use std::collections::{BTreeMap, BTreeSet};

use crate::db::prelude::*;

use super::MediaId;
use crate::db::Conn;
use crate::db::schema::{
    categories, cities, courses, media, media_aliases, pages, paths, posts, topics, trainers, venues,
};
use crate::types::MediaHash;

/// A place where a picture is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// What uses it.
    pub kind: &'static str,
    /// Its name.
    pub title: String,
    /// Its part of the address.
    pub slug: String,
    /// Whether it stands at the head, rather than in the text.
    pub is_hero: bool,
}

/// A text with its kind, name and part of the address.
struct Text {
    kind: &'static str,
    title: String,
    slug: String,
    body: String,
}

macro_rules! texts {
    ($conn:ident: $($table:ident $kind:literal),+ $(,)?) => {{
        let mut all = Vec::new();
        $(
            let rows: Vec<(String, String, String)> = $table::table
                .filter($table::body.like("%/media/%"))
                .order($table::id)
                .select(($table::title, $table::slug, $table::body))
                .load($conn)?;
            all.extend(rows.into_iter().map(|(title, slug, body)| Text { kind: $kind, title, slug, body }));
        )+
        all
    }};
}

/// Every text that names a picture, drafts and withdrawn ones too.
fn texts(conn: &mut Conn) -> QueryResult<Vec<Text>> {
    Ok(texts!(conn: posts "post", courses "course", pages "page", cities "city", venues "venue", trainers "trainer",
        paths "path", topics "topic", categories "category"))
}

/// Every use at the head of something.
fn heads(conn: &mut Conn) -> QueryResult<Vec<(MediaId, Use)>> {
    type Row = (Option<MediaId>, String, String);
    let of_posts: Vec<Row> = posts::table
        .filter(posts::hero_id.is_not_null())
        .select((posts::hero_id, posts::title, posts::slug))
        .load(conn)?;
    let of_courses: Vec<Row> = courses::table
        .filter(courses::hero_id.is_not_null())
        .select((courses::hero_id, courses::title, courses::slug))
        .load(conn)?;
    let of_trainers: Vec<Row> = trainers::table
        .filter(trainers::portrait_id.is_not_null())
        .select((trainers::portrait_id, trainers::title, trainers::slug))
        .load(conn)?;
    let uses = |kind: &'static str, rows: Vec<Row>| {
        rows.into_iter().filter_map(move |(id, title, slug)| Some((id?, Use { kind, title, slug, is_hero: true })))
    };
    Ok(uses("post", of_posts).chain(uses("course", of_courses)).chain(uses("trainer", of_trainers)).collect())
}

/// Where each picture that is used is used.
pub fn list_uses(conn: &mut Conn) -> QueryResult<BTreeMap<MediaId, Vec<Use>>> {
    let mut names: BTreeMap<MediaHash, MediaId> = media_aliases::table
        .select((media_aliases::content_hash, media_aliases::media_id))
        .load(conn)?
        .into_iter()
        .collect();
    let present: Vec<(MediaHash, MediaId)> = media::table.select((media::content_hash, media::id)).load(conn)?;
    names.extend(present);
    let mut uses: BTreeMap<MediaId, Vec<Use>> = BTreeMap::new();
    for (id, at) in heads(conn)? {
        uses.entry(id).or_default().push(at);
    }
    for Text { kind, title, slug, body } in texts(conn)? {
        let named: BTreeSet<MediaId> = hashes_in(&body).iter().filter_map(|hash| names.get(hash).copied()).collect();
        for id in named {
            let at = Use { kind, title: title.clone(), slug: slug.clone(), is_hero: false };
            uses.entry(id).or_default().push(at);
        }
    }
    Ok(uses)
}

/// The pictures that a text in Markdown names, by the names of their content, each once.
pub(super) fn hashes_in(body: &str) -> BTreeSet<MediaHash> {
    body.split("/media/").skip(1).filter_map(|rest| rest.get(..MediaHash::DIGITS)?.parse().ok()).collect()
}
