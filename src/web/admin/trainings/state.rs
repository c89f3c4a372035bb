use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;
use diesel::QueryResult;

use super::{Answer, Kit, code_of, not_found, panel, sentence};
use crate::access::Actor;
use crate::db::Conn;
use crate::enquiries::{Concerned, list_concerned, turn_training};
use crate::schedule::{GridRow, News, Read, TrainingState, find_grid_row, hindrance};
use crate::site::SaveError;
use crate::types::{Code, Timestamp};
use crate::urls::desk_trainings as at;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

const LONGEST_WORDS: usize = 1000;

#[derive(Template)]
#[template(path = "admin/trainings/state.html")]
struct State {
    panel: Panel,
    kit: Kit,
    row: GridRow,
    people: Vec<Concerned>,
    changes: Vec<Change>,
    /// The change that was asked for and is to be confirmed.
    asked: Option<TrainingState>,
    words: String,
    problem: Option<String>,
    /// How many were told by the change that was just made, and who could not be.
    told: Option<usize>,
    unreached: String,
}

/// A way in which the training may come to stand, and what that does.
struct Change {
    to: TrainingState,
    news: Option<News>,
    hindrance: Option<String>,
}

impl State {
    fn chosen(&self) -> Option<&Change> {
        self.changes.iter().find(|change| Some(change.to) == self.asked && change.hindrance.is_none())
    }

    fn tells(&self, change: &Change) -> String {
        match (change.news, self.people.len()) {
            (None, _) => "Tells nobody.".to_owned(),
            (Some(_), 0) => "Nobody has asked about it, so nobody is told.".to_owned(),
            (Some(_), 1) => "Sends a letter to 1 person.".to_owned(),
            (Some(_), count) => format!("Sends a letter to each of {count} people."),
        }
    }

    /// What its button says.
    fn act(&self, to: &TrainingState) -> String {
        match to {
            TrainingState::Cancelled => "Cancel this training".to_owned(),
            other => format!("Set to {}", other.label().to_lowercase()),
        }
    }

    fn means(&self, to: &TrainingState) -> &'static str {
        match to {
            TrainingState::Scheduled => "It is planned, and runs if enough people come.",
            TrainingState::Confirmed => "It runs for certain.",
            TrainingState::Full => "It runs, and no seat is left; visitors can join a waiting list.",
            TrainingState::Postponed => "It runs later, on days that are not set yet.",
            TrainingState::Cancelled => "It does not run.",
            TrainingState::Completed => "It is over.",
        }
    }
}

struct Found {
    row: GridRow,
    people: Vec<Concerned>,
    changes: Vec<Change>,
}

fn find(conn: &mut Conn, code: &Code, now: Timestamp) -> QueryResult<Option<Found>> {
    let Some(row) = find_grid_row(conn, code)? else { return Ok(None) };
    let people = list_concerned(conn, row.listing.id())?;
    let days = (row.listing.starts_at(), row.listing.ends_at());
    let change = |to: &TrainingState| Change {
        to: *to,
        news: row.state.news(*to),
        hindrance: hindrance(row.state, *to, days, now),
    };
    let changes = TrainingState::ALL.iter().filter(|to| **to != row.state).map(change).collect();
    Ok(Some(Found { row, people, changes }))
}

/// How a training stands, how it may come to stand, and who would hear of it. Nothing is changed here.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let fields = Fields::of_query(&request);
    answer(actor, &request, &context, (fields, None, StatusCode::OK)).await
}

async fn answer(
    actor: Actor,
    request: &HttpRequest,
    context: &Data<Context>,
    (fields, problem, status): (Fields, Option<String>, StatusCode),
) -> Answer {
    let code = code_of(request)?;
    let now = context.clock.now();
    let title = format!("Status of {code}");
    let Found { row, people, changes } = not_found(context.db.read(move |conn| find(conn, &code, now)).await?)?;
    let panel = panel(context, request, actor, title).await?.erroneous(problem.is_some());
    let view = State {
        panel,
        kit: Kit::new(context),
        row,
        people,
        changes,
        asked: fields.parsed("to"),
        words: fields.get("words").to_owned(),
        problem,
        told: fields.parsed("told"),
        unreached: fields.get("unreached").to_owned(),
    };
    draw(request, status, &view)
}

/// Changes how a training stands, and owes the letters that were shown.
pub(super) async fn change(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let fields = Fields::of_form(payload).await?;
    let code = code_of(&request)?;
    let now = context.clock.now();
    let to: Option<TrainingState> = fields.parsed("to");
    let (Some(to), Some(version)) = (to, fields.parsed("version")) else {
        let problem = Some("Choose a status.".to_owned());
        return answer(actor, &request, &context, (fields, problem, StatusCode::UNPROCESSABLE_ENTITY)).await;
    };
    let words: String = fields.get("words").chars().take(LONGEST_WORDS).collect();
    let (worker, desk, read) = (actor.clone(), context.desk.clone(), Read { code: code.clone(), version });
    let done = context.db.attempt(move |conn| turn_training(conn, &worker, &desk, &read, (to, &words), now)).await?;
    match done {
        Ok(told) => {
            context.courier.wake();
            let unreached: Vec<&str> = told.unreached.iter().map(crate::types::Reference::as_str).collect();
            let query = format!("told={}&unreached={}", told.told, unreached.join("+"));
            Ok(go_on(&format!("{}?{query}", at::state(&code)), Notice::Saved))
        }
        Err(SaveError::Stale) => {
            let problem =
                "Somebody else changed this training meanwhile. This is how it is now; nobody was told anything.";
            answer(actor, &request, &context, (fields, Some(problem.to_owned()), StatusCode::CONFLICT)).await
        }
        Err(SaveError::Refused { field: "code", .. }) => Err(AppError::NotFound),
        Err(error) => {
            let (_, problem) = sentence(error)?;
            answer(actor, &request, &context, (fields, Some(problem), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
    }
}
