use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::parts::body::{Part, read_body};
use crate::site::find_page;
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::consent::{COOKIES, Consent, CookieFact, KEPT_IN_BROWSER, cookie_value};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::Frame;
use crate::web::origin::{is_foreign, own_referer};
use crate::web::theme::Theme;
use crate::web::visit;

#[derive(Template)]
#[template(path = "public/cookies/show.html")]
struct Show {
    frame: Frame,
    body: Vec<Part>,
    cookies: &'static [CookieFact],
    kept: &'static [CookieFact],
    chosen: &'static str,
}

impl Draw for Show {}

/// The cookie policy, made from the cookies that are really set, and the choice.
///
/// # Errors
/// When the database fails.
pub async fn show(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let chosen = match Consent::of(&request) {
        Consent::Undecided => "",
        Consent::Accepted => "accept",
        Consent::Declined => "decline",
    };
    page(&context, &request, urls::COOKIES.to_owned(), move |reading| {
        let text = match "cookies".parse::<Slug>() {
            Ok(slug) => find_page(reading.conn, &slug)?,
            Err(_) => None,
        };
        let body = match &text {
            Some(text) => read_body(reading, &text.body_html)?,
            None => Vec::new(),
        };
        let description = text.as_ref().map_or("", |text| text.description.as_str());
        let frame = reading.frame("Cookies", description, "").canonical(urls::COOKIES);
        Ok(Some(Show { frame, body, cookies: COOKIES, kept: KEPT_IN_BROWSER, chosen }))
    })
    .await
}

/// Remembers a choice about cookies or colours, and leads back to where it was made.
///
/// # Errors
/// When the form comes from another site or cannot be read.
pub async fn update(request: HttpRequest, payload: Payload, context: Data<Context>) -> Result<HttpResponse, AppError> {
    if is_foreign(&request) {
        return Err(AppError::Foreign);
    }
    let fields = Fields::of_form(payload).await?;
    let mut response = HttpResponse::SeeOther();
    let back = local(fields.get("return_to")).or_else(|| local(own_referer(&request)?));
    response.insert_header((LOCATION, back.unwrap_or(urls::COOKIES)));
    if let Some(theme) = fields.parsed::<Theme>("theme") {
        response.cookie(theme.cookie(&context));
    }
    let choice = Consent::chosen(fields.get("choice"));
    if let Some(choice) = choice {
        response.cookie(choice.cookie(&context));
    }
    let remembers = cookie_value(&request, visit::NAME).is_some();
    if choice == Some(Consent::Declined) && remembers {
        response.cookie(visit::removal(&context));
    }
    if choice == Some(Consent::Accepted) && !remembers && is_asked(&context).await? {
        // Where the browser does not say which page the question stood on, the form does, without what is behind the `?`.
        let landing = own_referer(&request).unwrap_or(fields.get("return_to"));
        if let Some(cookie) = visit::cookie(&context, landing) {
            response.cookie(cookie);
        }
    }
    Ok(response.finish())
}

/// Whether this site asks its visitors at all.
async fn is_asked(context: &Context) -> Result<bool, AppError> {
    Ok(context.eras.at(context.clock.now()).await?.shell.provider.attribution)
}

/// An address on this site: it begins with one slash, so that it cannot name another host, and a header can hold it.
fn local(address: &str) -> Option<&str> {
    let inside = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    (inside && address.bytes().all(|byte| byte.is_ascii_graphic())).then_some(address)
}
