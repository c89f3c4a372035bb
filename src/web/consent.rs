use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::COOKIE;

use super::context::Context;
use super::{device, session, theme, visit};

/// A cookie that this program may set.
#[derive(Debug, Clone, Copy)]
pub struct CookieFact {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// How long it stays.
    pub lasts: &'static str,
    /// When it is set.
    pub set: &'static str,
}

const NAME: &str = "lectern_consent";

/// Every cookie that this program ever sets; the policy's list is made from it, and a test holds every response to it.
pub const COOKIES: &[CookieFact] = &[
    CookieFact {
        name: NAME,
        purpose: "Remembers what you chose about cookies, so that we do not ask again.",
        lasts: "One year",
        set: "When you choose",
    },
    CookieFact {
        name: visit::NAME,
        purpose: "Remembers the page on which your visit began and the campaign words in its address (utm_source, utm_medium, \
                  utm_campaign, utm_term, utm_content), so that an enquiry you send can say how you found us.",
        lasts: "Until you close your browser",
        set: "Only if you say yes",
    },
    CookieFact {
        name: theme::NAME,
        purpose: "Remembers whether you want this site light or dark.",
        lasts: "One year, or until you choose “As my device”",
        set: "When you choose colours at the foot of a page",
    },
    CookieFact {
        name: session::NAME,
        purpose: "Knows who is signed in. Only people who work here get it.",
        lasts: "Until they sign out, and 12 hours at most",
        set: "When staff sign in",
    },
    CookieFact {
        name: device::NAME,
        purpose: "Recognises a browser that somebody who works here signed in with, so that other people's wrong passwords do not \
                  lock them out. It opens nothing by itself.",
        lasts: "180 days",
        set: "When staff sign in",
    },
];

/// What the script keeps in the visitor's browser, by the name it has there; a test holds the script to it.
pub const KEPT_IN_BROWSER: &[CookieFact] = &[
    CookieFact {
        name: "draft",
        purpose: "What you type into an enquiry, so that a lost connection or a reload does not lose it.",
        lasts: "Until you send it or close the tab",
        set: "When you type into an enquiry",
    },
    CookieFact {
        name: "pages",
        purpose: "Copies of the pages that you chose to keep offline.",
        lasts: "Until you remove them",
        set: "When you choose “Keep this page offline”",
    },
    CookieFact {
        name: "files",
        purpose: "The styles, the script and the icon that those pages need.",
        lasts: "Until you remove the last page",
        set: "With the first page you keep",
    },
    CookieFact {
        name: "writing",
        purpose: "What somebody who works here types into a post, so that a lost connection or session does not lose it.",
        lasts: "Until it is saved",
        set: "When staff write a post",
    },
    CookieFact {
        name: "shortcuts",
        purpose: "Whether somebody who works here wants the keyboard’s shortcuts in the editor.",
        lasts: "Until they clear their browser",
        set: "When staff switch them on or off",
    },
];

/// What a visitor said about cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consent {
    /// Nothing yet.
    Undecided,
    /// Yes.
    Accepted,
    /// No.
    Declined,
}

impl Consent {
    /// What this request's visitor said.
    pub fn of(request: &HttpRequest) -> Self {
        match cookie_value(request, NAME) {
            Some("accept") => Self::Accepted,
            Some("decline") => Self::Declined,
            _ => Self::Undecided,
        }
    }

    /// Reads the choice of a form.
    pub fn chosen(word: &str) -> Option<Self> {
        match word {
            "accept" => Some(Self::Accepted),
            "decline" => Some(Self::Declined),
            _ => None,
        }
    }

    /// The cookie that remembers this choice for a year.
    pub fn cookie(self, context: &Context) -> Cookie<'static> {
        let word = if self == Self::Accepted { "accept" } else { "decline" };
        Cookie::build(NAME, word)
            .path("/")
            .max_age(Duration::days(365))
            .same_site(SameSite::Lax)
            .http_only(true)
            .secure(context.is_https())
            .finish()
    }
}

/// The value of the first cookie of this name. Read by hand: taking the whole jar apart would cost more than answering with a kept page.
pub fn cookie_value<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let headers = request.headers().get_all(COOKIE).filter_map(|value| value.to_str().ok());
    let mut pairs = headers.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}
