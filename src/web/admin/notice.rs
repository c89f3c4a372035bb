use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;

use crate::types::words;

words! {
    /// What was just done. It travels in the address of the page that follows, so that reading a page changes nothing.
    Notice {
        /// Something was stored.
        Saved = "saved",
        /// It was the same already.
        Unchanged = "unchanged",
        /// Something new is there.
        Created = "created",
        /// Something went to where it can be brought back from.
        Removed = "removed",
        /// Somebody else saved it meanwhile.
        Overtaken = "overtaken",
        /// What it was refers to something that is no more.
        CannotReturn = "cannot-return",
        /// It is public.
        Published = "published",
        /// It will appear by itself.
        Scheduled = "scheduled",
        /// It was taken back.
        Unpublished = "unpublished",
        /// An earlier version is back, or something left the trash.
        Restored = "restored",
        /// They left.
        SignedOut = "signed-out",
        /// A letter is on its way.
        Mailed = "mailed",
        /// Nobody is alarmed about a mail any more.
        SetAside = "set-aside",
        /// Somebody's password is another one now.
        PasswordSet = "password-set",
        /// Sessions were ended.
        SessionsEnded = "sessions-ended",
        /// Their second factor is gone.
        FactorRemoved = "factor-removed",
    }
}

impl Notice {
    /// The sentence that says so.
    pub fn text(&self) -> &'static str {
        match self {
            Self::Saved => "Saved.",
            Self::Unchanged => "Nothing had changed, so nothing was saved.",
            Self::Created => "Created.",
            Self::Removed => "Removed.",
            Self::Overtaken => "Somebody else saved this meanwhile, so nothing was changed. Look at it again first.",
            Self::CannotReturn => {
                "That version cannot be brought back: it refers to something that is no longer there."
            }
            Self::Published => "Published. Everybody can read it now.",
            Self::Scheduled => "Scheduled. It appears by itself at its moment.",
            Self::Unpublished => "Unpublished. Nobody can read it any more.",
            Self::Restored => "It is back.",
            Self::SignedOut => "You are signed out.",
            Self::Mailed => "The mail is on its way.",
            Self::SetAside => "Set aside. It stays in this list and can still be sent again.",
            Self::PasswordSet => "The new password is set.",
            Self::SessionsEnded => "Signed out there.",
            Self::FactorRemoved => "The second factor is removed.",
        }
    }
}

/// Sends the browser on after a post (RFC 9110, 15.4.4), with word of what was done.
pub fn go_on(address: &str, done: Notice) -> HttpResponse {
    let mark = if address.contains('?') { '&' } else { '?' };
    see_other(&format!("{address}{mark}done={done}"))
}

/// Sends the browser on after a post.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}
