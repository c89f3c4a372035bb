//! How a visit began: remembered in a cookie of this site, only for a visitor who said yes, and only until the browser is closed.
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use url::form_urlencoded::{Serializer, parse};

use super::consent::{Consent, cookie_value};
use super::context::Context;
use crate::enquiries::Visit;

/// The cookie's name.
pub const NAME: &str = "lectern_visit";
/// The value that names the page; the others are campaign words.
const PAGE: &str = "page";
const PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// How the visit began that an enquiry came from; nothing unless its visitor said yes and the site asks.
pub fn of(context: &Context, request: &HttpRequest) -> Option<Visit> {
    if !is_wanted(context, request) {
        return None;
    }
    let values = pairs(cookie_value(request, NAME)?);
    let page = values.iter().find(|(name, _)| name == PAGE)?;
    begin(&page.1, &values)
}

/// Notes a landing in the answer: the first page that a visitor who said yes opens. A page itself never differs; only this header does,
/// and so the answer is marked as this visitor's own.
pub fn note(context: &Context, request: &HttpRequest, response: &mut HttpResponse) {
    if Consent::of(request) != Consent::Accepted || cookie_value(request, NAME).is_some() {
        return;
    }
    let is_shown = matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
    if request.method() != Method::GET || !is_shown || !is_opened(request) || !is_wanted(context, request) {
        return;
    }
    if let Some(cookie) = cookie(context, request.uri().path_and_query().map_or("/", |address| address.as_str())) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        // Only a cookie that no header can hold fails; then nothing is remembered.
        let _ = response.add_cookie(&cookie);
    }
}

/// The cookie that remembers a landing on this address.
pub fn cookie(context: &Context, address: &str) -> Option<Cookie<'static>> {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let visit = begin(path, &pairs(query))?;
    let value = Serializer::new(String::new()).append_pair(PAGE, &visit.landing).extend_pairs(visit.words()).finish();
    Some(made(context, value))
}

/// The cookie that takes the memory away.
pub fn removal(context: &Context) -> Cookie<'static> {
    let mut cookie = made(context, String::new());
    cookie.make_removal();
    cookie
}

fn made(context: &Context, value: String) -> Cookie<'static> {
    Cookie::build(NAME, value).path("/").same_site(SameSite::Lax).http_only(true).secure(context.is_https()).finish()
}

/// Whether this site asks, and this visitor said yes.
fn is_wanted(context: &Context, request: &HttpRequest) -> bool {
    let asks = context.eras.last().is_some_and(|era| era.shell.provider.attribution);
    asks && Consent::of(request) == Consent::Accepted
}

/// Whether a person opens a page: not a picture, not a feed, and not a guess of the browser's what may be opened next.
fn is_opened(request: &HttpRequest) -> bool {
    let says = |name: HeaderName, word: &str| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(word))
    };
    says(ACCEPT, "text/html") && !says(PURPOSE, "prefetch")
}

fn begin(path: &str, values: &[(String, String)]) -> Option<Visit> {
    Visit::begin(path, values.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The first values of an address; more would be nobody's campaign.
fn pairs(query: &str) -> Vec<(String, String)> {
    let short = query.get(..2_000).unwrap_or(query);
    parse(short.as_bytes()).take(20).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}
