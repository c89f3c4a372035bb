use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;

use super::stored_as_text;

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An enquiry's reference, `7Q4M-K2XE`: seven random characters and a check character.
///
/// It says nothing about volume. Reading forgives case, hyphens, spaces and O/0, I/1, L/1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Reference(String);

impl Reference {
    /// Makes a reference from seven random bytes (the low five bits of each are used).
    pub fn from_random(bytes: [u8; 7]) -> Self {
        Self::from_values(bytes.map(|byte| byte & 31))
    }

    /// The reference as text, with its hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_values(values: [u8; 7]) -> Self {
        let letters: Vec<char> = values.iter().chain([&check_value(&values)]).map(|value| letter(*value)).collect();
        let (first, second) = letters.split_at(4);
        Self(first.iter().chain(['-'].iter()).chain(second).collect())
    }
}

/// Odd weights find every single wrong character, and nearly every swap of neighbours.
fn check_value(values: &[u8]) -> u8 {
    let sum: u32 = values.iter().zip((1u32..).step_by(2)).map(|(value, weight)| u32::from(*value) * weight).sum();
    (sum % 32) as u8
}

fn letter(value: u8) -> char {
    ALPHABET.get(usize::from(value)).map_or('0', |letter| char::from(*letter))
}

fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == letter).map(|at| at as u8)
}

impl FromStr for Reference {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is not a reference: it has eight letters and digits, like 7Q4M-K2XE";
        let values: Option<Vec<u8>> = text.chars().filter(|c| !"- ".contains(*c)).take(9).map(value).collect();
        let values: [u8; 8] = values.and_then(|values| values.try_into().ok()).ok_or(WRONG)?;
        let [a, b, c, d, e, f, g, check] = values;
        let random = [a, b, c, d, e, f, g];
        if check_value(&random) == check { Ok(Self::from_values(random)) } else { Err(WRONG) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

stored_as_text!(Reference);
