use std::fmt;
use std::str::FromStr;

use super::stored_as_text;

/// The name of a picture's content: the first 32 hexadecimal digits of its SHA-256. It is the only part of an uploaded file's address
/// that leads to a file, so nothing that a person typed ever names one.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct MediaHash(String);

impl MediaHash {
    /// How many digits it has.
    pub const DIGITS: usize = 32;

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name out of a whole SHA-256 in hexadecimal digits.
    pub fn of_sha256(digits: &str) -> Option<Self> {
        digits.get(..Self::DIGITS)?.parse().ok()
    }
}

impl FromStr for MediaHash {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == Self::DIGITS && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err("is 32 hexadecimal digits")
        }
    }
}

impl fmt::Display for MediaHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

stored_as_text!(MediaHash);
