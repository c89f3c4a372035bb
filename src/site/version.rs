//! The version of a thing is the number of its last saved revision: whoever saves says which one they saw.
use crate::db::prelude::*;
use diesel::dsl::max;

use super::content::{Save, SaveError};
use super::revisions::RevisionKind;
use crate::db::schema::revisions;
use crate::db::{Conn, take_turns_at};

/// The number of the state in which a thing was saved last; zero before the first.
pub fn version_of(conn: &mut Conn, (kind, id): (&str, i64)) -> QueryResult<i64> {
    let newest: Option<i64> = revisions::table
        .filter(revisions::subject_kind.eq(kind).and(revisions::subject_id.eq(id)))
        .filter(revisions::kind.ne(RevisionKind::Autosave))
        .select(max(revisions::id))
        .first(conn)?;
    Ok(newest.unwrap_or(0))
}

/// Lets a save pass only if nobody else saved the thing since its version was `seen`. Whoever saves a thing of this kind next waits until
/// the transaction ends, so that two cannot both have seen the same.
///
/// # Errors
/// Stale where somebody did.
pub fn must_be_version(conn: &mut Conn, of: (&str, i64), seen: i64) -> Save<()> {
    take_turns_at(conn, of.0)?;
    if version_of(conn, of)? == seen { Ok(()) } else { Err(SaveError::Stale) }
}
