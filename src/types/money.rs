use std::fmt;
use std::str::FromStr;

/// An amount in South African rand, in whole cents, VAT included where VAT applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    cents: i64,
}

impl Money {
    /// An amount of so many cents; never negative.
    pub fn from_cents(cents: i64) -> Self {
        Self { cents: cents.max(0) }
    }

    /// The amount in cents.
    pub fn cents(self) -> i64 {
        self.cents
    }

    /// The amount as a plain decimal number (`18900.00`), for content files and machines.
    pub fn decimal(self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

/// As South Africans write it, `R18 900` or `R18 900.50`, with spaces that do not break.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rand = (self.cents / 100).to_string();
        f.write_str("R")?;
        for (at, digit) in rand.chars().enumerate() {
            if at > 0 && (rand.len() - at).is_multiple_of(3) {
                f.write_str("\u{a0}")?;
            }
            write!(f, "{digit}")?;
        }
        match self.cents % 100 {
            0 => Ok(()),
            cents => write!(f, ".{cents:02}"),
        }
    }
}

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.decimal())
    }
}

impl<'de> serde::Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl FromStr for Money {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is not an amount: write rand and cents, like 18900.00";
        let (rand, cents) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(rand) || !digits(cents) || cents.len() != 2 || rand.len() > 12 {
            return Err(WRONG);
        }
        let (rand, cents): (i64, i64) = (rand.parse().map_err(|_| WRONG)?, cents.parse().map_err(|_| WRONG)?);
        Ok(Self { cents: rand * 100 + cents })
    }
}
