//! One's own account: the password, the second factor, and where one is signed in.
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::entry::begin;
use super::gate::Access;
use super::new_password::choose;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw};
use super::table::Table;
use crate::access::Actor;
use crate::accounts::{
    Passkey, User, change_password, count_recovery_codes, end_other_sessions, end_session_of, find_credentials,
    find_user, list_passkeys, list_sessions, matches_password,
};
use crate::db::Conn;
use crate::types::Timestamp;
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::session::{BROWSER, ID, NETWORK, fact};

pub(super) fn routes(table: &mut Table) {
    table.page(urls::ACCOUNT, Access::SignedIn, show);
    table.form(urls::ACCOUNT_PASSWORD, Access::SignedIn, edit_password, update_password);
    table.act(urls::ACCOUNT_SESSION_END, Access::SignedIn, end_session);
    table.act(urls::ACCOUNT_OTHERS_END, Access::SignedIn, end_others);
}

/// A session as its owner sees it.
struct Seen {
    id: String,
    network: String,
    browser: String,
    seen: Timestamp,
    is_this: bool,
}

struct AccountForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/account/show.html")]
struct Show {
    panel: Panel,
    user: User,
    passkeys: Vec<Passkey>,
    recovery: i64,
    sessions: Vec<Seen>,
    form: AccountForm,
    script: String,
}

#[derive(Template)]
#[template(path = "admin/account/password.html")]
struct EditPassword {
    panel: Panel,
    form: AccountForm,
}

fn own_id(session: &Session) -> String {
    session.get(ID).ok().flatten().unwrap_or_default()
}

fn seen(own: &str, (state, _, seen): (String, Timestamp, Timestamp)) -> Seen {
    let say = |name: &str| fact(&state, name).unwrap_or_default();
    let id = say(ID);
    Seen { is_this: id == own, network: say(NETWORK), browser: say(BROWSER), seen, id }
}

/// Draws the page, with what is wrong with its form.
pub(super) async fn show_account(
    context: &Data<Context>,
    request: &HttpRequest,
    session: &Session,
    actor: Actor,
    (typed, errors): (Fields, FormErrors),
) -> Result<HttpResponse, AppError> {
    let user = actor.user().ok_or(AppError::Forbidden)?;
    let (own, now) = (own_id(session), context.clock.now());
    let panel = Panel::new(context, request, Some(actor)).await?.named("Your account", urls::ACCOUNT);
    let panel = panel.erroneous(!errors.is_empty());
    let script = context.assets.address("passkeys.js");
    let read = move |conn: &mut Conn| {
        let Some(found) = find_user(conn, user)? else { return Ok(None) };
        let sessions = list_sessions(conn, user, now)?.into_iter().map(|row| seen(&own, row)).collect();
        let (passkeys, recovery) = (list_passkeys(conn, user)?, count_recovery_codes(conn, user)?);
        Ok(Some(Show { panel, user: found, passkeys, recovery, sessions, form: AccountForm { typed, errors }, script }))
    };
    let view = context.db.read(read).await?.ok_or(AppError::NotFound)?;
    draw(request, StatusCode::OK, &view)
}

async fn show(
    actor: Actor,
    session: Session,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    show_account(&context, &request, &session, actor, (Fields::default(), FormErrors::default())).await
}

async fn password_page(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    errors: FormErrors,
) -> Result<HttpResponse, AppError> {
    let is_wrong = !errors.is_empty();
    let panel = Panel::new(context, request, Some(actor)).await?;
    let panel = panel.named("Change your password", urls::ACCOUNT).erroneous(is_wrong);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw(request, status, &EditPassword { panel, form: AccountForm { typed: Fields::default(), errors } })
}

async fn edit_password(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    password_page(&context, &request, actor, FormErrors::default()).await
}

async fn update_password(
    actor: Actor,
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    let user = actor.user().ok_or(AppError::Forbidden)?;
    let known = context.db.read(move |conn| find_user(conn, user)).await?.ok_or(AppError::NotFound)?;
    let email = known.email.to_string();
    let hash = context.db.read(move |conn| find_credentials(conn, &email)).await?.and_then(|known| known.password);
    let mut errors = FormErrors::default();
    let old = fields.all("password").first().cloned().unwrap_or_default();
    if !matches_password(old, hash).await {
        errors.add("password", "This is not your present password");
    }
    let chosen = choose(&context, &fields, &[known.email.as_str(), &known.name], &mut errors).await?;
    let Some(chosen) = chosen.filter(|_| errors.is_empty()) else {
        return password_page(&context, &request, actor, errors).await;
    };
    let (own, now) = (own_id(&session), context.clock.now());
    let stays = move |state: &str| fact(state, ID).is_some_and(|id| id == own);
    context.db.write(move |conn| change_password(conn, &actor, &chosen, stays, now)).await?;
    begin(&context, &request, &session, user)?;
    Ok(go_on(urls::ACCOUNT, Notice::PasswordSet))
}

async fn end_session(actor: Actor, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = Fields::of_form(payload).await?.get("session").to_owned();
    let now = context.clock.now();
    let is_meant = move |state: &str| !id.is_empty() && fact(state, ID).is_some_and(|known| known == id);
    let ended = context.db.write(move |conn| end_session_of(conn, &actor, is_meant, now)).await?;
    if ended { Ok(go_on(urls::ACCOUNT, Notice::SessionsEnded)) } else { Err(AppError::NotFound) }
}

async fn end_others(actor: Actor, session: Session, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let (own, now) = (own_id(&session), context.clock.now());
    let stays = move |state: &str| fact(state, ID).is_some_and(|id| id == own);
    context.db.write(move |conn| end_other_sessions(conn, &actor, stays, now)).await?;
    Ok(go_on(urls::ACCOUNT, Notice::SessionsEnded))
}
