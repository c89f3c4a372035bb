use super::link::{LinkPurpose, PendingLink};
use crate::mail::{MailError, Mailbox, Message};
use crate::outbox::{MailKind, NewMail};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Timestamp};
use crate::urls;

/// A letter with a one-time link.
#[derive(Debug)]
pub struct LinkLetter<'a> {
    /// Who sends it.
    pub from: &'a Mailbox,
    /// The site's name.
    pub site: &'a str,
    /// Scheme and host of the site, as it is set; never as a request says.
    pub base_url: &'a str,
    /// Who gets it.
    pub to: &'a EmailAddress,
    /// Their name.
    pub name: &'a str,
}

impl LinkLetter<'_> {
    /// The letter, to be owed.
    ///
    /// # Errors
    /// When an address cannot be written for a mail server.
    pub fn write(&self, link: &PendingLink, now: Timestamp) -> Result<NewMail, MailError> {
        // The token itself stays out of the key and the id, which are kept and shown.
        let mark: String = sha256_hex(format!("letter\n{}", link.token).as_bytes()).chars().take(32).collect();
        let (subject, text) = self.words(link);
        let id = format!("<account.{mark}@{}>", self.from.address.domain());
        let blank = Message::new(self.from.clone(), Mailbox::from(self.to.clone()), id, now);
        let outgoing = Message { subject, text, ..blank }.build()?;
        Ok(NewMail { dedupe_key: format!("account:{mark}"), enquiry_id: None, kind: MailKind::Account, outgoing })
    }

    fn words(&self, link: &PendingLink) -> (String, String) {
        let address = format!("{}{}", self.base_url, urls::set_password(&link.token));
        let (name, site) = (self.name, self.site);
        match link.purpose {
            LinkPurpose::Reset => (
                format!("Choose a new password for {site}"),
                format!(
                    "Hello {name}\n\nSomebody asked for a new password for your account at {site}. If it was you, open this address \
                     within one hour and choose one:\n\n{address}\n\nIt works once. If it was not you, leave it: nothing changes until \
                     the address is used.\n"
                ),
            ),
            LinkPurpose::SetUp | LinkPurpose::First => (
                format!("Your account at {site}"),
                format!(
                    "Hello {name}\n\nAn account was made for you at {site}. Open this address within 24 hours and choose your \
                     password:\n\n{address}\n\nIt works once. After that you sign in at {}{}.\n",
                    self.base_url,
                    urls::SIGN_IN
                ),
            ),
        }
    }
}
