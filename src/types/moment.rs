use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::Timestamp;

/// A day and a time on the clocks at home, as editors write it: `2026-11-12 08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub Timestamp);

impl Moment {
    /// As one says it: `3 March 08:00`, with the year where it is not the present one.
    pub fn spoken(self, now: Timestamp) -> String {
        let local = self.0.local(Timestamp::HOME);
        let is_this_year = local.year() == now.home_day().year();
        local.format(if is_this_year { "%-d %B %H:%M" } else { "%-d %B %Y %H:%M" }).to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.0.local(Timestamp::HOME);
        local.format(if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" }).fmt(f)
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    /// Takes a `T` between day and time too: that is how browsers send it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is not a day and time like 2026-11-12 08:00";
        let text = text.replace('T', " ");
        let read = |format| NaiveDateTime::parse_from_str(&text, format).ok();
        let local = read("%Y-%m-%d %H:%M").or_else(|| read("%Y-%m-%d %H:%M:%S")).ok_or(WRONG)?;
        let is_near = (1970..=9999).contains(&local.year());
        Timestamp::from_local(local.date(), local.time(), Timestamp::HOME).filter(|_| is_near).map(Self).ok_or(WRONG)
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
