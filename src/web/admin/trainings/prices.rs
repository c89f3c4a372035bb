use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;

use super::{Answer, Kit, panel, rehearse};
use crate::access::Actor;
use crate::schedule::{PriceChange, Read, Repriced, change_prices, find_held, read_amount, read_money, read_percent};
use crate::urls::desk_trainings as at;
use crate::web::admin::notice::see_other;
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

const MOST: usize = 200;

#[derive(Template)]
#[template(path = "admin/trainings/prices.html")]
struct Prices {
    panel: Panel,
    kit: Kit,
    chosen: Vec<Read>,
    how: String,
    by: String,
    problem: Option<(&'static str, String)>,
    outcome: Vec<Repriced>,
    is_taken: bool,
}

impl Prices {
    fn changed(&self) -> usize {
        self.outcome.iter().filter(|one| one.after.as_ref().is_ok_and(|after| *after != one.before)).count()
    }
}

/// Prices are changed of trainings that were ticked in the table, so the way begins there.
pub(super) async fn show(_: Actor) -> actix_web::HttpResponse {
    see_other(at::GRID)
}

/// Asks how the prices of the ticked trainings change, says what comes of it, and changes them when that was seen.
pub(super) async fn take(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let fields = Fields::of_long_form(payload).await?;
    let chosen = chosen(&context, &fields).await?;
    let panel = panel(&context, &request, actor.clone(), "Change prices").await?;
    let (how, by) = (fields.get("how").to_owned(), fields.get("by").to_owned());
    let is_taken = fields.get("step") == "take";
    let (problem, outcome) = (None, Vec::new());
    let mut view = Prices { panel, kit: Kit::new(&context), chosen, how, by, problem, outcome, is_taken };
    let change = match view.chosen.len() {
        0 => Err(("chosen", "Tick the trainings in the table first.".to_owned())),
        count if count > MOST => {
            Err(("chosen", format!("{count} trainings are ticked; {MOST} at most change at once.")))
        }
        _ if fields.get("step") == "choose" => return draw(&request, StatusCode::OK, &view),
        _ => read_change(&view.how, &view.by),
    };
    let change = match change {
        Ok(change) => change,
        Err(problem) => {
            view.problem = Some(problem);
            view.is_taken = false;
            view.panel = view.panel.erroneous(true);
            return draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let (chosen, now) = (view.chosen.clone(), context.clock.now());
    let outcome = if is_taken {
        context.db.attempt(move |conn| change_prices(conn, &actor, &chosen, change, now)).await?
    } else {
        rehearse(&context, move |conn| change_prices(conn, &actor, &chosen, change, now)).await?
    };
    view.outcome = outcome.map_err(AppError::from)?;
    draw(&request, StatusCode::OK, &view)
}

/// The ticked trainings with the versions that were shown: from the table by their rows, from the preview as it named them.
async fn chosen(context: &Data<Context>, fields: &Fields) -> Result<Vec<Read>, AppError> {
    let version = |code: &String| fields.parsed(&format!("{code}.version"));
    let read = |code: &String| Some(Read { code: code.parse().ok()?, version: version(code)? });
    let named: Vec<Read> = fields.all("pick").iter().filter_map(read).collect();
    let find = move |conn: &mut crate::db::Conn| {
        let mut known = Vec::new();
        for read in named {
            known.extend(find_held(conn, &read.code)?.map(|_| read));
        }
        Ok(known)
    };
    Ok(context.db.read(find).await?)
}

fn read_change(how: &str, by: &str) -> Result<PriceChange, (&'static str, String)> {
    let need = |text: &str| ("by", text.to_owned());
    match how {
        "percent" => read_percent(by)
            .filter(|hundredths| *hundredths != 0)
            .map(PriceChange::Percent)
            .ok_or_else(|| need("Enter a percentage like 5 or -12.5.")),
        "amount" => read_amount(by)
            .filter(|cents| *cents != 0)
            .map(PriceChange::Amount)
            .ok_or_else(|| need("Enter an amount in rand like 500 or -1 250.50.")),
        "set" => read_money(by)
            .map(PriceChange::Set)
            .map_err(|_| need("Enter the new price in rand, like 18900 or 18 900.50.")),
        "course" => Ok(PriceChange::AsTheCourse),
        _ => Err(("how", "Choose how the prices change.".to_owned())),
    }
}
