use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::upload::{read_files, refusal};
use crate::access::Actor;
use crate::db::DbError;
use crate::media::{
    Description, Media, MediaError, MediaId, Refusal, Use, describe_media, find_by_hash, find_media, list_uses,
    remove_media, replace_media,
};
use crate::types::MediaHash;
use crate::urls;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, Reading, draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// The longest alternative text; what needs more belongs beside the picture.
const LONGEST_ALT: usize = 250;
/// The nine fields of a picture, by rows: their names, and their middles in hundredths from the left and from the top.
const FIELDS: [(u8, &str, (i32, i32)); 9] = [
    (1, "Top left", (17, 17)),
    (2, "Top", (50, 17)),
    (3, "Top right", (83, 17)),
    (4, "Left", (17, 50)),
    (5, "Middle", (50, 50)),
    (6, "Right", (83, 50)),
    (7, "Bottom left", (17, 83)),
    (8, "Bottom", (50, 83)),
    (9, "Bottom right", (83, 83)),
];

/// The form that describes a picture.
struct MediaForm {
    typed: Fields,
    errors: FormErrors,
}

impl MediaForm {
    fn of(media: &Media) -> Self {
        let (version, focus) = (media.row_version.to_string(), media.focus().to_string());
        let decorative = if media.is_decorative { "1" } else { "" };
        let alt = media.alt_text.as_deref().unwrap_or_default();
        let typed = Fields::of(&[("alt", alt), ("decorative", decorative), ("focus", &focus), ("version", &version)]);
        Self { typed, errors: FormErrors::default() }
    }

    fn description(&mut self) -> Option<Description> {
        let alt = self.typed.get("alt").to_owned();
        let is_decorative = !self.typed.get("decorative").is_empty();
        if is_decorative && !alt.is_empty() {
            self.errors.add("alt", "A decorative picture needs no alternative text. Take out the text or the tick.");
        } else if alt.chars().count() > LONGEST_ALT {
            self.errors.add(
                "alt",
                format!("Alternative text is at most {LONGEST_ALT} characters; put longer words beside the picture."),
            );
        }
        let focus =
            self.typed.parsed::<u8>("focus").and_then(|focus| FIELDS.iter().find(|(field, ..)| *field == focus));
        let Some((.., focus)) = focus else {
            self.errors.add("focus-5", "Choose the part to keep in view.");
            return None;
        };
        let alt_text = Some(alt).filter(|alt| !alt.is_empty());
        self.errors.is_empty().then_some(Description { alt_text, is_decorative, focus: *focus })
    }
}

#[derive(Template)]
#[template(path = "admin/media/show.html")]
struct Show {
    panel: Panel,
    media: Media,
    uses: Vec<Use>,
    form: MediaForm,
}

