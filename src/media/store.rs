use std::collections::{BTreeMap, BTreeSet};

use crate::db::prelude::*;

use super::usage::hashes_in;
use super::{Media, MediaId, list_uses};
use crate::db::schema::{media, media_aliases};
use crate::db::{Conn, lower};
use crate::types::{MediaHash, Picture, SafeHtml};

/// Which pictures a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// All of them.
    #[default]
    All,
    /// Those of which nobody decided what is said to people who cannot see them.
    WithoutAlt,
    /// Those that nothing uses.
    Unused,
}

/// Most that a list for picking shows.
const MOST_PICKABLE: i64 = 30;

/// Most that a form offers before words are looked for.
const MOST_CHOICES: i64 = 11;

/// A picture by its row.
pub fn find_media(conn: &mut Conn, id: MediaId) -> QueryResult<Option<Media>> {
    media::table.filter(media::id.eq(id)).select(Media::as_select()).first(conn).optional()
}

/// A picture by the name of its content, at present or before it was replaced.
pub fn find_by_hash(conn: &mut Conn, hash: &MediaHash) -> QueryResult<Option<Media>> {
    let present =
        media::table.filter(media::content_hash.eq(hash)).select(Media::as_select()).first(conn).optional()?;
    if present.is_some() {
        return Ok(present);
    }
    media_aliases::table
        .inner_join(media::table)
        .filter(media_aliases::content_hash.eq(hash))
        .select(Media::as_select())
        .first(conn)
        .optional()
}

/// A picture by the name of its content as somebody wrote it.
pub fn find_named(conn: &mut Conn, hash: &str) -> QueryResult<Option<MediaId>> {
    let Ok(hash) = hash.parse() else { return Ok(None) };
    Ok(find_by_hash(conn, &hash)?.map(|found| found.id))
}

/// Where a picture is now whose content had this name.
pub fn current_address(conn: &mut Conn, hash: &MediaHash) -> QueryResult<Option<String>> {
    Ok(find_by_hash(conn, hash)?.map(|found| found.address()))
}

/// The pictures of a choice whose name or alternative text has `words` in it, newest first: those of one page, and how many there are.
pub fn list_media(
    conn: &mut Conn,
    choice: Choice,
    words: &str,
    (page, size): (i64, i64),
) -> QueryResult<(Vec<Media>, i64)> {
    let first = (page.max(1) - 1).saturating_mul(size);
    let mut all = matching(words);
    match choice {
        Choice::All => {}
        Choice::WithoutAlt => all = all.filter(media::alt_text.is_null()).filter(media::is_decorative.eq(false)),
        Choice::Unused => return list_unused(conn, words, first, size),
    }
    let rows = all.select(Media::as_select()).order(media::id.desc()).limit(size).offset(first).load(conn)?;
    let mut counted = matching(words);
    if choice == Choice::WithoutAlt {
        counted = counted.filter(media::alt_text.is_null()).filter(media::is_decorative.eq(false));
    }
    Ok((rows, counted.count().get_result(conn)?))
}

fn list_unused(conn: &mut Conn, words: &str, first: i64, size: i64) -> QueryResult<(Vec<Media>, i64)> {
    let used = list_uses(conn)?;
    let all: Vec<Media> = matching(words).select(Media::as_select()).order(media::id.desc()).load(conn)?;
    let unused: Vec<Media> = all.into_iter().filter(|one| !used.contains_key(&one.id)).collect();
    let count = i64::try_from(unused.len()).unwrap_or(i64::MAX);
    let at = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok((unused.into_iter().skip(at(first)).take(at(size)).collect(), count))
}

/// What is looked for may hold `%` and `_` as themselves.
fn matching(words: &str) -> media::BoxedQuery<'_, crate::db::MultiBackend> {
    let pattern = format!("%{}%", words.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let mut all = media::table.into_boxed();
    if !words.is_empty() {
        let named = lower(media::file_name).like(pattern.clone()).escape('\\');
        all = all.filter(named.or(
            media::alt_text.is_not_null().and(lower(media::alt_text.assume_not_null()).like(pattern).escape('\\')),
        ));
    }
    all
}

