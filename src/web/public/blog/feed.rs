use super::entry::Entry;
use crate::blog::{PostFilter, list_whole};
use crate::catalogue::{Topic, find_topic};
use crate::types::{Slug, Timestamp};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};
use crate::web::public::parts::body::read_bodies;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// Posts in a feed: more than a year of a blog that appears twice a month.
const MOST: i64 = 30;

/// A feed as Atom (RFC 4287), with each post in full.
#[derive(Template)]
#[template(path = "public/blog/feed.xml")]
struct Feed {
    frame: Frame,
    title: String,
    /// The page that shows the same posts.
    page: String,
    entries: Vec<Entry>,
}

impl Draw for Feed {
    const MEDIA_TYPE: &'static str = "application/atom+xml; charset=utf-8";

    fn finished(text: String) -> String {
        text.replace(|c: char| !is_xml(c), "")
    }
}

/// Whether XML can hold a character at all (XML 1.0, 2.2).
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The newest posts.
///
/// # Errors
/// When the database fails.
pub async fn feed(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::BLOG_FEED.to_owned(), move |reading| read_feed(reading, None).map(Some)).await
}

/// The newest posts on a topic.
///
/// # Errors
/// Not found where there is no such topic; else when the database fails.
pub async fn topic_feed(
    slug: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::topic_feed(&slug), move |reading| {
        let Some(topic) = find_topic(reading.conn, &slug)? else { return Ok(None) };
        read_feed(reading, Some(topic)).map(Some)
    })
    .await
}

fn read_feed(reading: &mut Reading, topic: Option<Topic>) -> diesel::QueryResult<Feed> {
    let filter = topic.as_ref().map_or(PostFilter::All, |topic| PostFilter::Topic(topic.id));
    let posts = list_whole(reading.conn, filter, reading.now, MOST)?;
    let texts: Vec<_> = posts.iter().map(|(post, _)| &post.body_html).collect();
    let bodies = read_bodies(reading, &texts)?;
    let entries = posts.into_iter().zip(bodies).map(|((post, topics), parts)| Entry { post, topics, parts }).collect();
    let name = &reading.frame.shell.provider.name;
    let (title, page) = match topic {
        Some(topic) => (format!("{name}: {}", topic.title), urls::topic(&topic.slug)),
        None => (format!("{name}: blog"), urls::BLOG.to_owned()),
    };
    Ok(Feed { frame: reading.frame.clone(), title, page, entries })
}

impl Feed {
    /// The last change to any post; a feed in which nothing ever stood did not change since the beginning.
    fn updated(&self) -> String {
        let changes = self.entries.iter().map(|entry| entry.post.changed_at());
        instant(changes.max().unwrap_or_else(|| chrono::DateTime::UNIX_EPOCH.into()))
    }
}

/// An instant as Atom says it (RFC 3339).
fn instant(at: Timestamp) -> String {
    at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
