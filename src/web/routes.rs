//! One table of every route.
use actix_web::http::header::ALLOW;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, HttpResponse, Resource, Responder, guard};

use super::{assets, finish, meters, public, seo};
use crate::urls;

/// Every route of the site.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(page("/", public::home::show))
        .service(page("/courses", public::courses::index))
        .service(page(urls::COMPARE, public::courses::compare))
        .service(page("/courses/{slug}", public::courses::show))
        .service(page("/courses/{slug}/letter", public::courses::letter))
        .service(page("/courses/{slug}/brochure.pdf", public::courses::brochure))
        .service(page("/trainings", public::trainings::index))
        .service(page("/trainings.ics", public::trainings::calendar::index))
        .service(page("/trainings/{code}.ics", public::trainings::calendar::show))
        .service(page("/trainings/{code}", public::trainings::show))
        .service(page("/paths", public::paths::index))
        .service(page("/paths/{slug}", public::paths::show))
        .service(page("/locations", public::locations::index))
        .service(page("/locations/{city}", public::locations::show))
        .service(page("/blog", public::blog::index))
        .service(page("/blog/feed.xml", public::blog::feed))
        .service(page("/blog/archive", public::blog::archive))
        .service(page("/blog/archive/{month}", public::blog::month))
        .service(page("/blog/authors/{slug}", public::blog::author))
        .service(page("/blog/topics/{slug}", public::blog::topic))
        .service(page("/blog/topics/{slug}/feed.xml", public::blog::topic_feed))
        .service(page("/blog/{slug}", public::blog::show))
        .service(page("/search", public::search::show))
        .service(page("/search/suggest", public::search::suggest))
        .service(form("/contact", public::contact::new, public::contact::create))
        .service(page("/contact/thanks", public::contact::thanks))
        .service(form("/cookies", public::cookies::show, public::cookies::update))
        .service(page("/assets/{hash}/{name}", assets::show))
        .service(page("/sitemap.xml", seo::sitemap))
        .service(page("/robots.txt", seo::robots))
        .service(page("/llms.txt", seo::llms))
        .service(page("/og/site.png", public::pictures::site))
        .service(page("/og/courses/{slug}.png", public::pictures::course))
        .service(page("/og/blog/{slug}.png", public::pictures::post))
        .service(page("/og/locations/{slug}.png", public::pictures::city))
        .service(page("/offline", public::offline::show))
        .service(page("/sw.js", assets::worker))
        .service(page("/healthz", public::health::live))
        .service(page("/readyz", public::health::ready))
        .service(page("/{slug}", public::pages::show))
        .default_service(web::to(finish::not_found));
}

/// What stands on the listener for metrics, and nowhere else.
pub fn configure_metrics(routes: &mut ServiceConfig) {
    routes.service(page("/metrics", meters::show));
}

/// A page: read by GET, and by HEAD, which gets the same without the body (RFC 9110, 9.3.2).
fn page<F, Args>(path: &str, show: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let reads = guard::Any(guard::Get()).or(guard::Head());
    web::resource(path).route(web::route().guard(reads).to(show)).default_service(web::to(|| refuse("GET, HEAD")))
}

/// A page with a form that is posted to its own address.
fn form<F, G, Args, Posted>(path: &str, show: F, take: G) -> Resource
where
    F: Handler<Args>,
    G: Handler<Posted>,
    Args: actix_web::FromRequest + 'static,
    Posted: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
    G::Output: Responder + 'static,
{
    page(path, show).route(web::post().to(take)).default_service(web::to(|| refuse("GET, HEAD, POST")))
}

/// The answer to any other method: which ones there are (RFC 9110, 15.5.6).
async fn refuse(allowed: &'static str) -> HttpResponse {
    HttpResponse::MethodNotAllowed().insert_header((ALLOW, allowed)).finish()
}
