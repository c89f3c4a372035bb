use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::db::SchemaState;
use crate::web::context::Context;

/// Whether the process answers.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// Whether the site can serve: the database answers and its schema is current.
pub async fn ready(context: Data<Context>) -> HttpResponse {
    let (mut response, words) = match context.db.schema_state().await {
        Ok(SchemaState::Current) => (HttpResponse::Ok(), "ready".to_owned()),
        Ok(state) => (HttpResponse::ServiceUnavailable(), state.to_string()),
        Err(_) => (HttpResponse::ServiceUnavailable(), "the database does not answer".to_owned()),
    };
    response.content_type("text/plain; charset=utf-8").insert_header(("Cache-Control", "no-store")).body(words + "\n")
}
