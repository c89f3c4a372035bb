use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::enquiry_form::{EnquiryForm, find_about, parse};
use super::parts::query::address;
use crate::db::DbError;
use crate::enquiries::{EnquiryKind, NewEnquiry, Promise, Receipt, find_promise, receive, say_when};
use crate::types::Reference;
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::encoding::unkept_page;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::frame::{Frame, Reading};
use crate::web::network::Network;
use crate::web::origin::{is_foreign, own_referer};
use crate::web::renamed::lead_on;
use crate::web::visit;
use crate::web::visitor::Visitor;

/// What an address may fill in.
const PREFILLED: [&str; 4] = ["course", "training", "city", "kind"];
/// Characters of a search that an address may bring along.
const LONGEST_SEARCH: usize = 100;

#[derive(Template)]
#[template(path = "public/contact/new.html")]
struct New {
    frame: Frame,
    form: EnquiryForm,
    /// What went wrong other than in a field; the text is kept.
    trouble: Option<String>,
}

impl Draw for New {}

/// The enquiry form; `course`, `training`, `city` and `kind` in the address fill it in, and `q` says what was searched for and not found.
///
/// # Errors
/// When the database fails.
pub async fn new(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    if let Some(moved) = lead_on(&context, &request, &*context.shell().await?).await? {
        return Ok(moved);
    }
    let values = PREFILLED.map(|name| (name, fields.get(name).to_owned()));
    let known: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = address(urls::CONTACT, &known);
    let searched: String = fields.get("q").chars().take(LONGEST_SEARCH).collect();
    let read = move |reading: &mut Reading| {
        let known: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut typed = Fields::of(&known);
        if typed.parsed::<EnquiryKind>("kind").is_none() {
            typed.set("kind", "");
        }
        if typed.get("kind").is_empty() && !typed.get("training").is_empty() {
            typed.set("kind", "training");
        } else if typed.get("kind").is_empty() && !typed.get("course").is_empty() {
            typed.set("kind", "course");
        }
        if !searched.is_empty() {
            typed.set("message", &format!("I looked for “{searched}” and did not find it."));
        }
        let form = EnquiryForm::choosing(reading, typed, FormErrors::default())?;
        Ok(Some(New { frame: named(reading.frame.clone()), form, trouble: None }))
    };
    // What an address fills in is limited by what we offer, but what it may say is not.
    if request.query_string().is_empty() {
        page(&context, &request, key, read).await
    } else {
        passing_page(&context, &request, key, read).await
    }
}

fn named(frame: Frame) -> Frame {
    let description = "Ask about a course, a date or a class for your team. A person answers.";
    frame.named("Ask us", description, urls::CONTACT).canonical(urls::CONTACT)
}

enum Outcome {
    Wrong(Box<(EnquiryForm, Frame)>),
    Valid(Box<NewEnquiry>),
}

