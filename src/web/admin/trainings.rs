//! The trainings at the desk: all of them as a table, one as a form, and what is done to many at once.
mod cells;
mod decisions;
mod demand;
mod edit;
mod form;
mod index;
mod paste;
mod prices;
mod repeat;
mod seats;
mod state;
mod tell;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use diesel::result::Error;

use super::gate::Access;
use super::panel::Panel;
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{Save, SaveError};
use crate::types::Code;
use crate::urls::desk_trainings as at;
use crate::web::context::Context;
use crate::web::error::AppError;

pub(super) fn routes(table: &mut Table) {
    let access = Access::Needs(Permission::Content);
    table.form(at::GRID, access, index::show, index::save);
    table.form(at::NEW, access, edit::new, edit::create);
    table.form(at::PASTE, access, paste::show, paste::take);
    table.form(at::PRICES, access, prices::show, prices::take);
    table.page(at::DECISIONS, access, decisions::show);
    table.page(at::DEMAND, access, demand::show);
    table.form(at::EDIT, access, edit::show, edit::update);
    table.act(at::SEATS, access, seats::change);
    table.form(at::STATE, access, state::show, state::change);
    table.form(at::TELL, access, tell::show, tell::send);
    table.form(at::REPEAT, access, repeat::show, repeat::take);
}

/// The training that an address names.
fn code_of(request: &HttpRequest) -> Result<Code, AppError> {
    request.match_info().get("code").and_then(|code| code.parse().ok()).ok_or(AppError::NotFound)
}

async fn panel(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    title: impl Into<String>,
) -> Result<Panel, AppError> {
    Ok(Panel::new(context, request, Some(actor)).await?.named(title, at::GRID))
}

enum Rehearsal<T> {
    Played(T),
    Failed(SaveError),
}

impl<T> From<Error> for Rehearsal<T> {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Does something in a transaction and undoes it: a preview that cannot differ from what is done later.
async fn rehearse<T: Send + 'static>(
    context: &Data<Context>,
    work: impl FnOnce(&mut Conn) -> Save<T> + Send + 'static,
) -> Result<Save<T>, AppError> {
    let play = |conn: &mut Conn| -> Result<(), Rehearsal<T>> {
        Err(match work(conn) {
            Ok(value) => Rehearsal::Played(value),
            Err(error) => Rehearsal::Failed(error),
        })
    };
    match context.db.attempt(play).await? {
        Err(Rehearsal::Played(value)) => Ok(Ok(value)),
        Err(Rehearsal::Failed(error)) => Ok(Err(error)),
        Ok(()) => Err(AppError::NotFound),
    }
}

/// What a refusal says to whoever asked, as a sentence; other failures are the caller's.
fn sentence(error: SaveError) -> Result<(&'static str, String), AppError> {
    match error {
        SaveError::Refused { field, why } => Ok((field, format!("{} {why}.", label(field)))),
        other => Err(other.into()),
    }
}

/// A field's name as a sentence begins with it.
fn label(field: &str) -> &str {
    match field {
        "code" => "The code",
        "course" => "The course",
        "mode" => "The way it is given",
        "city" => "The city",
        "venue" => "The venue",
        "seats" => "The seats",
        "seats_taken" => "The taken seats",
        "seats_minimum" => "The minimum",
        "price" => "The price",
        "decide_by" => "The day to decide",
        "first_day" => "The first day",
        "hours" => "The hours",
        "trainer" => "The trainer",
        "state" => "The status",
        "sessions" => "The list of days",
        "time_zone" => "The time zone",
        "every" | "times" => "The number of weeks",
        other => other,
    }
}

/// The styles and the script of these pages.
struct Kit {
    stylesheet: String,
    script: String,
}

impl Kit {
    fn new(context: &Data<Context>) -> Self {
        Self { stylesheet: context.assets.address("trainings.css"), script: context.assets.address("trainings.js") }
    }
}

fn not_found<T>(found: Option<T>) -> Result<T, AppError> {
    found.ok_or(AppError::NotFound)
}

type Answer = Result<HttpResponse, AppError>;
