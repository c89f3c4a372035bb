use crate::blog::{Post, PostCard, PostId, find_hidden, find_published, neighbours, pinned_courses, topics_of};
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
pub struct Show {
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
    /// Whether it is shown to somebody who was given a link, and not to everybody.
    is_preview: bool,
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
    let (earlier, later) = neighbours(reading.conn, &post, now)?;
    let picture = urls::og_post(slug);
    let mut show = read_around(reading, post)?;
    show.frame = show.frame.pictured(picture);
    Ok(Some(Show { earlier, later, ..show }))
}

/// A post that is not public, as its page will show it.
pub fn read_hidden(reading: &mut Reading, post: PostId) -> diesel::QueryResult<Option<Show>> {
    let Some(post) = find_hidden(reading.conn, post)? else { return Ok(None) };
    let mut show = read_around(reading, post)?;
    show.frame = show.frame.hidden().first_at(None);
    Ok(Some(Show { is_preview: true, ..show }))
}

fn read_around(reading: &mut Reading, post: Post) -> diesel::QueryResult<Show> {
    let now = reading.now;
    let topics = topics_of(reading.conn, post.id)?;
    let topic_ids: Vec<_> = topics.iter().map(|topic| topic.id).collect();
    let pinned = pinned_courses(reading.conn, post.id)?;
    let related = rank_by_topics(reading.conn, &pinned, &topic_ids, now, MOST_RELATED)?;
    let mut sidebar = sidebar(reading, related)?;
    sidebar.latest.retain(|other| other.id != post.id);
    sidebar.latest.truncate(5);
    let contents = Some(post.body_html.headings()).filter(|headings| headings.len() >= LONG).unwrap_or_default();
    let title = post.seo_title.as_deref().unwrap_or(&post.title);
    Ok(Show {
        contents,
        earlier: None,
        later: None,
        is_preview: false,
        frame: reading.frame(title, &post.description, urls::BLOG).first_at(post.canonical_url.clone()),
        hero: read_hero(reading, post.hero_id)?,
        body: read_body(reading, &post.body_html)?,
        topics,
        sidebar,
        post,
    })
}
