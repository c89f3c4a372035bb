//! What people who wait reach by the links in their mails. Programs that look at mails follow every link, so opening one changes nothing.
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::enquiries::{
    OfferAnswer, SeatLink, SeatOffer, StopLink, Stoppable, answer_offer, find_offer, find_stoppable, say_when,
    stop_news,
};
use crate::urls;
use crate::web::caching::{Draw, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::Frame;
use crate::web::origin::is_foreign;

#[derive(Template)]
#[template(path = "public/waiting/stop.html")]
struct Stop {
    frame: Frame,
    stoppable: Stoppable,
    address: String,
}

impl Draw for Stop {}

fn open_stop(context: &Context, word: &str) -> Result<StopLink, AppError> {
    context.desk.links.open_stop(word).ok_or(AppError::NotFound)
}

/// What the link ends, with the button that does it.
///
/// # Errors
/// Not found where the link was not made here; gone where the person is not known any more.
pub async fn show_stop(
    word: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let link = open_stop(&context, &word)?;
    let known = link.clone();
    if context.db.read(move |conn| find_stoppable(conn, &known)).await?.is_none() {
        return Err(AppError::Gone);
    }
    let address = urls::stop(&word);
    let page = passing_page(&context, &request, address.clone(), move |reading| {
        let Some(stoppable) = find_stoppable(reading.conn, &link)? else { return Ok(None) };
        let frame = reading.frame("End emails about dates", "", urls::CONTACT).hidden();
        Ok(Some(Stop { frame, stoppable, address }))
    });
    page.await.map(private)
}

/// Ends the news: by the button, or by one click in a mail program, whose server posts here without a page of ours (RFC 8058).
///
/// # Errors
/// As [`show_stop`], and where another site's page posted it.
pub async fn stop(
    word: Path<String>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    if is_foreign(&request) {
        return Err(AppError::Foreign);
    }
    let typed = Fields::of_form(payload).await?;
    let (link, now) = (open_stop(&context, &word)?, context.clock.now());
    context.db.write(move |conn| stop_news(conn, &link, now)).await?.ok_or(AppError::Gone)?;
    // A mail program is not sent on: programs follow redirects of a post unreliably (RFC 8058, 3.1).
    if typed.get("by") != "button" {
        return Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("These emails have ended.\n"));
    }
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, urls::stop(&word))).finish())
}

#[derive(Template)]
#[template(path = "public/waiting/seat.html")]
struct Seat {
    frame: Frame,
    offer: SeatOffer,
    until: String,
    address: String,
}

impl Draw for Seat {}

fn open_seat(context: &Context, word: &str) -> Result<SeatLink, AppError> {
    context.desk.links.open_seat(word).ok_or(AppError::NotFound)
}

/// The offer of a seat, with its two buttons while it is open.
///
/// # Errors
/// Not found where the link was not made here, or there is no such offer any more.
pub async fn show_seat(
    word: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let link = open_seat(&context, &word)?;
    let address = urls::seat(&word);
    let page = passing_page(&context, &request, address.clone(), move |reading| {
        let Some(offer) = find_offer(reading.conn, &link, reading.now)? else { return Ok(None) };
        let frame = reading.frame("A seat for you", "", urls::TRAININGS).hidden();
        let until = say_when(offer.until, reading.now.home_day());
        Ok(Some(Seat { frame, offer, until, address }))
    });
    page.await.map(private)
}

/// Takes the offer, or passes it on.
///
/// # Errors
/// As [`show_seat`], where another site's page posted it, or the form cannot be read.
pub async fn answer_seat(
    word: Path<String>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    if is_foreign(&request) {
        return Err(AppError::Foreign);
    }
    let link = open_seat(&context, &word)?;
    let is_taken = match Fields::of_form(payload).await?.get("answer") {
        "take" => true,
        "pass" => false,
        _ => return Err(AppError::Unreadable),
    };
    let (desk, now) = (context.desk.clone(), context.clock.now());
    let work = move |conn: &mut crate::db::Conn| answer_offer(conn, &desk, &link, is_taken, now);
    context.db.write(work).await?.ok_or(AppError::NotFound)?;
    context.courier.wake();
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, urls::seat(&word))).finish())
}

/// The address of such a page is a key: nobody keeps the page.
fn private(mut page: HttpResponse) -> HttpResponse {
    if page.status() == StatusCode::OK {
        page.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    page
}
