//! What every way in has in common: the password is tried, and whoever passed is let in and led on.
use actix_session::Session;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Payload};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;
use chrono::Duration;

use super::notice::see_other;
use super::panel::{Panel, draw};
use crate::access::{Actor, UserId};
use crate::accounts::{SignIn, check_password};
use crate::urls;
use crate::web::context::Context;
use crate::web::device;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::network::Network;
use crate::web::session::{BROWSER, ID, NETWORK, USER, VERIFIED};

/// A post that waits until its sender has signed in again, so that nothing is lost when a session ends.
pub(super) struct Resumed {
    pub address: String,
    /// The fields as they came, encoded as a form is.
    pub fields: String,
}

#[derive(Template)]
#[template(path = "admin/sign_in/resume.html")]
struct Resume {
    panel: Panel,
    address: String,
    fields: Vec<(String, String)>,
}

/// The network that somebody comes from, as attempts are counted.
pub(super) fn network_of(context: &Context, request: &HttpRequest) -> String {
    Network::of(request, &context.trusted_proxies).to_string()
}

/// Tries the form's password for an address.
pub(super) async fn try_password(
    context: &Data<Context>,
    request: &HttpRequest,
    email: &str,
    fields: &Fields,
) -> Result<SignIn, AppError> {
    // A passphrase may begin or end with a space.
    let password = fields.all("password").first().cloned().unwrap_or_default();
    let from = (network_of(context, request), device::of(request));
    let secret = context.secret.expose().to_owned();
    Ok(check_password(&context.db, (email.to_owned(), password), from, secret, context.clock.now()).await?)
}

/// Begins a session of a user's under a new token. What was in the old one is gone.
pub(super) fn begin(context: &Context, request: &HttpRequest, session: &Session, user: UserId) -> Result<(), AppError> {
    let id = context.tokens.hex().map_err(|_| AppError::NoRandomness)?;
    session.clear();
    session.renew();
    let keep = |name: &str, value: String| session.insert(name, value).map_err(|_| AppError::Unreadable);
    keep(ID, id)?;
    keep(NETWORK, network_of(context, request))?;
    keep(BROWSER, device::browser_words(request))?;
    session.insert(USER, user.0).map_err(|_| AppError::Unreadable)?;
    session.insert(VERIFIED, context.clock.now().micros()).map_err(|_| AppError::Unreadable)
}

/// Lets somebody in who has shown all that is asked of them.
pub(super) async fn let_in(
    context: &Data<Context>,
    request: &HttpRequest,
    session: &Session,
    actor: Actor,
    fields: &Fields,
) -> Result<HttpResponse, AppError> {
    let user = actor.user().ok_or(AppError::Forbidden)?;
    begin(context, request, session, user)?;
    let cookie = device::cookie(context, request, user).map_err(|_| AppError::NoRandomness)?;
    let mut answer = lead_on(context, request, actor, fields).await?;
    answer.add_cookie(&cookie).map_err(|_| AppError::Unreadable)?;
    Ok(answer)
}

/// Goes where they wanted, or offers to send again what waits.
pub(super) async fn lead_on(
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

/// The address of a page that is read; nothing for a post.
pub(super) fn read_address(request: &HttpRequest) -> Option<String> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    is_read.then(|| request.uri().path_and_query().map_or(urls::ADMIN, |here| here.as_str()).to_owned())
}

/// What a post carried, encoded as a form is.
pub(super) async fn sent(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Result<String, AppError> {
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec()).unwrap_or_default();
    if !kind.starts_with(b"application/x-www-form-urlencoded") {
        return Ok(String::new());
    }
    let payload = Payload::from_request(request, payload).await.map_err(|_| AppError::Unreadable)?;
    let mut fields = Fields::of_long_form(payload).await?;
    // Passwords are typed again rather than written into a page.
    for name in ["password", "new_password"] {
        if !fields.all(name).is_empty() {
            fields.set(name, "");
        }
    }
    Ok(fields.encoded())
}

/// What is said where guesses have become slow.
pub(super) fn too_many(time: Duration) -> String {
    let seconds = time.num_seconds() + 1;
    if seconds < 60 {
        format!("There were too many tries. Wait {seconds} seconds and try again.")
    } else {
        format!("There were too many tries. Wait {} minutes and try again.", seconds / 60 + 1)
    }
}

/// Where the way leads after the sign-in.
pub(super) fn way_on(fields: &Fields) -> String {
    let next = fields.get("next");
    if is_of_the_desk(next) { next.to_owned() } else { urls::ADMIN.to_owned() }
}

/// Whether an address is one of the desk and cannot be read as another site's.
pub(super) fn is_of_the_desk(address: &str) -> bool {
    let below = address.strip_prefix(urls::ADMIN);
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?'])) && is_plain && !address.contains("//")
}
