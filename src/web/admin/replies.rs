use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::enquiries::{PLACEHOLDERS, ReplyTemplate, list_reply_templates, remove_reply_template, save_reply_template};
use crate::site::SaveError;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

pub(super) fn routes(table: &mut Table) {
    let admins = Access::Needs(Permission::Site);
    table.form(inbox::REPLIES, admins, index, save);
    table.act("/admin/replies/{id}/removal", admins, destroy);
}

/// A text as it is typed; `id` and `seen` say which one is changed.
struct TextForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/replies/index.html")]
struct Index {
    panel: Panel,
    texts: Vec<ReplyTemplate>,
    form: TextForm,
}

async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, move |reading| {
        let texts = list_reply_templates(reading.conn)?;
        let chosen = texts.iter().find(|text| fields.parsed("id") == Some(text.id));
        let typed = chosen.map_or_else(Fields::default, |text| {
            Fields::of(&[
                ("id", &text.id.to_string()),
                ("seen", &text.row_version.to_string()),
                ("title", &text.title),
                ("subject", &text.subject),
                ("body", &text.body),
            ])
        });
        let panel = reading.panel.clone().named("Reply texts", inbox::REPLIES);
        Ok(Some(Index { panel, texts, form: TextForm { typed, errors: FormErrors::default() } }))
    })
    .await
}

async fn save(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let (by, now, kept) = (actor.clone(), context.clock.now(), typed.clone());
    let saved = context.db.attempt(move |conn| {
        let which = (kept.parsed("id"), kept.parsed("seen").unwrap_or(0));
        save_reply_template(conn, &by, which, (kept.get("title"), kept.get("subject"), kept.get("body")), now)
    });
    let mut errors = FormErrors::default();
    match saved.await? {
        Ok(()) => return Ok(go_on(inbox::REPLIES, Notice::Saved)),
        Err(SaveError::Refused { field, why }) => errors.add(field, format!("This {why}.")),
        Err(SaveError::Stale) => errors.add("title", "Somebody else changed this text meanwhile. Open it again first."),
        Err(error) => return Err(error.into()),
    }
    let panel = Panel::new(&context, &request, Some(actor)).await?;
    let panel = panel.named("Reply texts", inbox::REPLIES).erroneous(true);
    let texts = context.db.read(list_reply_templates).await?;
    draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &Index { panel, texts, form: TextForm { typed, errors } })
}

async fn destroy(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let now = context.clock.now();
    let was_there = context.db.attempt(move |conn| remove_reply_template(conn, &actor, id, now)).await??;
    if was_there { Ok(go_on(inbox::REPLIES, Notice::Removed)) } else { Err(AppError::NotFound) }
}
