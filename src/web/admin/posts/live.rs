//! What the editor's script asks for while somebody writes.
use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Payload};
use askama::Template;
use serde::Serialize;

use super::editor::Bench;
use super::form::{Act, read};
use super::post_id;
use crate::access::Actor;
use crate::blog::{PostId, autosave_post, open_post};
use crate::db::Conn;
use crate::site::{Present, SaveError, list_present, note_presence};
use crate::types::Timestamp;
use crate::web::body_renderer::BodyRenderer;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// How it stands with what is being written.
#[derive(Debug, Serialize)]
struct Standing {
    /// When it was last kept, in words.
    said: String,
    /// Who else has it open, in words.
    others: String,
    /// Whether somebody saved since the editor began.
    stale: bool,
}

/// Keeps what is being written. The post itself does not change, and nothing is written into the field.
pub(super) async fn autosave(
    actor: Actor,
    id: Path<String>,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let typed = Fields::of_long_form(payload).await?;
    let kept = context.db.attempt(move |conn| -> Result<Option<Standing>, SaveError> {
        let Some(before) = open_post(conn, id)? else { return Ok(None) };
        let (change, _) = read(&typed, &before, Act::Save, now);
        if change.content != before.content || change.slug != before.slug {
            autosave_post(conn, &actor, id, &change, now)?;
        }
        let said = format!("Draft kept {}", now.local(Timestamp::HOME).format("%H:%M"));
        let others = others(conn, &actor, id, now)?;
        Ok(Some(Standing { said, others, stale: change.version != before.version }))
    });
    let standing = kept.await??.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok().json(standing))
}

/// Says that somebody has the post open, and asks who else has.
pub(super) async fn presence(
    actor: Actor,
    id: Path<String>,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let typed = Fields::of_form(payload).await?;
    let version: Option<i64> = typed.parsed("version");
    let standing = context.db.write(move |conn| {
        let Some(before) = open_post(conn, id)? else { return Ok(None) };
        let others = others(conn, &actor, id, now)?;
        Ok(Some(Standing {
            said: String::new(),
            others,
            stale: version.is_some_and(|version| version != before.version),
        }))
    });
    Ok(HttpResponse::Ok().json(standing.await?.ok_or(AppError::NotFound)?))
}

fn others(conn: &mut Conn, actor: &Actor, id: PostId, now: Timestamp) -> diesel::QueryResult<String> {
    note_presence(conn, actor, ("post", id.0), now)?;
    Ok(in_words(&list_present(conn, actor, ("post", id.0), now)?, now))
}

/// `Also open: Johan, 2 min ago`.
pub(super) fn in_words(present: &[Present], now: Timestamp) -> String {
    let one = |other: &Present| match other.minutes(now) {
        0 => format!("{}, now", other.name),
        minutes => format!("{}, {minutes} min ago", other.name),
    };
    if present.is_empty() {
        return String::new();
    }
    format!("Also open: {}", present.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// What the text looks like, and what stands beside it.
#[derive(Debug, Serialize)]
struct Look {
    preview: String,
    beside: String,
}

/// Draws the text as its page will, and checks it.
pub(super) async fn look(
    _: Actor,
    id: Path<String>,
    payload: Payload,
    (context, renderer): (Data<Context>, Data<BodyRenderer>),
) -> Result<HttpResponse, AppError> {
    let (id, now) = (post_id(&id)?, context.clock.now());
    let typed = Fields::of_long_form(payload).await?;
    let bench = Bench::new(&context, **renderer, now).await?;
    let look = context.db.read(move |conn| {
        let Some(before) = open_post(conn, id)? else { return Ok(None) };
        let (change, _) = read(&typed, &before, Act::Preview, now);
        let drawn = bench.drawn(conn, &change.content.body, now)?;
        let beside = bench.beside(conn, (&change.slug, &change.content), now)?;
        Ok(Some(drawn.and_then(|preview| Ok(Look { preview, beside: beside.render()? }))))
    });
    let look = look.await?.ok_or(AppError::NotFound)?.map_err(AppError::Template)?;
    Ok(HttpResponse::Ok().json(look))
}

/// What on the site a link may lead to.
pub(super) async fn links(_: Actor, fields: Fields, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let now = context.clock.now();
    let shell = context.shell().await?;
    let letters: String = fields.get("q").chars().take(80).collect();
    let found = context.db.read(move |conn| Ok(shell.lexicon(conn, now)?.suggest(&letters))).await?;
    Ok(HttpResponse::Ok().json(found))
}
