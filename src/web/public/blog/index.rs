use crate::blog::{PostCard, count_published, list_published, list_topics_in_use};
use crate::catalogue::{Topic, find_topic};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::pager::Pager;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

const PAGE_SIZE: usize = 10;

#[derive(Template)]
#[template(path = "public/blog/index.html")]
struct Index {
    frame: Frame,
    topic: Option<Topic>,
    posts: Vec<PostCard>,
    topics: Vec<Topic>,
    pager: Pager,
}

impl Draw for Index {}

/// The blog, newest first.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let asked = fields.page();
    let key = Pager::new(urls::BLOG.to_owned(), usize::MAX, PAGE_SIZE, asked).here();
    page(&context, &request, key, move |reading| read_index(reading, None, asked).map(Some)).await
}

/// The posts on a topic, newest first.
///
/// # Errors
/// Not found where there is no such topic; else when the database fails.
pub async fn topic(
    slug: Path<String>,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    let asked = fields.page();
    let key = Pager::new(urls::topic(&slug), usize::MAX, PAGE_SIZE, asked).here();
    page(&context, &request, key, move |reading| {
        let Some(topic) = find_topic(reading.conn, &slug)? else { return Ok(None) };
        read_index(reading, Some(topic), asked).map(Some)
    })
    .await
}

fn read_index(reading: &mut Reading, topic: Option<Topic>, asked: u32) -> diesel::QueryResult<Index> {
    let (conn, now) = (&mut *reading.conn, reading.now);
    let id = topic.as_ref().map(|topic| topic.id);
    let count = usize::try_from(count_published(conn, id, now)?).unwrap_or_default();
    let base = topic.as_ref().map_or_else(|| urls::BLOG.to_owned(), |topic| urls::topic(&topic.slug));
    let pager = Pager::new(base, count, PAGE_SIZE, asked);
    let posts = list_published(conn, id, now, (PAGE_SIZE as i64, pager.offset(PAGE_SIZE) as i64))?;
    let topics = list_topics_in_use(conn, now)?;
    let name = topic.as_ref().map_or_else(|| "Blog".to_owned(), |topic| format!("Blog: {}", topic.title));
    let title = if pager.page > 1 { format!("{name}, page {} of {}", pager.page, pager.pages) } else { name };
    let description = "Articles by our trainers: how things work, what they cost and what to learn next.";
    let frame = reading.frame(&title, description, urls::BLOG).canonical(pager.here());
    Ok(Index { frame, topic, posts, topics, pager })
}
