use diesel::prelude::*;

use crate::db::schema::revisions;
use crate::db::{Conn, raise_content_version};
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

/// The refusal of a name that nothing bears.
pub fn missing(field: &'static str, kind: &str, name: &impl std::fmt::Display) -> SaveError {
    SaveError::Refused { field, why: format!("names the {kind} “{name}”, which does not exist") }
}

/// Refuses a list that names one thing twice: its order would have two answers.
///
/// # Errors
/// The first name that stands there again.
pub fn no_repeats(field: &'static str, names: &[Slug]) -> Result<(), SaveError> {
    let repeated = names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|earlier| earlier == *name));
    repeated.map_or(Ok(()), |(_, name)| Err(SaveError::Refused { field, why: format!("names “{name}” twice") }))
}

/// Keeps the whole of what was saved, and tells every instance that public content changed.
pub fn keep_revision(
    conn: &mut Conn,
    (kind, id): (&str, i64),
    content: &impl serde::Serialize,
    body: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let fields =
        serde_json::to_value(content).map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    let whole = serde_json::json!({ "fields": fields, "body": body }).to_string();
    diesel::insert_into(revisions::table)
        .values((
            revisions::subject_kind.eq(kind),
            revisions::subject_id.eq(id),
            revisions::kind.eq("import"),
            revisions::content.eq(whole),
            revisions::created_at.eq(now),
        ))
        .execute(conn)?;
    raise_content_version(conn)
}
