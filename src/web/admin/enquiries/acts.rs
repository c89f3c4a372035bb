use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::show::{ActForm, draw_sheet};
use crate::access::{Actor, UserId};
use crate::db::Conn;
use crate::enquiries::{
    EnquiryId, EnquiryState, Reply, add_note, assign, find_enquiry, merge, move_to, release, reply,
};
use crate::site::SaveError;
use crate::types::{Reference, Timestamp};
use crate::urls;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// An act on one enquiry, by whoever is signed in.
struct Act {
    actor: Actor,
    reference: String,
    request: HttpRequest,
    context: Data<Context>,
    typed: Fields,
}

/// Where an act leads when it is done.
type Done = Result<Notice, SaveError>;

impl Act {
    async fn read(
        actor: Actor,
        reference: Path<String>,
        request: HttpRequest,
        payload: Payload,
    ) -> Result<Self, AppError> {
        let context = request.app_data::<Data<Context>>().cloned().ok_or(AppError::NotFound)?;
        let typed = Fields::of_long_form(payload).await?;
        Ok(Self { actor, reference: reference.into_inner(), request, context, typed })
    }

    /// Does it. What is refused comes back with all that was typed.
    async fn done(
        self,
        verb: impl FnOnce(&mut Conn, &Actor, EnquiryId, &Fields, Timestamp) -> Done + Send + 'static,
    ) -> Result<HttpResponse, AppError> {
        let reference: Reference = self.reference.parse().map_err(|_| AppError::NotFound)?;
        let (now, by, typed, named) =
            (self.context.clock.now(), self.actor.clone(), self.typed.clone(), reference.clone());
        let done = self.context.db.attempt(move |conn| -> Result<Option<Notice>, SaveError> {
            let Some(id) = find_enquiry(conn, &named)? else { return Ok(None) };
            verb(conn, &by, id, &typed, now).map(Some)
        });
        match done.await? {
            Ok(Some(notice)) => {
                self.context.courier.wake();
                Ok(go_on(&urls::admin_enquiry(&reference), notice))
            }
            Ok(None) => Err(AppError::NotFound),
            Err(SaveError::Refused { field, why }) => {
                let mut errors = FormErrors::default();
                errors.add(field, format!("{} {why}.", label(field)));
                let form = ActForm { typed: self.typed, errors };
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                draw_sheet(&self.context, &self.request, self.actor, (reference, form), status).await
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// A field as its label says it.
fn label(field: &str) -> &'static str {
    match field {
        "note" => "The note",
        "reason" => "The reason",
        "subject" => "The subject",
        "body" => "The answer",
        "into" => "The other enquiry",
        "owner" => "That person",
        _ => "This",
    }
}

fn notice(has_changed: bool) -> Notice {
    if has_changed { Notice::Saved } else { Notice::Unchanged }
}

pub(super) async fn assignment(
    actor: Actor,
    reference: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, AppError> {
    let act = Act::read(actor, reference, request, payload).await?;
    act.done(|conn, actor, id, typed, now| {
        let owner = match typed.get("owner") {
            "" => None,
            "me" => actor.user(),
            other => Some(UserId(other.parse().unwrap_or_default())),
        };
        assign(conn, actor, id, owner, now).map(notice)
    })
    .await
}

pub(super) async fn notes(
    actor: Actor,
    reference: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, AppError> {
    let act = Act::read(actor, reference, request, payload).await?;
    act.done(|conn, actor, id, typed, now| add_note(conn, actor, id, typed.get("note"), now).map(|()| Notice::Saved))
        .await
}

pub(super) async fn state(
    actor: Actor,
    reference: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, AppError> {
    let act = Act::read(actor, reference, request, payload).await?;
    act.done(|conn, actor, id, typed, now| match typed.parsed::<EnquiryState>("state") {
        Some(state) => move_to(conn, actor, id, (state, typed.get("reason")), now).map(notice),
        None => Err(SaveError::Refused { field: "state", why: "has to be one of the states".to_owned() }),
    })
    .await
}

pub(super) async fn answer(
    actor: Actor,
    reference: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, AppError> {
    let act = Act::read(actor, reference, request, payload).await?;
    let desk = act.context.desk.clone();
    act.done(move |conn, actor, id, typed, now| {
        let answer = Reply { subject: typed.get("subject"), body: typed.get("body") };
        let is_owed = reply(conn, actor, &desk, (id, answer), now)?;
        Ok(if is_owed { Notice::Mailed } else { Notice::Unchanged })
    })
    .await
}

pub(super) async fn releasing(
    actor: Actor,
    reference: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, AppError> {
    let act = Act::read(actor, reference, request, payload).await?;
    let desk = act.context.desk.clone();
    act.done(move |conn, actor, id, _, now| release(conn, actor, &desk, id, now).map(|()| Notice::Mailed)).await
}

pub(super) async fn merging(
    actor: Actor,
    reference: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, AppError> {
    let act = Act::read(actor, reference, request, payload).await?;
    act.done(|conn, actor, id, typed, now| match typed.parsed::<Reference>("into") {
        Some(into) => merge(conn, actor, id, &into, now).map(|_| Notice::Saved),
        None => Err(SaveError::Refused { field: "into", why: "needs a reference, like 7Q4M-K2XE".to_owned() }),
    })
    .await
}
