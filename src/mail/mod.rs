//! Mail: what is written, as the exact bytes that leave, and who carries it. This room knows no database.
mod file;
mod mailbox;
mod mailer;
mod message;
mod relay;
mod url;

use std::fmt;

pub use mailbox::Mailbox;
pub use mailer::{Deadlines, Mailer, MailerOptions, SendError};
pub use message::{AutoSubmitted, Message, Outgoing};
pub use url::{Login, Security, Server, SmtpUrl};

/// Why a mail could not be written, or a carrier not be set up. It names no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailError(String);

impl MailError {
    fn new(words: impl fmt::Display) -> Self {
        Self(words.to_string())
    }
}

impl fmt::Display for MailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MailError {}
