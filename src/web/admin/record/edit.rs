use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::drawing::{Filled, draw_form, form_of};
use super::lists::rearrange;
use super::noun::Noun;
use super::reading::read;
use crate::access::Actor;
use crate::db::{Conn, take_turns_at};
use crate::site::{Save, SaveError, Saved, must_be_version, taken};
use crate::types::{Slug, Timestamp};
use crate::web::admin::notice::{Notice, go_on};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// The row that an address names.
pub fn row_in(path: &str) -> Result<i64, AppError> {
    path.parse().ok().filter(|id| *id > 0).ok_or(AppError::NotFound)
}

/// An empty form.
pub async fn new<N: Noun>(
    actor: Actor,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    draw_form::<N>(&context, &request, actor, Filled::untouched(None)).await
}

/// A record's form.
pub async fn show<N: Noun>(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    draw_form::<N>(&context, &request, actor, Filled::untouched(Some(row_in(&path)?))).await
}

/// The form of a noun with one record.
pub async fn show_single<N: Noun>(
    actor: Actor,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    draw_form::<N>(&context, &request, actor, Filled::untouched(Some(0))).await
}

/// Takes the form of a new record.
pub async fn create<N: Noun>(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    take::<N>(&context, &request, actor, None, Fields::of_long_form(payload).await?).await
}

/// Takes the form of a record.
pub async fn update<N: Noun>(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    take::<N>(&context, &request, actor, Some(row_in(&path)?), Fields::of_long_form(payload).await?).await
}

/// Takes the form of a noun with one record.
pub async fn update_single<N: Noun>(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    take::<N>(&context, &request, actor, Some(0), Fields::of_long_form(payload).await?).await
}

async fn take<N: Noun>(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    id: Option<i64>,
    mut typed: Fields,
) -> Result<HttpResponse, AppError> {
    let mut errors = FormErrors::default();
    if rearrange(N::ABOUT.sections, &mut typed) {
        return draw_form::<N>(context, request, actor, Filled::again(id, typed, errors, StatusCode::OK)).await;
    }
    let content = read::<N::Content>(N::ABOUT.sections, &typed, &mut errors);
    let slug = read_slug::<N>(id, &typed, &mut errors);
    let seen = typed.parsed("seen").unwrap_or(-1);
    let (Some(content), Some(slug)) = (content, slug) else {
        return draw_form::<N>(context, request, actor, Filled::again(id, typed, errors, UNPROCESSABLE)).await;
    };
    let (now, who) = (context.clock.now(), actor.clone());
    let outcome = context.db.attempt(move |conn| store::<N>(conn, &who, (id, seen), (slug, &content), now)).await?;
    let status = match outcome {
        Ok((row, notice)) => return Ok(go_on(&form_of::<N>(Some(row)), notice)),
        Err(SaveError::Stale) => StatusCode::CONFLICT,
        Err(SaveError::Refused { field, why }) => {
            errors.add(field, sentence::<N>(field, &why));
            UNPROCESSABLE
        }
        Err(SaveError::Database(diesel::result::Error::NotFound)) => return Err(AppError::NotFound),
        Err(error) => return Err(error.into()),
    };
    draw_form::<N>(context, request, actor, Filled::again(id, typed, errors, status)).await
}

const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// A refusal as a sentence that names its field.
pub fn sentence<N: Noun>(field: &str, why: &str) -> String {
    let mut fields = N::ABOUT.sections.iter().flat_map(|section| section.fields);
    match fields.find(|known| known.name == field) {
        Some(known) => format!("{} {why}", known.label),
        None if field == "slug" => format!("{} {why}", N::ABOUT.slug_label()),
        None => why.to_owned(),
    }
}

/// The part of the address that was typed, or one made of the title.
fn read_slug<N: Noun>(id: Option<i64>, typed: &Fields, errors: &mut FormErrors) -> Option<Slug> {
    if id == Some(0) {
        return N::ABOUT.kind.parse().ok();
    }
    let label = N::ABOUT.slug_label();
    match typed.get("slug") {
        "" if id.is_some() => {
            errors.add("slug", format!("Enter the {}", label.to_lowercase()));
            None
        }
        "" => slug_of(typed.get("title")).or_else(|| {
            errors.add("slug", format!("{label}: use lower-case letters, digits and hyphens"));
            None
        }),
        text => errors.check("slug", text.parse::<Slug>().map_err(|why| format!("{label} {why}"))),
    }
}

/// A title as a part of an address: `Ḽavhengwa & Co` becomes `lavhengwa-co`.
fn slug_of(title: &str) -> Option<Slug> {
    use unicode_normalization::UnicodeNormalization;
    let letters = title.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    let plain: String =
        letters.map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' }).collect();
    let mut slug = plain.split_whitespace().collect::<Vec<_>>().join("-");
    slug.truncate(120);
    slug.trim_end_matches('-').parse().ok()
}

/// Stores what was typed, unless somebody else stored something since.
fn store<N: Noun>(
    conn: &mut Conn,
    actor: &Actor,
    (id, seen): (Option<i64>, i64),
    (slug, content): (Slug, &N::Content),
    now: Timestamp,
) -> Save<(i64, Notice)> {
    let kind = N::ABOUT.kind;
    let Some(id) = id else {
        take_turns_at(conn, kind)?;
        if let Some(other) = N::list(conn, now)?.into_iter().find(|line| line.slug == slug) {
            return Err(taken(&slug, &other.title));
        }
        N::save(conn, actor, &slug, content, now)?;
        let own = N::list(conn, now)?.into_iter().find(|line| line.slug == slug);
        return own.map(|line| (line.id, Notice::Created)).ok_or(SaveError::Database(diesel::result::Error::NotFound));
    };
    let (old, _) = N::find(conn, id)?.ok_or(SaveError::Database(diesel::result::Error::NotFound))?;
    must_be_version(conn, (kind, id), seen)?;
    let is_renamed = old != slug;
    if is_renamed {
        N::rename(conn, actor, (&old, &slug), now)?;
    }
    let saved = N::save(conn, actor, &slug, content, now)?;
    Ok((id, if saved == Saved::Unchanged && !is_renamed { Notice::Unchanged } else { Notice::Saved }))
}
