use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::privacy::{
    Correction, Holdings, NewRightsRequest, RequestState, RetentionReport, Right, RightsRequest, add_request,
    close_request, correct_person, erase_person, find_holdings, list_requests, report_retention,
};
use crate::types::{EmailAddress, Phone, Reference, Timestamp};
use crate::urls;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// Requests that are shown.
const MOST: i64 = 200;

pub(super) fn routes(table: &mut Table) {
    let desk = Access::Needs(Permission::Enquiries);
    table.form(urls::ADMIN_PRIVACY, desk, index, create);
    table.act("/admin/privacy/requests/{reference}/closure", desk, close);
    table.form(urls::ADMIN_PERSON, desk, ask_whom, show);
    table.act("/admin/privacy/person/export", desk, export);
    table.act("/admin/privacy/person/correction", desk, correct);
    table.act("/admin/privacy/person/erasure", desk, erase);
}

#[derive(Template)]
#[template(path = "admin/privacy/index.html")]
struct Index {
    panel: Panel,
    form: PersonForm,
    requests: Vec<RightsRequest>,
    /// What the next purge takes.
    overdue: RetentionReport,
    today: chrono::NaiveDate,
}

async fn index(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, |reading| {
        let form = PersonForm { typed: Fields::default(), errors: FormErrors::default() };
        listed(reading.conn, reading.panel.clone(), form, reading.now).map(Some)
    })
    .await
}

fn listed(conn: &mut Conn, panel: Panel, form: PersonForm, now: Timestamp) -> diesel::QueryResult<Index> {
    let (requests, overdue) = (list_requests(conn, MOST)?, report_retention(conn, now)?);
    let panel = panel.named("Privacy", urls::ADMIN_PRIVACY).erroneous(!form.errors.is_empty());
    Ok(Index { panel, form, requests, overdue, today: now.home_day() })
}

