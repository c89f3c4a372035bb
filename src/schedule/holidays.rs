use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::db::prelude::*;
use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::db::Conn;
use crate::db::schema::holidays;

/// South Africa's public holidays of a year, in order (Public Holidays Act 36 of 1994, schedule 1 and s 2(1): when a holiday falls
/// on a Sunday, the Monday after it is one too).
pub fn public_holidays(year: i32) -> Vec<(NaiveDate, &'static str)> {
    const FIXED: [(u32, u32, &str); 10] = [
        (1, 1, "New Year's Day"),
        (3, 21, "Human Rights Day"),
        (4, 27, "Freedom Day"),
        (5, 1, "Workers' Day"),
        (6, 16, "Youth Day"),
        (8, 9, "National Women's Day"),
        (9, 24, "Heritage Day"),
        (12, 16, "Day of Reconciliation"),
        (12, 25, "Christmas Day"),
        (12, 26, "Day of Goodwill"),
    ];
    let fixed =
        FIXED.iter().filter_map(|(month, day, name)| Some((NaiveDate::from_ymd_opt(year, *month, *day)?, *name)));
    let mut days: Vec<(NaiveDate, &str)> = fixed.collect();
    if let Some(easter) = easter_sunday(year) {
        days.extend([(easter - Days::new(2), "Good Friday"), (easter + Days::new(1), "Family Day")]);
    }
    let moved: Vec<(NaiveDate, &str)> = days
        .iter()
        .filter(|(day, _)| day.weekday() == Weekday::Sun)
        .map(|(day, _)| (*day + Days::new(1), "Public holiday"))
        .filter(|(monday, _)| !days.iter().any(|(day, _)| day == monday))
        .collect();
    days.extend(moved);
    days.sort_unstable();
    days
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// The days besides weekends on which nobody works: those of the law, and those that editors added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(BTreeMap<NaiveDate, String>);

impl Holidays {
    /// Those of the law, and these.
    pub fn with(added: impl IntoIterator<Item = (NaiveDate, String)>) -> Self {
        Self(added.into_iter().collect())
    }

    /// Those of the law, and those that stand in the table.
    pub fn read(conn: &mut Conn) -> QueryResult<Self> {
        let added: Vec<(NaiveDate, String)> = holidays::table.select((holidays::on_date, holidays::name)).load(conn)?;
        Ok(Self::with(added))
    }

    /// The name of a day's holiday, if it is one.
    pub fn on(&self, day: NaiveDate) -> Option<&str> {
        let of_law = public_holidays(day.year()).into_iter().find(|(holiday, _)| *holiday == day);
        of_law.map(|(_, name)| name).or_else(|| self.0.get(&day).map(String::as_str))
    }

    /// Whether a day is one by the law, and not only added.
    pub fn is_of_law(&self, day: NaiveDate) -> bool {
        public_holidays(day.year()).iter().any(|(holiday, _)| *holiday == day)
    }

    /// Those that fall on these days, in order, each day once.
    pub fn between(&self, days: RangeInclusive<NaiveDate>) -> Vec<(NaiveDate, String)> {
        let of_law = (days.start().year()..=days.end().year()).flat_map(public_holidays);
        let mut all = self.0.clone();
        all.extend(of_law.map(|(day, name)| (day, name.to_owned())));
        all.into_iter().filter(|(day, _)| days.contains(day)).collect()
    }

    /// Whether people work on a day: on no Saturday, no Sunday, no holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.on(day).is_none()
    }

    /// Working days from `first` on.
    pub fn working_days_from(&self, first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        first.iter_days().filter(|day| self.is_working_day(*day))
    }
}
