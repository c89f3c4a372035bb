//! Asks somebody who is signed in for the password once more, before something that would hurt.
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::entry::{Resumed, begin, is_of_the_desk, lead_on, read_address, sent, too_many, try_password, way_on};
use super::gate::Access;
use super::notice::see_other;
use super::panel::{Panel, draw};
use super::table::Table;
use crate::access::Actor;
use crate::accounts::{SignIn, find_user};
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

pub(super) fn routes(table: &mut Table) {
    table.form(urls::CONFIRM, Access::SignedIn, new, create);
}

struct ConfirmForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/sign_in/confirm.html")]
struct Confirm {
    panel: Panel,
    form: ConfirmForm,
    next: String,
    resumed: Option<Resumed>,
}

/// Leads to the question: a reader by redirect, a post with all that it carried.
pub(super) async fn ask_to_confirm(
    context: &Data<Context>,
    request: &HttpRequest,
    mut payload: actix_web::dev::Payload,
    actor: Actor,
) -> Result<HttpResponse, AppError> {
    if let Some(here) = read_address(request) {
        return Ok(see_other(&format!("{}?{}", urls::CONFIRM, urls::query(&[("next", &here)]))));
    }
    let resumed = Some(Resumed { address: request.path().to_owned(), fields: sent(request, &mut payload).await? });
    let panel = Panel::new(context, request, Some(actor)).await?.named("Enter your password again", "");
    let form = ConfirmForm { typed: Fields::default(), errors: FormErrors::default() };
    draw(request, StatusCode::OK, &Confirm { panel, form, next: urls::ADMIN.to_owned(), resumed })
}

async fn new(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(&context, &request, Some(actor)).await?.named("Enter your password again", "");
    let next = way_on(&fields);
    let form = ConfirmForm { typed: Fields::default(), errors: FormErrors::default() };
    draw(&request, StatusCode::OK, &Confirm { panel, form, next, resumed: None })
}

async fn create(
    actor: Actor,
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    let user = actor.user().ok_or(AppError::Forbidden)?;
    let known = context.db.read(move |conn| find_user(conn, user)).await?.ok_or(AppError::NotFound)?;
    let why = match try_password(&context, &request, known.email.as_str(), &fields).await? {
        // They are signed in already, with their second factor if they have one.
        SignIn::Welcome(_) | SignIn::SecondFactor(_) => {
            begin(&context, &request, &session, user)?;
            return lead_on(&context, &request, actor, &fields).await;
        }
        SignIn::Refused => "This is not your password.".to_owned(),
        SignIn::TooMany(time) => too_many(time),
    };
    let mut errors = FormErrors::default();
    errors.add("password", why);
    let kept = |name: &str| fields.get(name).to_owned();
    let resumed = is_of_the_desk(fields.get("resume"))
        .then(|| Resumed { address: kept("resume"), fields: kept("resume_fields") });
    let next = way_on(&fields);
    let panel =
        Panel::new(&context, &request, Some(actor)).await?.named("Enter your password again", "").erroneous(true);
    let view = Confirm { panel, form: ConfirmForm { typed: fields, errors }, next, resumed };
    draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view)
}
