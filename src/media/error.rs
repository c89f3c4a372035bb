use std::fmt;

use super::Refusal;
use crate::access::Denied;

/// Why something with a picture was not done.
#[derive(Debug)]
pub enum MediaError {
    /// The database failed.
    Database(diesel::result::Error),
    /// The actor may not do this.
    Denied(Denied),
    /// Somebody else saved it since the actor read it, or it is gone.
    Stale,
    /// The picture is at fault.
    Refused(Refusal),
    /// The folder of pictures failed.
    Storage(std::io::Error),
}

impl From<diesel::result::Error> for MediaError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Denied> for MediaError {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Refusal> for MediaError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<std::io::Error> for MediaError {
    fn from(error: std::io::Error) -> Self {
        Self::Storage(error)
    }
}

impl fmt::Display for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Denied(denied) => denied.fmt(f),
            Self::Stale => f.write_str("the picture was changed by somebody else meanwhile"),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Storage(error) => write!(f, "the folder of pictures cannot be used: {error}"),
        }
    }
}
