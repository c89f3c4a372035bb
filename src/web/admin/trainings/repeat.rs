use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;

use super::{Answer, Kit, code_of, not_found, panel, rehearse, sentence};
use crate::access::Actor;
use crate::schedule::{Copy, GridRow, Names, Repetition, find_grid_row, repeat_training, say_changes};
use crate::types::Slug;
use crate::urls::desk_trainings as at;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::fields::Fields;

/// The word that stands for online among the cities.
const ONLINE: &str = "online";

#[derive(Template)]
#[template(path = "admin/trainings/repeat.html")]
struct Repeat {
    panel: Panel,
    kit: Kit,
    row: GridRow,
    names: Names,
    typed: Fields,
    problem: Option<(&'static str, String)>,
    copies: Vec<Copy>,
}

impl Repeat {
    fn is_ticked(&self, place: &str) -> bool {
        self.typed.all("place").iter().any(|ticked| ticked == place)
    }

    fn value(&self, name: &str, usual: &'static str) -> &str {
        if self.typed.all(name).is_empty() { usual } else { self.typed.get(name) }
    }

    fn codes(&self) -> String {
        codes(&self.copies)
    }

    fn facts(&self, copy: &Copy) -> String {
        say_changes(None, &copy.content).into_iter().skip(1).collect::<Vec<_>>().join(", ")
    }
}

fn codes(copies: &[Copy]) -> String {
    copies.iter().map(|copy| copy.content.code.as_str()).collect::<Vec<_>>().join(" ")
}

fn wanted(fields: &Fields) -> Repetition {
    let place = |place: &String| -> Option<Option<Slug>> {
        if place == ONLINE { Some(None) } else { place.parse().ok().map(Some) }
    };
    Repetition {
        places: fields.all("place").iter().filter_map(place).collect(),
        every: fields.parsed("every").unwrap_or_default(),
        times: fields.parsed("times").unwrap_or(-1),
        keeps_trainer: !fields.get("trainer").is_empty(),
    }
}

/// The form that asks where and when a training is given again.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    draw(&request, StatusCode::OK, &view(actor, &request, &context, Fields::default()).await?)
}

async fn view(
    actor: Actor,
    request: &HttpRequest,
    context: &Data<Context>,
    typed: Fields,
) -> Result<Repeat, crate::web::error::AppError> {
    let code = code_of(request)?;
    let title = format!("Repeat {code}");
    let found = context.db.read(move |conn| Ok((find_grid_row(conn, &code)?, Names::read(conn)?))).await?;
    let (row, names) = (not_found(found.0)?, found.1);
    let panel = panel(context, request, actor, title).await?;
    Ok(Repeat { panel, kit: Kit::new(context), row, names, typed, problem: None, copies: Vec::new() })
}

/// Shows what would be made; makes it when exactly that was seen. So pressing twice makes nothing twice.
pub(super) async fn take(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let fields = Fields::of_form(payload).await?;
    let code = code_of(&request)?;
    let (wanted, now) = (wanted(&fields), context.clock.now());
    let mut view = view(actor.clone(), &request, &context, fields.clone()).await?;
    let seen = fields.get("codes").to_owned();
    if fields.get("step") == "take" && !seen.is_empty() {
        let (worker, code, wanted) = (actor.clone(), code.clone(), wanted.clone());
        let done = context
            .db
            .attempt(move |conn| -> Result<(), crate::site::SaveError> {
                let copies = repeat_training(conn, &worker, &code, &wanted, now)?;
                if codes(&copies) == seen { Ok(()) } else { Err(crate::site::SaveError::Stale) }
            })
            .await?;
        match done {
            Ok(()) => return Ok(go_on(at::GRID, Notice::Created)),
            Err(crate::site::SaveError::Stale) => {
                let why = "The list of trainings changed meanwhile. This is what would be added now.".to_owned();
                view.problem = Some(("times", why));
            }
            Err(error) => view.problem = Some(sentence(error)?),
        }
    }
    match rehearse(&context, move |conn| repeat_training(conn, &actor, &code, &wanted, now)).await? {
        Ok(copies) => view.copies = copies,
        Err(error) => view.problem = Some(sentence(error)?),
    }
    let status = if view.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    view.panel = view.panel.erroneous(view.problem.is_some());
    draw(&request, status, &view)
}
