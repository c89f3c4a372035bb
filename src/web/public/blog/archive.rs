use super::index::{Shelf, key, read_shelf};
use crate::blog::{Month, PostFilter, count_published, list_months};
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::Frame;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "public/blog/archive.html")]
struct Archive {
    frame: Frame,
    months: Vec<(Month, usize)>,
}

impl Draw for Archive {}

/// The months in which there were posts, newest first.
///
/// # Errors
/// When the database fails.
pub async fn archive(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::BLOG_ARCHIVE.to_owned(), move |reading| {
        let months = list_months(reading.conn, reading.now)?;
        let description = "Every article of the blog by the month in which it appeared, the newest first.";
        Ok(Some(Archive { frame: reading.frame("Blog archive", description, urls::BLOG), months }))
    })
    .await
}

/// The posts of a month, newest first.
///
/// # Errors
/// Not found where that is no month or it has no public post; else when the database fails.
pub async fn month(
    month: Path<String>,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let month: Month = month.parse().map_err(|_| AppError::NotFound)?;
    let asked = fields.page();
    page(&context, &request, key(&urls::archive(month), asked), move |reading| {
        let filter = PostFilter::Month(month);
        if count_published(reading.conn, filter, reading.now)? == 0 {
            return Ok(None);
        }
        read_shelf(reading, Shelf::Month(month), filter, asked).map(Some)
    })
    .await
}
