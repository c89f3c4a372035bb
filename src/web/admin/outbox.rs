use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::enquiries::say_mail;
use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::outbox::{Filter, Listed, MailId, MailState, ResendError, list, resend};
use crate::types::Timestamp;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::pager::Pager;

pub(super) fn routes(table: &mut Table) {
    let staff = Access::Needs(Permission::Enquiries);
    table.page(inbox::OUTBOX, staff, index);
    table.act("/admin/outbox/{id}/resend", staff, again);
}

#[derive(Template)]
#[template(path = "admin/outbox/index.html")]
struct Index {
    panel: Panel,
    mails: Vec<Listed>,
    state: Option<MailState>,
    count: i64,
    pager: Pager,
    /// Why a mail was not owed again.
    trouble: Option<&'static str>,
}

impl Index {
    fn say_mail(&self, mail: &Listed) -> String {
        say_mail(mail)
    }

    fn is_chosen(&self, state: &MailState) -> bool {
        self.state == Some(*state)
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
        let filter = Filter { states: state.into_iter().collect(), ..Filter::default() };
        let found = list(reading.conn, &filter, fields.page())?;
        let address = match state {
            Some(state) => format!("{}?state={state}", inbox::OUTBOX),
            None => inbox::OUTBOX.to_owned(),
        };
        let size = usize::try_from(found.size).unwrap_or(1);
        let pager = Pager::new(address, usize::try_from(found.count).unwrap_or_default(), size, fields.page());
        let trouble = match fields.get("trouble") {
            "in-hand" => Some("That mail is being sent at this moment. Look again in a minute."),
            "no-text" => Some("The text of that mail was deleted when its time to be kept was over. Write a new one."),
            _ => None,
        };
        let panel = reading.panel.clone().named("Outbox", inbox::OUTBOX);
        Ok(Some(Index { panel, mails: found.mails, state, count: found.count, pager, trouble }))
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
