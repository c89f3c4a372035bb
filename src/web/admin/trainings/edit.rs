use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;

use super::form::TrainingForm;
use super::{Answer, Kit, code_of, not_found, panel};
use crate::access::Actor;
use crate::enquiries::list_waiters;
use crate::schedule::{
    DeliveryMode, GridRow, Names, Read, TrainingContent, TrainingState, add_training, find_grid_row, list_warnings,
    load_training, revise_training, say_facts,
};
use crate::site::{SaveError, Saved};
use crate::types::{Code, Timestamp};
use crate::urls::desk_trainings as at;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

#[derive(Template)]
#[template(path = "admin/trainings/edit.html")]
struct Edit {
    panel: Panel,
    kit: Kit,
    names: Names,
    form: TrainingForm,
    /// The training as it is; nothing where it is new.
    row: Option<GridRow>,
    warnings: Vec<String>,
    /// How many wait for such a date and have not heard of it.
    waiting: usize,
    /// Where somebody saved meanwhile: each fact that differs, as it is now and as it was typed.
    differences: Vec<(&'static str, String, String)>,
}

impl Edit {
    fn modes(&self) -> &'static [DeliveryMode] {
        DeliveryMode::ALL
    }

    fn action(&self) -> String {
        self.row.as_ref().map_or_else(|| at::NEW.to_owned(), |row| at::edit(row.listing.code()))
    }
}

/// What the form needs to know of the database.
struct Known {
    names: Names,
    row: Option<GridRow>,
    content: Option<TrainingContent>,
    warnings: Vec<String>,
    waiting: usize,
}

async fn known(context: &Data<Context>, code: Option<Code>, now: Timestamp) -> Result<Known, AppError> {
    let read = move |conn: &mut crate::db::Conn| {
        let names = Names::read(conn)?;
        let Some(code) = code else {
            return Ok(Known { names, row: None, content: None, warnings: Vec::new(), waiting: 0 });
        };
        let row = find_grid_row(conn, &code)?;
        let content = load_training(conn, &code)?;
        let warnings = match &row {
            Some(row) => list_warnings(conn, &[row.listing.id()], now)?.remove(&row.listing.id()).unwrap_or_default(),
            None => Vec::new(),
        };
        let waiting = list_waiters(conn, &code, now)?.len();
        Ok(Known { names, row, content, warnings, waiting })
    };
    Ok(context.db.read(read).await?)
}

/// The form for a new training; the address may fill in course, city and mode.
pub(super) async fn new(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let known = known(&context, None, context.clock.now()).await?;
    let mut form = TrainingForm::blank();
    let asked = Fields::of_query(&request);
    for name in ["course", "city", "mode"] {
        if !asked.get(name).is_empty() {
            form.typed.set(name, asked.get(name));
        }
    }
    let panel = panel(&context, &request, actor, "New training").await?;
    draw(&request, StatusCode::OK, &view(panel, &context, known, form))
}

fn view(panel: Panel, context: &Data<Context>, known: Known, form: TrainingForm) -> Edit {
    let Known { names, row, warnings, waiting, .. } = known;
    Edit { panel, kit: Kit::new(context), names, form, row, warnings, waiting, differences: Vec::new() }
}

/// Makes a training.
pub(super) async fn create(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let typed = Fields::of_long_form(payload).await?;
    let now = context.clock.now();
    let state = typed.parsed("state").unwrap_or(TrainingState::Scheduled);
    let mut form = TrainingForm { typed, ..TrainingForm::default() };
    if let Some(content) = form.content(state) {
        let (worker, code) = (actor.clone(), content.code.clone());
        match context.db.attempt(move |conn| add_training(conn, &worker, &content, now)).await? {
            Ok(_) => return Ok(go_on(&at::edit(&code), Notice::Created)),
            Err(SaveError::Refused { field, why }) => form.refuse(field, &why),
            Err(error) => return Err(error.into()),
        }
    }
    let known = known(&context, None, now).await?;
    let panel = panel(&context, &request, actor, "New training").await?.erroneous(true);
    draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view(panel, &context, known, form))
}

/// The form of a training.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let code = code_of(&request)?;
    let mut known = known(&context, Some(code.clone()), context.clock.now()).await?;
    let form = TrainingForm::of(&not_found(known.content.take())?);
    let panel = panel(&context, &request, actor, format!("Training {code}")).await?;
    draw(&request, StatusCode::OK, &view(panel, &context, known, form))
}

/// Saves a training as it was typed, unless somebody saved it meanwhile: then both are shown.
pub(super) async fn update(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let code = code_of(&request)?;
    let now = context.clock.now();
    let mut typed = Fields::of_long_form(payload).await?;
    let mut before = known(&context, Some(code.clone()), now).await?;
    let current = not_found(before.content.take())?;
    typed.set("code", code.as_str());
    let version = typed.parsed("version");
    let mut form = TrainingForm { typed, ..TrainingForm::default() };
    let (mut status, mut differences) = (StatusCode::UNPROCESSABLE_ENTITY, Vec::new());
    if let (Some(content), Some(version)) = (form.content(current.state), version) {
        let (worker, read, mine) = (actor.clone(), Read { code: code.clone(), version }, content.clone());
        match context.db.attempt(move |conn| revise_training(conn, &worker, &read, &mine, now)).await? {
            Ok(Saved::Unchanged) => return Ok(go_on(&at::edit(&code), Notice::Unchanged)),
            Ok(_) => return Ok(go_on(&at::edit(&code), Notice::Saved)),
            Err(SaveError::Refused { field, why }) => form.refuse(field, &why),
            Err(SaveError::Stale) => {
                status = StatusCode::CONFLICT;
                let pairs = say_facts(&current).into_iter().zip(say_facts(&content));
                differences =
                    pairs.filter(|(now, mine)| now != mine).map(|((name, now), (_, mine))| (name, now, mine)).collect();
            }
            Err(error) => return Err(error.into()),
        }
    }
    let panel = panel(&context, &request, actor, format!("Training {code}")).await?.erroneous(true);
    let view = view(panel, &context, before, form);
    draw(&request, status, &Edit { differences, ..view })
}
