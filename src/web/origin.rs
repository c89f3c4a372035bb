use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderName, ORIGIN, REFERER};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a post may come from a page of another site.
///
/// Browsers say where a post comes from: `Sec-Fetch-Site` (Fetch Metadata), or the older `Origin` (RFC 6454), which must then name
/// the host that was asked. A request with neither is no browser's, so nobody's cookies are being misused.
pub fn is_foreign(request: &HttpRequest) -> bool {
    let header = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("not readable"));
    match (header(FETCH_SITE), header(ORIGIN)) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").is_none_or(|(_, host)| Some(host) != header(HOST)),
        (None, None) => false,
    }
}

/// Whether a request says at all where it comes from, as every browser's post does.
pub fn says_where_from(request: &HttpRequest) -> bool {
    request.headers().contains_key(FETCH_SITE) || request.headers().contains_key(ORIGIN)
}

/// The address on this site, from the slash on, of the page that a request was sent from; where the browser says so.
pub fn own_referer(request: &HttpRequest) -> Option<&str> {
    let referer = request.headers().get(REFERER)?.to_str().ok()?;
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    rest.strip_prefix(host).filter(|address| address.starts_with('/'))
}
