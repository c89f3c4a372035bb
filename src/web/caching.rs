//! Finished pages, kept as packed bytes until the content or the time moves on.
mod file;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use actix_web::body::BoxBody;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use super::context::Context;
use super::encoding::{Effort, Encoding, Packed};
use super::era::Era;
use super::error::AppError;
use super::finish::protect;
use super::frame::{Frame, Reading};
use super::visitor::Visitor;
use crate::tokens::sha256_hex;

pub use file::{File, file};

/// Bytes of a page before it is packed, so that the text seldom moves while it grows.
const USUAL_SIZE: usize = 32 * 1024;

/// What one kept page is the answer to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    era: u64,
    visitor: Visitor,
    address: String,
}

/// A [`Key`] to look up without owning its address.
#[derive(Hash)]
struct Asked<'a> {
    era: u64,
    visitor: Visitor,
    address: &'a str,
}

impl Equivalent<Key> for Asked<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.era == key.era && self.visitor == key.visitor && self.address == key.address
    }
}

/// Which links a browser may fetch before they are followed (HTML, speculation rules).
const SPECULATION_RULES: HeaderName = HeaderName::from_static("speculation-rules");
const SAVE_DATA: HeaderName = HeaderName::from_static("save-data");

/// What every page of a kind says in its head.
struct Kind {
    media_type: &'static str,
    is_https: bool,
    /// The value of `Speculation-Rules`.
    prefetch: Option<HeaderValue>,
}

/// A finished page: its body and its whole head in each packing, ready to go out.
pub struct Page {
    body: Packed,
    kind: Kind,
    /// What its tags begin with. A page that is not kept has none: nobody will ask for the same bytes again.
    tag: Option<String>,
    heads: [OnceLock<HeaderMap>; 3],
}

impl Page {
    fn new(kind: Kind, text: String, effort: Effort, wanted: Encoding) -> Self {
        let body = Packed::page(text, effort, wanted);
        let tag = match effort {
            Effort::Once => None,
            Effort::Kept => Some(sha256_hex(body.plain()).chars().take(16).collect()),
        };
        Self { body, kind, tag, heads: Default::default() }
    }

    fn head(&self, encoding: Encoding) -> &HeaderMap {
        let [plain, gzip, brotli] = &self.heads;
        let head = match encoding {
            Encoding::Identity => plain,
            Encoding::Gzip => gzip,
            Encoding::Brotli => brotli,
        };
        head.get_or_init(|| {
            let mut head = HeaderMap::with_capacity(16);
            protect(&mut head, self.kind.is_https);
            // A strong tag names the very bytes (RFC 9110, 8.8.1), so each packing has its own.
            let tag =
                self.tag.as_ref().and_then(|tag| HeaderValue::from_str(&format!("\"{tag}{}\"", encoding.mark())).ok());
            if let Some(tag) = tag {
                head.insert(ETAG, tag);
            }
            head.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            head.insert(VARY, HeaderValue::from_static("Accept-Encoding, Cookie, Save-Data"));
            head.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind.media_type));
            if let Some(rules) = &self.kind.prefetch {
                head.insert(SPECULATION_RULES, rules.clone());
            }
            if let Some(name) = encoding.name() {
                head.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
            }
            head
        })
    }

    fn answer(&self, request: &HeaderMap) -> HttpResponse {
        let (encoding, body) = self.body.get(Encoding::accepted(request));
        let head = self.head(encoding);
        let known = request.get(IF_NONE_MATCH).zip(head.get(ETAG));
        let mut response = if known.is_some_and(|(known, etag)| names(known, etag)) {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            HttpResponse::with_body(StatusCode::OK, BoxBody::new(body.clone()))
        };
        *response.headers_mut() = head.clone();
        if request.get(SAVE_DATA).is_some_and(|wish| wish.as_bytes().eq_ignore_ascii_case(b"on")) {
            response.headers_mut().remove(SPECULATION_RULES);
        }
        if response.status() == StatusCode::NOT_MODIFIED {
            response.headers_mut().remove(CONTENT_TYPE);
            response.headers_mut().remove(CONTENT_ENCODING);
        }
        response
    }
}

