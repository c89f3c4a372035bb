use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{MessageBuilder, MultiPart, SinglePart};

use super::mailbox::{one_line, wire_address};
use super::{MailError, Mailbox};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Timestamp};

const LONGEST_SUBJECT: usize = 250;
const LONGEST_ID: usize = 250;

/// Why a machine wrote this mail (RFC 3834): other machines then do not answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutoSubmitted {
    /// It came of itself, as news for staff does.
    Generated,
    /// It answers what somebody sent, as an acknowledgement does.
    Replied,
}

impl AutoSubmitted {
    fn as_str(self) -> &'static str {
        match self {
            Self::Generated => "auto-generated",
            Self::Replied => "auto-replied",
        }
    }
}

/// A mail as it is meant. The same message always builds the same bytes.
#[derive(Debug, Clone)]
pub struct Message {
    /// The sender, in the header and towards the server alike.
    pub from: Mailbox,
    /// At least one. Where a server refuses one of them, the others get it, and it stays owed to that one alone.
    pub to: Vec<Mailbox>,
    /// Who gets the answer, if not the sender.
    pub reply_to: Option<Mailbox>,
    /// One line; line breaks become spaces, and it is cut after 250 characters.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The same as HTML, for those who prefer it.
    pub html: Option<String>,
    /// `<something@domain>`, the same at every try, so that copies collapse at the reader's.
    pub message_id: String,
    /// The mail that this one answers.
    pub in_reply_to: Option<String>,
    /// The mails of the conversation before this one, oldest first.
    pub references: Vec<String>,
    /// When it was written.
    pub date: Timestamp,
    /// Why a machine wrote it.
    pub auto_submitted: AutoSubmitted,
    /// `something.domain`, for readers who sort by it.
    pub list_id: Option<String>,
    /// The address at which whoever gets it ends such mails: by one click in their mail program, which posts there (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// A mail as it leaves: fixed once, sent as often as it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// `<something@domain>`.
    pub message_id: String,
    /// Whom a server tells of a failure.
    pub sender: EmailAddress,
    /// At least one.
    pub recipients: Vec<EmailAddress>,
    /// Headers and body: ASCII, every line ended by CR LF.
    pub bytes: Vec<u8>,
}

impl Message {
    /// A mail that begins a conversation, with its words still to come.
    pub fn new(from: Mailbox, to: Mailbox, message_id: String, date: Timestamp) -> Self {
        Self {
            from,
            to: vec![to],
            reply_to: None,
            subject: String::new(),
            text: String::new(),
            html: None,
            message_id,
            in_reply_to: None,
            references: Vec::new(),
            date,
            auto_submitted: AutoSubmitted::Generated,
            list_id: None,
            unsubscribe: None,
        }
    }

    /// Writes the mail out.
    ///
    /// # Errors
    /// When there is no recipient, an id is not `<something@domain>`, or an address cannot be written for a mail server.
    pub fn build(&self) -> Result<Outgoing, MailError> {
        if self.to.is_empty() {
            return Err(MailError::new("a mail to nobody"));
        }
        let headers = self.headers()?;
        let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(with_newlines(&self.text));
        let written = match &self.html {
            None => headers.singlepart(text),
            Some(html) => {
                let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(with_newlines(html));
                headers.multipart(MultiPart::alternative().boundary(self.boundary()).singlepart(text).singlepart(html))
            }
        };
        Ok(Outgoing {
            message_id: self.message_id.clone(),
            sender: wire(&self.from)?,
            recipients: self.to.iter().map(wire).collect::<Result<_, _>>()?,
            bytes: checked(written.map_err(MailError::new)?.formatted())?,
        })
    }

    fn headers(&self) -> Result<MessageBuilder, MailError> {
        let mut headers = lettre::Message::builder()
            .from(self.from.to_header()?)
            .subject(one_line(&self.subject, LONGEST_SUBJECT))
            .message_id(Some(id(&self.message_id)?))
            .date(SystemTime::from(self.date.utc()))
            .raw_header(header("Auto-Submitted", self.auto_submitted.as_str())?)
            .raw_header(header("X-Auto-Response-Suppress", "All")?);
        for mailbox in &self.to {
            headers = headers.to(mailbox.to_header()?);
        }
        if let Some(mailbox) = &self.reply_to {
            headers = headers.reply_to(mailbox.to_header()?);
        }
        if let Some(answered) = &self.in_reply_to {
            headers = headers.in_reply_to(id(answered)?);
        }
        if !self.references.is_empty() {
            let earlier: Vec<_> = self.references.iter().map(|earlier| id(earlier)).collect::<Result<_, _>>()?;
            headers = headers.references(earlier.join(" "));
        }
        if let Some(list) = &self.list_id {
            headers = headers.raw_header(header("List-Id", &format!("<{}>", atom(list)?))?);
        }
        if let Some(address) = &self.unsubscribe {
            headers = headers.raw_header(header("List-Unsubscribe", &format!("<{}>", link(address)?))?);
            headers = headers.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
        }
        Ok(headers)
    }

    /// Not random, so that building twice gives the same bytes; no text can be written to contain it by chance.
    fn boundary(&self) -> String {
        sha256_hex(self.message_id.as_bytes()).chars().take(40).collect()
    }
}

fn wire(mailbox: &Mailbox) -> Result<EmailAddress, MailError> {
    wire_address(&mailbox.address)?.to_string().parse().map_err(MailError::new)
}

fn header(name: &'static str, value: &str) -> Result<HeaderValue, MailError> {
    Ok(HeaderValue::new(HeaderName::new_from_ascii(name.to_owned()).map_err(MailError::new)?, value.to_owned()))
}

fn id(text: &str) -> Result<String, MailError> {
    let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).filter(|inside| inside.contains('@'));
    atom(inside.ok_or_else(|| MailError::new("a message id that is not <something@domain>"))?)?;
    Ok(text.to_owned())
}

/// One-click needs HTTPS at the reader's end; a site that tries itself out has none, and no such reader.
fn link(address: &str) -> Result<&str, MailError> {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let is_plain = address.chars().all(|c| c.is_ascii_graphic() && !"<>,".contains(c)) && address.len() <= LONGEST_ID;
    if is_web && is_plain {
        Ok(address)
    } else {
        Err(MailError::new("an address to unsubscribe at that no header can hold"))
    }
}

fn atom(text: &str) -> Result<&str, MailError> {
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[]\\,;:\"".contains(c);
    let fits = !text.is_empty() && text.len() <= LONGEST_ID && text.chars().all(plain);
    if fits { Ok(text) } else { Err(MailError::new("an id with characters that ids may not have")) }
}

/// A lone CR inside a body is a line end to some servers and none to others: smuggling starts there.
fn with_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// Checked once more at the end, because everything after this hands the bytes on blindly.
fn checked(bytes: Vec<u8>) -> Result<Vec<u8>, MailError> {
    let mut before = 0;
    for byte in &bytes {
        if !byte.is_ascii() || (*byte == b'\n') != (before == b'\r') {
            return Err(MailError::new("a mail that is not plain lines of ASCII"));
        }
        before = *byte;
    }
    if before == b'\r' { Err(MailError::new("a mail cut inside a line end")) } else { Ok(bytes) }
}
