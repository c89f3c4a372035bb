use crate::db::prelude::*;
use serde_json::json;

use super::store::find_media;
use super::verbs::note;
use super::{MediaError, MediaId};
use crate::access::{Actor, Permission};
use crate::db::schema::media;
use crate::db::{Conn, raise_content_version};
use crate::types::Timestamp;

/// What an editor says of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// What it shows, in words; nothing while nobody decided.
    pub alt_text: Option<String>,
    /// Whether it only adorns.
    pub is_decorative: bool,
    /// The place that must stay in view, in hundredths from the left and from the top.
    pub focus: (i32, i32),
}

/// Stores what an editor says of a picture, as they read it at `version`. Tells whether that changed anything.
///
/// # Errors
/// When the actor may not, or somebody else saved it meanwhile.
pub fn describe_media(
    conn: &mut Conn,
    actor: &Actor,
    (id, version): (MediaId, i64),
    description: &Description,
    now: Timestamp,
) -> Result<bool, MediaError> {
    actor.must(Permission::Content)?;
    let before = find_media(conn, id)?.filter(|before| before.row_version == version).ok_or(MediaError::Stale)?;
    let earlier = Description {
        alt_text: before.alt_text.clone(),
        is_decorative: before.is_decorative,
        focus: (before.focal_x, before.focal_y),
    };
    let alt_text = description.alt_text.clone().filter(|alt| !alt.is_empty());
    let description = Description { alt_text, ..description.clone() };
    if earlier == description {
        return Ok(false);
    }
    let changed = diesel::update(media::table.filter(media::id.eq(id)).filter(media::row_version.eq(version)))
        .set((
            media::alt_text.eq(&description.alt_text),
            media::is_decorative.eq(description.is_decorative),
            media::focal_x.eq(description.focus.0.clamp(0, 100)),
            media::focal_y.eq(description.focus.1.clamp(0, 100)),
            media::row_version.eq(media::row_version + 1),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Err(MediaError::Stale);
    }
    let told = |one: &Description| json!({ "alt": one.alt_text, "decorative": one.is_decorative, "focus": one.focus });
    note(conn, actor, ("change", &before), (Some(told(&earlier)), Some(told(&description))), now)?;
    raise_content_version(conn)?;
    Ok(true)
}
