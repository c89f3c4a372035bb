use diesel::prelude::*;
use serde_json::json;

use super::store::find_media;
use super::{Media, MediaError, MediaId};
use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{courses, media, posts};
use crate::db::{Conn, raise_content_version};
use crate::types::Timestamp;

/// What may have a picture at its head, by its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headed {
    /// A post.
    Post(i64),
    /// A course.
    Course(i64),
}

impl Headed {
    fn subject(self) -> (&'static str, i64) {
        match self {
            Self::Post(id) => ("post", id),
            Self::Course(id) => ("course", id),
        }
    }
}

/// The picture at the head of something.
pub fn hero_of(conn: &mut Conn, headed: Headed) -> QueryResult<Option<Media>> {
    match headed {
        Headed::Post(id) => media::table
            .inner_join(posts::table.on(posts::hero_id.eq(media::id.nullable())))
            .filter(posts::id.eq(id))
            .select(Media::as_select())
            .first(conn)
            .optional(),
        Headed::Course(id) => media::table
            .inner_join(courses::table.on(courses::hero_id.eq(media::id.nullable())))
            .filter(courses::id.eq(id))
            .select(Media::as_select())
            .first(conn)
            .optional(),
    }
}

/// Puts a picture at the head of something, or takes it away.
///
/// # Errors
/// When the actor may not, or one of the two is gone.
pub fn set_hero(
    conn: &mut Conn,
    actor: &Actor,
    headed: Headed,
    picture: Option<MediaId>,
    now: Timestamp,
) -> Result<(), MediaError> {
    actor.must(Permission::Content)?;
    if let Some(id) = picture {
        find_media(conn, id)?.ok_or(MediaError::Stale)?;
    }
    let before = hero_of(conn, headed)?.map(|before| before.id);
    if before == picture {
        return Ok(());
    }
    let changed = match headed {
        Headed::Post(id) => {
            let to = (posts::hero_id.eq(picture), posts::row_version.eq(posts::row_version + 1));
            diesel::update(posts::table.filter(posts::id.eq(id))).set(to).execute(conn)?
        }
        Headed::Course(id) => {
            let to = (courses::hero_id.eq(picture), courses::row_version.eq(courses::row_version + 1));
            diesel::update(courses::table.filter(courses::id.eq(id))).set(to).execute(conn)?
        }
    };
    if changed == 0 {
        return Err(MediaError::Stale);
    }
    let (kind, id) = headed.subject();
    let told = |picture: Option<MediaId>| Some(json!({ "hero": picture.map(|id| id.0) }));
    record(
        conn,
        actor,
        &Act { action: "change", kind, id: Some(id), before: told(before), after: told(picture) },
        now,
    )?;
    raise_content_version(conn)?;
    Ok(())
}
