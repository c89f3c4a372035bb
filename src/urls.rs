//! Every link of the site is built here, so that an address changes in one place.
use crate::types::{Code, Reference, Slug};

/// The start page.
pub const HOME: &str = "/";
/// The catalogue.
pub const COURSES: &str = "/courses";
/// Career paths.
pub const PATHS: &str = "/paths";
/// Upcoming trainings.
pub const TRAININGS: &str = "/trainings";
/// Upcoming trainings as iCalendar, for a calendar that subscribes; takes the filters of [`TRAININGS`].
pub const TRAININGS_CALENDAR: &str = "/trainings.ics";
/// Cities.
pub const LOCATIONS: &str = "/locations";
/// The blog.
pub const BLOG: &str = "/blog";
/// Every post by month.
pub const BLOG_ARCHIVE: &str = "/blog/archive";
/// The latest posts as Atom.
pub const BLOG_FEED: &str = "/blog/feed.xml";
/// The search.
pub const SEARCH: &str = "/search";
/// Suggestions while a query is typed.
pub const SUGGEST: &str = "/search/suggest";
/// The enquiry form; it also takes every enquiry.
pub const CONTACT: &str = "/contact";
/// The cookie policy and choice.
pub const COOKIES: &str = "/cookies";
/// What is shown where there is no connection.
pub const OFFLINE: &str = "/offline";
/// The privacy notice.
pub const PRIVACY: &str = "/privacy";
/// The front of the admin.
pub const ADMIN: &str = "/admin";

/// A course's page.
pub fn course(slug: &Slug) -> String {
    format!("/courses/{slug}")
}

/// A career path's page.
pub fn path(slug: &Slug) -> String {
    format!("/paths/{slug}")
}

/// A training's page.
pub fn training(code: &Code) -> String {
    format!("/trainings/{code}")
}

/// A training's days as iCalendar.
pub fn training_calendar(code: &Code) -> String {
    format!("/trainings/{code}.ics")
}

/// A city's page.
pub fn city(slug: &Slug) -> String {
    format!("/locations/{slug}")
}

/// A post's page.
pub fn post(slug: &Slug) -> String {
    format!("/blog/{slug}")
}

/// The posts on a topic.
pub fn topic(slug: &Slug) -> String {
    format!("/blog/topics/{slug}")
}

/// The posts on a topic as Atom.
pub fn topic_feed(slug: &Slug) -> String {
    format!("/blog/topics/{slug}/feed.xml")
}

/// The posts of an author.
pub fn author(slug: &Slug) -> String {
    format!("/blog/authors/{slug}")
}

/// The posts of a month, such as `2026-02`.
pub fn archive(month: impl std::fmt::Display) -> String {
    format!("/blog/archive/{month}")
}

/// A static page.
pub fn page(slug: &Slug) -> String {
    format!("/{slug}")
}

/// The page after an enquiry was sent.
pub fn thanks(reference: &Reference) -> String {
    format!("/contact/thanks?ref={reference}")
}

/// The enquiry form about a course.
pub fn ask_about_course(slug: &Slug) -> String {
    format!("/contact?course={slug}")
}

/// The enquiry form about a training.
pub fn ask_about_training(code: &Code) -> String {
    format!("/contact?training={code}")
}

/// An enquiry as staff see it.
pub fn admin_enquiry(reference: &Reference) -> String {
    format!("/admin/enquiries/{reference}")
}

/// A link that calls a number (RFC 3966).
pub fn tel(e164: &str) -> String {
    format!("tel:{e164}")
}

/// A link that opens a WhatsApp chat with a number and a message ready to send.
pub fn whatsapp(e164: &str, message: &str) -> String {
    let text: String = url::form_urlencoded::byte_serialize(message.as_bytes()).collect();
    format!("https://wa.me/{}?text={}", e164.trim_start_matches('+'), text.replace('+', "%20"))
}
