//! Finished pages, kept as packed bytes until the content or the time moves on.
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::web::{Bytes, Data};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

use super::consent::Consent;
use super::context::Context;
use super::encoding::{Effort, Encoding, Packed};
use super::era::Era;
use super::error::AppError;
use super::frame::{Frame, Reading};
use crate::tokens::sha256_hex;

/// What one kept page is the answer to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    era: u64,
    consent: Consent,
    address: String,
}

/// A finished page.
pub struct Page {
    media_type: &'static str,
    body: Packed,
    etags: [HeaderValue; 3],
}

impl Page {
    fn new(media_type: &'static str, text: String) -> Self {
        let hash: String = sha256_hex(text.as_bytes()).chars().take(16).collect();
        // A strong tag names the very bytes (RFC 9110, 8.8.1), so each packing has its own.
        let etag = |mark: &str| {
            HeaderValue::from_str(&format!("\"{hash}{mark}\"")).unwrap_or(HeaderValue::from_static("\"\""))
        };
        let etags = [etag(""), etag("-gz"), etag("-br")];
        Self { media_type, body: Packed::new(Bytes::from(text), Effort::Page), etags }
    }

    fn answer(&self, request: &HeaderMap) -> HttpResponse {
        let (encoding, body) = self.body.get(Encoding::accepted(request));
        let [plain, gzip, brotli] = &self.etags;
        let etag = match encoding {
            Encoding::Identity => plain,
            Encoding::Gzip => gzip,
            Encoding::Brotli => brotli,
        };
        let is_known = request.get(IF_NONE_MATCH).is_some_and(|known| names(known, etag));
        let mut response = HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
        response
            .insert_header((ETAG, etag.clone()))
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
            .insert_header((VARY, HeaderValue::from_static("Accept-Encoding, Cookie")));
        if is_known {
            return response.finish();
        }
        if let Some(name) = encoding.name() {
            response.insert_header((CONTENT_ENCODING, HeaderValue::from_static(name)));
        }
        response.insert_header((CONTENT_TYPE, HeaderValue::from_static(self.media_type))).body(body.clone())
    }
}

/// Whether an `If-None-Match` names this tag, weakly or strongly (RFC 9110, 13.1.2).
fn names(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.trim() == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Arc<Page>> for Bytewise {
    fn weight(&self, key: &Key, page: &Arc<Page>) -> u64 {
        (key.address.len() + page.body.weight() + 256) as u64
    }
}

/// The pages that are finished.
pub struct PageCache(Cache<Key, Arc<Page>, Bytewise>);

impl PageCache {
    /// Keeps so many bytes; pages that nobody asks for make room first.
    pub fn new(bytes: u64) -> Self {
        Self(Cache::with_weighter(500, bytes, Bytewise))
    }
}

/// A page that can be drawn: it is read from the database and written as text.
pub trait Draw: askama::Template + Send + 'static {
    /// What the text is.
    const MEDIA_TYPE: &'static str = "text/html; charset=utf-8";
}

/// Answers with the page at `address`, which names the page and all that it depends on but consent and time.
///
/// A page that is kept goes out at once. Else `read` collects what it shows in one go at the database, and the finished page is kept
/// until the next era; while it is made, others who ask for it wait for the one who makes it.
///
/// # Errors
/// Not found where `read` finds nothing; else whatever the database fails with.
pub async fn page<V: Draw>(
    context: &Data<Context>,
    request: &HttpRequest,
    address: String,
    read: impl FnOnce(&mut Reading) -> Result<Option<V>, diesel::result::Error> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let now = context.clock.now();
    let era = context.eras.at(now).await?;
    let consent = if era.shell.provider.attribution { Consent::of(request) } else { Consent::Declined };
    let key = Key { era: era.number, consent, address };
    if let Some(page) = context.pages.0.get(&key) {
        context.meters.pages_kept.add();
        return Ok(page.answer(request.headers()));
    }
    let page = match context.pages.0.get_value_or_guard_async(&key).await {
        Ok(page) => page,
        Err(guard) => {
            let page = Arc::new(draw(context, &era, consent, key.address.clone(), read).await?);
            let _ = guard.insert(page.clone());
            page
        }
    };
    Ok(page.answer(request.headers()))
}

/// As [`page`], for what is asked so variously that keeping it would only push other pages out.
///
/// # Errors
/// As [`page`].
pub async fn passing_page<V: Draw>(
    context: &Data<Context>,
    request: &HttpRequest,
    address: String,
    read: impl FnOnce(&mut Reading) -> Result<Option<V>, diesel::result::Error> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let era = context.eras.at(context.clock.now()).await?;
    let consent = if era.shell.provider.attribution { Consent::of(request) } else { Consent::Declined };
    Ok(draw(context, &era, consent, address, read).await?.answer(request.headers()))
}

async fn draw<V: Draw>(
    context: &Data<Context>,
    era: &Arc<Era>,
    consent: Consent,
    address: String,
    read: impl FnOnce(&mut Reading) -> Result<Option<V>, diesel::result::Error> + Send + 'static,
) -> Result<Page, AppError> {
    context.meters.pages_drawn.add();
    let now = context.clock.now();
    let frame = Frame::new(context, era.shell.clone(), consent, address)?;
    let drawn = context
        .db
        .read(move |conn| {
            let view = read(&mut Reading { conn, now, frame })?;
            Ok(view.map(|view| view.render().map(|text| Page::new(V::MEDIA_TYPE, text))))
        })
        .await?;
    drawn.ok_or(AppError::NotFound)?.map_err(AppError::Template)
}
