use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::caching::names;
use super::encoding::{Encoding, Packed};
use super::error::AppError;

const SERVICE_WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// What every page asks for beside itself.
const FIRST_VIEW: [&str; 3] = ["icon.svg", "site.css", "site.js"];

/// A file of `static/` inside the program, packed where it was built.
struct File {
    name: &'static str,
    /// The first half of its address, made from its content.
    hash: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
    brotli: &'static [u8],
}

// `FILES`, by name.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

impl File {
    fn named(name: &str) -> Option<&'static Self> {
        FILES.iter().find(|file| file.name == name)
    }

    fn media_type(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("json") => "application/speculationrules+json",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("woff2") => "font/woff2",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        }
    }

    fn body(&self) -> Packed {
        Packed::ready(self.plain, self.gzip, self.brotli)
    }
}

/// Stylesheets, fonts and pictures, each under an address made from its content, so that a browser may keep it for ever.
pub struct Assets;

impl Assets {
    /// Bytes that a first visit fetches with a page, as most browsers get them.
    pub fn first_view(&self) -> usize {
        let fetched = FIRST_VIEW.iter().filter_map(|name| File::named(name));
        fetched.map(|file| file.brotli.len().min(file.plain.len())).sum()
    }

    /// The address of a file, by its name in `static/`.
    pub fn address(&self, name: &str) -> String {
        let hash = File::named(name).map_or("missing", |file| file.hash);
        format!("/assets/{hash}/{name}")
    }
}

/// The script that stands in for the network where there is none. Its address never changes, and it must stand at the root: a
/// worker may only look after what lies below it (Service Workers, 4.4).
///
/// # Errors
/// Never: the file is in the program.
pub async fn worker(request: HttpRequest) -> Result<HttpResponse, AppError> {
    let file = File::named("sw.js").ok_or(AppError::NotFound)?;
    let packed = file.body();
    let (encoding, body) = packed.get(Encoding::accepted(request.headers()));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .insert_header((CONTENT_TYPE, file.media_type()))
        .insert_header((SERVICE_WORKER_ALLOWED, HeaderValue::from_static("/")))
        .insert_header((VARY, HeaderValue::from_static("Accept-Encoding")));
    if let Some(name) = encoding.name() {
        response.insert_header((CONTENT_ENCODING, name));
    }
    Ok(response.body(body.clone()))
}

/// Serves one asset. Under another content's hash it is not found, so that a browser never keeps the wrong one.
pub async fn show(path: Path<(String, String)>, request: HttpRequest) -> Result<HttpResponse, AppError> {
    let (hash, name) = path.into_inner();
    let file = File::named(&name).filter(|file| file.hash == hash).ok_or(AppError::NotFound)?;
    let packed = file.body();
    let (encoding, body) = packed.get(Encoding::accepted(request.headers()));
    // A strong tag names the very bytes, so each packing has its own.
    let etag = format!("\"{hash}{}\"", encoding.mark()).parse::<HeaderValue>().map_err(|_| AppError::NotFound)?;
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| names(known, &etag));
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")))
        .insert_header((ETAG, etag))
        .insert_header((VARY, HeaderValue::from_static("Accept-Encoding")));
    if known {
        return Ok(response.finish());
    }
    if let Some(name) = encoding.name() {
        response.insert_header((CONTENT_ENCODING, name));
    }
    Ok(response.insert_header((CONTENT_TYPE, file.media_type())).body(body.clone()))
}
