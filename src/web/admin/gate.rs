use actix_session::SessionExt;
use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use chrono::Duration;

use super::confirm::ask_to_confirm;
use super::panel;
use super::sign_in::ask_to_sign_in;
use crate::access::{Actor, Permission, UserId};
use crate::accounts::find_actor;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::origin::{is_foreign, says_where_from};
use crate::web::session::{USER, VERIFIED};

/// Who may call an address of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody: sign-in, and what a one-time link opens.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and has this permission.
    Needs(Permission),
    /// Whoever is signed in, has the permission if one is named, and gave their password within the last quarter of an hour: for what would
    /// hurt if somebody else did it at a desk that was left.
    Recent(Option<Permission>),
}

impl Access {
    fn permission(self) -> Option<Permission> {
        match self {
            Self::Open | Self::SignedIn => None,
            Self::Needs(permission) => Some(permission),
            Self::Recent(permission) => permission,
        }
    }
}

/// How long a proof of who one is holds for what matters.
const RECENT: Duration = Duration::minutes(15);

/// Stands before every address of the desk: lets in whom its rule names, and leaves the [`Actor`] for the handler.
/// What goes wrong here is answered here, so that it gets the site's look.
pub async fn gate(
    access: Access,
    request: ServiceRequest,
    answer: impl AsyncFnOnce(ServiceRequest) -> ServiceResponse,
) -> ServiceResponse {
    let Some(context) = request.app_data::<Data<Context>>().cloned() else {
        return request.error_response(AppError::NotFound);
    };
    let actor = match signed_in(&context, &request).await {
        Ok(actor) => actor,
        Err(error) => return request.error_response(error),
    };
    match (access, actor) {
        (Access::Open, actor) => {
            actor.map(|actor| request.extensions_mut().insert(actor));
            answer(request).await
        }
        (_, None) => {
            let (request, payload) = request.into_parts();
            let asked = ask_to_sign_in(&context, &request, payload).await;
            ServiceResponse::new(request, asked.unwrap_or_else(HttpResponse::from_error))
        }
        (access, Some(actor)) if access.permission().is_some_and(|permission| !actor.may(permission)) => {
            let trouble = panel::trouble(&context, request.request(), &actor, StatusCode::FORBIDDEN).await;
            request.into_response(trouble.unwrap_or_else(HttpResponse::from_error))
        }
        (Access::Recent(_), Some(actor)) if !is_recent(&context, &request) => {
            let (request, payload) = request.into_parts();
            let asked = ask_to_confirm(&context, &request, payload, actor).await;
            ServiceResponse::new(request, asked.unwrap_or_else(HttpResponse::from_error))
        }
        (_, Some(actor)) => {
            request.extensions_mut().insert(actor.clone());
            let response = answer(request).await;
            with_look(&context, &actor, response).await
        }
    }
}

/// Answers where nothing is: in the desk's look to whoever is signed in.
pub async fn nowhere(request: ServiceRequest) -> ServiceResponse {
    let context = request.app_data::<Data<Context>>().cloned();
    let actor = match &context {
        Some(context) => signed_in(context, &request).await.ok().flatten(),
        None => None,
    };
    let response = request.error_response(AppError::NotFound);
    match (context, actor) {
        (Some(context), Some(actor)) => with_look(&context, &actor, response).await,
        _ => response,
    }
}

fn is_recent(context: &Data<Context>, request: &ServiceRequest) -> bool {
    let verified: Option<i64> = request.get_session().get(VERIFIED).ok().flatten();
    verified.is_some_and(|at| at > (context.clock.now() - RECENT).micros())
}

/// Who is signed in; nobody where the session ended, or the user may not work here any more. A post must come from a page of ours, and
/// unlike the public form, the desk is used by browsers only, which say where a post comes from.
async fn signed_in(context: &Data<Context>, request: &ServiceRequest) -> Result<Option<Actor>, AppError> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read && (is_foreign(request.request()) || !says_where_from(request.request())) {
        return Err(AppError::Foreign);
    }
    let Some(user) = request.get_session().get::<i64>(USER).ok().flatten() else { return Ok(None) };
    Ok(context.db.read(move |conn| find_actor(conn, UserId(user))).await?)
}

/// Puts a bare error into the desk's look.
async fn with_look(
    context: &Data<Context>,
    actor: &Actor,
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let is_bare =
        (status.is_client_error() || status.is_server_error()) && !response.headers().contains_key(CONTENT_TYPE);
    if !is_bare {
        return response;
    }
    if status.is_server_error() {
        let why = response.response().error().map_or_else(|| status.to_string(), ToString::to_string);
        tracing::error!(path = response.request().path(), "{why}");
    }
    match panel::trouble(context, response.request(), actor, status).await {
        Ok(answer) => response.into_response(answer),
        Err(_) => response,
    }
}

/// Whoever is signed in. Only an address with a rule that asks for a sign-in has one.
impl FromRequest for Actor {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(request.extensions().get::<Self>().cloned().ok_or(AppError::Forbidden))
    }
}
