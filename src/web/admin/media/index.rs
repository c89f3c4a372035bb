use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;
use serde_json::json;

use super::pick::told;
use super::upload::{Upload, read_files, refusal};
use crate::access::Actor;
use crate::media::{Choice, Media, MediaError, Refusal, Taken, add_media, list_media, list_uses};
use crate::urls;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, Reading, draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::pager::Pager;

/// Pictures on one page of the list.
const PAGE: usize = 48;

/// A picture in the list.
struct Card {
    media: Media,
    /// How often it is used.
    uses: usize,
}

/// What became of one file of an upload that was not taken.
struct Refused {
    name: String,
    why: String,
}

#[derive(Template)]
#[template(path = "admin/media/index.html")]
struct Index {
    panel: Panel,
    cards: Vec<Card>,
    show: Show,
    words: String,
    pager: Pager,
    count: i64,
    /// What was just uploaded and not taken.
    refused: Vec<Refused>,
    /// How many of the same upload were taken.
    taken: usize,
}

impl Index {
    fn is_shown(&self, one: &Show) -> bool {
        self.show == *one
    }
}

crate::types::words! {
    /// Which pictures the list shows.
    Show {
        /// All of them.
        All = "all",
        /// Those without a decision on their alternative text.
        WithoutAlt = "without-alt",
        /// Those that nothing uses.
        Unused = "unused",
    }
}

impl Show {
    fn label(&self) -> &'static str {
        match self {
            Self::All => "All",
            Self::WithoutAlt => "Without alternative text",
            Self::Unused => "Not used",
        }
    }

    fn when_empty(&self) -> &'static str {
        match self {
            Self::All => "No picture was uploaded yet.",
            Self::WithoutAlt => "Every picture has its alternative text.",
            Self::Unused => "Every picture is used.",
        }
    }

    fn choice(self) -> Choice {
        match self {
            Self::All => Choice::All,
            Self::WithoutAlt => Choice::WithoutAlt,
            Self::Unused => Choice::Unused,
        }
    }

    fn address(&self, words: &str) -> String {
        let query: Vec<(&str, &str)> =
            [("show", self.as_str()), ("q", words)].into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{}?{}", urls::ADMIN_MEDIA, urls::query(&query))
    }
}

/// The pictures of a choice, newest first.
pub(super) async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, move |reading| read(reading, &fields).map(Some)).await
}

fn read(reading: &mut Reading<'_>, fields: &Fields) -> QueryResult<Index> {
    let show = fields.parsed("show").unwrap_or(Show::All);
    let words: String = fields.get("q").chars().take(100).collect();
    let at = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let list = |reading: &mut Reading<'_>, page: u32| {
        list_media(reading.conn, show.choice(), &words, (i64::from(page), at(PAGE)))
    };
    let asked = fields.page();
    let (mut found, count) = list(reading, asked)?;
    let pager = Pager::new(show.address(&words), usize::try_from(count).unwrap_or(0), PAGE, asked);
    if pager.page != asked {
        found = list(reading, pager.page)?.0;
    }
    let uses = list_uses(reading.conn)?;
    let cards = found.into_iter().map(|media| Card { uses: uses.get(&media.id).map_or(0, Vec::len), media }).collect();
    let panel = reading.panel.clone().named("Media", urls::ADMIN_MEDIA);
    Ok(Index { panel, cards, show, words, pager, count, refused: Vec::new(), taken: 0 })
}

/// Takes pictures in: from a form, or one from a script, which is answered in JSON.
pub(super) async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let uploads = read_files(&request, payload, &context.library).await?;
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") {
        let one = uploads.into_iter().next();
        return answer_script(take(&context, &actor, one).await);
    }
    if uploads.is_empty() {
        let refused = vec![Refused { name: String::new(), why: Refusal::Missing.to_string() }];
        return answer_refused(&context, &request, actor, (refused, 0)).await;
    }
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for upload in uploads {
        let name = upload.name.clone();
        match take(&context, &actor, Some(upload)).await {
            Ok(one) => taken.push(one),
            Err(error) => refused.push(Refused { name, why: refusal(error)?.to_string() }),
        }
    }
    if !refused.is_empty() {
        return answer_refused(&context, &request, actor, (refused, taken.len())).await;
    }
    Ok(match taken.as_slice() {
        [one] if !one.is_new => go_on(&urls::admin_media(one.media.id.0), Notice::Unchanged),
        [one] => go_on(&urls::admin_media(one.media.id.0), Notice::Created),
        _ => go_on(urls::ADMIN_MEDIA, Notice::Created),
    })
}

async fn take(context: &Data<Context>, actor: &Actor, upload: Option<Upload>) -> Result<Taken, MediaError> {
    let upload = upload.ok_or(Refusal::Missing)?;
    let (developed, turn) = context.library.take_in(upload.content?).await?;
    let (actor, now, name) = (actor.clone(), context.clock.now(), upload.name);
    let stored = context.db.attempt(move |conn| add_media(conn, &actor, &developed, &name, now)).await;
    drop(turn);
    let taken = stored.map_err(|error| std::io::Error::other(error.to_string()))??;
    context.library.announce();
    Ok(taken)
}

fn answer_script(taken: Result<Taken, MediaError>) -> Result<HttpResponse, AppError> {
    let (status, answer) = match taken {
        Ok(taken) => {
            let status = if taken.is_new { StatusCode::CREATED } else { StatusCode::OK };
            (status, told(&taken.media))
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": refusal(error)?.to_string() })),
    };
    Ok(HttpResponse::build(status).insert_header((CACHE_CONTROL, "no-store")).json(answer))
}

async fn answer_refused(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    (refused, taken): (Vec<Refused>, usize),
) -> Result<HttpResponse, AppError> {
    let panel = Panel::new(context, request, Some(actor)).await?;
    let now = context.clock.now();
    let view = context.db.read(move |conn| read(&mut Reading { conn, now, panel }, &Fields::default())).await?;
    let panel = view.panel.clone().erroneous(true);
    draw(request, StatusCode::UNPROCESSABLE_ENTITY, &Index { panel, refused, taken, ..view })
}
