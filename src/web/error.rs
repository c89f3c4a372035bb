use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::accounts::AccountError;
use crate::db::DbError;
use crate::mail::SendError;
use crate::media::MediaError;
use crate::press::PressError;
use crate::site::SaveError;

/// What a handler can answer other than the page asked for. Only this type knows status codes for failures.
#[derive(Debug)]
pub enum AppError {
    /// There is no such thing.
    NotFound,
    /// There was, and it is withdrawn for good.
    Gone,
    /// Whoever asks is signed in, and may not do this.
    Forbidden,
    /// The post came from another site's page.
    Foreign,
    /// The body could not be read.
    Unreadable,
    /// The body is larger than any form.
    TooLarge,
    /// The body came too slowly.
    TooSlow,
    /// The database failed.
    Database(DbError),
    /// The page could not be written.
    Template(askama::Error),
    /// A brochure or a picture could not be drawn.
    Press(PressError),
    /// The mail folder could not be changed.
    Mail(SendError),
    /// The folder of pictures failed.
    Storage(std::io::Error),
    /// The operating system has no randomness to give.
    NoRandomness,
}

impl From<DbError> for AppError {
    fn from(error: DbError) -> Self {
        Self::Database(error)
    }
}

impl From<SaveError> for AppError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Denied(_) => Self::Forbidden,
            SaveError::Database(error) => Self::Database(DbError::Query(error)),
            SaveError::Stale | SaveError::Refused { .. } => Self::Unreadable,
        }
    }
}

impl From<MediaError> for AppError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Denied(_) => Self::Forbidden,
            MediaError::Database(error) => Self::Database(DbError::Query(error)),
            MediaError::Storage(error) => Self::Storage(error),
            MediaError::Stale => Self::NotFound,
            MediaError::Refused(_) => Self::Unreadable,
        }
    }
}

impl From<AccountError> for AppError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Denied(_) => Self::Forbidden,
            AccountError::Database(error) => Self::Database(DbError::Query(error)),
            AccountError::Missing => Self::NotFound,
            AccountError::Refused { .. } => Self::Unreadable,
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no page at this address"),
            Self::Gone => f.write_str("the page at this address was withdrawn"),
            Self::Forbidden => f.write_str("this needs another role"),
            Self::Foreign => f.write_str("a form was sent from another site"),
            Self::Unreadable => f.write_str("a form could not be read"),
            Self::TooLarge => f.write_str("a form was larger than 64 KiB"),
            Self::TooSlow => f.write_str("a form took longer than 30 seconds to arrive"),
            Self::Database(error) => error.fmt(f),
            Self::Template(error) => write!(f, "a page could not be written: {error}"),
            Self::Press(error) => error.fmt(f),
            Self::Mail(error) => error.fmt(f),
            Self::Storage(error) => write!(f, "the folder of pictures cannot be used: {error}"),
            Self::NoRandomness => f.write_str("the operating system has no randomness to give"),
        }
    }
}

impl std::error::Error for AppError {}

/// The bare answer; `web::finish` puts it into the site's look.
impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Forbidden | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Database(DbError::Unavailable(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_)
            | Self::Template(_)
            | Self::Press(_)
            | Self::Mail(_)
            | Self::Storage(_)
            | Self::NoRandomness => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
