use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;

use super::{Answer, Kit, label, panel, rehearse};
use crate::access::Actor;
use crate::schedule::{Column, Verdict, read_sheet, take_sheet};
use crate::site::Saved;
use crate::urls::desk_trainings as at;
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// More rows than this are a file for `lectern import`.
const MOST_ROWS: usize = 500;

#[derive(Template)]
#[template(path = "admin/trainings/paste.html")]
struct Paste {
    panel: Panel,
    kit: Kit,
    /// What was pasted.
    text: String,
    problem: Option<String>,
    verdicts: Vec<Verdict>,
    /// Whether the rows were taken, or only looked at.
    is_taken: bool,
}

impl Paste {
    fn columns(&self) -> String {
        Column::ALL.iter().map(Column::as_str).collect::<Vec<_>>().join(", ")
    }

    fn count(&self, wanted: Saved) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.fate == Ok(wanted)).count()
    }

    fn refused(&self) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.fate.is_err()).count()
    }

    fn to_take(&self) -> usize {
        self.count(Saved::Created) + self.count(Saved::Changed)
    }

    fn word(&self, verdict: &Verdict) -> &'static str {
        match &verdict.fate {
            Ok(Saved::Created) => "New",
            Ok(Saved::Changed) => "Changes",
            Ok(Saved::Unchanged) => "Same",
            Err(_) => "Not taken",
        }
    }

    fn look(&self, verdict: &Verdict) -> &'static str {
        match &verdict.fate {
            Ok(Saved::Created) => "ok",
            Ok(Saved::Changed) => "warn",
            Ok(Saved::Unchanged) => "off",
            Err(_) => "bad",
        }
    }

    fn why(&self, verdict: &Verdict) -> Option<String> {
        verdict.fate.as_ref().err().map(|(field, why)| format!("{} {why}.", label(field)))
    }
}

/// Where rows are pasted.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let panel = panel(&context, &request, actor, "Paste trainings from a spreadsheet").await?;
    let (text, verdicts) = (String::new(), Vec::new());
    let view = Paste { panel, kit: Kit::new(&context), text, problem: None, verdicts, is_taken: false };
    draw(&request, StatusCode::OK, &view)
}

/// Says of each row what would become of it; takes them when that was seen.
pub(super) async fn take(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let fields = Fields::of_long_form(payload).await?;
    // As it came: a row may end with empty cells.
    let text = fields.all("rows").first().map(|text| text.trim_matches('\n').to_owned()).unwrap_or_default();
    let panel = panel(&context, &request, actor.clone(), "Paste trainings from a spreadsheet").await?;
    let is_taken = fields.get("step") == "take";
    let mut view =
        Paste { panel, kit: Kit::new(&context), text: text.clone(), problem: None, verdicts: Vec::new(), is_taken };
    let rows = match read_sheet(&text) {
        Ok(rows) if rows.len() > MOST_ROWS => Err(format!(
            "There are {} rows; {MOST_ROWS} at most can be pasted at once. `lectern import --from csv` takes more.",
            rows.len()
        )),
        other => other,
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(why) => {
            view.problem = Some(why);
            view.is_taken = false;
            view.panel = view.panel.erroneous(true);
            return draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let now = context.clock.now();
    let verdicts = if is_taken {
        context.db.attempt(move |conn| take_sheet(conn, &actor, &rows, now)).await?
    } else {
        rehearse(&context, move |conn| take_sheet(conn, &actor, &rows, now)).await?
    };
    view.verdicts = verdicts.map_err(AppError::from)?;
    draw(&request, StatusCode::OK, &view)
}