impl Show {
    fn fields(&self) -> [(u8, &'static str, (i32, i32)); 9] {
        FIELDS
    }
}

fn id_of(path: &str) -> Result<MediaId, AppError> {
    path.parse().map(MediaId).map_err(|_| AppError::NotFound)
}

/// One picture: what is said of it, its files, where it is used.
pub(super) async fn show(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = id_of(&path)?;
    page(&context, &request, actor, move |reading| read(reading, id, None)).await
}

fn read(reading: &mut Reading<'_>, id: MediaId, form: Option<MediaForm>) -> QueryResult<Option<Show>> {
    let Some(media) = find_media(reading.conn, id)? else { return Ok(None) };
    let uses = list_uses(reading.conn)?.remove(&id).unwrap_or_default();
    let panel = reading.panel.clone().named(media.file_name.clone(), urls::ADMIN_MEDIA);
    Ok(Some(Show { panel, form: form.unwrap_or_else(|| MediaForm::of(&media)), uses, media }))
}

/// Stores what an editor says of a picture.
pub(super) async fn update(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = id_of(&path)?;
    context.db.read(move |conn| find_media(conn, id)).await?.ok_or(AppError::NotFound)?;
    let mut form = MediaForm { typed: Fields::of_form(payload).await?, errors: FormErrors::default() };
    let version = form.typed.parsed::<i64>("version").unwrap_or(0);
    let Some(description) = form.description() else {
        return answer_again(&context, &request, actor, id, form).await;
    };
    let (who, now) = (actor.clone(), context.clock.now());
    let saved = context.db.attempt(move |conn| describe_media(conn, &who, (id, version), &description, now)).await?;
    match saved {
        Ok(true) => Ok(go_on(&urls::admin_media(id.0), Notice::Saved)),
        Ok(false) => Ok(go_on(&urls::admin_media(id.0), Notice::Unchanged)),
        Err(MediaError::Stale) => {
            form.errors.add("alt", "Somebody else saved this picture meanwhile. What you typed is kept; look at the picture in another window, then save again.");
            let present = context.db.read(move |conn| find_media(conn, id)).await?.ok_or(AppError::NotFound)?;
            form.typed.set("version", &present.row_version.to_string());
            answer_again(&context, &request, actor, id, form).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn answer_again(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    id: MediaId,
    form: MediaForm,
) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(context, request, Some(actor)).await?;
    let now = context.clock.now();
    let view = context.db.read(move |conn| read(&mut Reading { conn, now, panel }, id, Some(form))).await?;
    let view = view.ok_or(AppError::NotFound)?;
    let panel = view.panel.clone().erroneous(true);
    draw(request, StatusCode::UNPROCESSABLE_ENTITY, &Show { panel, ..view })
}

/// Puts another file in a picture's place.
pub(super) async fn replace(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = id_of(&path)?;
    context.db.read(move |conn| find_media(conn, id)).await?.ok_or(AppError::NotFound)?;
    let upload = read_files(&request, payload, &context.library).await?.into_iter().next();
    let replaced = match upload.map(|upload| upload.content) {
        Some(Ok(file)) => put(&context, &actor, id, file).await,
        Some(Err(refused)) => Err(refused.into()),
        None => Err(Refusal::Missing.into()),
    };
    match replaced {
        Ok(true) => Ok(go_on(&urls::admin_media(id.0), Notice::Saved)),
        Ok(false) => Ok(go_on(&urls::admin_media(id.0), Notice::Unchanged)),
        Err(error) => refuse(&context, &request, (actor, id), ("file", error)).await,
    }
}

async fn put(context: &Data<Context>, actor: &Actor, id: MediaId, file: std::fs::File) -> Result<bool, MediaError> {
    let (developed, turn) = context.library.take_in(file).await?;
    let (actor, now) = (actor.clone(), context.clock.now());
    let stored = context.db.attempt(move |conn| replace_media(conn, &actor, id, &developed, now)).await;
    drop(turn);
    let former = stored.map_err(storage)??;
    let Some(former) = former else { return Ok(false) };
    context.library.announce();
    forget(context, former).await?;
    Ok(true)
}

/// Throws files away that no row names, unless the same picture came anew meanwhile.
async fn forget(context: &Data<Context>, hash: MediaHash) -> Result<(), MediaError> {
    let turn = context.library.turn().await?;
    let name = hash.clone();
    let found = context.db.read(move |conn| find_by_hash(conn, &name)).await.map_err(storage)?;
    if found.is_none_or(|found| found.content_hash != hash) {
        context.library.forget(&turn, &hash)?;
    }
    Ok(())
}

fn storage(error: DbError) -> MediaError {
    MediaError::Storage(std::io::Error::other(error.to_string()))
}

/// Takes a picture that nothing uses out of the library.
pub(super) async fn destroy(
    actor: Actor,
    path: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = id_of(&path)?;
    let (who, now) = (actor.clone(), context.clock.now());
    match context.db.attempt(move |conn| remove_media(conn, &who, id, now)).await? {
        Ok(hash) => {
            forget(&context, hash).await?;
            Ok(go_on(urls::ADMIN_MEDIA, Notice::Removed))
        }
        Err(error) => refuse(&context, &request, (actor, id), ("delete", error)).await,
    }
}

/// Shows the picture again with what stood in the way.
async fn refuse(
    context: &Data<Context>,
    request: &HttpRequest,
    (actor, id): (Actor, MediaId),
    (field, error): (&'static str, MediaError),
) -> Result<HttpResponse, AppError> {
    let why = refusal(error)?.to_string();
    let media = context.db.read(move |conn| find_media(conn, id)).await?.ok_or(AppError::NotFound)?;
    let mut form = MediaForm::of(&media);
    form.errors.add(field, why);
    answer_again(context, request, actor, id, form).await
}
