use crate::db::prelude::*;
use serde_json::json;

use super::enquiry::{EnquiryId, EnquiryState};
use super::letters::{Desk, LetterError};
use super::work::{refuse, set_state, tell};
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::enquiries;
use crate::mail::{AutoSubmitted, Mailbox, Message};
use crate::outbox::{MailKind, NewMail, enqueue};
use crate::site::{Provider, SaveError, find_provider};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Reference, Timestamp};

const LONGEST_TEXT: usize = 20_000;

/// An answer as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// Without the reference, which is put before it.
    pub subject: &'a str,
    /// The text.
    pub body: &'a str,
}

/// Owes an answer to whoever asked, in the thread of their enquiry, and marks the enquiry as answered. The same text twice is one mail:
/// `false`, and nothing more is owed.
///
/// # Errors
/// When the actor may not, there is no text, the enquiry looks like spam, or no mail can be written to that address.
pub fn reply(
    conn: &mut Conn,
    actor: &Actor,
    desk: &Desk,
    (id, reply): (EnquiryId, Reply<'_>),
    now: Timestamp,
) -> Result<bool, SaveError> {
    actor.must(Permission::Enquiries)?;
    let (subject, body) = (reply.subject.trim(), reply.body.trim());
    if subject.is_empty() {
        return refuse("subject", "needs words");
    }
    if body.is_empty() || body.chars().count() > LONGEST_TEXT {
        return refuse("body", "needs words, and at most 20,000 characters");
    }
    let (reference, email, name, state): (Reference, EmailAddress, String, EnquiryState) = enquiries::table
        .find(id)
        .select((enquiries::reference, enquiries::email, enquiries::name, enquiries::state))
        .first(conn)?;
    if matches!(state, EnquiryState::Quarantine | EnquiryState::Spam) {
        return refuse("body", "cannot be sent to what looks like spam");
    }
    let provider = find_provider(conn)?;
    let to = Mailbox::named(name, email);
    let Ok(mail) = desk.answer((id, &reference), &provider, to, (subject, body), now) else {
        return refuse("body", "cannot be mailed: no mail server takes this address. Call instead");
    };
    if enqueue(conn, &mail, now)?.is_none() {
        return Ok(false);
    }
    tell(conn, actor.user(), id, ("mailed", &json!({ "subject": subject, "text": body })), now)?;
    if state == EnquiryState::New {
        set_state(conn, id, EnquiryState::Answered, now)?;
        let data = json!({ "from": state.as_str(), "to": "answered", "by": "mail" });
        tell(conn, actor.user(), id, ("answered", &data), now)?;
    }
    let act = Act { action: "reply", kind: "enquiry", id: Some(id.0), before: None, after: None };
    record(conn, actor, &act, now)?;
    Ok(true)
}

impl Desk {
    /// It answers the acknowledgement, which is the mail that the visitor has.
    fn answer(
        &self,
        (id, reference): (EnquiryId, &Reference),
        provider: &Provider,
        to: Mailbox,
        (subject, body): (&str, &str),
        now: Timestamp,
    ) -> Result<NewMail, LetterError> {
        let what = sha256_hex(format!("{subject}\n{body}").as_bytes());
        let part = format!("answer-{}", what.get(..16).unwrap_or_default());
        let acknowledgement = self.message_id(reference, "acknowledgement");
        let staff = provider.email.parse().unwrap_or_else(|_| self.staff.clone());
        let message_id = self.message_id(reference, &part);
        let message = Message {
            reply_to: Some(Mailbox::named(provider.name.clone(), staff)),
            subject: format!("[{reference}] {subject}"),
            text: format!("{body}\n"),
            in_reply_to: Some(acknowledgement.clone()),
            references: vec![self.message_id(reference, "enquiry"), acknowledgement],
            auto_submitted: AutoSubmitted::Replied,
            ..Message::new(self.from.clone(), to, message_id, now)
        };
        let outgoing = message.build()?;
        Ok(NewMail {
            dedupe_key: outgoing.message_id.clone(),
            enquiry_id: Some(id.0),
            kind: MailKind::Notice,
            outgoing,
        })
    }
}
