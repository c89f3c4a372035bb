use std::fmt;
use std::time::Duration;

use super::file::Folder;
use super::mailbox::one_line;
use super::relay::Relay;
use super::{MailError, Outgoing, SmtpUrl};
use crate::types::EmailAddress;

const LONGEST_WORDS: usize = 400;

/// How long each step with a mail server may take. The library's own timeout covers only the connect.
#[derive(Debug, Clone)]
pub struct Deadlines {
    /// Until the server's machine takes the connection, and for the check of a kept one.
    pub connect: Duration,
    /// Until each command is answered; the TLS handshake counts as one.
    pub command: Duration,
    /// Until the server says that it has the mail. RFC 5321 §4.5.3.2.6 asks for 10 minutes: giving up sooner makes copies.
    pub final_dot: Duration,
    /// How long a connection is kept for the next mail.
    pub idle: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), command: seconds(60), final_dot: seconds(600), idle: seconds(30) }
    }
}

/// What a mailer needs beside the address of the server.
#[derive(Debug, Clone, Default)]
pub struct MailerOptions {
    /// How long each step may take.
    pub deadlines: Deadlines,
    /// A certificate authority (PEM) trusted beside the system's, for a private relay. The relay's own certificate must be
    /// signed by it: a self-signed one is refused.
    pub extra_root: Option<Vec<u8>>,
}

/// Who carries mail away. Cheap to share behind a reference; lanes that send at the same time use a connection each.
#[derive(Debug)]
pub enum Mailer {
    /// Writes each mail as a file.
    File(Folder),
    /// Hands each mail to a server.
    Smtp(Box<Relay>),
}

impl Mailer {
    /// Makes ready to carry; connects to nothing yet.
    ///
    /// # Errors
    /// When the extra certificate cannot be read.
    pub fn new(url: &SmtpUrl, options: MailerOptions) -> Result<Self, MailError> {
        match url {
            SmtpUrl::File(folder) => Ok(Self::File(Folder::new(folder.clone()))),
            SmtpUrl::Server(server) => Relay::new(server.clone(), options).map(|relay| Self::Smtp(Box::new(relay))),
        }
    }

    /// Carries one mail away: when this returns `Ok`, somebody else has it safely.
    ///
    /// # Errors
    /// A [`SendError`]; unless it is permanent the same mail may be sent again.
    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        match self {
            Self::File(folder) => folder.store(mail).await.map_err(SendError::of_server),
            Self::Smtp(relay) => relay.send(mail).await,
        }
    }

    /// Tries everything short of sending: connects, protects the connection, signs in, asks for an answer, leaves.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn check(&self) -> Result<(), SendError> {
        match self {
            Self::File(folder) => folder.check().await,
            Self::Smtp(relay) => relay.check().await,
        }
    }

    /// Takes the files of these mails away, where mail is written to a folder: whoever they were about is forgotten.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn forget(&self, message_ids: &[String]) -> Result<(), SendError> {
        match self {
            Self::File(folder) => folder.forget(message_ids).await,
            Self::Smtp(_) => Ok(()),
        }
    }

    /// Takes leave of servers that had no mail for longer than the idle time.
    pub async fn close_idle(&self) {
        if let Self::Smtp(relay) = self {
            relay.close_idle(false).await;
        }
    }

    /// Takes leave of every server.
    pub async fn close(&self) {
        if let Self::Smtp(relay) = self {
            relay.close_idle(true).await;
        }
    }
}

/// Why a mail was not carried away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendError {
    /// The server refused this very mail for good (5xx). Everything else, refused sign-ins included, may pass.
    pub permanent: bool,
    /// The server's reply code, if it replied.
    pub code: Option<u16>,
    /// For staff: the step that failed and the server's words, without the recipients' addresses.
    pub words: String,
    /// There was no server to speak with, or it would not speak: this is not about the mail.
    pub no_server: bool,
    /// Of several recipients those who have not got it; the others have. None where nobody has.
    pub left: Vec<EmailAddress>,
}

impl SendError {
    pub(super) fn passing(words: impl fmt::Display) -> Self {
        let words = one_line(&words.to_string(), LONGEST_WORDS);
        Self { permanent: false, code: None, words, no_server: false, left: Vec::new() }
    }

    /// The same, as the fault of the server rather than of this mail.
    pub(super) fn of_server(self) -> Self {
        Self { no_server: true, ..self }
    }

    pub(super) fn late(step: &str, after: Duration) -> Self {
        Self::passing(format_args!("{step}: no answer within {} s", after.as_secs_f32()))
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for SendError {}