/// Takes an enquiry: it is kept and its mails are owed before the visitor is told.
///
/// # Errors
/// When the form comes from another site or cannot be read. Whatever else fails shows the form again with all that was typed.
pub async fn create(request: HttpRequest, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    if is_foreign(&request) {
        return Err(AppError::Foreign);
    }
    let typed = Fields::of_form(payload).await?;
    let answer = match check(&context, &request, typed.clone()).await {
        Ok(Outcome::Valid(enquiry)) => keep(&context, &request, *enquiry).await,
        Ok(Outcome::Wrong(wrong)) => {
            let (form, frame) = *wrong;
            return show_again(&request, frame.erroneous(), form, None, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Err(error) => Err(error),
    };
    let thanks = |reference| Ok(HttpResponse::SeeOther().insert_header((LOCATION, urls::thanks(&reference))).finish());
    match answer {
        Ok(Receipt::Taken(reference)) => {
            context.meters.enquiries_taken.add();
            context.courier.wake();
            thanks(reference)
        }
        Ok(Receipt::Repeated(reference)) => {
            context.meters.enquiries_repeated.add();
            thanks(reference)
        }
        Ok(Receipt::TooMany(wait)) => {
            context.meters.enquiries_refused.add();
            too_many(&context, &request, typed, wait)
        }
        Err(error) => not_kept(&context, &request, typed, &error),
    }
}

async fn check(context: &Data<Context>, request: &HttpRequest, typed: Fields) -> Result<Outcome, DbError> {
    let era = context.eras.at(context.clock.now()).await?;
    let visitor = Visitor::of(request, &era.shell);
    let frame = Frame::new(context, era.shell.clone(), visitor, urls::CONTACT.to_owned());
    let frame = named(frame.map_err(|_| DbError::Cancelled)?).hidden();
    let source = source_path(request);
    let visit = visit::of(context, request);
    let now = context.clock.now();
    let work = move |conn: &mut crate::db::Conn| {
        let mut reading = Reading { conn, now, frame };
        let mut errors = FormErrors::default();
        let about = find_about(&mut reading, &typed, &mut errors)?;
        Ok(match parse(&typed, about, source, &mut errors) {
            Some(enquiry) => Outcome::Valid(Box::new(NewEnquiry { visit, ..enquiry })),
            None => {
                let form = EnquiryForm::choosing(&mut reading, typed, errors)?;
                Outcome::Wrong(Box::new((form, reading.frame)))
            }
        })
    };
    context.db.read(work).await
}

async fn keep(context: &Data<Context>, request: &HttpRequest, enquiry: NewEnquiry) -> Result<Receipt, DbError> {
    let network = Network::of(request, &context.trusted_proxies);
    let (context, inside) = (context.clone(), context.clone());
    let work = move |conn: &mut crate::db::Conn| {
        let now = inside.clock.now();
        receive(conn, &enquiry, &inside.desk, &inside.tokens, now, || inside.admit(network))
    };
    context.db.write(work).await
}

/// The page that the form stood on, where the browser says so and it is ours.
fn source_path(request: &HttpRequest) -> Option<String> {
    let path = own_referer(request)?.split(['?', '#']).next()?;
    (path.len() <= 300).then(|| path.to_owned())
}

fn too_many(
    context: &Data<Context>,
    request: &HttpRequest,
    typed: Fields,
    wait: Duration,
) -> Result<HttpResponse, AppError> {
    let seconds = wait.as_secs().max(1);
    let wait = if seconds < 90 { format!("{seconds} seconds") } else { format!("{} minutes", seconds.div_ceil(60)) };
    let trouble =
        format!("Many enquiries came from your network. Wait {wait}, then send this again. Your text is still here.");
    let mut response = kept_text(context, request, typed, trouble, StatusCode::TOO_MANY_REQUESTS)?;
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, seconds.into());
    Ok(response)
}

fn not_kept(
    context: &Data<Context>,
    request: &HttpRequest,
    typed: Fields,
    error: &DbError,
) -> Result<HttpResponse, AppError> {
    let reference: String = context.tokens.hex().unwrap_or_default().chars().take(8).collect();
    tracing::error!(reference, path = urls::CONTACT, "an enquiry could not be kept: {error}");
    let phone = context.eras.last().map(|era| era.shell.provider.phone.clone()).filter(|phone| !phone.is_empty());
    let call = phone.map(|phone| format!(" or call {phone}")).unwrap_or_default();
    let trouble = format!(
        "We could not save your enquiry just now. Your text is still here: send it again in a minute{call}. \
         The fault is number {reference}."
    );
    kept_text(context, request, typed, trouble, StatusCode::SERVICE_UNAVAILABLE)
}

/// The form again, from what is in memory alone.
fn kept_text(
    context: &Data<Context>,
    request: &HttpRequest,
    typed: Fields,
    trouble: String,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let shell = context.eras.last().map(|era| era.shell.clone()).unwrap_or_default();
    let visitor = Visitor::of(request, &shell);
    let frame = named(Frame::new(context, shell, visitor, urls::CONTACT.to_owned())?).hidden();
    let form = EnquiryForm::without_database(&frame, typed, FormErrors::default());
    show_again(request, frame, form, Some(trouble), status)
}

fn show_again(
    request: &HttpRequest,
    frame: Frame,
    form: EnquiryForm,
    trouble: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let html = New { frame, form, trouble }.render().map_err(AppError::Template)?;
    Ok(unkept_page(request.headers(), status, html))
}

#[derive(Template)]
#[template(path = "public/contact/thanks.html")]
struct Thanks {
    frame: Frame,
    promise: Promise,
    due: Option<String>,
}

impl Draw for Thanks {}

impl Thanks {
    fn whatsapp(&self) -> Option<String> {
        let provider = &self.frame.shell.provider;
        let message = format!("Hello, this is about my enquiry {}.", self.promise.reference);
        (!provider.whatsapp.is_empty()).then(|| urls::whatsapp(&provider.whatsapp, &message))
    }
}

/// What happens next, with the reference; nothing about the person.
///
/// # Errors
/// Not found where there is no such enquiry; else when the database fails.
pub async fn thanks(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let reference: Reference = fields.parsed("ref").ok_or(AppError::NotFound)?;
    passing_page(&context, &request, urls::thanks(&reference), move |reading| {
        let Some(promise) = find_promise(reading.conn, &reference)? else { return Ok(None) };
        let due = promise.answer_due_at.map(|at| say_when(at, reading.now.home_day()));
        Ok(Some(Thanks { frame: reading.frame("Enquiry sent", "", urls::CONTACT).hidden(), promise, due }))
    })
    .await
}
