use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::body::{Part, read_body};
use crate::site::{Page, find_page};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Frame;

#[derive(Template)]
#[template(path = "public/pages/show.html")]
struct Show {
    frame: Frame,
    page: Page,
    body: Vec<Part>,
}

impl Draw for Show {}

/// A static page: about, privacy and the like.
///
/// # Errors
/// Not found where there is no such page; else when the database fails.
pub async fn show(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::page(&slug), move |reading| {
        let Some(page) = find_page(reading.conn, &slug)? else { return Ok(None) };
        let frame = reading.frame(&page.title, &page.description, "");
        Ok(Some(Show { frame, body: read_body(reading, &page.body_html)?, page }))
    })
    .await
}
