//! What needs somebody today, and in one quiet line what needs nobody.
mod cards;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::cards::{Card, Gathered, gather};
use super::gate::Access;
use super::panel::{Panel, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::blog::Upcoming;
use crate::types::Timestamp;
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;

pub(super) fn routes(table: &mut Table) {
    table.page(urls::ADMIN, Access::SignedIn, show);
}

#[derive(Template)]
#[template(path = "admin/dashboard/show.html")]
struct Dashboard {
    panel: Panel,
    /// What needs somebody.
    cards: Vec<Card>,
    /// Posts that appear next by themselves.
    upcoming: Vec<Upcoming>,
    /// How many appear after those.
    further: i64,
    /// What needs nobody, a sentence each.
    calm: Vec<String>,
    /// Whether whoever looks runs the site, and is told about backups.
    runs_site: bool,
}

async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let runs_site = actor.may(Permission::Site);
    page(&context, &request, actor.clone(), move |reading| {
        let Gathered { cards, upcoming, further, calm } = gather(reading, &actor)?;
        let panel = reading.panel.clone().named("Dashboard", urls::ADMIN);
        Ok(Some(Dashboard { panel, cards, upcoming, further, calm, runs_site }))
    })
    .await
}
