use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate, NaiveTime};

use crate::types::Timestamp;

/// A month of the archive, as the clocks at home count it: `2026-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month that an instant falls into.
    pub fn of(at: Timestamp) -> Self {
        let day = at.home_day();
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its name: `February 2026`.
    pub fn title(self) -> String {
        self.0.format("%B %Y").to_string()
    }

    /// Its first instant, and the first instant after it.
    pub fn span(self) -> Option<(Timestamp, Timestamp)> {
        let start = |day| Timestamp::from_local(day, NaiveTime::MIN, Timestamp::HOME);
        start(self.0).zip(self.0.checked_add_months(Months::new(1)).and_then(start))
    }
}

impl FromStr for Month {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = text.len() == 7 && text.split('-').all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let first = text.split_once('-').filter(|_| well_formed).and_then(|(year, month)| {
            NaiveDate::from_ymd_opt(year.parse().ok().filter(|year| *year >= 1900)?, month.parse().ok()?, 1)
        });
        first.map(Self).ok_or("is not a month like 2026-02")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}
