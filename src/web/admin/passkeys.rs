//! Passkeys: added on one's own page, and shown at the sign-in, in place of password and code or in place of the code.
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use super::account::show_account;
use super::entry::let_in;
use super::gate::Access;
use super::notice::{Notice, go_on};
use super::second_step::pending;
use super::sign_in::refuse;
use super::table::Table;
use crate::access::Actor;
use crate::accounts::{
    AccountError, PasskeyId, RelyingParty, add_passkey, find_passkey, find_user, list_passkeys, note_passkey_use,
    remove_passkey, welcome,
};
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::session::CHALLENGE;

const LONGEST_NAME: usize = 60;

pub(super) fn routes(table: &mut Table) {
    table.act(urls::SIGN_IN_PASSKEY_OPTIONS, Access::Open, ask);
    table.act(urls::SIGN_IN_PASSKEY, Access::Open, sign_in);
    table.act(urls::ACCOUNT_PASSKEY_OPTIONS, Access::Recent(None), prepare);
    table.act(urls::ACCOUNT_PASSKEYS, Access::Recent(None), add);
    table.act("/admin/account/passkeys/{id}/removal", Access::Recent(None), remove);
}

/// What the script hands to the browser; the other half stays in the session.
fn options(session: &Session, begun: Option<(Value, String)>) -> Result<HttpResponse, AppError> {
    let (options, state) = begun.ok_or(AppError::Unreadable)?;
    session.insert(CHALLENGE, state).map_err(|_| AppError::Unreadable)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(options))
}

/// The challenge, which is good for one answer.
fn challenge(session: &Session) -> Option<String> {
    let state = session.get(CHALLENGE).ok().flatten();
    session.remove(CHALLENGE);
    state
}

async fn ask(session: Session, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let keys = match pending(&context, &session) {
        Some(user) => context.db.read(move |conn| list_passkeys(conn, user)).await?,
        None => Vec::new(),
    };
    options(&session, RelyingParty::at(&context.base_url).and_then(|site| site.begin_asking(&keys)))
}

async fn sign_in(
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    let answer = fields.get("credential").to_owned();
    let state = challenge(&session);
    let waiting = pending(&context, &session);
    let found = match RelyingParty::key_of(&answer) {
        Some(id) => context.db.read(move |conn| find_passkey(conn, &id)).await?,
        None => None,
    };
    let proven = found.filter(|passkey| waiting.is_none_or(|user| user == passkey.user)).and_then(|passkey| {
        let kept = RelyingParty::at(&context.base_url)?.finish_asking(&answer, &state?, &passkey)?;
        Some((passkey, kept))
    });
    let now = context.clock.now();
    let actor = match proven {
        Some((passkey, kept)) => {
            let note = move |conn: &mut crate::db::Conn| {
                let is_first = note_passkey_use(conn, &passkey, &kept, now)?;
                if is_first { welcome(conn, passkey.user, "passkey", now) } else { Ok(None) }
            };
            context.db.write(note).await?
        }
        None => None,
    };
    match actor {
        Some(actor) => let_in(&context, &request, &session, actor, &fields).await,
        None => {
            refuse(
                &context,
                &request,
                fields,
                "That passkey does not open this site. Sign in with your password.".to_owned(),
            )
            .await
        }
    }
}

async fn prepare(actor: Actor, session: Session, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let user = actor.user().ok_or(AppError::Forbidden)?;
    let read = move |conn: &mut crate::db::Conn| Ok((find_user(conn, user)?, list_passkeys(conn, user)?));
    let (known, keys) = context.db.read(read).await?;
    let known = known.ok_or(AppError::NotFound)?;
    let site = RelyingParty::at(&context.base_url);
    options(&session, site.and_then(|site| site.begin_adding(user, known.email.as_str(), &known.name, &keys)))
}

async fn add(
    actor: Actor,
    session: Session,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_long_form(payload).await?;
    let name: String = match fields.get("name") {
        "" => "Passkey".to_owned(),
        name => name.chars().take(LONGEST_NAME).collect(),
    };
    let state = challenge(&session);
    let made =
        RelyingParty::at(&context.base_url).and_then(|site| site.finish_adding(fields.get("credential"), &state?));
    let why = match made {
        Some((id, kept)) => {
            let (who, now) = (actor.clone(), context.clock.now());
            match context.db.attempt(move |conn| add_passkey(conn, &who, &name, (&id, &kept), now)).await? {
                Ok(()) => return Ok(go_on(urls::ACCOUNT, Notice::Created)),
                Err(AccountError::Refused { why, .. }) => why,
                Err(error) => return Err(error.into()),
            }
        }
        None => "Your device did not make a passkey. Try again, or use codes from your phone.",
    };
    let mut errors = FormErrors::default();
    errors.add("name", why);
    show_account(&context, &request, &session, actor, (fields, errors)).await.map(|mut answer| {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        answer
    })
}

async fn remove(actor: Actor, id: Path<i64>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let (id, now) = (PasskeyId(id.into_inner()), context.clock.now());
    context.db.attempt(move |conn| remove_passkey(conn, &actor, id, now)).await??;
    Ok(go_on(urls::ACCOUNT, Notice::Removed))
}
