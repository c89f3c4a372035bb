use crate::blog::{
    Author, Month, PostCard, PostFilter, count_published, find_author, list_published, list_topics_in_use,
};
use crate::catalogue::{Topic, find_topic};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{ItemList, LinkedData};
use crate::web::pager::Pager;
use crate::web::public::parts::{face, widgets};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

const PAGE_SIZE: usize = 10;

/// Which posts a list shows.
#[derive(Debug, Clone)]
pub(super) enum Shelf {
    /// All.
    Blog,
    /// Those on a topic.
    Topic(Topic),
    /// Those of an author.
    Author(Author),
    /// Those of a month.
    Month(Month),
}

#[derive(Template)]
#[template(path = "public/blog/index.html")]
pub(super) struct Index {
    frame: Frame,
    shelf: Shelf,
    heading: String,
    posts: Vec<PostCard>,
    topics: Vec<Topic>,
    feed: String,
    pager: Pager,
}

impl Draw for Index {}

impl Index {
    /// Whether its first post is the newest of all, which stands out.
    fn is_front(&self) -> bool {
        matches!(self.shelf, Shelf::Blog) && self.pager.page == 1
    }

    fn linked_data(&self) -> LinkedData {
        ItemList::of(&self.frame, self.posts.iter().map(|post| urls::post(&post.slug))).data()
    }
}

/// The blog, newest first.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let asked = fields.page();
    page(&context, &request, key(urls::BLOG, asked), move |reading| {
        read_shelf(reading, Shelf::Blog, PostFilter::All, asked).map(Some)
    })
    .await
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
    let find = |reading: &mut Reading, slug: &Slug| {
        let topic = find_topic(reading.conn, slug)?;
        Ok(topic.map(|topic| (PostFilter::Topic(topic.id), Shelf::Topic(topic))))
    };
    named_shelf((&slug, urls::topic), &fields, &request, &context, find).await
}

/// The posts of an author, newest first.
///
/// # Errors
/// Not found where nobody of this name wrote a public post; else when the database fails.
pub async fn author(
    slug: Path<String>,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let find = |reading: &mut Reading, slug: &Slug| {
        let author = find_author(reading.conn, slug, reading.now)?;
        Ok(author.map(|(id, author)| (PostFilter::Author(id), Shelf::Author(author))))
    };
    named_shelf((&slug, urls::author), &fields, &request, &context, find).await
}

/// The page of the posts that a name in the address stands for.
async fn named_shelf(
    (slug, address): (&str, fn(&Slug) -> String),
    fields: &Fields,
    request: &HttpRequest,
    context: &Data<Context>,
    find: impl FnOnce(&mut Reading, &Slug) -> diesel::QueryResult<Option<(PostFilter, Shelf)>> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    let asked = fields.page();
    page(context, request, key(&address(&slug), asked), move |reading| {
        let Some((filter, shelf)) = find(reading, &slug)? else { return Ok(None) };
        read_shelf(reading, shelf, filter, asked).map(Some)
    })
    .await
}

/// The address that a page of a list is kept under.
pub(super) fn key(address: &str, asked: u32) -> String {
    Pager::new(address.to_owned(), usize::MAX, PAGE_SIZE, asked).here()
}

pub(super) fn read_shelf(
    reading: &mut Reading,
    shelf: Shelf,
    filter: PostFilter,
    asked: u32,
) -> diesel::QueryResult<Index> {
    let (conn, now) = (&mut *reading.conn, reading.now);
    let count = usize::try_from(count_published(conn, filter, now)?).unwrap_or_default();
    let pager = Pager::new(shelf.address(), count, PAGE_SIZE, asked);
    let posts = list_published(conn, filter, now, (PAGE_SIZE as i64, pager.offset(PAGE_SIZE) as i64))?;
    let topics = list_topics_in_use(conn, now)?;
    let (heading, name, description) = shelf.words();
    let title = if pager.page > 1 { format!("{name}, page {} of {}", pager.page, pager.pages) } else { name };
    let frame = reading.frame(&title, &description, urls::BLOG).canonical(pager.here());
    Ok(Index { frame, feed: shelf.feed(), shelf, heading, posts, topics, pager })
}

impl Shelf {
    fn address(&self) -> String {
        match self {
            Self::Blog => urls::BLOG.to_owned(),
            Self::Topic(topic) => urls::topic(&topic.slug),
            Self::Author(author) => urls::author(&author.slug),
            Self::Month(month) => urls::archive(month),
        }
    }

    fn feed(&self) -> String {
        match self {
            Self::Topic(topic) => urls::topic_feed(&topic.slug),
            _ => urls::BLOG_FEED.to_owned(),
        }
    }

    /// Its heading, its title and its description.
    fn words(&self) -> (String, String, String) {
        let articles = "Articles by our trainers: how things work, what they cost and what to learn next.";
        match self {
            Self::Blog => ("Blog".to_owned(), "Blog".to_owned(), articles.to_owned()),
            Self::Topic(topic) => (topic.title.clone(), format!("Blog: {}", topic.title), articles.to_owned()),
            Self::Author(author) => {
                let description = format!("Articles by {} ({}), newest first.", author.title, author.role);
                (author.title.clone(), format!("Blog: {}", author.title), description)
            }
            Self::Month(month) => {
                let month = month.title();
                let description = format!("What our trainers wrote in {month}, newest first.");
                (month.clone(), format!("Blog: {month}"), description)
            }
        }
    }
}
