use diesel::result::Error;

use crate::access::Denied;

/// Why an act on an account did not come about.
#[derive(Debug)]
pub enum AccountError {
    /// The database failed.
    Database(Error),
    /// The actor's role does not include it.
    Denied(Denied),
    /// There is no such user, or nothing of theirs by that name.
    Missing,
    /// Something about it is wrong; a sentence for whoever asked.
    Refused {
        /// The field of the form that it concerns.
        field: &'static str,
        /// What is wrong and what to do.
        why: &'static str,
    },
}

impl From<Error> for AccountError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::Missing,
            error => Self::Database(error),
        }
    }
}

impl From<Denied> for AccountError {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl std::fmt::Display for AccountError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Denied(denied) => denied.fmt(f),
            Self::Missing => f.write_str("there is no such user"),
            Self::Refused { why, .. } => f.write_str(why),
        }
    }
}

impl std::error::Error for AccountError {}
