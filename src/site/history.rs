//! What a thing was before: its revisions, the last of which is also its version.
use diesel::dsl::max;
use diesel::prelude::*;

use super::content::{Save, SaveError};
use crate::db::schema::{revisions, users};
use crate::db::{Conn, take_turns};
use crate::types::Timestamp;

/// A kept state of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Revision {
    /// Row id; it grows with time.
    pub id: i64,
    /// Whether it was saved, published, restored or imported.
    pub kind: String,
    /// The whole content as JSON, its text under `body`.
    pub content: String,
    /// When it was kept.
    pub created_at: Timestamp,
    /// Who kept it; nobody where it came from the command line.
    pub by: Option<String>,
}

/// The number of the state in which a thing was saved last; zero before the first.
pub fn version_of(conn: &mut Conn, (kind, id): (&str, i64)) -> QueryResult<i64> {
    let newest: Option<i64> = revisions::table
        .filter(revisions::subject_kind.eq(kind).and(revisions::subject_id.eq(id)))
        .filter(revisions::kind.ne("autosave"))
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

/// Makes transactions that save a thing of this kind wait for each other.
pub fn take_turns_at(conn: &mut Conn, kind: &str) -> QueryResult<()> {
    let key = kind.bytes().fold(0x6c65_6374_i64, |key, byte| key.wrapping_mul(31).wrapping_add(i64::from(byte)));
    take_turns(conn, key)
}

/// The last revisions of a thing, newest first; those of unfinished typing are left out.
pub fn list_revisions(conn: &mut Conn, (kind, id): (&str, i64), limit: i64) -> QueryResult<Vec<Revision>> {
    revisions::table
        .left_join(users::table)
        .filter(revisions::subject_kind.eq(kind).and(revisions::subject_id.eq(id)))
        .filter(revisions::kind.ne("autosave"))
        .order(revisions::id.desc())
        .limit(limit)
        .select((revisions::id, revisions::kind, revisions::content, revisions::created_at, users::name.nullable()))
        .load(conn)
}

/// One revision of a thing.
pub fn find_revision(conn: &mut Conn, (kind, id): (&str, i64), revision: i64) -> QueryResult<Option<Revision>> {
    revisions::table
        .left_join(users::table)
        .filter(revisions::subject_kind.eq(kind).and(revisions::subject_id.eq(id)))
        .filter(revisions::id.eq(revision))
        .select((revisions::id, revisions::kind, revisions::content, revisions::created_at, users::name.nullable()))
        .first(conn)
        .optional()
}
