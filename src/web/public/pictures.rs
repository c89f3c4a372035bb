use actix_web::http::header::{CROSS_ORIGIN_RESOURCE_POLICY, HeaderMap, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use diesel::QueryResult;

use super::parts::figure::{Shape, drawing};
use super::parts::widgets::{day, days, kind_of};
use crate::catalogue::{Figure, find_published, list_cards};
use crate::press::{Picture, PressError};
use crate::schedule::{TrainingFilter, count_by_city, find_city, list_upcoming};
use crate::types::Slug;
use crate::web::caching::{File, file};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Reading;
use crate::{blog, urls};

impl File for Picture {
    const MEDIA_TYPE: &'static str = "image/png";

    fn bytes(&self) -> Result<Vec<u8>, PressError> {
        self.png()
    }

    /// It is made to stand on other sites.
    fn add_to(&self, head: &mut HeaderMap) {
        head.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
}

/// The picture of the site.
///
/// # Errors
/// When the database or the press fails.
pub async fn site(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    file(&context, &request, urls::OG_SITE.to_owned(), |reading| Ok(Some(read_site(reading)))).await
}

fn read_site(reading: &Reading) -> Picture {
    let (frame, provider) = (&reading.frame, &reading.frame.shell.provider);
    let host = frame.base_url.split_once("://").map_or(frame.base_url.as_str(), |(_, host)| host);
    let next = frame.shell.next_dates.iter().min_by_key(|training| (training.starts_at(), training.id()));
    Picture {
        eyebrow: host.to_owned(),
        title: provider.tagline.clone(),
        facts: next.iter().map(|next| format!("Next: {}, {}", next.course_title(), next.when())).collect(),
        provider: provider.name.clone(),
        drawing: drawing(&provider.name, Figure::Steps, Shape::Poster),
    }
}

/// The picture of a course.
///
/// # Errors
/// Not found where there is no such public course; else when the database or the press fails.
pub async fn course(
    slug: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    file(&context, &request, urls::og_course(&slug), move |reading| read_course(reading, &slug)).await
}

fn read_course(reading: &mut Reading, slug: &Slug) -> QueryResult<Option<Picture>> {
    let Some(course) = find_published(reading.conn, slug, reading.now)? else { return Ok(None) };
    let shell = &reading.frame.shell;
    let price = match course.price().amount() {
        Some(_) => format!("{} {}", course.price(), shell.tax_note()),
        None => "Price on request".to_owned(),
    };
    let next = shell.next_dates.iter().find(|training| training.course_id() == course.id);
    let next = next.map(|next| format!("Next: {}, {}", next.when(), next.place().title));
    Ok(Some(Picture {
        eyebrow: format!("{} · {} · {}", course.code, days(course.days), course.level.label()),
        facts: [price.trim_end().to_owned()].into_iter().chain(next).collect(),
        provider: shell.provider.name.clone(),
        drawing: drawing(slug.as_str(), kind_of(&shell.categories, course.category_id), Shape::Poster),
        title: course.title,
    }))
}

/// The picture of a post.
///
/// # Errors
/// Not found where there is no such public post; else when the database or the press fails.
pub async fn post(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    file(&context, &request, urls::og_post(&slug), move |reading| read_post(reading, &slug)).await
}

fn read_post(reading: &mut Reading, slug: &Slug) -> QueryResult<Option<Picture>> {
    let Some(post) = blog::find_published(reading.conn, slug, reading.now)? else { return Ok(None) };
    // A post looks like the courses that it belongs to.
    let pinned = blog::pinned_courses(reading.conn, post.id)?;
    let cards = list_cards(reading.conn, &pinned, reading.now)?;
    let shell = &reading.frame.shell;
    let kind = cards.first().map_or(Figure::Waves, |card| kind_of(&shell.categories, card.category_id));
    let eyebrow = format!("Blog · {} · {} min", day(post.published_at()), post.reading_minutes);
    let author = post.author.map(|author| [author.title, author.role]);
    Ok(Some(Picture {
        eyebrow,
        facts: author.into_iter().flatten().collect(),
        provider: shell.provider.name.clone(),
        drawing: drawing(slug.as_str(), kind, Shape::Poster),
        title: post.title,
    }))
}

/// The picture of a city.
///
/// # Errors
/// Not found where there is no such city; else when the database or the press fails.
pub async fn city(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    file(&context, &request, urls::og_city(&slug), move |reading| read_city(reading, &slug)).await
}

fn read_city(reading: &mut Reading, slug: &Slug) -> QueryResult<Option<Picture>> {
    let Some(city) = find_city(reading.conn, slug)? else { return Ok(None) };
    let here = TrainingFilter { city: Some(slug.clone()), ..TrainingFilter::default() };
    let next = list_upcoming(reading.conn, &here, reading.now, 1)?;
    let counts = count_by_city(reading.conn, reading.now)?;
    let dates = match counts.iter().find(|(id, _)| *id == city.id).map_or(0, |(_, count)| *count) {
        0 => "Live online, and in a classroom for groups".to_owned(),
        1 => "1 upcoming date".to_owned(),
        count => format!("{count} upcoming dates"),
    };
    let next = next.first().map(|next| format!("Next: {}, {}", next.course_title(), next.when()));
    Ok(Some(Picture {
        eyebrow: format!("{} · {}", city.code, city.province),
        title: format!("IT training in {}", city.title),
        facts: [dates].into_iter().chain(next).collect(),
        provider: reading.frame.shell.provider.name.clone(),
        drawing: drawing(slug.as_str(), Figure::Mesh, Shape::Poster),
    }))
}
