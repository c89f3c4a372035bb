use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::notice::{Notice, go_on, see_other};
use super::panel::{Panel, page};
use super::table::Table;
use crate::access::{Actor, Permission, UserId};
use crate::enquiries::{
    EnquiryKind, EnquiryState, InboxFilter, InboxRow, SavedView, Standing, Which, Whose, count_in_inbox, find_enquiry,
    find_median_answer, find_standing, list_answerers, list_inbox, list_views, remove_view, save_view, say_minutes,
    state_label,
};
use crate::types::{Reference, Timestamp};
use crate::urls::{self, inbox};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::pager::Pager;

mod acts;
mod export;
mod pace;
mod show;

pub(super) use show::say_mail;

/// Enquiries on one page of the list.
const PAGE: usize = 50;
/// Days that the median above the list looks at.
const MEDIAN_DAYS: i64 = 7;

pub(super) fn routes(table: &mut Table) {
    let staff = Access::Needs(Permission::Enquiries);
    table.page(inbox::ENQUIRIES, staff, index);
    table.page(inbox::ENQUIRIES_CSV, staff, export::export);
    table.page(inbox::PACE, staff, pace::show);
    table.act(inbox::VIEWS, staff, keep_view);
    table.act("/admin/enquiries/views/{id}/removal", staff, drop_view);
    table.page("/admin/enquiries/{reference}", staff, show::show);
    table.act("/admin/enquiries/{reference}/assignment", staff, acts::assignment);
    table.act("/admin/enquiries/{reference}/notes", staff, acts::notes);
    table.act("/admin/enquiries/{reference}/state", staff, acts::state);
    table.act("/admin/enquiries/{reference}/reply", staff, acts::answer);
    table.act("/admin/enquiries/{reference}/release", staff, acts::releasing);
    table.act("/admin/enquiries/{reference}/merge", staff, acts::merging);
}

#[derive(Template)]
#[template(path = "admin/enquiries/index.html")]
struct Index {
    panel: Panel,
    rows: Vec<InboxRow>,
    filter: InboxFilter,
    people: Vec<(i64, String)>,
    views: Vec<SavedView>,
    standing: Standing,
    median: Option<String>,
    /// The filter as it stands in an address.
    query: String,
    pager: Pager,
    count: i64,
    now: Timestamp,
    script: String,
}

impl Index {
    fn is_with(&self, person: &i64) -> bool {
        self.filter.whose == Whose::User(UserId(*person))
    }

    fn is_with_nobody(&self) -> bool {
        self.filter.whose == Whose::Nobody
    }

    fn is_about(&self, kind: &EnquiryKind) -> bool {
        self.filter.kind == Some(*kind)
    }

    fn label(&self, state: &EnquiryState) -> &'static str {
        state_label(*state)
    }
}

/// What an address narrows the inbox by; what it says wrongly narrows nothing.
fn filter(fields: &Fields) -> InboxFilter {
    let whose = match fields.get("whose") {
        "nobody" => Whose::Nobody,
        id => id.parse().map_or(Whose::Anyone, |id| Whose::User(UserId(id))),
    };
    let letters = fields.get("q").chars().take(100).collect::<String>();
    let which = fields.parsed("which").unwrap_or(if letters.is_empty() { Which::Open } else { Which::All });
    InboxFilter { which, whose, kind: fields.parsed("kind"), letters }
}

fn query(filter: &InboxFilter) -> String {
    let whose = match filter.whose {
        Whose::Anyone => String::new(),
        Whose::Nobody => "nobody".to_owned(),
        Whose::User(user) => user.0.to_string(),
    };
    let kind = filter.kind.map(|kind| kind.as_str()).unwrap_or_default();
    urls::query(&[("which", filter.which.as_str()), ("whose", &whose), ("kind", kind), ("q", &filter.letters)])
}

/// The inbox. A whole reference leads straight to its enquiry.
async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    if let Some(reference) = fields.parsed::<Reference>("q") {
        let known = reference.clone();
        if context.db.read(move |conn| find_enquiry(conn, &known)).await?.is_some() {
            return Ok(see_other(&urls::admin_enquiry(&reference)));
        }
    }
    let script = context.assets.address("inbox.js");
    page(&context, &request, actor.clone(), move |reading| {
        let filter = filter(&fields);
        let (conn, now) = (&mut *reading.conn, reading.now);
        let count = count_in_inbox(conn, &filter, now)?;
        let query = query(&filter);
        let address = format!("{}?{query}", inbox::ENQUIRIES);
        let pager = Pager::new(address, usize::try_from(count).unwrap_or_default(), PAGE, fields.page());
        let part = [PAGE, pager.offset(PAGE)].map(|number| i64::try_from(number).unwrap_or_default());
        Ok(Some(Index {
            rows: list_inbox(conn, &filter, part.into(), now)?,
            people: list_answerers(conn)?,
            views: list_views(conn, &actor)?,
            standing: find_standing(conn, now)?,
            median: find_median_answer(conn, MEDIAN_DAYS, now)?.map(say_minutes),
            panel: reading.panel.clone().named("Enquiries", inbox::ENQUIRIES),
            filter,
            query,
            pager,
            count,
            now,
            script,
        }))
    })
    .await
}

async fn keep_view(actor: Actor, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let fields = Fields::of_form(payload).await?;
    let query = query(&filter(&Fields::of_encoded(fields.get("query"))));
    let address = format!("{}?{query}", inbox::ENQUIRIES);
    let name = fields.get("name").to_owned();
    context.db.attempt(move |conn| save_view(conn, &actor, &name, &query)).await??;
    Ok(go_on(&address, Notice::Saved))
}

async fn drop_view(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let was_there = context.db.attempt(move |conn| remove_view(conn, &actor, id)).await??;
    if was_there { Ok(go_on(inbox::ENQUIRIES, Notice::Removed)) } else { Err(AppError::NotFound) }
}
