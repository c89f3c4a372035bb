use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;

use super::stored_as_text;

const LONGEST: usize = 254;
const LOCAL: &str = "localhost";
const WRONG: &str = "Enter an email address in the correct format, like name@example.com";

/// A deliverable-looking address of at most 254 characters (RFC 5321 §4.5.3.1.3), kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Domains of free mail boxes that many South Africans use. `static/site.js` holds the same list, as a test sees to.
    pub const COMMON_DOMAINS: [&'static str; 16] = [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "outlook.com",
        "yahoo.com",
        "ymail.com",
        "icloud.com",
        "mail.com",
        "email.com",
        "yahoo.co.za",
        "hotmail.co.za",
        "webmail.co.za",
        "mweb.co.za",
        "telkomsa.net",
        "vodamail.co.za",
        "absamail.co.za",
    ];

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An address as a visitor may give it: none at `localhost`, which only the owner of the machine can mean.
    ///
    /// # Errors
    /// The sentence to show beside the field.
    pub fn of_visitor(text: &str) -> Result<Self, &'static str> {
        text.parse::<Self>().and_then(|address| if address.domain() == LOCAL { Err(WRONG) } else { Ok(address) })
    }

    /// The address that was probably meant, where the domain is one slip away from one that many use. Only a hint: an address
    /// that looks like a slip may be right.
    pub fn probably_meant(&self) -> Option<String> {
        let (name, domain) = self.0.rsplit_once('@')?;
        let domain = domain.to_lowercase();
        if Self::COMMON_DOMAINS.contains(&domain.as_str()) {
            return None;
        }
        let is_gmail = |known: &&&str| domain.starts_with("gmail.") && **known == "gmail.com";
        let meant = Self::COMMON_DOMAINS.iter().find(|known| is_gmail(known) || is_one_slip(&domain, known))?;
        Some(format!("{name}@{meant}"))
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Whether one letter was added, left out, mistaken for another, or swapped with its neighbour.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (mut one, mut other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    for _ in 0..2 {
        while one.last().is_some_and(|last| other.last() == Some(last)) {
            one.pop();
            other.pop();
        }
        // The second time from the other end.
        one.reverse();
        other.reverse();
    }
    match (one.as_slice(), other.as_slice()) {
        ([a, b], [c, d]) => a == d && b == c,
        (one, other) => one.len() < 2 && other.len() < 2,
    }
}

impl FromStr for EmailAddress {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err("Enter an email address of at most 254 characters");
        }
        let (local, domain) = text.rsplit_once('@').ok_or(WRONG)?;
        let top_level = domain.rsplit_once('.').map_or("", |(_, top_level)| top_level);
        let is_name = top_level.chars().all(|c| c.is_alphanumeric() || c == '-');
        let public = is_name && top_level.chars().count() >= 2 && !top_level.chars().all(|c| c.is_ascii_digit());
        let deliverable = local.is_ascii() && (public || domain == LOCAL);
        if deliverable && text.parse::<lettre::Address>().is_ok() { Ok(Self(text.to_owned())) } else { Err(WRONG) }
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

stored_as_text!(EmailAddress);
