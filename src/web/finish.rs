//! What every answer gets on its way out: security headers, and the site's look where something went wrong.
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};

use super::context::Context;
use super::error::AppError;
use super::resolution::resolve;
use super::{error_page, visit};
use crate::site::Resolution;

/// Nothing runs that this site does not serve itself; no page stands in another site's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Longer than any address that the registry holds; nobody needs to look.
const LONGEST_PATH: usize = 2_000;
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// The last word on every answer.
///
/// # Errors
/// Never of its own.
pub async fn finish(
    context: Data<Context>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?;
    let needs_look = response.status().is_client_error() || response.status().is_server_error();
    let is_bare = needs_look && !response.headers().contains_key(CONTENT_TYPE);
    let mut response = if is_bare { look(&context, response).await } else { response.map_into_boxed_body() };
    let request = response.request().clone();
    visit::note(&context, &request, response.response_mut());
    if is_part_of_a_page(response.headers()) {
        protect_file(response.headers_mut(), context.is_https());
    } else if !response.headers().contains_key(CONTENT_SECURITY_POLICY) {
        protect(response.headers_mut(), context.is_https());
    }
    Ok(response)
}

/// What protects a visitor on any answer, though it be no page.
pub fn protect_file(headers: &mut HeaderMap, is_https: bool) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
}

/// Whether an answer is read by a page and never is one itself: the other headers would say nothing there, for 450 bytes each time.
/// A picture that can hold script (SVG) can be opened as a page.
fn is_part_of_a_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    ["text/css", "font/woff2", "application/speculationrules+json"].iter().any(|part| kind.starts_with(part))
}

/// The headers that protect a visitor, on every answer that can be opened.
pub fn protect(headers: &mut HeaderMap, is_https: bool) {
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS, HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
    protect_file(headers, is_https);
}

async fn look(context: &Data<Context>, response: ServiceResponse<impl MessageBody>) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    let mut status = response.status();
    if status == StatusCode::NOT_FOUND && matches!(*request.method(), Method::GET | Method::HEAD) {
        match moved(context, request.path()).await {
            Some(Resolution::Moved(to)) => {
                context.tally.note_moved(request.path());
                // A query that no header can hold stays behind.
                let query = Some(request.query_string()).filter(|query| !query.is_empty() && query.is_ascii());
                let to = query.map_or_else(
                    || to.clone(),
                    |query| format!("{to}{}{query}", if to.contains('?') { '&' } else { '?' }),
                );
                return ServiceResponse::new(
                    request,
                    HttpResponse::MovedPermanently().insert_header((LOCATION, to)).finish(),
                );
            }
            Some(Resolution::Gone) => status = StatusCode::GONE,
            None => context.tally.note_missing(request.path()),
        }
    }
    error_page::answer(context, request, status, response).await
}

/// Where an address without a page leads: what the registry says, or the same address without its last slash.
async fn moved(context: &Data<Context>, path: &str) -> Option<Resolution> {
    let bare = path.trim_end_matches('/').to_owned();
    if bare.is_empty() || path.len() > LONGEST_PATH {
        return None;
    }
    let has_slash = bare.len() < path.len();
    let (asked, now) = (bare.clone(), context.clock.now());
    let registered = context.db.read(move |conn| resolve(conn, &asked, now)).await.ok().flatten();
    registered.or((has_slash && is_local(&bare)).then_some(Resolution::Moved(bare)))
}

/// Whether a browser takes it for an address of this site; some read `\\` as `/`.
fn is_local(path: &str) -> bool {
    !path.starts_with("//") && !path.contains('\\') && path.is_ascii()
}

/// The answer for an address that no route knows.
///
/// # Errors
/// Always: not found.
pub async fn not_found() -> Result<HttpResponse, AppError> {
    Err(AppError::NotFound)
}
