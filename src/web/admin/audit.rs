use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::panel::{Panel, page};
use super::table::Table;
use crate::access::{Actor, AuditFilter, Entry, Permission, UserId, list_acts, list_audit_words};
use crate::types::Timestamp;
use crate::urls;
use crate::web::context::Context;
use crate::web::csv::CsvText;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// Entries on one page.
const PAGE: i64 = 50;
/// Entries of an export; more are had with a filter, or from the database.
const MOST_EXPORTED: i64 = 50_000;

pub(super) fn routes(table: &mut Table) {
    table.page(urls::ADMIN_AUDIT, Access::Needs(Permission::Site), index);
    table.page("/admin/audit.csv", Access::Needs(Permission::Site), export);
}

#[derive(Template)]
#[template(path = "admin/audit/index.html")]
struct Index {
    panel: Panel,
    entries: Vec<Entry>,
    kinds: Vec<String>,
    actions: Vec<String>,
    filter: AuditFilter,
    /// The address of the entries before these, where there are any.
    earlier: Option<String>,
}

fn filter(fields: &Fields) -> AuditFilter {
    AuditFilter {
        user: fields.parsed("user").map(UserId),
        kind: fields.get("kind").to_owned(),
        action: fields.get("action").to_owned(),
        before: fields.parsed("before"),
    }
}

/// Who did what, the latest first.
async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, move |reading| {
        let filter = filter(&fields);
        let mut entries = list_acts(reading.conn, &filter, PAGE + 1)?;
        let has_more = entries.len() > usize::try_from(PAGE).unwrap_or_default();
        entries.truncate(usize::try_from(PAGE).unwrap_or_default());
        let earlier = entries.last().filter(|_| has_more).map(|last| {
            let before = last.id.to_string();
            let pairs = [("kind", filter.kind.as_str()), ("action", filter.action.as_str()), ("before", &before)];
            format!("{}?{}", urls::ADMIN_AUDIT, urls::query(&pairs))
        });
        let (kinds, actions) = list_audit_words(reading.conn)?;
        let panel = reading.panel.clone().named("Audit", urls::ADMIN_AUDIT);
        Ok(Some(Index { panel, entries, kinds, actions, filter, earlier }))
    })
    .await
}

/// The same as a table for a spreadsheet.
async fn export(_: Actor, fields: Fields, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let filter = filter(&fields);
    let entries = context.db.read(move |conn| list_acts(conn, &filter, MOST_EXPORTED)).await?;
    let mut csv = CsvText::new(&["when", "who", "action", "kind", "subject", "changes"]);
    for entry in entries {
        let when = entry.at.local(Timestamp::HOME).format("%Y-%m-%d %H:%M:%S").to_string();
        let change = |(field, before, after): &(String, String, String)| format!("{field}: {before} → {after}");
        let changes: Vec<String> = entry.changes().iter().map(change).collect();
        let subject = entry.subject.map(|id| id.to_string()).unwrap_or_default();
        let who = entry.who.clone().unwrap_or_else(|| "Command line".to_owned());
        csv.row(&[&when, &who, &entry.action, &entry.kind, &subject, &changes.join("; ")]);
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""))
        .body(csv.finish()))
}
