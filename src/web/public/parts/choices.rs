//! What lists of courses and lists of dates can be narrowed by alike: of each choice its key, its word in the address and its label.
use chrono::{Datelike, NaiveDate};

use crate::catalogue::{CategoryId, CourseCard, CourseId, Level, TopicId};
use crate::schedule::{Ahead, CityId, DeliveryMode};
use crate::web::era::Shell;

/// A choice: its key, its word in the address and its label.
pub type Keyed<K> = (K, String, String);

/// The parts of the catalogue.
pub fn categories(shell: &Shell) -> impl Iterator<Item = Keyed<CategoryId>> {
    shell.categories.iter().map(|one| (one.id, one.slug.to_string(), one.title.clone()))
}

/// The topics that courses are on.
pub fn topics(shell: &Shell) -> impl Iterator<Item = Keyed<TopicId>> {
    shell.topics.iter().map(|(id, slug, title)| (*id, slug.to_string(), title.clone()))
}

/// How much a person should know before.
pub fn levels() -> impl Iterator<Item = Keyed<Level>> {
    Level::ALL.iter().map(|level| (*level, level.to_string(), level.label().to_owned()))
}

/// The ways to attend.
pub fn modes() -> impl Iterator<Item = Keyed<DeliveryMode>> {
    DeliveryMode::Hybrid.ways().iter().map(|mode| (*mode, mode.to_string(), mode.label().to_owned()))
}

/// The cities.
pub fn cities(shell: &Shell) -> impl Iterator<Item = Keyed<CityId>> {
    shell.cities.iter().map(|one| (one.id, one.slug.to_string(), one.title.clone()))
}

/// The courses.
pub fn courses(shell: &Shell) -> impl Iterator<Item = Keyed<CourseId>> {
    shell.courses.iter().map(|one| (one.id, one.slug.to_string(), one.title.clone()))
}

/// The months in which trainings begin, in order.
pub fn months<'a>(ahead: impl Iterator<Item = &'a Ahead>) -> Vec<Keyed<NaiveDate>> {
    let mut firsts: Vec<NaiveDate> = ahead.filter_map(|training| month_of(training.first_day)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    let said = |first: NaiveDate| (first, first.format("%Y-%m").to_string(), first.format("%B %Y").to_string());
    firsts.into_iter().map(said).collect()
}

/// The month of a day, by its own first day.
pub fn month_of(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)
}

/// Up to so many training days, with the words for it.
const LENGTHS: [(i32, &str, &str); 4] =
    [(1, "1", "1 day"), (3, "2-3", "2 or 3 days"), (5, "4-5", "4 or 5 days"), (i32::MAX, "over-5", "More than 5 days")];

/// Lengths of courses in training days.
pub fn lengths() -> impl Iterator<Item = Keyed<i32>> {
    LENGTHS.iter().map(|(most, value, label)| (*most, (*value).to_owned(), (*label).to_owned()))
}

/// The length that a course is of.
pub fn length_of(course: &CourseCard) -> Option<i32> {
    LENGTHS.iter().map(|(most, ..)| *most).find(|most| course.days <= *most)
}

/// Bands of prices, each below so many cents, with the words for it.
const PRICES: [(i64, &str, &str); 4] = [
    (500_000, "under-5000", "Under R5\u{a0}000"),
    (1_000_000, "5000-10000", "R5\u{a0}000 to R9\u{a0}999"),
    (1_500_000, "10000-15000", "R10\u{a0}000 to R14\u{a0}999"),
    (i64::MAX, "from-15000", "R15\u{a0}000 or more"),
];

/// A band of prices by where it ends, in cents; nothing stands for a price on request.
type Band = Option<i64>;

/// Bands of prices for one person.
pub fn prices() -> impl Iterator<Item = Keyed<Band>> {
    let bands = PRICES.iter().map(|(below, value, label)| (Some(*below), *value, *label));
    let all = bands.chain([(None, "on-request", "On request")]);
    all.map(|(band, value, label)| (band, value.to_owned(), label.to_owned()))
}

/// The band that a course's price is in.
pub fn price_of(course: &CourseCard) -> Band {
    let amount = course.price().amount()?;
    PRICES.iter().map(|(below, ..)| *below).find(|below| amount.cents() < *below)
}
