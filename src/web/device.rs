//! The cookie by which a browser is known again that staff signed in with, and what a browser is called.
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::USER_AGENT;

use super::consent::cookie_value;
use super::context::Context;
use crate::access::UserId;
use crate::accounts::KnownDevice;

/// The cookie's name.
pub const NAME: &str = "lectern_device";

/// What the browser brings, to be believed once it is known whom it would be for.
pub fn of(request: &HttpRequest) -> Option<String> {
    cookie_value(request, NAME).map(str::to_owned)
}

/// The cookie for a browser that a user just signed in with: the one it has, or a new one.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn cookie(context: &Context, request: &HttpRequest, user: UserId) -> std::io::Result<Cookie<'static>> {
    let secret = context.secret.expose();
    let known = of(request).and_then(|value| KnownDevice::of_cookie(&value, user, secret));
    let device = match known {
        Some(device) => device,
        None => KnownDevice::named(&context.tokens.hex()?),
    };
    Ok(Cookie::build(NAME, device.cookie(user, secret))
        .path("/")
        .max_age(Duration::days(180))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(context.is_https())
        .finish())
}

/// A browser in words that its owner knows it by: “Firefox on Windows”.
pub fn browser_words(request: &HttpRequest) -> String {
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |words: &[(&str, &'static str)], else_: &'static str| {
        words.iter().find(|(mark, _)| agent.contains(mark)).map_or(else_, |(_, name)| *name)
    };
    let browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox")];
    let others = [("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let browser = first(&browsers, first(&others, "A browser"));
    let systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac")];
    format!("{browser} on {}", first(&systems, first(&[("Linux", "Linux")], "an unknown system")))
}
