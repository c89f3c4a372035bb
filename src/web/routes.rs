//! One table of every route.
use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, Resource, Responder, guard};

use super::{assets, finish, meters, public};
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
        .service(page("/contact", public::contact::new).route(web::post().to(public::contact::create)))
        .service(page("/contact/thanks", public::contact::thanks))
        .service(page("/og/site.png", public::pictures::site))
        .service(page("/og/courses/{slug}.png", public::pictures::course))
        .service(page("/og/blog/{slug}.png", public::pictures::post))
        .service(page("/og/locations/{slug}.png", public::pictures::city))
        .service(page("/cookies", public::cookies::show).route(web::post().to(public::cookies::update)))
        .service(page("/assets/{hash}/{name}", assets::show))
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
fn page<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path).route(web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler))
}
