use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;
use serde_json::{Map, Value};

use super::differences::{Difference, differences};
use super::noun::Noun;
use super::reading::from_whole;
use super::writing::{write, write_whole};
use crate::access::Actor;
use crate::db::Conn;
use crate::site::{Revision, RevisionId, Save, SaveError, find_revision, list_revisions, must_be_version, version_of};
use crate::types::{Moment, Timestamp};
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// Revisions that are listed.
const MOST: i64 = 100;

/// A revision in the list.
struct Kept {
    id: i64,
    at: String,
    by: String,
    kind: String,
    is_shown: bool,
}

/// A revision beside what is stored now.
struct Shown {
    id: i64,
    at: String,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "admin/record/history.html")]
struct History {
    panel: Panel,
    stylesheet: String,
    name: String,
    back: String,
    here: String,
    kept: Vec<Kept>,
    shown: Option<Shown>,
    seen: i64,
}

/// The row that an address names; zero is the only record of a noun that has one.
fn row_in(path: &str) -> Result<i64, AppError> {
    path.parse().ok().filter(|id| *id >= 0).ok_or(AppError::NotFound)
}

/// What a record was before, and how that differs from what it is.
pub async fn show<N: Noun>(
    actor: Actor,
    path: Path<String>,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = row_in(&path)?;
    let stylesheet = context.assets.address("record.css");
    page(&context, &request, actor, move |reading| {
        let frame = (reading.panel.clone(), stylesheet);
        read_history::<N>(reading.conn, frame, id, fields.parsed("revision"), reading.now)
    })
    .await
}

fn read_history<N: Noun>(
    conn: &mut Conn,
    (panel, stylesheet): (Panel, String),
    id: i64,
    wanted: Option<i64>,
    now: Timestamp,
) -> QueryResult<Option<History>> {
    let about = N::ABOUT;
    let Some((_, content)) = N::find(conn, id)? else { return Ok(None) };
    let present = write(about.sections, &content);
    let of = (about.kind, id);
    let said = |at: Timestamp| Moment(at).spoken(now);
    let wanted = match wanted {
        Some(wanted) => find_revision(conn, of, RevisionId(wanted))?,
        None => None,
    };
    let shown = wanted.map(|revision| Shown {
        id: revision.id.0,
        at: said(revision.at()),
        differences: differences(about.sections, &present, &write_whole(about.sections, &whole(&revision))),
    });
    let kept = list_revisions(conn, of, MOST)?.into_iter().map(|revision| Kept {
        is_shown: shown.as_ref().is_some_and(|shown| shown.id == revision.id.0),
        at: said(revision.at()),
        by: revision.who.clone().unwrap_or_else(|| "Command line".to_owned()),
        kind: revision.kind.to_string(),
        id: revision.id.0,
    });
    let name = Some(present.get("title")).filter(|title| !title.is_empty()).unwrap_or(about.many).to_owned();
    Ok(Some(History {
        panel: panel.named(format!("History of {name}"), about.at.index),
        stylesheet,
        kept: kept.collect(),
        back: if id == 0 { about.at.index.to_owned() } else { about.at.of(id) },
        here: about.at.history_of(id),
        seen: version_of(conn, of)?,
        name,
        shown,
    }))
}

fn whole(revision: &Revision) -> Map<String, Value> {
    match serde_json::from_str(&revision.content) {
        Ok(Value::Object(whole)) => whole,
        _ => Map::new(),
    }
}

/// Saves a record again as a revision kept it. What it is now stays in its history.
pub async fn restore<N: Noun>(
    actor: Actor,
    path: Path<String>,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id = row_in(&path)?;
    let typed = Fields::of_long_form(payload).await?;
    let (revision, seen) = (typed.parsed("revision").unwrap_or(-1), typed.parsed("seen").unwrap_or(-1));
    let now = context.clock.now();
    let outcome = context.db.attempt(move |conn| put_back::<N>(conn, &actor, (id, revision), seen, now)).await?;
    let here = N::ABOUT.at.history_of(id);
    match outcome {
        Ok(()) => Ok(go_on(&if id == 0 { N::ABOUT.at.index.to_owned() } else { N::ABOUT.at.of(id) }, Notice::Saved)),
        Err(SaveError::Stale) => Ok(go_on(&here, Notice::Overtaken)),
        Err(SaveError::Refused { .. }) => Ok(go_on(&here, Notice::CannotReturn)),
        Err(SaveError::Database(diesel::result::Error::NotFound)) => Err(AppError::NotFound),
        Err(error) => Err(error.into()),
    }
}

fn put_back<N: Noun>(
    conn: &mut Conn,
    actor: &Actor,
    (id, revision): (i64, i64),
    seen: i64,
    now: Timestamp,
) -> Save<()> {
    let gone = || SaveError::Database(diesel::result::Error::NotFound);
    let of = (N::ABOUT.kind, id);
    let (slug, _) = N::find(conn, id)?.ok_or_else(gone)?;
    let revision = find_revision(conn, of, RevisionId(revision))?.ok_or_else(gone)?;
    must_be_version(conn, of, seen)?;
    let content = from_whole(whole(&revision));
    let content = content.map_err(|why| SaveError::Refused { field: "title", why: why.to_string() })?;
    N::save(conn, actor, &slug, &content, now).map(|_| ())
}