/// Every picture, in the order of its name.
pub fn list_all_media(conn: &mut Conn) -> QueryResult<Vec<Media>> {
    media::table.select(Media::as_select()).order(media::content_hash).load(conn)
}

/// The names of what stood in a picture's place before, by picture.
pub fn list_former_names(conn: &mut Conn) -> QueryResult<BTreeMap<MediaId, Vec<MediaHash>>> {
    let rows: Vec<(MediaId, MediaHash)> = media_aliases::table
        .order(media_aliases::content_hash)
        .select((media_aliases::media_id, media_aliases::content_hash))
        .load(conn)?;
    let mut names = BTreeMap::<MediaId, Vec<MediaHash>>::new();
    for (id, hash) in rows {
        names.entry(id).or_default().push(hash);
    }
    Ok(names)
}

/// The pictures to pick from while writing.
pub fn list_pickable(conn: &mut Conn, words: &str) -> QueryResult<Vec<Media>> {
    Ok(list_media(conn, Choice::All, words, (1, MOST_PICKABLE))?.0)
}

/// The pictures to choose one from: that which is chosen already, then the newest that have these words. Whether the first is chosen.
pub fn list_choices(conn: &mut Conn, chosen: Option<&MediaHash>, words: &str) -> QueryResult<(Vec<Media>, bool)> {
    let chosen = chosen.map(|hash| find_by_hash(conn, hash)).transpose()?.flatten();
    let (others, _) = list_media(conn, Choice::All, words, (1, MOST_CHOICES))?;
    let is_other = |one: &Media| chosen.as_ref().is_none_or(|chosen| chosen.id != one.id);
    let others: Vec<Media> = others.into_iter().filter(is_other).collect();
    let has_chosen = chosen.is_some();
    Ok((chosen.into_iter().chain(others).collect(), has_chosen))
}

/// The pictures of ours that some markup shows, by the name under which it shows them.
pub fn pictures_in(conn: &mut Conn, texts: &[&SafeHtml]) -> QueryResult<BTreeMap<MediaHash, Picture>> {
    let wanted: BTreeSet<MediaHash> = texts.iter().flat_map(|html| html.pictures()).collect();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let known = by_hashes(conn, &wanted)?;
    Ok(known.into_iter().map(|(hash, found)| (hash, found.picture())).collect())
}

fn by_hashes(conn: &mut Conn, wanted: &BTreeSet<MediaHash>) -> QueryResult<BTreeMap<MediaHash, Media>> {
    let replaced: Vec<(MediaHash, Media)> = media_aliases::table
        .inner_join(media::table)
        .filter(media_aliases::content_hash.eq_any(wanted))
        .select((media_aliases::content_hash, Media::as_select()))
        .load(conn)?;
    let mut known: BTreeMap<MediaHash, Media> = replaced.into_iter().collect();
    let present: Vec<Media> =
        media::table.filter(media::content_hash.eq_any(wanted)).select(Media::as_select()).load(conn)?;
    known.extend(present.into_iter().map(|found| (found.content_hash.clone(), found)));
    Ok(known)
}

/// The pictures that a text in Markdown shows and of which neither the text nor the library says what they show: each needs words, or
/// the word that it only adorns, before the text is published.
pub fn undecided_pictures(conn: &mut Conn, body: &str) -> QueryResult<Vec<Media>> {
    let wordless: BTreeSet<MediaHash> =
        body.split("![](").skip(1).flat_map(|rest| hashes_in(rest.split(')').next().unwrap_or_default())).collect();
    if wordless.is_empty() {
        return Ok(Vec::new());
    }
    let mut undecided: Vec<Media> =
        by_hashes(conn, &wordless)?.into_values().filter(|found| !found.has_alt_decision()).collect();
    undecided.sort_by_key(|found| found.id);
    undecided.dedup_by_key(|found| found.id);
    Ok(undecided)
}
