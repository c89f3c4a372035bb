use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::drawing::{Filled, draw_form};
use super::edit::{row_in, sentence};
use super::noun::Noun;
use crate::access::Actor;
use crate::site::SaveError;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::form::FormErrors;

/// Takes a record away, or says what still refers to it.
pub async fn destroy<N: Noun>(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = row_in(&path)?;
    let (who, now) = (actor.clone(), context.clock.now());
    let outcome = context
        .db
        .attempt(move |conn| {
            let gone = || SaveError::Database(diesel::result::Error::NotFound);
            let (slug, _) = N::find(conn, id)?.ok_or_else(gone)?;
            N::remove(conn, &who, &slug, now)
        })
        .await?;
    match outcome {
        Ok(()) => Ok(go_on(N::ABOUT.at.index, Notice::Removed)),
        Err(SaveError::Refused { field, why }) => {
            let mut errors = FormErrors::default();
            errors.add(field, format!("Not removed: {}", sentence::<N>(field, &why)));
            let filled = Filled { id: Some(id), typed: None, errors, status: StatusCode::UNPROCESSABLE_ENTITY };
            draw_form::<N>(&context, &request, actor, filled).await
        }
        Err(SaveError::Database(diesel::result::Error::NotFound)) => Err(AppError::NotFound),
        Err(error) => Err(error.into()),
    }
}
