use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::panel::{Panel, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::enquiries::count_unanswered;
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
    /// Enquiries that nobody answered yet; nothing for those who may not read enquiries.
    unanswered: Option<i64>,
    /// Those of them whose answer is overdue.
    overdue: i64,
}

/// What needs somebody today.
async fn show(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let reads_enquiries = actor.may(Permission::Enquiries);
    page(&context, &request, actor, move |reading| {
        let waiting = if reads_enquiries { Some(count_unanswered(reading.conn, reading.now)?) } else { None };
        let panel = reading.panel.clone().named("Dashboard", urls::ADMIN);
        let (unanswered, overdue) = waiting.unzip();
        Ok(Some(Dashboard { panel, unanswered, overdue: overdue.unwrap_or_default() }))
    })
    .await
}
