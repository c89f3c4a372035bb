//! Light or dark, where a visitor does not want what their device says.
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use super::consent::cookie_value;
use super::context::Context;
use crate::types::words;

/// The cookie that remembers the choice.
pub const NAME: &str = "lectern_theme";

words! {
    /// The colours that a visitor sees the site in.
    Theme {
        /// What the device says.
        Device = "device",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

impl Theme {
    /// What this request's visitor chose.
    pub fn of(request: &HttpRequest) -> Self {
        match cookie_value(request, NAME) {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Device,
        }
    }

    /// What the page's root says of it, for the stylesheet; nothing where the device decides.
    pub fn attribute(self) -> &'static str {
        if self == Self::Device { "" } else { self.as_str() }
    }

    /// What a button says that chooses it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Device => "As my device",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The cookie that remembers the choice for a year; what the device says needs none, so its cookie ends at once.
    pub fn cookie(self, context: &Context) -> Cookie<'static> {
        let mut cookie = Cookie::build(NAME, self.attribute())
            .path("/")
            .max_age(Duration::days(365))
            .same_site(SameSite::Lax)
            .http_only(true)
            .secure(context.is_https())
            .finish();
        if self == Self::Device {
            cookie.make_removal();
        }
        cookie
    }
}
