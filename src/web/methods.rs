//! Which methods an address answers to.
use actix_web::http::header::ALLOW;
use actix_web::{FromRequest, Handler, HttpResponse, Resource, Responder, guard, web};

/// A page: read by GET, and by HEAD, which gets the same without the body (RFC 9110, 9.3.2).
pub fn page<F, Args>(path: &str, show: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let reads = guard::Any(guard::Get()).or(guard::Head());
    web::resource(path).route(web::route().guard(reads).to(show)).default_service(web::to(async || refuse("GET, HEAD")))
}

/// A page with a form that is posted to its own address.
pub fn form<F, G, Args, Posted>(path: &str, show: F, take: G) -> Resource
where
    F: Handler<Args>,
    G: Handler<Posted>,
    Args: FromRequest + 'static,
    Posted: FromRequest + 'static,
    F::Output: Responder + 'static,
    G::Output: Responder + 'static,
{
    page(path, show).route(web::post().to(take)).default_service(web::to(async || refuse("GET, HEAD, POST")))
}

/// The answer to any other method: which ones there are (RFC 9110, 15.5.6).
pub fn refuse(allowed: &'static str) -> HttpResponse {
    HttpResponse::MethodNotAllowed().insert_header((ALLOW, allowed)).finish()
}
