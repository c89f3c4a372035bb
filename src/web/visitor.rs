//! All that a public page may depend on of the one who sees it.
use actix_web::HttpRequest;

use super::consent::Consent;
use super::era::Shell;
use super::theme::Theme;

/// Who sees a page, as far as it matters to the page. Kept pages are kept for each of these apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// What was said about cookies.
    pub consent: Consent,
    /// The colours that were chosen.
    pub theme: Theme,
}

impl Visitor {
    /// Somebody of whom a file or a page knows nothing.
    pub const ANYBODY: Self = Self { consent: Consent::Declined, theme: Theme::Device };

    /// This request's visitor. A site that asks nothing shows the same page whatever an old cookie says.
    pub fn of(request: &HttpRequest, shell: &Shell) -> Self {
        let consent = if shell.provider.attribution { Consent::of(request) } else { Consent::Declined };
        Self { consent, theme: Theme::of(request) }
    }
}
