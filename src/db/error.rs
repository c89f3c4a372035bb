use std::fmt;

/// Why the database gave no answer. The text names no value of any row.
#[derive(Debug)]
pub enum DbError {
    /// The statement failed.
    Query(diesel::result::Error),
    /// No connection could be had in time.
    Unavailable(diesel::r2d2::PoolError),
    /// The work panicked, or the program is stopping.
    Cancelled,
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Query(diesel::result::Error::DatabaseError(kind, info)) => {
                write!(f, "the database refused a statement ({kind:?}): {}", info.message())
            }
            Self::Query(error) => write!(f, "a database statement failed: {error}"),
            Self::Unavailable(error) => write!(f, "the database cannot be reached: {error}"),
            Self::Cancelled => f.write_str("database work was cut short"),
        }
    }
}

impl std::error::Error for DbError {}
