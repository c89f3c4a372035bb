use actix_session::Session;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Payload};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, draw};
use super::table::Table;
use crate::access::Actor;
use crate::accounts::{SignIn, sign_in};
use crate::types::EmailAddress;
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::session::USER;

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
}

/// A post that waits until its sender has signed in again, so that nothing is lost when a session ends.
struct Resumed {
    address: String,
    /// The fields as they came, encoded as a form is.
    fields: String,
}

#[derive(Template)]
#[template(path = "admin/sign_in/resume.html")]
struct Resume {
    panel: Panel,
    address: String,
    fields: Vec<(String, String)>,
}

/// Sends whoever is not signed in to the form: a reader by redirect, a post with all that it carried.
pub(super) async fn ask_to_sign_in(
    context: &Data<Context>,
    request: &HttpRequest,
    mut payload: actix_web::dev::Payload,
) -> Result<HttpResponse, AppError> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        let here = request.uri().path_and_query().map_or(urls::ADMIN, |here| here.as_str()).to_owned();
        let to = format!("{}?{}", urls::SIGN_IN, urls::query(&[("next", &here)]));
        return Ok(see_other(&to));
    }
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec()).unwrap_or_default();
    let fields = if kind.starts_with(b"application/x-www-form-urlencoded") {
        Fields::of_long_form(Payload::from_request(request, &mut payload).await.map_err(|_| AppError::Unreadable)?)
            .await?
    } else {
        Fields::default()
    };
    let resumed = Some(Resumed { address: request.path().to_owned(), fields: fields.encoded() });
    let panel = Panel::new(context, request, None).await?.named("Sign in", "");
    let view = New { panel, form: SignInForm::default(), next: urls::ADMIN.to_owned(), resumed };
    draw(request, StatusCode::UNAUTHORIZED, &view)
}

async fn new(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(&context, &request, None).await?.named("Sign in", "");
    draw(&request, StatusCode::OK, &New { panel, form: SignInForm::default(), next: way_on(&fields), resumed: None })
}

async fn create(
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    let now = context.clock.now();
    // A passphrase may begin or end with a space.
    let password = fields.all("password").first().cloned().unwrap_or_default();
    let outcome = match fields.get("email").parse::<EmailAddress>() {
        Ok(email) => context.db.write(move |conn| sign_in(conn, &email, &password, now)).await?,
        Err(_) => SignIn::Refused,
    };
    match outcome {
        SignIn::Welcome(actor) => {
            session.clear();
            session.renew();
            session.insert(USER, actor.user().map(i64::from)).map_err(|_| AppError::Unreadable)?;
            go_where_they_wanted(&context, &request, actor, &fields).await
        }
        SignIn::Refused => refuse(&context, &request, fields).await,
    }
}

async fn go_where_they_wanted(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    fields: &Fields,
) -> Result<HttpResponse, AppError> {
    let address = fields.get("resume");
    if !is_of_the_desk(address) {
        return Ok(see_other(&way_on(fields)));
    }
    let panel = Panel::new(context, request, Some(actor)).await?.named("You are signed in again", "");
    let fields = Fields::of_encoded(fields.get("resume_fields")).pairs();
    draw(request, StatusCode::OK, &Resume { panel, address: address.to_owned(), fields })
}

async fn refuse(context: &Data<Context>, request: &HttpRequest, typed: Fields) -> Result<HttpResponse, AppError> {
    let mut errors = FormErrors::default();
    errors.add("email", "This address and password do not go together. Check both and try again.");
    let panel = Panel::new(context, request, None).await?.named("Sign in", "").erroneous(true);
    let kept = |name: &str| typed.get(name).to_owned();
    let resumed =
        is_of_the_desk(typed.get("resume")).then(|| Resumed { address: kept("resume"), fields: kept("resume_fields") });
    let next = way_on(&typed);
    let view = New { panel, form: SignInForm { typed, errors }, next, resumed };
    draw(request, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn destroy(session: Session) -> HttpResponse {
    session.purge();
    go_on(urls::SIGN_IN, Notice::SignedOut)
}

/// Where the way leads after the sign-in.
fn way_on(fields: &Fields) -> String {
    let next = fields.get("next");
    if is_of_the_desk(next) { next.to_owned() } else { urls::ADMIN.to_owned() }
}

/// Whether an address is one of the desk and cannot be read as another site's.
fn is_of_the_desk(address: &str) -> bool {
    let below = address.strip_prefix(urls::ADMIN);
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?'])) && is_plain && !address.contains("//")
}
