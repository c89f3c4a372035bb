use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{
    AddressId, NotFound, Redirect, SaveError, Signpost, add_redirect, count_redirects, dismiss_not_found,
    list_not_founds, list_redirects, remove_redirect,
};
use crate::types::Timestamp;
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::link_check::{Finding, LinkCheck};
use crate::web::pager::Pager;
use crate::web::signposts::{Directory, list_signposts};

pub(super) mod links;

/// Redirects on one page of the list.
const PAGE: usize = 50;
/// Missing addresses that are shown: nobody works through more.
const MOST_MISSING: i64 = 100;
/// Letters of a missing address that are taken for words.
const MOST_LETTERS: usize = 80;

pub(super) fn routes(table: &mut Table) {
    let editors = Access::Needs(Permission::Content);
    table.form(urls::ADMIN_ADDRESSES, editors, index, create);
    table.act("/admin/addresses/{id}/removal", editors, destroy);
    table.page(urls::ADMIN_MISSING, editors, missing);
    table.act("/admin/addresses/missing/{id}/dismissal", editors, dismiss);
    table.page(urls::ADMIN_LINKS, editors, links::index);
}

/// A redirect as it is typed.
struct RedirectForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/addresses/index.html")]
struct Index {
    panel: Panel,
    form: RedirectForm,
    redirects: Vec<Redirect>,
    count: i64,
    pager: Pager,
    letters: String,
    /// The address that is tried, and what a visitor finds there.
    tried: Option<(String, Finding)>,
}

async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, move |reading| {
        // A missing address comes with a proposal, ready to be taken.
        let form = RedirectForm { typed: fields.clone(), errors: FormErrors::default() };
        let panel = reading.panel.clone();
        listed(reading.conn, panel, &fields, form, reading.now).map(Some)
    })
    .await
}

fn listed(conn: &mut Conn, panel: Panel, fields: &Fields, form: RedirectForm, now: Timestamp) -> QueryResult<Index> {
    let letters = fields.get("q").to_owned();
    let count = count_redirects(conn, &letters)?;
    let address = match letters.as_str() {
        "" => urls::ADMIN_ADDRESSES.to_owned(),
        letters => format!("{}?{}", urls::ADMIN_ADDRESSES, urls::query(&[("q", letters)])),
    };
    let pager = Pager::new(address, usize::try_from(count).unwrap_or_default(), PAGE, fields.page());
    let offset = i64::try_from(pager.offset(PAGE)).unwrap_or_default();
    let redirects = list_redirects(conn, &letters, (i64::try_from(PAGE).unwrap_or_default(), offset))?;
    let tried = match fields.get("try").split(['?', '#']).next().unwrap_or_default() {
        "" => None,
        path => Some((path.to_owned(), LinkCheck::new(conn, now)?.find(conn, path)?)),
    };
    let panel = panel.named("Redirects", urls::ADMIN_ADDRESSES).erroneous(!form.errors.is_empty());
    Ok(Index { panel, form, redirects, count, pager, letters, tried })
}

async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let now = context.clock.now();
    let (by, from, to) = (actor.clone(), typed.get("from").to_owned(), typed.get("to").to_owned());
    let is_gone = typed.get("gone") == "yes";
    let saved = context.db.attempt(move |conn| {
        let target = (!is_gone).then_some(to.as_str());
        add_redirect(conn, &by, &from, target, now)
    });
    match saved.await? {
        Ok(()) => Ok(go_on(urls::ADMIN_ADDRESSES, Notice::Saved)),
        Err(SaveError::Refused { field, why }) => {
            let mut errors = FormErrors::default();
            errors.add(field, format!("“{}” {why}.", typed.get(field)));
            let panel = Panel::new(&context, &request, Some(actor)).await?;
            let form = RedirectForm { typed, errors };
            let view = context.db.read(move |conn| listed(conn, panel, &Fields::default(), form, now)).await?;
            draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => Err(error.into()),
    }
}

async fn destroy(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = AddressId(id.parse().map_err(|_| AppError::NotFound)?);
    let now = context.clock.now();
    let was_there = context.db.attempt(move |conn| remove_redirect(conn, &actor, id, now)).await??;
    if was_there { Ok(go_on(urls::ADMIN_ADDRESSES, Notice::Removed)) } else { Err(AppError::NotFound) }
}

/// A missing address and the pages that may be meant.
struct Missed {
    asked: NotFound,
    proposed: Vec<Signpost>,
}

#[derive(Template)]
#[template(path = "admin/addresses/missing.html")]
struct Missing {
    panel: Panel,
    missed: Vec<Missed>,
}

async fn missing(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, |reading| {
        let directory = Directory::of(list_signposts(reading.conn, reading.now)?);
        let proposed = |path: &str| {
            let words: String = path.replace(|c: char| !c.is_alphanumeric(), " ").chars().take(MOST_LETTERS).collect();
            directory.nearest(path.split('/').nth(1).unwrap_or_default(), &words, 2)
        };
        let asked = list_not_founds(reading.conn, MOST_MISSING)?.into_iter();
        let missed = asked.map(|asked| Missed { proposed: proposed(&asked.path), asked }).collect();
        Ok(Some(Missing { panel: reading.panel.clone().named("Missing addresses", urls::ADMIN_ADDRESSES), missed }))
    })
    .await
}

async fn dismiss(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let was_there = context.db.attempt(move |conn| dismiss_not_found(conn, &actor, id)).await??;
    if was_there { Ok(go_on(urls::ADMIN_MISSING, Notice::Removed)) } else { Err(AppError::NotFound) }
}
