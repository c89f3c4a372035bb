use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::schedule::{Holidays, Listing, TrainingId};
use crate::types::Timestamp;
use crate::web::public::parts::choices::month_of;

/// The trainings of one month, and its public holidays between them.
#[derive(Debug)]
pub struct Month {
    /// Its name, `March 2026`.
    pub name: String,
    /// What happens in it, by day.
    pub entries: Vec<Entry>,
}

/// Something that happens in a month.
#[derive(Debug)]
pub enum Entry {
    /// A public holiday.
    Holiday {
        /// When.
        day: NaiveDate,
        /// Its name.
        name: String,
        /// Whether the law says so; else the provider does.
        is_of_law: bool,
    },
    /// A training.
    Training {
        /// What the list shows of it.
        listing: Box<Listing>,
        /// Holidays inside it, and whether there is a class on them.
        notes: Vec<String>,
    },
}

impl Entry {
    /// The training, if it is one.
    pub fn training(&self) -> Option<&Listing> {
        match self {
            Self::Holiday { .. } => None,
            Self::Training { listing, .. } => Some(listing),
        }
    }

    fn day(&self) -> NaiveDate {
        match self {
            Self::Holiday { day, .. } => *day,
            Self::Training { listing, .. } => listing.first_day(),
        }
    }
}

/// Puts trainings, soonest first, into their months, with the holidays that fall on `days` between them. `classes` says when each
/// training's classes start.
pub fn by_month(
    rows: Vec<Listing>,
    classes: &[(TrainingId, Timestamp)],
    days: &RangeInclusive<NaiveDate>,
    holidays: &Holidays,
) -> Vec<Month> {
    let mut months: Vec<(NaiveDate, Vec<Entry>)> = Vec::new();
    for listing in rows {
        let Some(month) = month_of(listing.first_day()) else { continue };
        let notes = notes(&listing, classes, holidays);
        let entry = Entry::Training { listing: Box::new(listing), notes };
        match months.last_mut().filter(|(last, _)| *last == month) {
            Some((_, entries)) => entries.push(entry),
            None => months.push((month, vec![entry])),
        }
    }
    let with_holidays = |(month, mut entries): (NaiveDate, Vec<Entry>)| {
        let last = end_of_month(month).unwrap_or(month);
        let here = holidays.between(month..=last).into_iter().filter(|(day, _)| days.contains(day));
        entries.extend(here.map(|(day, name)| Entry::Holiday { day, name, is_of_law: holidays.is_of_law(day) }));
        // A holiday stands before the trainings of its day.
        entries.sort_by_key(|entry| (entry.day(), matches!(entry, Entry::Training { .. })));
        Month { name: month.format("%B %Y").to_string(), entries }
    };
    months.into_iter().map(with_holidays).collect()
}

/// The last day of a day's month.
pub fn end_of_month(day: NaiveDate) -> Option<NaiveDate> {
    month_of(day)?.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
}

fn notes(listing: &Listing, classes: &[(TrainingId, Timestamp)], holidays: &Holidays) -> Vec<String> {
    let (first, last) = (listing.first_day(), listing.last_day());
    let is_class = |day: NaiveDate| {
        let own = classes.iter().filter(|(id, _)| *id == listing.id());
        own.into_iter().any(|(_, starts_at)| starts_at.local(listing.time_zone()).date_naive() == day)
    };
    let said = |(day, name): (NaiveDate, String)| {
        let class = match day.weekday() {
            _ if is_class(day) => "Class",
            // Nobody expects one.
            Weekday::Sat | Weekday::Sun => return None,
            _ => "No class",
        };
        Some(format!("{class} on {}, {name}", day.format("%-d %b")))
    };
    holidays.between(first..=last).into_iter().filter_map(said).collect()
}
