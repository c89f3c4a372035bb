use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::site::Signpost;
use crate::types::Timestamp;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Frame;
use crate::web::signposts::list_signposts;

/// A sitemap holds no more (sitemaps.org, protocol 0.9). What comes last, posts of long ago, is found by the links of the blog.
const MOST_ENTRIES: usize = 50_000;
/// Lists; what they list stands below their addresses.
const LISTS: [&str; 5] = [urls::COURSES, urls::TRAININGS, urls::PATHS, urls::LOCATIONS, urls::BLOG];
/// Their words are the program's own, so nothing says when they changed.
const OWN: [&str; 3] = [urls::CONTACT, urls::RIGHTS, urls::COOKIES];

/// One address.
struct Entry {
    address: String,
    changed_at: Option<Timestamp>,
}

impl Entry {
    /// When it last changed, as the protocol wants it.
    fn changed(&self) -> Option<String> {
        self.changed_at.map(|at| at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

#[derive(Template)]
#[template(path = "seo/sitemap.xml")]
struct Sitemap {
    frame: Frame,
    entries: Vec<Entry>,
}

impl Draw for Sitemap {
    const MEDIA_TYPE: &'static str = "application/xml; charset=utf-8";
}

/// Every address that search engines may show, each with the moment of its last change.
///
/// # Errors
/// When the database fails.
pub async fn show(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::SITEMAP.to_owned(), |reading| {
        let entries = entries(list_signposts(reading.conn, reading.now)?);
        Ok(Some(Sitemap { frame: reading.frame.clone(), entries }))
    })
    .await
}

/// The start page and the lists, each as new as the newest thing on it, then everything by itself.
fn entries(signposts: Vec<Signpost>) -> Vec<Entry> {
    let newest = |prefix: &str| {
        let below = signposts.iter().filter(|signpost| signpost.address.starts_with(prefix));
        below.map(|signpost| signpost.changed_at).max()
    };
    let mut all = vec![Entry { address: urls::HOME.to_owned(), changed_at: newest("") }];
    all.extend(LISTS.map(|list| Entry { address: list.to_owned(), changed_at: newest(list) }));
    all.extend(OWN.map(|page| Entry { address: page.to_owned(), changed_at: None }));
    let fixed = all.len();
    for Signpost { address, changed_at, .. } in signposts {
        match all.iter_mut().take(fixed).find(|entry| entry.address == address) {
            Some(known) => known.changed_at = Some(changed_at),
            None => all.push(Entry { address, changed_at: Some(changed_at) }),
        }
    }
    all.truncate(MOST_ENTRIES);
    all
}
