use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::enquiries::say_mail;
use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::outbox::{Filter, Listed, MailId, MailState, ResendError, list, resend, set_aside};
use crate::types::Timestamp;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::pager::Pager;

/// The word for all that no server has yet.
const WAITING: &str = "waiting";

pub(super) fn routes(table: &mut Table) {
    let staff = Access::Needs(Permission::Enquiries);
    table.page(inbox::OUTBOX, staff, index);
    table.act("/admin/outbox/{id}/resend", staff, again);
    table.act("/admin/outbox/{id}/set-aside", staff, leave);
}

#[derive(Template)]
#[template(path = "admin/outbox/index.html")]
struct Index {
    panel: Panel,
    mails: Vec<Listed>,
    /// Which mails are shown, as the address says it.
    which: String,
    count: i64,
    pager: Pager,
    /// Why a mail was not owed again.
    trouble: Option<&'static str>,
}

impl Index {
    fn say_mail(&self, mail: &Listed) -> String {
        say_mail(mail)
    }

    /// What the list can be narrowed to: a word of the address, and what it is called.
    fn choices(&self) -> Vec<(&'static str, &'static str, bool)> {
        let named = [("", "All"), (WAITING, "Waiting"), ("held", "Held"), ("sent", "Sent")];
        named.map(|(word, label)| (word, label, word == self.which)).to_vec()
    }
}

async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, move |reading| {
        let state: Option<MailState> = fields.parsed("state");
        let (which, states) = match (fields.get("state"), state) {
            (WAITING, _) => (WAITING, vec![MailState::Queued, MailState::Leased, MailState::Retry]),
            (_, Some(state)) => (state.as_str(), vec![state]),
            (_, None) => ("", Vec::new()),
        };
        let found = list(reading.conn, &Filter { states, ..Filter::default() }, fields.page())?;
        let address = match which {
            "" => inbox::OUTBOX.to_owned(),
            which => format!("{}?state={which}", inbox::OUTBOX),
        };
        let size = usize::try_from(found.size).unwrap_or(1);
        let pager = Pager::new(address, usize::try_from(found.count).unwrap_or_default(), size, fields.page());
        let trouble = match fields.get("trouble") {
            "in-hand" => Some("That mail is being sent at this moment. Look again in a minute."),
            "no-text" => Some("The text of that mail was deleted when its time to be kept was over. Write a new one."),
            _ => None,
        };
        let panel = reading.panel.clone().named("Outbox", inbox::OUTBOX);
        Ok(Some(Index { panel, mails: found.mails, which: which.to_owned(), count: found.count, pager, trouble }))
    })
    .await
}

async fn again(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = MailId(id.parse().map_err(|_| AppError::NotFound)?);
    let now = context.clock.now();
    let trouble = |word: &str| Ok(see_other(&format!("{}?trouble={word}", inbox::OUTBOX)));
    match context.db.attempt(move |conn| resend(conn, &actor, id, now)).await? {
        Ok(()) => {
            context.courier.wake();
            Ok(go_on(inbox::OUTBOX, Notice::Mailed))
        }
        Err(ResendError::InHand) => trouble("in-hand"),
        Err(ResendError::NoText) => trouble("no-text"),
        Err(ResendError::NotFound) => Err(AppError::NotFound),
        Err(ResendError::Denied(_)) => Err(AppError::Forbidden),
        Err(ResendError::Database(error)) => Err(crate::db::DbError::Query(error).into()),
    }
}

/// Nothing is to be done about a mail that was refused: it alarms nobody any more.
async fn leave(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = MailId(id.parse().map_err(|_| AppError::NotFound)?);
    let now = context.clock.now();
    match context.db.attempt(move |conn| set_aside(conn, &actor, id, now)).await? {
        Ok(()) => Ok(go_on(inbox::OUTBOX, Notice::SetAside)),
        Err(ResendError::Denied(_)) => Err(AppError::Forbidden),
        Err(ResendError::Database(error)) => Err(crate::db::DbError::Query(error).into()),
        Err(ResendError::NotFound | ResendError::InHand | ResendError::NoText) => Err(AppError::NotFound),
    }
}
