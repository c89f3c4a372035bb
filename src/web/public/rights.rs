use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::db::DbError;
use crate::enquiries::collection_notice;
use crate::privacy::{NewRightsRequest, Office, Right, submit_request};
use crate::types::{EmailAddress, Reference};
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::encoding::unkept_page;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;
use crate::web::frame::Frame;
use crate::web::network::Network;
use crate::web::origin::is_foreign;
use crate::web::visitor::Visitor;

const LONGEST: usize = 2_000;

/// A request as it is typed.
struct RightsForm {
    typed: Fields,
    errors: FormErrors,
    notice: Vec<String>,
}

#[derive(Template)]
#[template(path = "public/rights/show.html")]
struct Show {
    frame: Frame,
    form: RightsForm,
    /// What went wrong other than in a field; the text is kept.
    trouble: Option<String>,
    /// The reference of a request that was just sent.
    sent: Option<Reference>,
}

impl Draw for Show {}

fn named(frame: Frame) -> Frame {
    let description = "Ask to see, correct or delete what we hold about you, or to have us stop using it (POPIA).";
    frame.named("Your data, your rights", description, "").canonical(urls::RIGHTS)
}

fn view(frame: Frame, typed: Fields, errors: FormErrors) -> Show {
    let notice = collection_notice(&frame.shell.provider);
    Show { frame, form: RightsForm { typed, errors, notice }, trouble: None, sent: None }
}

/// The form, or that a request was sent.
///
/// # Errors
/// When the database fails.
pub async fn show(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let sent: Option<Reference> = fields.parsed("sent");
    let blank = |frame: Frame| view(frame, Fields::of(&[("right", "access")]), FormErrors::default());
    match sent {
        None => {
            page(&context, &request, urls::RIGHTS.to_owned(), move |reading| {
                Ok(Some(blank(named(reading.frame.clone()))))
            })
            .await
        }
        Some(reference) => {
            passing_page(&context, &request, urls::RIGHTS.to_owned(), move |reading| {
                let frame = named(reading.frame.clone()).hidden();
                Ok(Some(Show { sent: Some(reference), ..blank(frame) }))
            })
            .await
        }
    }
}

/// Takes a request: it is in the register, and the mail to the information officer is owed, before the visitor is told.
///
/// # Errors
/// When the form comes from another site or cannot be read. Whatever else fails shows the form again with all that was typed.
pub async fn create(request: HttpRequest, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    if is_foreign(&request) {
        return Err(AppError::Foreign);
    }
    let typed = Fields::of_form(payload).await?;
    let (new, is_quiet) = match parse(&typed, &context)? {
        Ok(new) => (new, !typed.get("website").is_empty()),
        Err(errors) => {
            let frame = frame(&context, &request)?.erroneous();
            return again(&request, view(frame, typed, errors), StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    if let Err(wait) = context.admit(Network::of(&request, &context.trusted_proxies)) {
        return too_many(&context, &request, typed, wait);
    }
    match keep(&context, new, is_quiet).await {
        Ok(reference) => {
            context.courier.wake();
            let address = format!("{}?sent={reference}", urls::RIGHTS);
            Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).finish())
        }
        Err(error) => {
            tracing::error!(path = urls::RIGHTS, "a request could not be kept: {error}");
            let mut show = view(frame(&context, &request)?, typed, FormErrors::default());
            show.trouble = Some(
                "We could not save your request just now. Your text is still here: send it again in a minute."
                    .to_owned(),
            );
            again(&request, show, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn parse(typed: &Fields, context: &Context) -> Result<Result<NewRightsRequest, FormErrors>, AppError> {
    let mut errors = FormErrors::default();
    let right = errors.check("right", typed.get("right").parse::<Right>().map_err(|_| "Choose what you ask for"));
    let email = match typed.get("email") {
        "" => errors.check::<EmailAddress>("email", Err("Enter your email address")),
        text => errors.check("email", EmailAddress::of_visitor(text)),
    };
    let details = typed.get("details");
    if details.chars().count() > LONGEST {
        errors.add(
            "details",
            format!("This must be {LONGEST} characters or fewer; you typed {}", details.chars().count()),
        );
    }
    if right == Some(Right::Correct) && details.is_empty() {
        errors.add("details", "Say what is wrong and what is right");
    }
    let (Some(right), Some(email), true) = (right, email, errors.is_empty()) else { return Ok(Err(errors)) };
    let reference = Reference::from_random(context.tokens.bytes().map_err(|_| AppError::NoRandomness)?);
    Ok(Ok(NewRightsRequest { right, email, details: details.to_owned(), reference }))
}

async fn keep(context: &Data<Context>, new: NewRightsRequest, is_quiet: bool) -> Result<Reference, DbError> {
    let shell = context.eras.at(context.clock.now()).await?.shell.clone();
    let desk = &context.desk;
    let officer = shell.provider.information_officer_email.parse().unwrap_or_else(|_| desk.staff.clone());
    let office = Office { to: officer, from: desk.from.clone(), base_url: desk.base_url.clone() };
    let now = context.clock.now();
    let work = move |conn: &mut crate::db::Conn| submit_request(conn, &new, &office, is_quiet, now);
    Ok(context.db.write(work).await?.reference)
}

/// The frame from what is in memory alone.
fn frame(context: &Data<Context>, request: &HttpRequest) -> Result<Frame, AppError> {
    let shell = context.eras.last().map(|era| era.shell.clone()).unwrap_or_default();
    let visitor = Visitor::of(request, &shell);
    Ok(named(Frame::new(context, shell, visitor, urls::RIGHTS.to_owned())?).hidden())
}

fn too_many(
    context: &Data<Context>,
    request: &HttpRequest,
    typed: Fields,
    wait: Duration,
) -> Result<HttpResponse, AppError> {
    let seconds = wait.as_secs().max(1);
    let mut show = view(frame(context, request)?, typed, FormErrors::default());
    let minutes = seconds.div_ceil(60);
    show.trouble = Some(format!(
        "Much was sent from your network. Wait {minutes} {}, then send this again. Your text is still here.",
        if minutes == 1 { "minute" } else { "minutes" }
    ));
    let mut response = again(request, show, StatusCode::TOO_MANY_REQUESTS)?;
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    Ok(response)
}

fn again(request: &HttpRequest, show: Show, status: StatusCode) -> Result<HttpResponse, AppError> {
    Ok(unkept_page(request.headers(), status, show.render().map_err(AppError::Template)?))
}
