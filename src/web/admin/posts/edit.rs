use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::editor::{Desk, Shown, answer};
use super::form::{Act, PostForm, field_name, read};
use super::post_id;
use crate::access::Actor;
use crate::blog::{Change, PostId, autosave_post, change_post, open_post};
use crate::site::{RevisionId, RevisionKind, SaveError, Saved};
use crate::urls;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::body_renderer::BodyRenderer;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// The editor, with what its editor left unsaved, or with what `from` names.
pub(super) async fn show(
    actor: Actor,
    id: Path<String>,
    fields: Fields,
    request: HttpRequest,
    (context, renderer): (Data<Context>, Data<BodyRenderer>),
) -> Result<HttpResponse, AppError> {
    let id = post_id(&id)?;
    let shown = match fields.get("from") {
        "saved" => Shown::Saved,
        text => text.parse().map_or(Shown::Latest, |id| Shown::Version(RevisionId(id))),
    };
    let desk = Desk { context: &context, request: &request, renderer: **renderer, actor: &actor };
    answer(desk, id, shown, StatusCode::OK).await
}

/// Saves, publishes, schedules or takes back; or shows what it would look like.
pub(super) async fn update(
    actor: Actor,
    id: Path<String>,
    request: HttpRequest,
    payload: Payload,
    (context, renderer): (Data<Context>, Data<BodyRenderer>),
) -> Result<HttpResponse, AppError> {
    let id = post_id(&id)?;
    let typed = Fields::of_long_form(payload).await?;
    let (act, now) = (Act::of(&typed), context.clock.now());
    let before = context.db.read(move |conn| open_post(conn, id)).await?.ok_or(AppError::NotFound)?;
    let (change, errors) = read(&typed, &before, act, now);
    let form = PostForm { typed, errors };
    let desk = Desk { context: &context, request: &request, renderer: **renderer, actor: &actor };
    if act == Act::Preview || !form.errors.is_empty() {
        let status = if form.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return answer(desk, id, Shown::Typed(form), status).await;
    }
    let kind = match act {
        Act::Publish | Act::Schedule => RevisionKind::Publish,
        _ => RevisionKind::Save,
    };
    let (by, kept) = (actor.clone(), change.clone());
    match context.db.attempt(move |conn| change_post(conn, &by, id, &kept, kind, now)).await? {
        Ok(None) => Err(AppError::NotFound),
        Ok(Some(saved)) => Ok(go_on(&urls::admin_post(id.0), notice(act, saved))),
        Err(SaveError::Stale) => conflict(desk, id, form, change).await,
        Err(SaveError::Refused { field, why }) => {
            let (field, name) = field_name(field);
            let mut errors = FormErrors::default();
            errors.add(field, format!("{name} {why}."));
            answer(desk, id, Shown::Typed(PostForm { errors, ..form }), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}

fn notice(act: Act, saved: Saved) -> Notice {
    match (act, saved) {
        (_, Saved::Unchanged) => Notice::Unchanged,
        (Act::Publish, _) => Notice::Published,
        (Act::Schedule, _) => Notice::Scheduled,
        (Act::Unpublish, _) => Notice::Unpublished,
        _ => Notice::Saved,
    }
}

/// Somebody else saved meanwhile: theirs stays, mine is kept beside it, and the difference is shown.
async fn conflict(desk: Desk<'_>, id: PostId, form: PostForm, change: Change) -> Result<HttpResponse, AppError> {
    let (by, now) = (desk.actor.clone(), desk.context.clock.now());
    desk.context.db.attempt(move |conn| autosave_post(conn, &by, id, &change, now)).await??;
    answer(desk, id, Shown::Conflict(form), StatusCode::CONFLICT).await
}
