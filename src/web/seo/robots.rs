use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Frame;

#[derive(Template)]
#[template(path = "seo/robots.txt")]
struct Robots {
    frame: Frame,
}

impl Draw for Robots {
    const MEDIA_TYPE: &'static str = "text/plain; charset=utf-8";
}

/// What search engines are to leave alone (RFC 9309).
///
/// # Errors
/// When the database fails.
pub async fn show(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::ROBOTS.to_owned(), |reading| Ok(Some(Robots { frame: reading.frame.clone() }))).await
}
