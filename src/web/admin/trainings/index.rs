use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use askama::Template;
use diesel::{Connection, QueryResult};

use super::cells::{Cell, ChangedRow, EDITABLE, Trouble, cells, changed_rows, heading, values};
use super::{Answer, Kit, label, panel, seats};
use crate::access::Actor;
use crate::db::Conn;
use crate::enquiries::list_demand;
use crate::schedule::{
    Column, DeliveryMode, GridFilter, GridRow, Names, TrainingState, count_undecided, find_held, list_grid,
    list_grid_ids, list_warnings, read_day, revise_row,
};
use crate::site::{Save, SaveError};
use crate::types::{Code, Timestamp};
use crate::urls::desk_trainings as at;
use crate::urls::{self};
use crate::web::admin::notice::{Notice, go_on};
use crate::web::admin::panel::{Panel, draw};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::pager::Pager;

const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "admin/trainings/index.html")]
struct Index {
    panel: Panel,
    kit: Kit,
    asked: Fields,
    list: List,
    /// The address of this page, to post to and to come back to.
    here: String,
    /// How many rows were saved although others were not.
    saved: usize,
    complaint: Option<String>,
}

/// What the database says.
struct List {
    names: Names,
    rows: Vec<Row>,
    count: usize,
    undecided: usize,
    /// Wishes for a date.
    waiting: usize,
    pager: Pager,
}

struct Row {
    row: GridRow,
    cells: Vec<Cell>,
    /// What the cells held when they were read, for whoever compares.
    was: String,
    warnings: Vec<String>,
    /// What is wrong with the row as a whole.
    trouble: Option<String>,
}

impl Index {
    fn is_chosen(&self, name: &str, value: &impl ToString) -> bool {
        self.asked.get(name) == value.to_string()
    }

    fn from(&self) -> &str {
        self.asked.get("from")
    }

    fn query(&self) -> &str {
        self.here.split_once('?').map_or("", |(_, query)| query)
    }

    fn columns(&self) -> Vec<&'static str> {
        EDITABLE.iter().map(|column| heading(*column)).collect()
    }

    fn troubles(&self) -> Vec<(String, String)> {
        let of_row = |row: &Row| {
            let code = row.row.listing.code().to_string();
            let whole = row.trouble.iter().map({
                let code = code.clone();
                move |why| (format!("{code}.row"), format!("{code}: {why}"))
            });
            let cells = row
                .cells
                .iter()
                .filter_map(|cell| Some((cell.name.clone(), format!("{code}: {}", cell.error.as_ref()?))));
            whole.chain(cells).collect::<Vec<_>>()
        };
        self.list.rows.iter().flat_map(of_row).collect()
    }
}

/// What narrows the table; without a word of it, what lies ahead.
fn filter(asked: &Fields) -> GridFilter {
    GridFilter {
        words: asked.get("q").to_owned(),
        course: asked.parsed("course"),
        city: asked.parsed("city"),
        mode: asked.parsed("mode"),
        state: asked.parsed("state"),
        from: read_day(asked.get("from")),
        to: read_day(asked.get("to")),
    }
}

/// The values of the address, with today as the first day where it names none.
fn asked(request: &HttpRequest, now: Timestamp) -> Fields {
    let mut asked = Fields::of_query(request);
    if asked.all("from").is_empty() {
        asked.set("from", &now.home_day().to_string());
    }
    asked
}

fn address(asked: &Fields) -> String {
    let named = ["q", "course", "city", "mode", "state", "from", "to"];
    let is_said = |name: &&str| !asked.get(name).is_empty() || *name == "from";
    let pairs: Vec<(&str, &str)> = named.into_iter().filter(is_said).map(|name| (name, asked.get(name))).collect();
    format!("{}?{}", at::GRID, urls::query(&pairs))
}

