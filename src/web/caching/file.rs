use std::sync::{Arc, OnceLock};

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use actix_web::web::{Bytes, Data, block};
use actix_web::{HttpRequest, HttpResponse};
use tokio::sync::Semaphore;

use super::{Key, Kind, Page};
use crate::press::PressError;
use crate::tokens::sha256_hex;
use crate::web::context::Context;
use crate::web::encoding::Packed;
use crate::web::error::AppError;
use crate::web::finish::protect;
use crate::web::frame::{Frame, Reading};
use crate::web::visitor::Visitor;

/// So many are drawn at once: each takes a core and some megabytes for a moment, and pages must go on.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// A file that is drawn: it is read from the database and made of bytes that packing would not make smaller.
pub trait File: Send + 'static {
    /// What the bytes are.
    const MEDIA_TYPE: &'static str;

    /// The bytes.
    ///
    /// # Errors
    /// When the program's own parts fail.
    fn bytes(&self) -> Result<Vec<u8>, PressError>;

    /// What its head says besides.
    fn add_to(&self, head: &mut HeaderMap);
}

/// Answers with the file at `address`, which names the file and all that it depends on but time.
///
/// As a page, it is kept until the next era and made by one while others wait for it. One file serves every visitor: it knows nothing
/// of them.
///
/// # Errors
/// Not found where `read` finds nothing; else whatever the database or the press fails with.
pub async fn file<F: File>(
    context: &Data<Context>,
    request: &HttpRequest,
    address: String,
    read: impl FnOnce(&mut Reading) -> diesel::QueryResult<Option<F>> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let now = context.clock.now();
    let era = context.eras.at(now).await?;
    let key = Key { era: era.number, visitor: Visitor::ANYBODY, address };
    let guard = match context.pages.of(era.number).get_value_or_guard_async(&key).await {
        Ok(page) => {
            context.meters.pages_kept.add();
            return Ok(page.answer(request.headers()));
        }
        Err(guard) => guard,
    };
    context.meters.pages_drawn.add();
    let frame = Frame::new(context, era.shell.clone(), Visitor::ANYBODY, key.address.clone())?;
    let facts = context.db.read(move |conn| read(&mut Reading { conn, now, frame })).await?;
    let facts = facts.ok_or(AppError::NotFound)?;
    let is_https = context.is_https();
    // It is never closed; were it, more would be drawn at once.
    let turn = PRESSES.acquire().await;
    let drawn = block(move || facts.bytes().map(|bytes| finished(&facts, bytes, is_https))).await;
    drop(turn);
    let page = Arc::new(drawn.map_err(|_| AppError::Press(PressError::Stopped))?.map_err(AppError::Press)?);
    let _ = guard.insert(page.clone());
    Ok(page.answer(request.headers()))
}

fn finished<F: File>(file: &F, bytes: Vec<u8>, is_https: bool) -> Page {
    let mut head = HeaderMap::with_capacity(16);
    protect(&mut head, is_https);
    let hash: String = sha256_hex(&bytes).chars().take(16).collect();
    if let Ok(etag) = HeaderValue::from_str(&format!("\"{hash}\"")) {
        head.insert(ETAG, etag);
    }
    head.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    head.insert(CONTENT_TYPE, HeaderValue::from_static(F::MEDIA_TYPE));
    file.add_to(&mut head);
    let heads = [OnceLock::from(head.clone()), OnceLock::from(head.clone()), OnceLock::from(head)];
    let kind = Kind { media_type: F::MEDIA_TYPE, is_https, prefetch: None };
    Page { body: Packed::incompressible(Bytes::from(bytes)), kind, tag: None, heads }
}
