use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::body::{Part, read_body};
use super::parts::widgets::{CourseRow, with_next_dates};
use crate::blog::{PostCard, list_on_topics};
use crate::catalogue::{CourseCard, Price, find_path, list_path_topics, list_paths, list_steps};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{ItemList, LinkedData};

/// What a path takes in all.
struct Total {
    courses: usize,
    days: i32,
    price: Price,
}

impl Total {
    fn of(cards: &[&CourseCard]) -> Self {
        Self {
            courses: cards.len(),
            days: cards.iter().map(|card| card.days).sum(),
            price: Price::sum(cards.iter().map(|card| card.price())),
        }
    }
}

/// A path in the list, with what it takes and where it starts.
struct Row {
    path: crate::catalogue::Path,
    total: Total,
    first: Option<CourseCard>,
}

#[derive(Template)]
#[template(path = "public/paths/index.html")]
struct Index {
    frame: Frame,
    rows: Vec<Row>,
}

impl Draw for Index {}

impl Index {
    fn linked_data(&self) -> LinkedData {
        ItemList::of(&self.frame, self.rows.iter().map(|row| urls::path(&row.path.slug))).data()
    }
}

/// All career paths.
///
/// # Errors
/// When the database fails.
pub async fn index(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::PATHS.to_owned(), |reading| {
        let paths = list_paths(reading.conn)?;
        let ids: Vec<_> = paths.iter().map(|path| path.id).collect();
        let steps = list_steps(reading.conn, &ids, reading.now)?;
        let row = |path: crate::catalogue::Path| {
            let own: Vec<&CourseCard> =
                steps.iter().filter(|step| step.path_id == path.id).map(|step| &step.course).collect();
            Row { total: Total::of(&own), first: own.first().copied().cloned(), path }
        };
        let description = "Career paths in IT: which courses to take, in which order, and what they cost.";
        let rows = paths.into_iter().map(row).collect();
        Ok(Some(Index { frame: reading.frame("Career paths", description, urls::COURSES), rows }))
    })
    .await
}

#[derive(Template)]
#[template(path = "public/paths/show.html")]
struct Show {
    frame: Frame,
    path: crate::catalogue::Path,
    body: Vec<Part>,
    steps: Vec<CourseRow>,
    total: Total,
    posts: Vec<PostCard>,
}

impl Draw for Show {}

impl Show {
    fn linked_data(&self) -> LinkedData {
        ItemList::of(&self.frame, self.steps.iter().map(|step| urls::course(&step.card.slug))).data()
    }
}

/// One career path.
///
/// # Errors
/// Not found where there is no such public path; else when the database fails.
pub async fn show(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::path(&slug), move |reading| read_show(reading, &slug)).await
}

fn read_show(reading: &mut Reading, slug: &Slug) -> diesel::QueryResult<Option<Show>> {
    let now = reading.now;
    let Some(path) = find_path(reading.conn, slug)? else { return Ok(None) };
    let cards: Vec<_> = list_steps(reading.conn, &[path.id], now)?.into_iter().map(|step| step.course).collect();
    let topics = list_path_topics(reading.conn, path.id)?;
    Ok(Some(Show {
        frame: reading.frame(&path.title, &path.description, urls::COURSES),
        body: read_body(reading, &path.body_html)?,
        total: Total::of(&cards.iter().collect::<Vec<_>>()),
        posts: list_on_topics(reading.conn, &topics, now, 4)?,
        steps: with_next_dates(reading, cards),
        path,
    }))
}
