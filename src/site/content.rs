use crate::db::prelude::*;
use serde_json::{Map, Value};

use super::links::note_links;
use super::revisions::RevisionKind;
use crate::access::{Act, Actor, Denied, record};
use crate::db::schema::revisions;
use crate::db::{Conn, raise_content_version};
use crate::media::{MediaId, find_named};
use crate::types::{Slug, Timestamp};

/// What saving did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is new.
    Created,
    /// It differs from before.
    Changed,
    /// It was the same already; nothing was written.
    Unchanged,
}

/// The outcome of saving content.
pub type Save<T = Saved> = Result<T, SaveError>;

/// Why content was not saved.
#[derive(Debug)]
pub enum SaveError {
    /// The database failed.
    Database(diesel::result::Error),
    /// The actor may not do this.
    Denied(Denied),
    /// Somebody else saved it since the actor read it.
    Stale,
    /// The content is wrong in one place.
    Refused {
        /// The field's name, as editors write it.
        field: &'static str,
        /// What is wrong with it, as the end of a sentence that begins with the field.
        why: String,
    },
}

impl From<diesel::result::Error> for SaveError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

impl SaveError {
    /// The field that is at fault and what is wrong with it, for whoever wrote the content.
    ///
    /// # Errors
    /// When it was the database that failed.
    pub fn refusal(self) -> Result<(&'static str, String), diesel::result::Error> {
        match self {
            Self::Database(error) => Err(error),
            Self::Denied(denied) => Ok(("title", format!("may not be written: {denied}"))),
            Self::Stale => Ok(("title", "was changed by somebody else meanwhile".to_owned())),
            Self::Refused { field, why } => Ok((field, why)),
        }
    }
}

impl From<Denied> for SaveError {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

/// Content as editors write it: fields, and for most kinds a text that stands after them.
pub trait Content: serde::Serialize {
    /// The text in Markdown.
    fn body(&self) -> &str {
        ""
    }

    /// Puts the text in its place.
    fn set_body(&mut self, _body: String) {}
}

/// Content whose text is its field `body`.
macro_rules! with_body {
    ($name:ident) => {
        impl $crate::site::Content for $name {
            fn body(&self) -> &str {
                &self.body
            }

            fn set_body(&mut self, body: String) {
                self.body = body;
            }
        }
    };
}
pub(crate) use with_body;

/// The refusal of a name that nothing bears.
pub fn missing(field: &'static str, kind: &str, name: &impl std::fmt::Display) -> SaveError {
    SaveError::Refused { field, why: format!("names the {kind} “{name}”, which does not exist") }
}

/// The picture at the head of a thing, by the name of its content as somebody wrote it.
///
/// # Errors
/// When the library has no such picture, or the database fails.
pub fn find_hero(conn: &mut Conn, hero: Option<&String>) -> Save<Option<MediaId>> {
    let found = |hash: &String| find_named(conn, hash)?.ok_or_else(|| missing("hero", "picture", hash));
    hero.map(found).transpose()
}

/// Refuses a list that names one thing twice: its order would have two answers.
///
/// # Errors
/// The first name that stands there again.
pub fn no_repeats(field: &'static str, names: &[Slug]) -> Result<(), SaveError> {
    let repeated = names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|earlier| earlier == *name));
    repeated.map_or(Ok(()), |(_, name)| Err(SaveError::Refused { field, why: format!("names “{name}” twice") }))
}

/// Keeps the whole of what was saved, writes what changed into the audit, and tells every instance that public content changed.
pub fn keep_revision<T: Content>(
    conn: &mut Conn,
    actor: &Actor,
    subject: (&str, i64),
    change: (Option<&T>, &T),
    now: Timestamp,
) -> QueryResult<()> {
    let kind = if actor.user().is_some() { RevisionKind::Save } else { RevisionKind::Import };
    keep_revision_as(conn, actor, kind, subject, change, now)
}

/// As [`keep_revision`], for what is more than saving, such as publishing.
pub fn keep_revision_as<T: Content>(
    conn: &mut Conn,
    actor: &Actor,
    as_kind: RevisionKind,
    (kind, id): (&str, i64),
    (before, after): (Option<&T>, &T),
    now: Timestamp,
) -> QueryResult<()> {
    let whole = whole(after)?;
    let changed = |from: &Map<String, Value>, other: &Map<String, Value>| -> Value {
        let differs = |(key, value): &(&String, &Value)| other.get(*key) != Some(*value);
        from.iter().filter(differs).map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>().into()
    };
    let earlier = before.map(self::whole).transpose()?;
    let act = Act {
        action: match as_kind {
            RevisionKind::Publish | RevisionKind::Restore => as_kind.as_str(),
            _ if before.is_some() => "change",
            _ => "create",
        },
        kind,
        id: Some(id),
        before: earlier.as_ref().map(|earlier| changed(earlier, &whole)),
        after: earlier.as_ref().map(|earlier| changed(&whole, earlier)),
    };
    record(conn, actor, &act, now)?;
    let row = (
        revisions::subject_kind.eq(kind),
        revisions::subject_id.eq(id),
        revisions::kind.eq(as_kind),
        revisions::content.eq(Value::from(whole).to_string()),
        revisions::created_at.eq(now),
        revisions::created_by_id.eq(actor.user()),
    );
    diesel::insert_into(revisions::table).values(row).execute(conn)?;
    note_links(conn, (kind, id), after.body())?;
    raise_content_version(conn)
}

/// All of a thing as a revision keeps it, to be compared with another version.
pub fn fields_of<T: Content>(content: &T) -> QueryResult<Value> {
    whole(content).map(Value::from)
}

/// All of a thing, its text under `body`.
pub(super) fn whole<T: Content>(content: &T) -> QueryResult<Map<String, Value>> {
    let fields =
        serde_json::to_value(content).map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    let mut whole = if let Value::Object(fields) = fields { fields } else { Map::new() };
    whole.insert("body".to_owned(), content.body().into());
    Ok(whole)
}
