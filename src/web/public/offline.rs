use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Frame;

#[derive(Template)]
#[template(path = "public/offline/show.html")]
struct Show {
    frame: Frame,
}

impl Draw for Show {}

/// What a visitor who keeps pages sees where there is no connection: how to call, and which pages there are.
///
/// # Errors
/// When the database fails.
pub async fn show(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::OFFLINE.to_owned(), |reading| {
        let frame = reading.frame("No connection", "How to reach us without a connection, and the pages you kept.", "");
        Ok(Some(Show { frame: frame.hidden() }))
    })
    .await
}
