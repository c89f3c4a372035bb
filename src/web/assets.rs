use std::collections::HashMap;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::caching::names;
use super::context::Context;
use super::encoding::{Effort, Encoding, Packed};
use super::error::AppError;
use crate::tokens::sha256_hex;

const SERVICE_WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// The files of `static/`, inside the program.
#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
#[exclude = "*.LICENSE"]
struct Files;

/// What every page asks for beside itself.
const FIRST_VIEW: [&str; 3] = ["icon.svg", "site.css", "site.js"];

struct Asset {
    hash: String,
    media_type: &'static str,
    body: Packed,
}

/// Stylesheets, fonts and pictures, each under an address made from its content, so that a browser may keep it for ever.
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    /// Reads them all; a stylesheet's references to other files are turned into their addresses.
    pub fn load() -> Self {
        let mut all = Self(HashMap::new());
        let (sheets, others): (Vec<_>, Vec<_>) = Files::iter().partition(|name| name.ends_with(".css"));
        for name in others.into_iter().chain(sheets) {
            let Some(file) = Files::get(&name) else { continue };
            let mut body = file.data.into_owned();
            if name.ends_with(".css") {
                body = all.with_addresses(&String::from_utf8_lossy(&body)).into_bytes();
            }
            all.add(&name, body);
        }
        all
    }

    fn with_addresses(&self, sheet: &str) -> String {
        self.0.keys().fold(sheet.to_owned(), |sheet, name| {
            sheet.replace(&format!("url(/{name})"), &format!("url({})", self.address(name)))
        })
    }

    fn add(&mut self, name: &str, body: Vec<u8>) {
        let hash = sha256_hex(&body).chars().take(12).collect();
        let media_type = match name.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("json") => "application/speculationrules+json",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("woff2") => "font/woff2",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        };
        let body = match media_type {
            "font/woff2" | "image/png" => Packed::incompressible(body.into()),
            _ => Packed::new(body.into(), Effort::Asset),
        };
        let asset = Asset { hash, media_type, body };
        self.0.insert(name.to_owned(), asset);
    }

    /// Bytes that a first visit fetches with a page, as most browsers get them.
    pub fn first_view(&self) -> usize {
        let fetched = FIRST_VIEW.iter().filter_map(|name| self.0.get(*name));
        fetched.map(|asset| asset.body.get(Encoding::Brotli).1.len()).sum()
    }

    /// The address of a file, by its name in `static/`.
    pub fn address(&self, name: &str) -> String {
        let hash = self.0.get(name).map_or("missing", |asset| asset.hash.as_str());
        format!("/assets/{hash}/{name}")
    }
}

/// The script that stands in for the network where there is none. Its address never changes, and it must stand at the root: a
/// worker may only look after what lies below it (Service Workers, 4.4).
///
/// # Errors
/// Never: the file is in the program.
pub async fn worker(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let asset = context.assets.0.get("sw.js").ok_or(AppError::NotFound)?;
    let (encoding, body) = asset.body.get(Encoding::accepted(request.headers()));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .insert_header((CONTENT_TYPE, asset.media_type))
        .insert_header((SERVICE_WORKER_ALLOWED, HeaderValue::from_static("/")))
        .insert_header((VARY, HeaderValue::from_static("Accept-Encoding")));
    if let Some(name) = encoding.name() {
        response.insert_header((CONTENT_ENCODING, name));
    }
    Ok(response.body(body.clone()))
}

/// Serves one asset. Under another content's hash it is not found, so that a browser never keeps the wrong one.
pub async fn show(
    path: Path<(String, String)>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (hash, name) = path.into_inner();
    let asset = context.assets.0.get(&name).filter(|asset| asset.hash == hash).ok_or(AppError::NotFound)?;
    let (encoding, body) = asset.body.get(Encoding::accepted(request.headers()));
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
    Ok(response.insert_header((CONTENT_TYPE, asset.media_type)).body(body.clone()))
}
