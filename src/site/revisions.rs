//! Earlier versions of what is edited: every save, and the unsaved writing of each author's sitting.
use crate::db::prelude::*;
use chrono::Duration;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::content::{Content, whole};
use crate::access::{Actor, UserId};
use crate::db::Conn;
use crate::db::schema::{revisions, users};
use crate::types::{Timestamp, id_type, words};

id_type!(RevisionId, "an earlier version of something");

/// Writing without a longer pause since it began is one version.
pub const SITTING: Duration = Duration::minutes(10);

words! {
    /// How a version came about.
    RevisionKind {
        /// It was kept while somebody wrote; nobody saved it.
        Autosave = "autosave",
        /// It was saved.
        Save = "save",
        /// With it the thing became public, or its moment was set.
        Publish = "publish",
        /// An earlier version was brought back.
        Restore = "restore",
        /// It came from the folder of files.
        Import = "import",
    }
}

/// An earlier version of something.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Revision {
    /// Row id; higher is later.
    pub id: RevisionId,
    /// How it came about.
    pub kind: RevisionKind,
    created_at: Timestamp,
    changed_at: Option<Timestamp>,
    /// Which version of the thing it began from, where it was not saved.
    pub based_on: Option<i64>,
    /// Who wrote it; nobody for the command line.
    pub who: Option<String>,
    /// All of it.
    pub content: String,
}

impl Revision {
    /// When it was last written to.
    pub fn at(&self) -> Timestamp {
        self.changed_at.unwrap_or(self.created_at)
    }

    /// Its fields.
    pub fn fields(&self) -> Value {
        serde_json::from_str(&self.content).unwrap_or_default()
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_subject<'a>(kind: &'a str, id: i64) -> _ {
    revisions::subject_kind.eq(kind).and(revisions::subject_id.eq(id))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        revisions::id,
        revisions::kind,
        revisions::created_at,
        revisions::changed_at,
        revisions::based_on,
        users::name.nullable(),
        revisions::content,
    )
}

/// The versions of a thing, the latest first.
pub fn list_revisions(conn: &mut Conn, (kind, id): (&str, i64), limit: i64) -> QueryResult<Vec<Revision>> {
    revisions::table
        .left_join(users::table)
        .filter(of_subject(kind, id))
        .order(revisions::id.desc())
        .limit(limit)
        .select(columns())
        .load(conn)
}

/// One version of a thing.
pub fn find_revision(conn: &mut Conn, (kind, id): (&str, i64), revision: RevisionId) -> QueryResult<Option<Revision>> {
    revisions::table
        .left_join(users::table)
        .filter(of_subject(kind, id))
        .filter(revisions::id.eq(revision))
        .select(columns())
        .first(conn)
        .optional()
}

/// A version as content; nothing where its kind has changed so much since that it cannot be read.
pub fn read_revision<T: Content + DeserializeOwned>(revision: &Revision) -> Option<T> {
    let mut fields = revision.fields();
    let body = fields.as_object_mut()?.remove("body");
    let mut content: T = serde_json::from_value(fields).ok()?;
    content.set_body(body.and_then(|body| body.as_str().map(str::to_owned)).unwrap_or_default());
    Some(content)
}

/// What a user wrote on a thing and did not save, where nothing was saved since they did.
pub fn unsaved_of(conn: &mut Conn, (kind, id): (&str, i64), user: UserId) -> QueryResult<Option<Revision>> {
    let latest: Option<Revision> = revisions::table
        .left_join(users::table)
        .filter(of_subject(kind, id))
        .filter(revisions::created_by_id.eq(user))
        .order(revisions::id.desc())
        .select(columns())
        .first(conn)
        .optional()?;
    Ok(latest.filter(|latest| latest.kind == RevisionKind::Autosave))
}

/// Keeps what is being written, beside the thing itself, which does not change. One sitting of one author is one version.
pub fn autosave<T: Content>(
    conn: &mut Conn,
    actor: &Actor,
    (kind, id): (&str, i64),
    (content, based_on): (&T, i64),
    now: Timestamp,
) -> QueryResult<Option<RevisionId>> {
    let Some(user) = actor.user() else { return Ok(None) };
    let content = Value::from(whole(content)?).to_string();
    let known = unsaved_of(conn, (kind, id), user)?;
    // What began from another version stands for itself: the difference between them must be seen.
    let same = known.filter(|known| known.created_at > now - SITTING && known.based_on == Some(based_on));
    if let Some(same) = same {
        let changed = (revisions::content.eq(content), revisions::changed_at.eq(now));
        diesel::update(revisions::table.filter(revisions::id.eq(same.id))).set(changed).execute(conn)?;
        return Ok(Some(same.id));
    }
    let row = (
        revisions::subject_kind.eq(kind),
        revisions::subject_id.eq(id),
        revisions::kind.eq(RevisionKind::Autosave),
        revisions::content.eq(content),
        revisions::created_at.eq(now),
        revisions::changed_at.eq(now),
        revisions::created_by_id.eq(user),
        revisions::based_on.eq(based_on),
    );
    diesel::insert_into(revisions::table).values(row).returning(revisions::id).get_result(conn).map(Some)
}