fn read(conn: &mut Conn, asked: &Fields, troubles: &HashMap<Code, Trouble>, now: Timestamp) -> QueryResult<List> {
    let ids = list_grid_ids(conn, &filter(asked))?;
    let pager = Pager::new(address(asked), ids.len(), SIZE, asked.page());
    let mut shown: Vec<_> = ids.iter().copied().skip(pager.offset(SIZE)).take(SIZE).collect();
    for code in troubles.keys() {
        shown.extend(find_held(conn, code)?.map(|held| held.id).filter(|id| !shown.contains(id)));
    }
    let names = Names::read(conn)?;
    let mut warnings = list_warnings(conn, &shown, now)?;
    let mut rows = Vec::with_capacity(shown.len());
    for row in list_grid(conn, &shown)? {
        let trouble = troubles.get(row.listing.code());
        let cells = cells(&row, &names, trouble);
        let was = serde_json::to_string(&values(&row, &names)).unwrap_or_default();
        let warnings = warnings.remove(&row.listing.id()).unwrap_or_default();
        let trouble = trouble.and_then(|trouble| whole_trouble(trouble, &cells));
        rows.push(Row { row, cells, was, warnings, trouble });
    }
    let undecided = count_undecided(conn, now.home_day() + chrono::Days::new(7), now)?;
    let waiting = list_demand(conn)?.iter().map(|wish| wish.people).sum();
    Ok(List { names, rows, count: ids.len(), undecided, waiting, pager })
}

/// What is wrong with a row, where no single field of it is to blame.
fn whole_trouble(trouble: &Trouble, cells: &[Cell]) -> Option<String> {
    match &trouble.refused {
        None => Some(
            "somebody else changed it meanwhile. Your values are kept; save again to put them in place of theirs."
                .to_owned(),
        ),
        Some((field, why)) => (!cells.iter().any(|cell| cell.column.as_str() == *field)).then(|| why.clone()),
    }
}

/// All trainings that the filter leaves.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let now = context.clock.now();
    let asked = asked(&request, now);
    let of_list = asked.clone();
    let list = context.db.read(move |conn| read(conn, &of_list, &HashMap::new(), now)).await?;
    let panel = panel(&context, &request, actor, "Trainings").await?;
    let complaint = seats::complaint(&asked);
    let here = list.pager.here();
    draw(&request, StatusCode::OK, &Index { panel, kit: Kit::new(&context), asked, list, here, saved: 0, complaint })
}

/// Saves every row in which something was changed, each for itself.
pub(super) async fn save(actor: Actor, request: HttpRequest, payload: Payload, context: Data<Context>) -> Answer {
    let fields = Fields::of_long_form(payload).await?;
    let now = context.clock.now();
    let asked = asked(&request, now);
    let changed = changed_rows(&fields);
    let (worker, of_list) = (actor.clone(), asked.clone());
    let outcome = context
        .db
        .attempt(move |conn| -> Save<_> {
            let (saved, troubles) = save_rows(conn, &worker, &changed, now)?;
            let list = if troubles.is_empty() { None } else { Some(read(conn, &of_list, &troubles, now)?) };
            Ok((saved, list, troubles.values().any(|trouble| trouble.refused.is_some())))
        })
        .await?;
    let (saved, list, is_refused) = outcome.map_err(AppError::from)?;
    let page = address(&asked);
    let here = if asked.page() > 1 { format!("{page}&page={}", asked.page()) } else { page };
    let Some(list) = list else {
        return Ok(go_on(&here, if saved > 0 { Notice::Saved } else { Notice::Unchanged }));
    };
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let panel = panel(&context, &request, actor, "Trainings").await?.erroneous(true);
    draw(&request, status, &Index { panel, kit: Kit::new(&context), asked, list, here, saved, complaint: None })
}

type Outcome = (usize, HashMap<Code, Trouble>);

fn save_rows(conn: &mut Conn, actor: &Actor, changed: &[ChangedRow], now: Timestamp) -> Save<Outcome> {
    let names = Names::read(conn)?;
    let mut saved = 0;
    let mut troubles = HashMap::new();
    for one in changed {
        let done = conn.transaction(|conn| revise_row(conn, actor, &names, &one.read, &one.row, now));
        let refused = match done {
            Ok(_) => {
                saved += 1;
                continue;
            }
            Err(SaveError::Stale) => None,
            Err(SaveError::Refused { field, why }) => Some((field, format!("{} {why}.", label(field)))),
            Err(error) => return Err(error),
        };
        if refused.is_none() || find_held(conn, &one.read.code)?.is_some() {
            troubles.insert(one.read.code.clone(), Trouble { refused, typed: one.typed.clone() });
        }
    }
    Ok((saved, troubles))
}
