use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::db::SchemaState;
use crate::outbox::{is_late, oldest_owed};
use crate::web::context::Context;

/// Whether the process answers.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// Whether the site can serve: the database answers and its schema is current. Mail that is late is said, but keeps nobody from the
/// site: enquiries are safe in it.
pub async fn ready(context: Data<Context>) -> HttpResponse {
    let (mut response, words) = match context.db.schema_state().await {
        Ok(SchemaState::Current) => (HttpResponse::Ok(), format!("ready{}", late_mail(&context).await)),
        Ok(state) => (HttpResponse::ServiceUnavailable(), state.to_string()),
        Err(_) => (HttpResponse::ServiceUnavailable(), "the database does not answer".to_owned()),
    };
    response.content_type("text/plain; charset=utf-8").insert_header(("Cache-Control", "no-store")).body(words + "\n")
}

async fn late_mail(context: &Data<Context>) -> String {
    let now = context.clock.now();
    match context.db.read(oldest_owed).await {
        Ok(Some(oldest)) if is_late(oldest, now) => {
            let minutes = now.micros().saturating_sub(oldest.micros()) / 60_000_000;
            format!("\nALARM mail is late: the oldest that is owed is {minutes} minutes old")
        }
        _ => String::new(),
    }
}
