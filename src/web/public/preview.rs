use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, LOCATION};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::blog::read_hidden;
use super::parts::body::{Part, read_body};
use crate::blog::{Previewed, find_previewed};
use crate::types::SafeHtml;
use crate::urls;
use crate::web::caching::passing_page;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Reading;
use crate::web::preview_link::read;

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// A post that is not public, for whoever was given a link to it; once it is public the link leads to its page.
///
/// # Errors
/// Not found where nobody signed the link; gone once it has run out or was taken back; else when the database fails.
pub async fn show(token: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let now = context.clock.now();
    let id = read(&context.secret, &token, now).ok_or(AppError::NotFound)?.map_err(|_| AppError::Gone)?;
    let found = context.db.read(move |conn| find_previewed(conn, id, now)).await?;
    let mut response = match found.ok_or(AppError::Gone)? {
        Previewed::Live(slug) => HttpResponse::MovedPermanently().insert_header((LOCATION, urls::post(&slug))).finish(),
        Previewed::Hidden(post) => {
            passing_page(&context, &request, urls::preview(&token), move |reading| read_hidden(reading, post)).await?
        }
    };
    // What a link shows changes with every save, and nobody but its bearer is to find it.
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
    Ok(response)
}

#[derive(Template)]
#[template(path = "public/preview/body.html")]
struct Body {
    parts: Vec<Part>,
    tax_note: String,
}

/// Draws a text as its page does, for the editor.
///
/// # Errors
/// When the database fails, or, within, when it cannot be written.
pub fn draw_body(reading: &mut Reading<'_>, html: &SafeHtml) -> QueryResult<askama::Result<String>> {
    let parts = read_body(reading, html)?;
    Ok(Body { parts, tax_note: reading.frame.shell.tax_note() }.render())
}
