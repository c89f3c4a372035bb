use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::context::Context;
use super::encoding::unkept_page;
use super::era::Era;
use super::frame::Frame;
use super::visitor::Visitor;
use crate::site::Signpost;
use crate::urls;

/// Letters of an address that are taken for words.
const MOST_LETTERS: usize = 60;
/// Pages to propose in place of one that is not there.
const MOST_NEAR: usize = 3;
/// Of an address, what a log line and a form may hold.
const MOST_BYTES: usize = 300;
/// After how many seconds a busy site is worth another try.
const SOON: u32 = 30;

/// The page that says what went wrong.
#[derive(Template)]
#[template(path = "public/errors/show.html")]
struct ErrorPage {
    frame: Frame,
    status: u16,
    /// What the visitor looked for, from the words of the address.
    wanted: String,
    /// Pages that may be meant.
    nearest: Vec<Signpost>,
    /// What to name when asking for help; the log has it too.
    reference: String,
}

/// The answer in the site's look, with a number that the log has too.
pub async fn answer<B>(
    context: &Data<Context>,
    request: HttpRequest,
    status: StatusCode,
    bare: HttpResponse<B>,
) -> ServiceResponse<BoxBody> {
    let reference: String = context.tokens.hex().unwrap_or_default().chars().take(8).collect();
    let path = request.path().get(..MOST_BYTES).unwrap_or(request.path());
    let why = bare.error().map_or_else(|| status.to_string(), ToString::to_string);
    match status {
        status if status.is_server_error() => tracing::error!(reference, path, "{why}"),
        StatusCode::NOT_FOUND | StatusCode::GONE => tracing::info!(reference, path, "{why}"),
        _ => tracing::warn!(reference, path, "{why}"),
    }
    let mut answer = draw(context, &request, status, reference).await;
    if let Some(allowed) = bare.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, allowed.clone());
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(RETRY_AFTER, SOON.into());
    }
    ServiceResponse::new(request, answer)
}

async fn draw(context: &Data<Context>, request: &HttpRequest, status: StatusCode, reference: String) -> HttpResponse {
    let plain = || HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(format!("{status}\n"));
    let era = match context.eras.at(context.clock.now()).await {
        Ok(era) => Some(era),
        Err(_) => context.eras.last(),
    };
    let Some(era) = era else { return plain() };
    // A long address would only make the page longer.
    let here = if request.path().len() <= MOST_BYTES { request.path() } else { urls::HOME };
    let visitor = Visitor::of(request, &era.shell);
    let frame = Frame::new(context, era.shell.clone(), visitor, here.to_owned());
    let Ok(frame) = frame else { return plain() };
    let wanted = words_of(request.path());
    let nearest = if status == StatusCode::NOT_FOUND { near(context, &era, here, &wanted).await } else { Vec::new() };
    let frame = frame.named(title(status), "", "").hidden();
    match (ErrorPage { frame, status: status.as_u16(), wanted, nearest, reference }).render() {
        Ok(html) => unkept_page(request.headers(), status, html),
        Err(_) => plain(),
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Page not found",
        StatusCode::GONE => "This page was withdrawn",
        StatusCode::FORBIDDEN => "That form came from another site",
        StatusCode::METHOD_NOT_ALLOWED => "This page takes no form",
        StatusCode::REQUEST_TIMEOUT => "That took too long to arrive",
        StatusCode::PAYLOAD_TOO_LARGE => "That is more than a form can hold",
        StatusCode::SERVICE_UNAVAILABLE => "The site is busy",
        status if status.is_server_error() => "Something went wrong on our side",
        _ => "We could not use that request",
    }
}

/// The pages that are most like the one that is not there; none where nobody can look.
async fn near(context: &Data<Context>, era: &Era, path: &str, wanted: &str) -> Vec<Signpost> {
    let part = path.split('/').nth(1).unwrap_or_default();
    match era.directory(&context.db).await {
        Ok(directory) => directory.nearest(part, wanted, MOST_NEAR),
        Err(_) => Vec::new(),
    }
}

/// The last words of an address, as a person reads them.
fn words_of(path: &str) -> String {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    // One letter may be written as twelve bytes: `%F0%9F%92%A9`.
    let start = last.as_bytes().get(..MOST_LETTERS * 12).unwrap_or(last.as_bytes());
    let decoded: String = url::form_urlencoded::parse(start).map(|(name, _)| name).collect();
    decoded.replace(|c: char| !c.is_alphanumeric(), " ").trim().chars().take(MOST_LETTERS).collect()
}
