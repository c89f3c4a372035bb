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
}

impl Effort {
    fn gzip_level(self) -> u32 {
        match self {
            Self::Once => 1,
            Self::Kept => 6,
        }
    }

    fn brotli_quality(self) -> i32 {
        match self {
            Self::Once => 1,
            Self::Kept => 6,
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
        Self { gzip: same(), brotli: same(), identity, effort: Effort::Kept }
    }

    /// A body whose packings were made with the program.
    pub fn ready(identity: &'static [u8], gzip: &'static [u8], brotli: &'static [u8]) -> Self {
        let ready = |bytes| OnceLock::from(Bytes::from_static(bytes));
        Self { identity: Bytes::from_static(identity), gzip: ready(gzip), brotli: ready(brotli), effort: Effort::Kept }
    }

    /// The body in a packing; packings that save nothing give way to the plain one. Packing into memory cannot fail; if it did, the
    /// body would go out as it is.
    pub fn get(&self, wanted: Encoding) -> (Encoding, &Bytes) {
        let or_plain = |packed: std::io::Result<Vec<u8>>| packed.map_or_else(|_| self.identity.clone(), Bytes::from);
        let packed = match wanted {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => self.gzip.get_or_init(|| or_plain(self.pack(wanted))),
            Encoding::Brotli => self.brotli.get_or_init(|| or_plain(self.pack(wanted))),
        };
        if packed.len() < self.identity.len() { (wanted, packed) } else { (Encoding::Identity, &self.identity) }
    }

    fn pack(&self, encoding: Encoding) -> std::io::Result<Vec<u8>> {
        let mut packer = Packer::new(encoding, self.effort, self.identity.len());
        packer.write(&self.identity)?;
        packer.finish()
    }

    /// A page that says at its foot how much it weighs; any other text as [`Packed::new`] takes it.
    ///
    /// What stands before the number is packed, counted, and then the number and the rest are packed behind it, so that saying it
    /// costs no second packing. A page that is kept says what most browsers get, brotli; one that goes out once says what it was
    /// packed as. What a first visit fetches besides comes on top (see [`weight_mark`]).
    pub fn page(text: String, effort: Effort, wanted: Encoding) -> Self {
        let Some((before, besides, after)) = split_at_mark(&text) else {
            // Nothing but its own bytes is kept of a page.
            return Self::new(Bytes::from(text.into_bytes().into_boxed_slice()), effort);
        };
        let shown = if matches!(effort, Effort::Once) { wanted } else { Encoding::Brotli };
        let mut packer = Packer::new(shown, effort, text.len());
        let counted = packer.write(before.as_bytes()).and_then(|()| packer.so_far()).unwrap_or(before.len());
        let rest = format!("{}{after}", kilobytes(counted + after.len() + besides));
        let packed = packer.write(rest.as_bytes()).and_then(|()| packer.finish()).ok();
        let page = Self::new(Bytes::from([before, &rest].concat()), effort);
        let made = match shown {
            Encoding::Identity => None,
            Encoding::Gzip => Some(&page.gzip),
            Encoding::Brotli => Some(&page.brotli),
        };
        if let Some((made, packed)) = made.zip(packed) {
            let _ = made.set(Bytes::from(packed));
        }
        page
    }

    /// The body as it is.
    pub fn plain(&self) -> &[u8] {
        &self.identity
    }

    /// Bytes of memory that all packings take, at most.
    pub fn weight(&self) -> usize {
        self.identity.len() * 2
    }
}

/// An answer made for one visitor and kept by nobody, packed as that visitor takes it.
pub fn unkept_page(request: &HeaderMap, status: StatusCode, html: String) -> HttpResponse {
    let wanted = Encoding::accepted(request);
    let packed = Packed::page(html, Effort::Once, wanted);
    let (encoding, body) = packed.get(wanted);
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

/// A packer into memory that can be asked on the way how much came out.
enum Packer {
    Identity(Vec<u8>),
    Gzip(flate2::write::GzEncoder<Vec<u8>>),
    Brotli(Box<brotli::CompressorWriter<Vec<u8>>>),
}

impl Packer {
    fn new(encoding: Encoding, effort: Effort, size: usize) -> Self {
        let packed = Vec::with_capacity(size / 3);
        match encoding {
            Encoding::Identity => Self::Identity(packed),
            Encoding::Gzip => {
                Self::Gzip(flate2::write::GzEncoder::new(packed, flate2::Compression::new(effort.gzip_level())))
            }
            Encoding::Brotli => {
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: effort.brotli_quality(),
                    // No page is larger than this window, and a larger one would only cost memory.
                    lgwin: 17,
                    size_hint: size,
                    ..Default::default()
                };
                Self::Brotli(Box::new(brotli::CompressorWriter::with_params(packed, 4096, &parameters)))
            }
        }
    }

    fn write(&mut self, part: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Identity(packed) => packed.write_all(part),
            Self::Gzip(packer) => packer.write_all(part),
            Self::Brotli(packer) => packer.write_all(part),
        }
    }

    /// Bytes that what was written so far takes.
    fn so_far(&mut self) -> std::io::Result<usize> {
        Ok(match self {
            Self::Identity(packed) => packed.len(),
            Self::Gzip(packer) => {
                packer.flush()?;
                packer.get_ref().len()
            }
            Self::Brotli(packer) => {
                packer.flush()?;
                packer.get_ref().len()
            }
        })
    }

    fn finish(self) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Identity(packed) => Ok(packed),
            Self::Gzip(packer) => packer.finish(),
            Self::Brotli(packer) => Ok(packer.into_inner()),
        }
    }
}

/// Where a page says what it weighs: `besides` are the bytes that a first visit fetches with it. [`Packed::page`] puts the number there.
pub fn weight_mark(besides: usize) -> String {
    format!("{MARK}{besides}-->")
}

const MARK: &str = "<!--weight-";

/// What stands before the last mark, what it says, and what stands behind. What a visitor typed cannot be one: it is escaped.
fn split_at_mark(text: &str) -> Option<(&str, usize, &str)> {
    let (before, rest) = text.rsplit_once(MARK)?;
    let (besides, after) = rest.split_once("-->")?;
    Some((before, besides.parse().ok()?, after))
}

/// A weight with one decimal, in thousands of bytes.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}
