use crate::db::prelude::*;
use serde_json::json;

use super::store::{find_by_hash, find_media};
use super::{Developed, Media, MediaError, MediaId, Refusal, list_uses};
use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{media, media_aliases};
use crate::db::{Conn, raise_content_version};
use crate::types::{MediaHash, Timestamp};

/// What became of an upload.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The picture in the library.
    pub media: Media,
    /// Whether it came just now; else the same picture was there already.
    pub is_new: bool,
}

/// The longest name of a file, without its ending.
const LONGEST_NAME: usize = 60;

/// Puts an upload into the library under a name made from its file's. The same picture is there once only.
///
/// # Errors
/// When the actor may not, the picture was replaced by another before, or the database fails.
pub fn add_media(
    conn: &mut Conn,
    actor: &Actor,
    developed: &Developed,
    file_name: &str,
    now: Timestamp,
) -> Result<Taken, MediaError> {
    actor.must(Permission::Content)?;
    if let Some(known) = find_by_hash(conn, &developed.hash)? {
        if known.content_hash != developed.hash {
            return Err(Refusal::Replaced(known.file_name).into());
        }
        return Ok(Taken { media: known, is_new: false });
    }
    let id: MediaId = diesel::insert_into(media::table)
        .values((
            content_of(developed)?,
            media::file_name.eq(name_of(file_name)),
            media::created_at.eq(now),
            media::created_by_id.eq(actor.user()),
        ))
        .returning(media::id)
        .get_result(conn)?;
    let media = find_media(conn, id)?.ok_or(MediaError::Stale)?;
    note(conn, actor, ("create", &media), (None, Some(json!({ "name": media.file_name }))), now)?;
    Ok(Taken { media, is_new: true })
}

type Content = (
    diesel::dsl::Eq<media::content_hash, MediaHash>,
    diesel::dsl::Eq<media::media_type, &'static str>,
    diesel::dsl::Eq<media::byte_size, i64>,
    diesel::dsl::Eq<media::width, i32>,
    diesel::dsl::Eq<media::height, i32>,
    diesel::dsl::Eq<media::dominant_colour, String>,
    diesel::dsl::Eq<media::variants, String>,
);

fn content_of(developed: &Developed) -> QueryResult<Content> {
    let variants = serde_json::to_string(&developed.variants)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Ok((
        media::content_hash.eq(developed.hash.clone()),
        media::media_type.eq("image/webp"),
        media::byte_size.eq(i64::try_from(developed.byte_size).unwrap_or(i64::MAX)),
        media::width.eq(whole(developed.width)),
        media::height.eq(whole(developed.height)),
        media::dominant_colour.eq(developed.colour.to_string()),
        media::variants.eq(variants),
    ))
}

/// Puts another file in a picture's place. Whatever names the picture by its former content shows the new one from now on. Gives back
/// the former name, whose files are not needed any more; nothing where it was this very picture.
///
/// # Errors
/// When the actor may not, the picture is gone, or the new one is in the library already.
pub fn replace_media(
    conn: &mut Conn,
    actor: &Actor,
    id: MediaId,
    developed: &Developed,
    now: Timestamp,
) -> Result<Option<MediaHash>, MediaError> {
    actor.must(Permission::Content)?;
    let before = find_media(conn, id)?.ok_or(MediaError::Stale)?;
    if before.content_hash == developed.hash {
        return Ok(None);
    }
    if let Some(known) = find_by_hash(conn, &developed.hash)?.filter(|known| known.id != id) {
        return Err(Refusal::Known(known.file_name).into());
    }
    diesel::delete(media_aliases::table.filter(media_aliases::content_hash.eq(&developed.hash))).execute(conn)?;
    add_alias(conn, id, &before.content_hash, now)?;
    diesel::update(media::table.filter(media::id.eq(id)))
        .set((
            content_of(developed)?,
            media::avif_state.eq("owed"),
            media::avif_attempts.eq(0),
            media::avif_leased_by.eq(None::<String>),
            media::avif_leased_until.eq(None::<Timestamp>),
            media::row_version.eq(media::row_version + 1),
        ))
        .execute(conn)?;
    let (from, to) =
        (json!({ "content": before.content_hash.as_str() }), json!({ "content": developed.hash.as_str() }));
    note(conn, actor, ("replace", &before), (Some(from), Some(to)), now)?;
    raise_content_version(conn)?;
    Ok(Some(before.content_hash))
}

/// Lets a picture answer to the names of what stood in its place in another library. Tells whether any of them is new.
///
/// # Errors
/// When the actor may not, another picture has such a name, or the database fails.
pub fn add_former_names(
    conn: &mut Conn,
    actor: &Actor,
    media: &Media,
    former: &[MediaHash],
    now: Timestamp,
) -> Result<bool, MediaError> {
    actor.must(Permission::Content)?;
    let mut new = Vec::new();
    for hash in former {
        match find_by_hash(conn, hash)? {
            Some(known) if known.id != media.id => return Err(Refusal::Known(known.file_name).into()),
            Some(_) => {}
            None => {
                add_alias(conn, media.id, hash, now)?;
                new.push(hash.as_str());
            }
        }
    }
    if new.is_empty() {
        return Ok(false);
    }
    note(conn, actor, ("change", media), (None, Some(json!({ "former": new }))), now)?;
    raise_content_version(conn)?;
    Ok(true)
}

fn add_alias(conn: &mut Conn, id: MediaId, hash: &MediaHash, now: Timestamp) -> QueryResult<usize> {
    let alias =
        (media_aliases::content_hash.eq(hash), media_aliases::media_id.eq(id), media_aliases::replaced_at.eq(now));
    diesel::insert_into(media_aliases::table).values(alias).execute(conn)
}

/// Takes a picture that nothing uses out of the library. Gives back the name of its content, whose files are not needed any more.
///
/// # Errors
/// When the actor may not, the picture is gone, or something uses it.
pub fn remove_media(conn: &mut Conn, actor: &Actor, id: MediaId, now: Timestamp) -> Result<MediaHash, MediaError> {
    actor.must(Permission::Content)?;
    let before = find_media(conn, id)?.ok_or(MediaError::Stale)?;
    let times = list_uses(conn)?.get(&id).map_or(0, Vec::len);
    if times > 0 {
        return Err(Refusal::Used(times).into());
    }
    diesel::delete(media_aliases::table.filter(media_aliases::media_id.eq(id))).execute(conn)?;
    diesel::delete(media::table.filter(media::id.eq(id))).execute(conn)?;
    note(conn, actor, ("delete", &before), (Some(json!({ "name": before.file_name })), None), now)?;
    Ok(before.content_hash)
}

pub(super) fn note(
    conn: &mut Conn,
    actor: &Actor,
    (action, media): (&str, &Media),
    (before, after): (Option<serde_json::Value>, Option<serde_json::Value>),
    now: Timestamp,
) -> QueryResult<()> {
    record(conn, actor, &Act { action, kind: "media", id: Some(media.id.0), before, after }, now)
}

/// A name for addresses out of a file's name: `Räum 3 (final).JPG` becomes `raum-3-final.webp`. One of digits only would be read as a width.
fn name_of(file_name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain: String = stem.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let words: Vec<String> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name: String = words.join("-").chars().take(LONGEST_NAME).collect();
    let name = name.trim_matches('-');
    if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("picture{}{name}.webp", if name.is_empty() { "" } else { "-" });
    }
    format!("{name}.webp")
}
