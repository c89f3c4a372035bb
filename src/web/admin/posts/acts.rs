//! What is done with a whole post.
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::post_id;
use crate::access::Actor;
use crate::blog::{PreviewId, create_preview, duplicate_post, revoke_preview, trash_post, untrash_post};
use crate::urls;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::context::Context;
use crate::web::error::AppError;

pub(super) async fn duplicate(
    actor: Actor,
    id: Path<String>,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let copy = context.db.attempt(move |conn| duplicate_post(conn, &actor, id, now)).await??;
    Ok(go_on(&urls::admin_post(copy.ok_or(AppError::NotFound)?.0), Notice::Created))
}

pub(super) async fn trash(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let went = context.db.attempt(move |conn| trash_post(conn, &actor, id, now)).await??;
    if went { Ok(go_on(urls::ADMIN_POSTS, Notice::Removed)) } else { Err(AppError::NotFound) }
}

pub(super) async fn untrash(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let came = context.db.attempt(move |conn| untrash_post(conn, &actor, id, now)).await??;
    if came { Ok(go_on(&urls::admin_post(id.0), Notice::Restored)) } else { Err(AppError::NotFound) }
}

pub(super) async fn share(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let made = context.db.attempt(move |conn| create_preview(conn, &actor, id, now)).await??;
    made.ok_or(AppError::NotFound)?;
    Ok(go_on(&urls::admin_post(id.0), Notice::Created))
}

pub(super) async fn revoke(
    actor: Actor,
    path: Path<(String, String)>,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&path.0)?, context.clock.now());
    let preview = PreviewId(path.1.parse().map_err(|_| AppError::NotFound)?);
    let was_there = context.db.attempt(move |conn| revoke_preview(conn, &actor, id, preview, now)).await??;
    if was_there { Ok(go_on(&urls::admin_post(id.0), Notice::Removed)) } else { Err(AppError::NotFound) }
}
