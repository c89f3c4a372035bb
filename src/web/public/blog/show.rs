use crate::blog::{Post, PostCard, find_published, neighbours, pinned_courses, topics_of};
use crate::catalogue::{Topic, rank_by_topics};
use crate::types::{Heading, SafeHtml, Slug};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{BlogPosting, LinkedData};
use crate::web::public::parts::body::{Part, read_body, read_hero};
use crate::web::public::parts::widgets::{Sidebar, sidebar};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// Courses beside a post.
const MOST_RELATED: usize = 4;
/// Headings from which on a text is long enough for a table of contents.
const LONG: usize = 4;

#[derive(Template)]
#[template(path = "public/blog/show.html")]
struct Show {
    frame: Frame,
    post: Post,
    /// The headings of a long text.
    contents: Vec<Heading>,
    hero: Option<SafeHtml>,
    body: Vec<Part>,
    earlier: Option<PostCard>,
    later: Option<PostCard>,
    topics: Vec<Topic>,
    sidebar: Sidebar,
}

impl Draw for Show {}

impl Show {
    /// Whether it changed on a later day than it appeared on.
    fn was_revised(&self) -> bool {
        self.post.changed_at().home_day() > self.post.published_at().home_day()
    }

    fn linked_data(&self) -> LinkedData {
        LinkedData::of(&BlogPosting::of(&self.frame, &self.post, &self.topics, self.was_revised()))
    }
}

/// One post, with Related trainings, Upcoming trainings and Latest blogs.
///
/// # Errors
/// Not found where there is no such public post; else when the database fails.
pub async fn show(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::post(&slug), move |reading| read_show(reading, &slug)).await
}

fn read_show(reading: &mut Reading, slug: &Slug) -> diesel::QueryResult<Option<Show>> {
    let now = reading.now;
    let Some(post) = find_published(reading.conn, slug, now)? else { return Ok(None) };
    let topics = topics_of(reading.conn, post.id)?;
    let topic_ids: Vec<_> = topics.iter().map(|topic| topic.id).collect();
    let pinned = pinned_courses(reading.conn, post.id)?;
    let related = rank_by_topics(reading.conn, &pinned, &topic_ids, now, MOST_RELATED)?;
    let mut sidebar = sidebar(reading, related)?;
    sidebar.latest.retain(|other| other.id != post.id);
    sidebar.latest.truncate(5);
    let contents = Some(post.body_html.headings()).filter(|headings| headings.len() >= LONG).unwrap_or_default();
    let (earlier, later) = neighbours(reading.conn, &post, now)?;
    Ok(Some(Show {
        contents,
        earlier,
        later,
        frame: reading.frame(&post.title, &post.description, urls::BLOG).pictured(urls::og_post(slug)),
        hero: read_hero(reading, post.hero_id)?,
        body: read_body(reading, &post.body_html)?,
        topics,
        sidebar,
        post,
    }))
}
