use crate::db::prelude::*;
use chrono::Duration;
use diesel::result::Error;

use super::requests::{LONGEST, NewRightsRequest, due_on, insert_request};
use crate::db::schema::rights_requests;
use crate::db::{Conn, lower, take_turns_at};
use crate::mail::{MailError, Mailbox, Message};
use crate::outbox::{MailKind, NewMail, enqueue};
use crate::types::{EmailAddress, Reference, Timestamp};
use crate::urls;

/// The same request within so many hours is a button pressed twice.
const SAME_HOURS: i64 = 24;

/// Who answers requests, and how mail to them is written.
#[derive(Debug, Clone)]
pub struct Office {
    /// The information officer, or whoever answers for them.
    pub to: EmailAddress,
    /// Whom mails come from.
    pub from: Mailbox,
    /// Scheme and host of the site, without a slash at the end.
    pub base_url: String,
}

/// What became of a request that a visitor sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// What to name it by.
    pub reference: Reference,
    /// Whether it was in the register already.
    pub is_repeated: bool,
}

/// Puts a visitor's request into the register with its due date, and owes a mail to the information officer unless `is_quiet`. That somebody types
/// an address proves nothing: the officer finds out who asks before anything is shown or changed, so nothing else happens here, and the address
/// that was typed gets no mail.
///
/// # Errors
/// When the database fails or the mail cannot be written; then nothing is kept.
pub fn submit_request(
    conn: &mut Conn,
    new: &NewRightsRequest,
    office: &Office,
    is_quiet: bool,
    now: Timestamp,
) -> QueryResult<Submitted> {
    let details: String = new.details.chars().take(LONGEST).collect();
    let address = new.email.as_str().to_lowercase();
    take_turns_at(conn, &format!("rights {}\n{address}\n{details}", new.right))?;
    let same: Option<Reference> = rights_requests::table
        .filter(lower(rights_requests::email).eq(&address))
        .filter(rights_requests::kind.eq(new.right).and(rights_requests::details.eq(&details)))
        .filter(rights_requests::received_at.gt(now - Duration::hours(SAME_HOURS)))
        .filter(rights_requests::closed_at.is_null())
        .select(rights_requests::reference)
        .first(conn)
        .optional()?;
    if let Some(reference) = same {
        return Ok(Submitted { reference, is_repeated: true });
    }
    insert_request(conn, new, now)?;
    if !is_quiet {
        let mail = office.letter(new, now).map_err(|error| Error::SerializationError(error.into()))?;
        enqueue(conn, &mail, now)?;
    }
    Ok(Submitted { reference: new.reference.clone(), is_repeated: false })
}

impl Office {
    /// News of a request. It names neither the person nor their words: those stand in the register, where an erasure reaches them.
    fn letter(&self, new: &NewRightsRequest, now: Timestamp) -> Result<NewMail, MailError> {
        let due = due_on(now).format("%-d %B %Y");
        let text = format!(
            "Somebody used the form on the privacy page. They ask: {}.\n\nIt is due on {due} (30 days).\n\nThe form proves nothing about who \
             sent it. Find out that it is that person before you show, change or delete anything.\n\n{}{}\n",
            new.right.label(),
            self.base_url,
            urls::ADMIN_PRIVACY,
        );
        let subject = format!("[{}] Request about personal data, due {due}", new.reference);
        let id = format!("<rights.{}@{}>", new.reference.as_str().to_lowercase(), self.from.address.domain());
        let blank = Message::new(self.from.clone(), Mailbox::from(self.to.clone()), id, now);
        let outgoing = Message { subject, text, ..blank }.build()?;
        Ok(NewMail { dedupe_key: outgoing.message_id.clone(), enquiry_id: None, kind: MailKind::Staff, outgoing })
    }
}
