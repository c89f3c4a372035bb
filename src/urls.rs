//! Every link of the site is built here, so that an address changes in one place.
mod accounts;
pub mod desk;
pub mod desk_trainings;
pub mod inbox;
mod media;

use crate::types::{Code, Reference, Slug};

pub use accounts::*;
pub use media::{ADMIN_MEDIA, ADMIN_MEDIA_PICK, admin_media, media, media_form};

/// The start page.
pub const HOME: &str = "/";
/// The catalogue.
pub const COURSES: &str = "/courses";
/// Courses side by side; no course may bear this name.
pub const COMPARE: &str = "/courses/compare";
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
/// The form by which people ask about their own data.
pub const RIGHTS: &str = "/contact/rights";
/// The cookie policy and choice.
pub const COOKIES: &str = "/cookies";
/// What is shown where there is no connection.
pub const OFFLINE: &str = "/offline";
/// The privacy notice.
pub const PRIVACY: &str = "/privacy";
/// The picture that stands for the site where a page has none of its own.
pub const OG_SITE: &str = "/og/site.png";
/// The front of the admin.
pub const ADMIN: &str = "/admin";
/// The form that signs staff in.
pub const SIGN_IN: &str = "/admin/login";
/// Redirects, as editors keep them.
pub const ADMIN_ADDRESSES: &str = "/admin/addresses";
/// Missing addresses that visitors asked for.
pub const ADMIN_MISSING: &str = "/admin/addresses/missing";
/// Links of the site's own texts that lead nowhere.
pub const ADMIN_LINKS: &str = "/admin/addresses/links";
/// What is held about people, and their rights to it.
pub const ADMIN_PRIVACY: &str = "/admin/privacy";
/// What is held about one person.
pub const ADMIN_PERSON: &str = "/admin/privacy/person";
/// Posts, as editors keep them.
pub const ADMIN_POSTS: &str = "/admin/posts";
/// Who did what.
pub const ADMIN_AUDIT: &str = "/admin/audit";
/// Where a sign-out is posted.
pub const SIGN_OUT: &str = "/admin/logout";
/// For search engines: every address that they may show.
pub const SITEMAP: &str = "/sitemap.xml";
/// For search engines: what they are to leave alone.
pub const ROBOTS: &str = "/robots.txt";
/// For language models: the site in words.
pub const LLMS: &str = "/llms.txt";

/// What stands right behind the first slash besides pages; no page may bear one of these names.
pub const FIRST_PARTS: [&str; 17] = [
    "admin",
    "assets",
    "blog",
    "brand",
    "contact",
    "courses",
    "healthz",
    "locations",
    "metrics",
    "media",
    "offline",
    "og",
    "paths",
    "preview",
    "readyz",
    "search",
    "trainings",
];

/// A course's page.
pub fn course(slug: &Slug) -> String {
    format!("/courses/{slug}")
}

/// The courses of a category.
pub fn category(slug: &Slug) -> String {
    format!("/courses?category={slug}")
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

/// Where news of dates and seats ends, with the signed word of a person.
pub fn stop(word: &str) -> String {
    format!("/contact/stop/{word}")
}

/// Where the offer of a seat is answered, with the signed word of whoever stands in line.
pub fn seat(word: &str) -> String {
    format!("/contact/seat/{word}")
}

/// The enquiry form about a course.
pub fn ask_about_course(slug: &Slug) -> String {
    format!("/contact?course={slug}")
}

/// The enquiry form about a training.
pub fn ask_about_training(code: &Code) -> String {
    format!("/contact?training={code}")
}

/// The enquiry form about a class for one team.
pub fn ask_about_group(slug: &Slug) -> String {
    format!("/contact?course={slug}&kind=group")
}

/// The enquiry form about something to be given in a city.
pub fn ask_about_city(slug: &Slug) -> String {
    format!("/contact?city={slug}&kind=interest")
}

/// The course that the address of its letter or brochure belongs to, and the rest of that address.
pub fn part_of_course(path: &str) -> Option<(&str, &str)> {
    let mut parts = ["/letter", "/brochure.pdf"].into_iter();
    parts.find_map(|part| path.strip_suffix(part).map(|course| (course, part))).filter(|(course, _)| is_course(course))
}

/// Whether an address is that of a course, by its form.
pub fn is_course(path: &str) -> bool {
    path.strip_prefix("/courses/").is_some_and(|slug| !slug.is_empty() && !slug.contains('/')) && path != COMPARE
}

/// A letter by which a student asks an employer for a course.
pub fn letter(slug: &Slug) -> String {
    format!("/courses/{slug}/letter")
}

/// Some courses side by side; the same courses have one address, however they are ordered.
pub fn compare<'a>(slugs: impl IntoIterator<Item = &'a Slug>) -> String {
    let slugs: std::collections::BTreeSet<&Slug> = slugs.into_iter().collect();
    let values: Vec<String> = slugs.iter().map(|slug| format!("course={slug}")).collect();
    if values.is_empty() { COMPARE.to_owned() } else { format!("{COMPARE}?{}", values.join("&")) }
}

/// The dates of a course, for a calendar that subscribes.
pub fn course_calendar(slug: &Slug) -> String {
    format!("{TRAININGS_CALENDAR}?course={slug}")
}

/// A course's brochure.
pub fn brochure(slug: &Slug) -> String {
    format!("/courses/{slug}/brochure.pdf")
}

/// The picture that stands for a course where its page is shared.
pub fn og_course(slug: &Slug) -> String {
    format!("/og/courses/{slug}.png")
}

/// The picture that stands for a post where it is shared.
pub fn og_post(slug: &Slug) -> String {
    format!("/og/blog/{slug}.png")
}

/// The picture that stands for a city where its page is shared.
pub fn og_city(slug: &Slug) -> String {
    format!("/og/locations/{slug}.png")
}

/// An enquiry as staff see it.
pub fn admin_enquiry(reference: &Reference) -> String {
    format!("/admin/enquiries/{reference}")
}

/// A link that calls a number (RFC 3966).
pub fn tel(e164: &str) -> String {
    format!("tel:{e164}")
}

/// A link that begins an e-mail to nobody yet (RFC 6068).
pub fn mail(subject: &str, body: &str) -> String {
    format!("mailto:?subject={}&body={}", encoded(subject), encoded(&body.replace('\n', "\r\n")))
}

/// A point for whichever map the device has (RFC 5870), in degrees north and east.
pub fn geo(&(north, east): &(f64, f64)) -> String {
    format!("geo:{north},{east}")
}

/// A point on a map in the browser, in degrees north and east.
pub fn map(&(north, east): &(f64, f64)) -> String {
    format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=16/{north}/{east}")
}

/// A link that opens a WhatsApp chat with a number and a message ready to send.
pub fn whatsapp(e164: &str, message: &str) -> String {
    format!("https://wa.me/{}?text={}", e164.trim_start_matches('+'), encoded(message))
}

/// Names and values as they stand behind the `?` of an address.
pub fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A post that is not public, for whoever was given the link.
pub fn preview(token: impl std::fmt::Display) -> String {
    format!("/preview/{token}")
}

/// A post at the desk.
pub fn admin_post(id: impl std::fmt::Display) -> String {
    format!("{ADMIN_POSTS}/{id}")
}

/// Text inside an address, where a space is no plus sign.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
