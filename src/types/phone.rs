use std::str::FromStr;

/// A telephone number: as it was typed, and as E.164 (`+` and 8 to 15 digits).
///
/// South African numbers are taken in any of their usual forms (ICASA numbering plan 2016: nine digits after `+27`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    typed: String,
    e164: String,
}

impl Phone {
    /// What the person typed, trimmed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The number as E.164, for links and for machines.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// Whether WhatsApp is likely there: 06, 07 and 08 are mobile in South Africa, but 080 is toll-free and 086 shared-cost.
    /// A foreign number may be.
    pub fn may_have_whatsapp(&self) -> bool {
        match self.e164.strip_prefix("+27") {
            Some(national) => {
                national.starts_with(['6', '7', '8']) && !national.starts_with("80") && !national.starts_with("86")
            }
            None => true,
        }
    }
}

impl FromStr for Phone {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "Enter a phone number, like 011 123 4567 or +27 82 123 4567";
        let typed = text.trim();
        let compact: String = typed.replace("(0)", "").chars().filter(|c| !" ()-./\u{a0}".contains(*c)).collect();
        let international = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00"));
        let digits = match international {
            Some(digits) => digits.to_owned(),
            None if compact.len() == 10 && compact.starts_with('0') => compact.replacen('0', "27", 1),
            None if compact.len() == 11 && compact.starts_with("27") => compact,
            None => return Err(WRONG),
        };
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        let length_fits = match digits.strip_prefix("27") {
            Some(national) => national.len() == 9 && !national.starts_with('0'),
            None => (8..=15).contains(&digits.len()),
        };
        if typed.len() <= 40 && all_digits && length_fits {
            Ok(Self { typed: typed.to_owned(), e164: format!("+{digits}") })
        } else {
            Err(WRONG)
        }
    }
}
