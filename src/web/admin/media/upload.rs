use std::fs::File;
use std::io::Write;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use actix_web::web::{Payload, block};
use futures_util::StreamExt;
use tokio::time::timeout;

use crate::media::{Library, MOST_BYTES, MediaError, Refusal};
use crate::web::error::AppError;

/// Files that one form may bring.
const MOST_FILES: usize = 20;
/// Bytes to write at once.
const CHUNK: usize = 256 * 1024;
/// A body that stands still for so long is cut off.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
/// Whole bodies may take longer: 20 MB over a slow line are minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// A file of a form, on the disk under no name.
pub(super) struct Upload {
    /// What its sender calls it. It names no file here.
    pub name: String,
    /// Its bytes, or why they were not taken.
    pub content: Result<File, Refusal>,
}

/// Reads the files of a form, straight to the disk: fifty uploads at once take no more memory than one.
///
/// # Errors
/// When the body is no such form, comes too slowly, or cannot be kept.
pub(super) async fn read_files(
    request: &HttpRequest,
    payload: Payload,
    library: &Library,
) -> Result<Vec<Upload>, AppError> {
    let form = Multipart::new(request.headers(), payload);
    timeout(LONGEST_WAIT, files_of(form, library)).await.map_err(|_| AppError::TooSlow)?
}

async fn files_of(mut form: Multipart, library: &Library) -> Result<Vec<Upload>, AppError> {
    let mut uploads = Vec::new();
    loop {
        let next = timeout(LONGEST_SILENCE, form.next()).await.map_err(|_| AppError::TooSlow)?;
        let Some(field) = next else { return Ok(uploads) };
        let field = field.map_err(|_| AppError::Unreadable)?;
        let disposition = field.content_disposition();
        let name = disposition.and_then(|has| has.get_filename()).unwrap_or_default().to_owned();
        let is_file = field.name() == Some("file") && disposition.is_some_and(|has| has.get_filename().is_some());
        let content = keep(field, library).await?;
        // A file input that was left alone sends a file without name and content.
        let is_blank = name.is_empty() && matches!(content, Err(Refusal::Empty));
        if is_file && !is_blank {
            uploads.push(Upload { name, content });
        }
        if uploads.len() > MOST_FILES {
            return Err(AppError::TooLarge);
        }
    }
}

/// Reads a field to its end, so that the next one can be read, but keeps no more than a picture may have.
async fn keep(mut field: Field, library: &Library) -> Result<Result<File, Refusal>, AppError> {
    let mut file = library.incoming().map_err(AppError::Storage)?;
    let (mut waiting, mut size) = (Vec::with_capacity(CHUNK), 0_u64);
    loop {
        let next = timeout(LONGEST_SILENCE, field.next()).await.map_err(|_| AppError::TooSlow)?;
        let is_last = next.is_none();
        if let Some(bytes) = next {
            let bytes = bytes.map_err(|_| AppError::Unreadable)?;
            size = size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if size > MOST_BYTES * 4 {
                return Err(AppError::TooLarge);
            }
            if size <= MOST_BYTES {
                waiting.extend_from_slice(&bytes);
            }
        }
        if waiting.len() >= CHUNK || is_last {
            (file, waiting) = write(file, waiting).await?;
        }
        if is_last {
            return Ok(match size {
                0 => Err(Refusal::Empty),
                size if size > MOST_BYTES => Err(Refusal::TooHeavy),
                _ => Ok(file),
            });
        }
    }
}

async fn write(mut file: File, mut waiting: Vec<u8>) -> Result<(File, Vec<u8>), AppError> {
    let written = block(move || {
        file.write_all(&waiting)?;
        waiting.clear();
        Ok((file, waiting))
    });
    written.await.map_err(|_| AppError::Storage(std::io::Error::other("writing broke off")))?.map_err(AppError::Storage)
}

/// The refusal in an error, for whoever uploaded; any other error ends the request.
pub(super) fn refusal(error: MediaError) -> Result<Refusal, AppError> {
    match error {
        MediaError::Refused(refusal) => Ok(refusal),
        other => Err(other.into()),
    }
}
