use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use serde_json::{Value, json};

use crate::access::Actor;
use crate::media::{Media, list_pickable};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// The pictures whose name or alternative text has the words of `q` in it, newest first, for whoever writes.
pub(super) async fn pick(_: Actor, fields: Fields, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let words: String = fields.get("q").chars().take(100).collect();
    let found = context.db.read(move |conn| list_pickable(conn, &words)).await?;
    let pictures: Vec<Value> = found.iter().map(told).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(json!({ "pictures": pictures })))
}

/// A picture as a script is told of it.
pub(super) fn told(media: &Media) -> Value {
    json!({
        "id": media.id.0,
        "name": media.file_name,
        "address": media.address(),
        "markdown": media.markdown(),
        "thumbnail": media.thumbnail(),
        "alt": media.alt(),
        "decided": media.has_alt_decision(),
        "width": media.width,
        "height": media.height,
    })
}