/// Writes a request down that came by mail or telephone.
async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let now = context.clock.now();
    match named(&typed) {
        Ok(email) => {
            let random = context.tokens.bytes().map_err(|_| AppError::NoRandomness)?;
            let new = NewRightsRequest {
                right: typed.parsed("right").unwrap_or(Right::Access),
                email,
                details: typed.get("details").to_owned(),
                reference: Reference::from_random(random),
            };
            context.db.attempt(move |conn| add_request(conn, &actor, &new, now)).await??;
            Ok(go_on(urls::ADMIN_PRIVACY, Notice::Saved))
        }
        Err(errors) => {
            let panel = Panel::new(&context, &request, Some(actor)).await?;
            let view = context.db.read(move |conn| listed(conn, panel, PersonForm { typed, errors }, now)).await?;
            draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

async fn close(
    actor: Actor,
    reference: Path<String>,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let reference: Reference = reference.parse().map_err(|_| AppError::NotFound)?;
    let fields = Fields::of_form(payload).await?;
    let state = if fields.get("state") == "refused" { RequestState::Refused } else { RequestState::Done };
    let (now, outcome) = (context.clock.now(), fields.get("outcome").to_owned());
    let work = move |conn: &mut Conn| close_request(conn, &actor, &reference, (state, &outcome), now);
    if context.db.attempt(work).await?? {
        Ok(go_on(urls::ADMIN_PRIVACY, Notice::Saved))
    } else {
        Err(AppError::NotFound)
    }
}

/// Whose data it is about. The address is posted, so that it stands in no log and no history.
struct PersonForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/privacy/person.html")]
struct Person {
    panel: Panel,
    form: PersonForm,
    /// What is held, once somebody was named.
    held: Option<Holdings>,
    /// How many enquiries an act concerned.
    done: Option<String>,
}

impl Person {
    /// A moment as staff read it.
    fn when(&self, at: &Timestamp) -> String {
        at.local(Timestamp::HOME).format("%-d %b %Y %H:%M").to_string()
    }
}

async fn ask_whom(actor: Actor, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let form = PersonForm { typed: Fields::default(), errors: FormErrors::default() };
    person(&context, &request, actor, (form, None, None)).await
}

async fn person(
    context: &Data<Context>,
    request: &HttpRequest,
    actor: Actor,
    (form, held, done): (PersonForm, Option<Holdings>, Option<String>),
) -> Result<HttpResponse, AppError> {
    let is_wrong = !form.errors.is_empty();
    let panel = Panel::new(context, request, Some(actor)).await?;
    let panel = panel.named("What we hold about a person", urls::ADMIN_PRIVACY).erroneous(is_wrong);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw(request, status, &Person { panel, form, held, done })
}

/// The address of a form, or the form again with what is wrong.
fn named(typed: &Fields) -> Result<EmailAddress, FormErrors> {
    let mut errors = FormErrors::default();
    let email = errors.check("email", typed.get("email").parse::<EmailAddress>());
    email.ok_or(errors)
}

async fn holdings(context: &Data<Context>, actor: &Actor, email: &EmailAddress) -> Result<Holdings, AppError> {
    let (by, email, now) = (actor.clone(), email.clone(), context.clock.now());
    Ok(context.db.attempt(move |conn| find_holdings(conn, &by, &email, now)).await??)
}

async fn show(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let (errors, held) = match named(&typed) {
        Ok(email) => (FormErrors::default(), Some(holdings(&context, &actor, &email).await?)),
        Err(errors) => (errors, None),
    };
    person(&context, &request, actor, (PersonForm { typed, errors }, held, None)).await
}

/// The same as a file, for whoever asked to see it.
async fn export(actor: Actor, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let email = named(&Fields::of_form(payload).await?).map_err(|_| AppError::Unreadable)?;
    let held = holdings(&context, &actor, &email).await?;
    let file = "attachment; filename=\"what-we-hold.json\"";
    Ok(HttpResponse::Ok().insert_header((CONTENT_DISPOSITION, file)).json(held))
}

async fn correct(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let email = named(&typed).map_err(|_| AppError::Unreadable)?;
    let mut errors = FormErrors::default();
    let name = typed.get("name").to_owned();
    if name.is_empty() || name.chars().count() > 120 {
        errors.add("name", "Enter the name, of at most 120 characters");
    }
    let right = errors.check("new_email", typed.get("new_email").parse::<EmailAddress>());
    let phone = match typed.get("phone") {
        "" => None,
        number => errors.check("phone", number.parse::<Phone>()),
    };
    let Some(right) = right.filter(|_| errors.is_empty()) else {
        let held = Some(holdings(&context, &actor, &email).await?);
        return person(&context, &request, actor, (PersonForm { typed, errors }, held, None)).await;
    };
    let (by, now, shown) = (actor.clone(), context.clock.now(), right.clone());
    let work = move |conn: &mut Conn| correct_person(conn, &by, &email, &Correction { name, email: right, phone }, now);
    let count = context.db.attempt(work).await??;
    let held = Some(holdings(&context, &actor, &shown).await?);
    let form = PersonForm { typed: Fields::of(&[("email", shown.as_str())]), errors };
    person(&context, &request, actor, (form, held, Some(format!("Corrected in {count} enquiries.")))).await
}

async fn erase(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let email = named(&typed).map_err(|_| AppError::Unreadable)?;
    if typed.get("sure") != "yes" {
        let mut errors = FormErrors::default();
        errors.add("sure", "Tick the box to say that you are sure: this cannot be taken back");
        let held = Some(holdings(&context, &actor, &email).await?);
        return person(&context, &request, actor, (PersonForm { typed, errors }, held, None)).await;
    }
    let (by, now) = (actor.clone(), context.clock.now());
    let erased = context.db.attempt(move |conn| erase_person(conn, &by, &email, now)).await??;
    context.courier.mailer().forget(&erased.message_ids).await.map_err(AppError::Mail)?;
    context.db.empty_log().await?;
    let form = PersonForm { typed: Fields::default(), errors: FormErrors::default() };
    let done = format!("Erased from {} enquiries, with the mails about them.", erased.enquiries);
    person(&context, &request, actor, (form, None, Some(done))).await
}
