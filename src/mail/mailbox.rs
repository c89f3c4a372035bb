use std::str::FromStr;

use super::MailError;
use crate::types::EmailAddress;

const LONGEST_NAME: usize = 120;

/// An address with the name shown beside it. The name may hold anything a visitor typed: it is made one line before use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name to show, if any.
    pub name: Option<String>,
    /// Where the mail goes.
    pub address: EmailAddress,
}

impl Mailbox {
    /// An address with a name.
    pub fn named(name: impl Into<String>, address: EmailAddress) -> Self {
        Self { name: Some(name.into()), address }
    }

    pub(super) fn to_header(&self) -> Result<lettre::message::Mailbox, MailError> {
        let name = self.name.as_deref().map(|name| one_line(name, LONGEST_NAME)).filter(|name| !name.is_empty());
        Ok(lettre::message::Mailbox::new(name, wire_address(&self.address)?))
    }
}

impl From<EmailAddress> for Mailbox {
    fn from(address: EmailAddress) -> Self {
        Self { name: None, address }
    }
}

impl FromStr for Mailbox {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", text),
        };
        let address = address.parse().map_err(|_| "an address like name@example.com, or Name <name@example.com>")?;
        Ok(Self { name: Some(name.to_owned()).filter(|name| !name.is_empty()), address })
    }
}

/// The address as every server takes it: a domain in another script becomes its ASCII form, so that SMTPUTF8 is never needed.
pub(super) fn wire_address(address: &EmailAddress) -> Result<lettre::Address, MailError> {
    let (local, domain) = address.as_str().rsplit_once('@').unwrap_or((address.as_str(), ""));
    let domain = url::Host::parse(domain).map_or_else(|_| domain.to_owned(), |host| host.to_string());
    lettre::Address::new(local, domain).map_err(|_| MailError::new("an address that mail servers do not take"))
}

/// The text without line breaks or other control characters, at most `longest` characters.
pub(super) fn one_line(text: &str, longest: usize) -> String {
    let words = text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(longest).collect()
}
