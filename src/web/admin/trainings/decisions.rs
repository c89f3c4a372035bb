use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use super::{Answer, Kit};
use crate::access::Actor;
use crate::schedule::{GridRow, list_undecided};
use crate::urls::desk_trainings as at;
use crate::web::admin::panel::{Panel, page};
use crate::web::context::Context;

#[derive(Template)]
#[template(path = "admin/trainings/decisions.html")]
struct Decisions {
    panel: Panel,
    kit: Kit,
    today: NaiveDate,
    rows: Vec<GridRow>,
}

impl Decisions {
    /// How much time is left, in words.
    fn left(&self, row: &GridRow) -> String {
        match (row.to_decide_by() - self.today).num_days() {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            -1 => "yesterday".to_owned(),
            days if days < 0 => format!("{} days ago", -days),
            days => format!("in {days} days"),
        }
    }

    fn is_due(&self, row: &GridRow) -> bool {
        row.to_decide_by() <= self.today
    }
}

/// The trainings of which nobody has said yet whether they run.
pub(super) async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Answer {
    let kit = Kit::new(&context);
    page(&context, &request, actor, move |reading| {
        let rows = list_undecided(reading.conn, reading.now)?;
        let panel = reading.panel.clone().named("Go or no-go", at::GRID);
        Ok(Some(Decisions { panel, kit, today: reading.now.home_day(), rows }))
    })
    .await
}
