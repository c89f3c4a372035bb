use std::io::Write;
use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use actix_web::web::Bytes;

/// How a body is packed on its way (RFC 9110, 8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// Gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl Encoding {
    /// The smallest that the other side takes.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let accept = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accept.split(',').any(|part| {
                let (coding, parameters) = part.split_once(';').unwrap_or((part, ""));
                let refused = parameters.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
                coding.trim().eq_ignore_ascii_case(name) && !refused
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// What tells this packing's tag from the others'.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => "-gz",
            Self::Brotli => "-br",
        }
    }

    /// The value of `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// How hard to try, and so how long somebody waits.
#[derive(Debug, Clone, Copy)]
pub enum Effort {
    /// For a page that goes out once.
    Once,
    /// For a page that is kept.
    Kept,
    /// For what is packed once in the life of the program.
    Asset,
}

impl Effort {
    fn gzip_level(self) -> u32 {
        match self {
            Self::Once => 1,
            Self::Kept => 6,
            Self::Asset => 9,
        }
    }

    fn brotli_quality(self) -> i32 {
        match self {
            Self::Once => 1,
            Self::Kept => 6,
            Self::Asset => 11,
        }
    }
}

/// One body in every packing; each is made when it is first wanted.
#[derive(Debug)]
pub struct Packed {
    identity: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    effort: Effort,
}

impl Packed {
    /// A body to pack.
    pub fn new(identity: Bytes, effort: Effort) -> Self {
        Self { identity, gzip: OnceLock::new(), brotli: OnceLock::new(), effort }
    }

    /// A body that packing would not make smaller.
    pub fn incompressible(identity: Bytes) -> Self {
        let same = || OnceLock::from(identity.clone());
        Self { gzip: same(), brotli: same(), identity, effort: Effort::Asset }
    }

    /// The body in a packing; packings that save nothing give way to the plain one. Packing into memory cannot fail; if it did, the
    /// body would go out as it is.
    pub fn get(&self, wanted: Encoding) -> (Encoding, &Bytes) {
        let or_plain = |packed: std::io::Result<Vec<u8>>| packed.map_or_else(|_| self.identity.clone(), Bytes::from);
        let packed = match wanted {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => self.gzip.get_or_init(|| or_plain(gzip(&self.identity, self.effort))),
            Encoding::Brotli => self.brotli.get_or_init(|| or_plain(brotli(&self.identity, self.effort))),
        };
        if packed.len() < self.identity.len() { (wanted, packed) } else { (Encoding::Identity, &self.identity) }
    }

    /// Bytes of memory that all packings take, at most.
    pub fn weight(&self) -> usize {
        self.identity.len() * 2
    }
}

/// An answer made for one visitor and kept by nobody, packed as that visitor takes it.
pub fn unkept_page(request: &HeaderMap, status: StatusCode, html: String) -> HttpResponse {
    let packed = Packed::new(Bytes::from(html), Effort::Once);
    let (encoding, body) = packed.get(Encoding::accepted(request));
    let mut response = HttpResponse::build(status);
    response
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((VARY, HeaderValue::from_static("Accept-Encoding, Cookie")));
    if let Some(name) = encoding.name() {
        response.insert_header((CONTENT_ENCODING, HeaderValue::from_static(name)));
    }
    response.body(body.clone())
}

fn gzip(body: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let level = flate2::Compression::new(effort.gzip_level());
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), level);
    encoder.write_all(body)?;
    encoder.finish()
}

fn brotli(body: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: effort.brotli_quality(),
        // No page is larger than this window, and a larger one would only cost memory.
        lgwin: 17,
        size_hint: body.len(),
        ..Default::default()
    };
    let mut packed = Vec::with_capacity(body.len() / 3);
    brotli::BrotliCompress(&mut &*body, &mut packed, &parameters)?;
    Ok(packed)
}
