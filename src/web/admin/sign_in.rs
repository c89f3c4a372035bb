use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::entry::{Resumed, is_of_the_desk, let_in, read_address, sent, too_many, try_password, way_on};
use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, draw};
use super::second_step::ask_for_second;
use super::table::Table;
use crate::accounts::SignIn;
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

pub(super) fn routes(table: &mut Table) {
    table.form(urls::SIGN_IN, Access::Open, new, create);
    table.act(urls::SIGN_OUT, Access::SignedIn, destroy);
}

/// The form that signs in.
#[derive(Default)]
struct SignInForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/sign_in/new.html")]
struct New {
    panel: Panel,
    form: SignInForm,
    /// The address that was asked for, to open after the sign-in.
    next: String,
    resumed: Option<Resumed>,
    script: String,
}

/// Sends whoever is not signed in to the form: a reader by redirect, a post with all that it carried.
pub(super) async fn ask_to_sign_in(
    context: &Data<Context>,
    request: &HttpRequest,
    mut payload: actix_web::dev::Payload,
) -> Result<HttpResponse, AppError> {
    if let Some(here) = read_address(request) {
        return Ok(see_other(&format!("{}?{}", urls::SIGN_IN, urls::query(&[("next", &here)]))));
    }
    let resumed = Some(Resumed { address: request.path().to_owned(), fields: sent(request, &mut payload).await? });
    let panel = Panel::new(context, request, None).await?.named("Sign in", "");
    let view =
        New { panel, form: SignInForm::default(), next: urls::ADMIN.to_owned(), resumed, script: script(context) };
    draw(request, StatusCode::UNAUTHORIZED, &view)
}

/// The script that asks for a passkey.
fn script(context: &Context) -> String {
    context.assets.address("passkeys.js")
}

async fn new(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(&context, &request, None).await?.named("Sign in", "");
    let (next, script) = (way_on(&fields), script(&context));
    draw(&request, StatusCode::OK, &New { panel, form: SignInForm::default(), next, resumed: None, script })
}

async fn create(
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    match try_password(&context, &request, fields.get("email"), &fields).await? {
        SignIn::Welcome(actor) => let_in(&context, &request, &session, actor, &fields).await,
        SignIn::SecondFactor(user) => ask_for_second(&context, &request, &session, user, &fields).await,
        SignIn::Refused => {
            refuse(
                &context,
                &request,
                fields,
                "This address and password do not go together. Check both and try again.".to_owned(),
            )
            .await
        }
        SignIn::TooMany(time) => {
            let mut answer = refuse(&context, &request, fields, too_many(time)).await?;
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(time.num_seconds().max(0).unsigned_abs() + 1));
            Ok(answer)
        }
    }
}

pub(super) async fn refuse(
    context: &Data<Context>,
    request: &HttpRequest,
    typed: Fields,
    why: String,
) -> Result<HttpResponse, AppError> {
    let mut errors = FormErrors::default();
    errors.add("email", why);
    let panel = Panel::new(context, request, None).await?.named("Sign in", "").erroneous(true);
    let kept = |name: &str| typed.get(name).to_owned();
    let resumed =
        is_of_the_desk(typed.get("resume")).then(|| Resumed { address: kept("resume"), fields: kept("resume_fields") });
    let next = way_on(&typed);
    let view = New { panel, form: SignInForm { typed, errors }, next, resumed, script: script(context) };
    draw(request, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// The cookies stay: one of them knows this browser again, and holds nothing else.
async fn destroy(session: Session) -> HttpResponse {
    session.purge();
    let mut answer = go_on(urls::SIGN_IN, Notice::SignedOut);
    let clear = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    answer.headers_mut().insert(clear.0, clear.1);
    answer
}
