use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use futures_util::stream;

use super::filter;
use crate::access::Actor;
use crate::enquiries::{EnquiryId, InboxFilter, InboxRow, list_inbox_before, note_export, state_label};
use crate::types::{EmailAddress, Timestamp};
use crate::web::context::Context;
use crate::web::csv::CsvText;
use crate::web::error::AppError;
use crate::web::fields::Fields;

/// Enquiries that are read and sent at a time: memory holds no more, however many there are.
const PART: i64 = 500;
const HEADS: [&str; 14] = [
    "reference",
    "received",
    "kind",
    "status",
    "name",
    "email",
    "phone",
    "company",
    "people",
    "course",
    "city",
    "assigned to",
    "answer by",
    "first answered",
];

/// How far an export is.
enum Progress {
    Begins,
    After(EnquiryId),
    Done,
}

/// What the filter leaves, as a table for a spreadsheet, sent as it is read. That somebody took it is in the audit before the first line leaves.
pub(super) async fn export(actor: Actor, fields: Fields, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let filter = filter(&fields);
    let (taken, now) = (filter.clone(), context.clock.now());
    context.db.attempt(move |conn| note_export(conn, &actor, &taken, now)).await??;
    let parts = stream::unfold(Progress::Begins, move |progress| next(context.clone(), filter.clone(), progress));
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"enquiries.csv\""))
        .streaming(Box::pin(parts)))
}

async fn next(
    context: Data<Context>,
    filter: InboxFilter,
    progress: Progress,
) -> Option<(Result<Bytes, AppError>, Progress)> {
    let (before, mut csv) = match progress {
        Progress::Begins => (None, CsvText::new(&HEADS)),
        Progress::After(id) => (Some(id), CsvText::onward()),
        Progress::Done => return None,
    };
    let now = context.clock.now();
    let rows = context.db.read(move |conn| list_inbox_before(conn, &filter, before, PART, now)).await;
    let rows = match rows {
        Ok(rows) => rows,
        // The connection breaks off, so that nobody takes a part for the whole.
        Err(error) => return Some((Err(error.into()), Progress::Done)),
    };
    let progress = rows.last().map_or(Progress::Done, |last| Progress::After(last.id));
    rows.iter().for_each(|row| write(&mut csv, row));
    Some((Ok(csv.finish().into()), progress))
}

fn write(csv: &mut CsvText, row: &InboxRow) {
    let when = |at: Timestamp| at.local(Timestamp::HOME).format("%Y-%m-%d %H:%M").to_string();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let email: &EmailAddress = &row.email;
    let cells = [
        row.reference.to_string(),
        when(row.received_at),
        row.kind.label().to_owned(),
        state_label(row.state).to_owned(),
        row.name.clone(),
        email.to_string(),
        text(&row.phone),
        text(&row.company),
        row.attendees.map(|people| people.to_string()).unwrap_or_default(),
        text(&row.course),
        text(&row.city),
        text(&row.owner),
        row.due_at.map(when).unwrap_or_default(),
        row.answered_at.map(when).unwrap_or_default(),
    ];
    csv.row(&cells.each_ref().map(String::as_str));
}
