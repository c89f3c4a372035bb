//! One table of every route.
use actix_web::web::{self, Data, ServiceConfig};

use super::body_renderer::BodyRenderer;
use super::context::Context;
use super::methods::{form, page};
use super::{admin, assets, brand, finish, media, meters, public, seo};
use crate::access::Permission;
use crate::urls;

/// Every route of the site.
pub fn configure(routes: &mut ServiceConfig, context: &Data<Context>) {
    routes.app_data(Data::new(BodyRenderer(public::preview::draw_body)));
    admin::configure(routes, context, previews);
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
        .service(page("/preview/{token}", public::preview::show))
        .service(page("/search", public::search::show))
        .service(page("/search/suggest", public::search::suggest))
        .service(form("/contact", public::contact::new, public::contact::create))
        .service(page("/contact/thanks", public::contact::thanks))
        .service(form("/contact/stop/{word}", public::waiting::show_stop, public::waiting::stop))
        .service(form("/contact/seat/{word}", public::waiting::show_seat, public::waiting::answer_seat))
        .service(form(urls::RIGHTS, public::rights::show, public::rights::create))
        .service(form("/cookies", public::cookies::show, public::cookies::update))
        .service(page("/assets/{hash}/{name}", assets::show))
        .service(page("/brand/{hash}.css", brand::show))
        .service(page("/media/{hash}/{name}", media::show))
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

/// Addresses of the desk that show what the public will see.
fn previews(desk: &mut admin::Table) {
    desk.page(urls::desk::COURSE_PREVIEW, admin::Access::Needs(Permission::Content), public::courses::preview);
}

/// Who may call which address of the desk, for whoever checks that it is so.
pub fn rules() -> Vec<admin::Rule> {
    admin::rules(previews)
}

/// What stands on the listener for metrics, and nowhere else.
pub fn configure_metrics(routes: &mut ServiceConfig) {
    routes.service(page("/metrics", meters::show));
}