/// Whether an `If-None-Match` names this tag, weakly or strongly (RFC 9110, 13.1.2).
pub(super) fn names(known: &HeaderValue, etag: &HeaderValue) -> bool {
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
pub struct PageCache {
    pages: Cache<Key, Arc<Page>, Bytewise>,
    /// The era of which pages are kept.
    era: AtomicU64,
}

impl PageCache {
    /// Keeps so many bytes; pages that nobody asks for make room first.
    pub fn new(bytes: u64) -> Self {
        Self { pages: Cache::with_weighter(500, bytes, Bytewise), era: AtomicU64::new(0) }
    }

    /// The pages of an era. Those of earlier ones, which nobody can ask for any more, give back their memory.
    fn of(&self, era: u64) -> &Cache<Key, Arc<Page>, Bytewise> {
        if self.era.fetch_max(era, Ordering::AcqRel) < era {
            self.pages.clear();
        }
        &self.pages
    }

    /// The answer to a request whose page is kept under the very address that was asked for: no route, no parsing, no allocation
    /// for the look-up. Anything else takes the long way.
    pub fn answer(&self, context: &Context, request: &HttpRequest) -> Option<HttpResponse> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let era = context.eras.known(context.clock.now())?;
        let visitor = Visitor::of(request, &era.shell);
        let address = request.uri().path_and_query()?.as_str();
        let page = self.pages.get(&Asked { era: era.number, visitor, address })?;
        context.meters.pages_kept.add();
        Some(page.answer(request.headers()))
    }
}

/// A page that can be drawn: it is read from the database and written as text.
pub trait Draw: askama::Template + Send + 'static {
    /// What the text is.
    const MEDIA_TYPE: &'static str = "text/html; charset=utf-8";

    /// The text as it goes out, where a format wants more than a template can say.
    fn finished(text: String) -> String {
        text
    }
}

/// Answers with the page at `address`, which names the page and all that it depends on but its visitor and time.
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
    let visitor = Visitor::of(request, &era.shell);
    let key = Key { era: era.number, visitor, address };
    let pages = context.pages.of(era.number);
    if let Some(page) = pages.get(&key) {
        context.meters.pages_kept.add();
        return Ok(page.answer(request.headers()));
    }
    let page = match pages.get_value_or_guard_async(&key).await {
        Ok(page) => page,
        Err(guard) => {
            let order = Order { era, visitor, wanted: Encoding::accepted(request.headers()), effort: Effort::Kept };
            let page = Arc::new(draw(context, order, key.address.clone(), read).await?);
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
    let visitor = Visitor::of(request, &era.shell);
    let order = Order { era, visitor, wanted: Encoding::accepted(request.headers()), effort: Effort::Once };
    Ok(draw(context, order, address, read).await?.answer(request.headers()))
}

/// How a page is to be made.
struct Order {
    era: Arc<Era>,
    visitor: Visitor,
    /// The packing that is asked for first.
    wanted: Encoding,
    effort: Effort,
}

async fn draw<V: Draw>(
    context: &Data<Context>,
    order: Order,
    address: String,
    read: impl FnOnce(&mut Reading) -> Result<Option<V>, diesel::result::Error> + Send + 'static,
) -> Result<Page, AppError> {
    context.meters.pages_drawn.add();
    let now = context.clock.now();
    let frame = Frame::new(context, order.era.shell.clone(), order.visitor, address)?;
    let prefetch = V::MEDIA_TYPE.starts_with("text/html").then(|| context.prefetch.clone());
    let kind = Kind { media_type: V::MEDIA_TYPE, is_https: context.is_https(), prefetch };
    let drawn = context
        .db
        .read(move |conn| {
            let view = read(&mut Reading { conn, now, frame })?;
            let finished = |text| {
                let page = Page::new(kind, V::finished(text), order.effort, order.wanted);
                // Here, where waiting is allowed, and not on the thread that serves everybody.
                page.body.get(order.wanted);
                page
            };
            let drawn = |view: V| {
                let mut text = String::with_capacity(USUAL_SIZE);
                view.render_into(&mut text).map(|()| finished(text))
            };
            Ok(view.map(drawn))
        })
        .await?;
    drawn.ok_or(AppError::NotFound)?.map_err(AppError::Template)
}
