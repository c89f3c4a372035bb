use std::io::Write;

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap};
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

/// How hard to try: pages are packed while somebody waits, assets once.
#[derive(Debug, Clone, Copy)]
pub enum Effort {
    /// Good and quick.
    Page,
    /// As small as can be.
    Asset,
}

/// One body in every packing.
#[derive(Debug, Clone)]
pub struct Packed {
    identity: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

impl Packed {
    /// Packs a body. Packing into memory cannot fail; if it did, the body would go out as it is.
    pub fn new(identity: Bytes, effort: Effort) -> Self {
        let gzip = gzip(&identity, effort).map_or_else(|_| identity.clone(), Bytes::from);
        let brotli = brotli(&identity, effort).map_or_else(|_| identity.clone(), Bytes::from);
        Self { identity, gzip, brotli }
    }

    /// A body that packing would not make smaller.
    pub fn incompressible(identity: Bytes) -> Self {
        Self { gzip: identity.clone(), brotli: identity.clone(), identity }
    }

    /// The body in a packing; packings that save nothing give way to the plain one.
    pub fn get(&self, wanted: Encoding) -> (Encoding, &Bytes) {
        let packed = match wanted {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
        };
        if packed.len() < self.identity.len() { (wanted, packed) } else { (Encoding::Identity, &self.identity) }
    }

    /// Bytes of memory that all packings take.
    pub fn weight(&self) -> usize {
        self.identity.len() + self.gzip.len() + self.brotli.len()
    }
}

fn gzip(body: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let level = match effort {
        Effort::Page => flate2::Compression::new(5),
        Effort::Asset => flate2::Compression::best(),
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), level);
    encoder.write_all(body)?;
    encoder.finish()
}

fn brotli(body: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let quality = match effort {
        Effort::Page => 5,
        Effort::Asset => 11,
    };
    let parameters = brotli::enc::BrotliEncoderParams { quality, size_hint: body.len(), ..Default::default() };
    let mut packed = Vec::with_capacity(body.len() / 3);
    brotli::BrotliCompress(&mut &*body, &mut packed, &parameters)?;
    Ok(packed)
}
