use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::query::address;
use super::parts::widgets::{CourseRow, with_next_dates};
use crate::catalogue::{CourseFilter, list_published};
use crate::search::{Found, search};
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};

const LONGEST_QUERY: usize = 100;
/// Courses to show where nothing was found.
const MOST_CONSOLATION: i64 = 6;

#[derive(Template)]
#[template(path = "public/search/show.html")]
struct Show {
    frame: Frame,
    q: String,
    found: Found,
    courses: Vec<CourseRow>,
    count: usize,
    is_empty: bool,
}

impl Draw for Show {}

/// One search over everything public.
///
/// # Errors
/// When the database fails.
pub async fn show(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let q: String = fields.get("q").chars().take(LONGEST_QUERY).collect();
    let key = address(urls::SEARCH, &[("q", &q)]);
    if q.is_empty() {
        page(&context, &request, key, move |reading| read(reading, q).map(Some)).await
    } else {
        passing_page(&context, &request, key, move |reading| read(reading, q).map(Some)).await
    }
}

fn read(reading: &mut Reading, q: String) -> diesel::QueryResult<Show> {
    let mut found = search(reading.conn, &q, reading.now)?;
    let count = found.count();
    let is_empty = count == 0;
    let cards = if is_empty {
        list_published(reading.conn, &CourseFilter::default(), reading.now, (MOST_CONSOLATION, 0))?
    } else {
        std::mem::take(&mut found.courses)
    };
    let title = if q.is_empty() { "Search".to_owned() } else { format!("Search: {q}") };
    let frame = reading.frame(&title, "", "").hidden().canonical(urls::SEARCH);
    Ok(Show { frame, courses: with_next_dates(reading, cards), q, found, count, is_empty })
}
