use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;

use super::{Answer, Kit, code_of, not_found, panel, sentence};
use crate::access::Actor;
use crate::enquiries::{Waiter, list_waiters, tell_of_date};
use crate::schedule::{GridRow, find_grid_row};
use crate::site::SaveError;
use crate::types::{Reference, Timestamp};
use crate::urls::desk_trainings as at;
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::fields::Fields;

const LONGEST_WORDS: usize = 1000;

#[derive(Template)]
#[template(path = "admin/trainings/tell.html")]
struct Tell {
    panel: Panel,
    kit: Kit,
    row: GridRow,
    people: Vec<Waiter>,
    words: String,
    problem: Option<String>,
    /// How many were told just now, and who could not be.
    told: Option<usize>,
    unreached: String,
}

impl Tell {
    fn since(&self, at: &Timestamp) -> String {
        at.local(Timestamp::HOME).format("%-d %b %Y").to_string()
    }
}

/// Who waits for a date like this and has not heard of it. Nobody is told by looking.
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
    let title = format!("Who waits for {code}");
    let read = move |conn: &mut crate::db::Conn| match find_grid_row(conn, &code)? {
        Some(row) => Ok(Some((list_waiters(conn, &code, now)?, row))),
        None => Ok(None),
    };
    let (people, row) = not_found(context.db.read(read).await?)?;
    let panel = panel(context, request, actor, title).await?.erroneous(problem.is_some());
    let (words, unreached) = (fields.get("words").to_owned(), fields.get("unreached").to_owned());
    let kit = Kit::new(context);
    draw(request, status, &Tell { panel, kit, row, people, words, problem, told: fields.parsed("told"), unreached })
}

/// Owes news of the date to those who were shown, and to nobody twice.
pub(super) async fn send(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let fields = Fields::of_form(payload).await?;
    let code = code_of(&request)?;
    let now = context.clock.now();
    let known = code.clone();
    not_found(context.db.read(move |conn| find_grid_row(conn, &known)).await?)?;
    let words: String = fields.get("words").chars().take(LONGEST_WORDS).collect();
    let (worker, desk, date) = (actor.clone(), context.desk.clone(), code.clone());
    let done = context.db.attempt(move |conn| tell_of_date(conn, &worker, &desk, (&date, &words), now)).await?;
    match done {
        Ok(told) => {
            context.courier.wake();
            let unreached: Vec<&str> = told.unreached.iter().map(Reference::as_str).collect();
            let query = format!("told={}&unreached={}", told.told, unreached.join("+"));
            let done = if told.told > 0 { Notice::Mailed } else { Notice::Unchanged };
            Ok(go_on(&format!("{}?{query}", at::tell(&code)), done))
        }
        Err(error @ SaveError::Refused { .. }) => {
            let problem = sentence(error)?.1.replacen("The code", "This training", 1);
            answer(actor, &request, &context, (fields, Some(problem), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(error) => Err(error.into()),
    }
}
