use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw};
use super::table::Table;
use crate::enquiries::{AnsweredLink, EnquiryState, LinkError, find_state, mark_by_link, state_label};
use crate::types::Reference;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;

pub(super) fn routes(table: &mut Table) {
    table.form("/admin/answered/{word}", Access::Open, show, mark);
}

/// One button. Programs that look at mails follow every link, so opening this changes nothing; and it says nothing about the person.
#[derive(Template)]
#[template(path = "admin/answered/show.html")]
struct Show {
    panel: Panel,
    reference: Reference,
    state: EnquiryState,
    address: String,
}

impl Show {
    fn label(&self) -> &'static str {
        state_label(self.state)
    }
}

fn open(context: &Context, word: &str) -> Result<AnsweredLink, AppError> {
    context.desk.links.open(word, context.clock.now()).map_err(|error| match error {
        LinkError::Unknown => AppError::NotFound,
        LinkError::Expired => AppError::Gone,
    })
}

async fn show(word: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let link = open(&context, &word)?;
    let reference = link.reference().clone();
    let state = context.db.read(move |conn| find_state(conn, link.reference())).await?.ok_or(AppError::NotFound)?;
    let panel = Panel::new(&context, &request, None).await?.named(format!("Enquiry {reference}"), "");
    draw(&request, StatusCode::OK, &Show { panel, reference, state, address: inbox::answered(&word) })
}

async fn mark(word: Path<String>, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let link = open(&context, &word)?;
    let typed = Fields::of_form(payload).await?;
    let (is_answered, now) = (typed.get("undo") != "yes", context.clock.now());
    let changed = context.db.write(move |conn| mark_by_link(conn, &link, is_answered, now)).await?;
    let notice = if changed { Notice::Saved } else { Notice::Unchanged };
    Ok(go_on(&inbox::answered(&word), notice))
}
