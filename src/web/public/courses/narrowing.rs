use std::collections::{HashMap, HashSet};

use crate::catalogue::{CourseCard, CourseId};
use crate::index::spoken_words;
use crate::schedule::{Ahead, DeliveryMode, TrainingState};
use crate::types::words;
use crate::web::era::Shell;
use crate::web::fields::Fields;
use crate::web::public::parts::choices::{
    categories, cities, length_of, lengths, levels, modes, month_of, months, price_of, prices, topics,
};
use crate::web::public::parts::facets::{Facet, Facets};

const LONGEST_QUERY: usize = 100;

/// A course with one of its dates that can still be joined, or without any.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The course.
    pub course: &'a CourseCard,
    /// The date.
    pub date: Option<&'a Ahead>,
}

impl Offer<'_> {
    fn ways(&self) -> &'static [DeliveryMode] {
        self.date.map_or(&[], |date| date.mode.ways())
    }
}

/// Every course with each of its dates; the dates of a course stand together, soonest first.
pub fn offers(shell: &Shell) -> Vec<Offer<'_>> {
    let mut dates: HashMap<CourseId, Vec<&Ahead>> = HashMap::new();
    for date in joinable(shell) {
        dates.entry(date.course).or_default().push(date);
    }
    let mut offers = Vec::with_capacity(shell.courses.len() + shell.ahead.len());
    for course in &shell.courses {
        match dates.get(&course.id) {
            Some(dates) => offers.extend(dates.iter().map(|date| Offer { course, date: Some(date) })),
            None => offers.push(Offer { course, date: None }),
        }
    }
    offers
}

fn joinable(shell: &Shell) -> impl Iterator<Item = &Ahead> {
    shell.ahead.iter().filter(|training| !training.state.is_off())
}

/// The filters of the catalogue. One date has to fit all that is asked of dates: a course that runs in Durban, and in April elsewhere, is
/// not one that runs in Durban in April. `found` are the courses that answer the words that are asked for; an address needs none.
pub fn facets<'a>(shell: &'a Shell, fields: &Fields, found: HashSet<CourseId>) -> Facets<'a, Offer<'a>> {
    let q = query(fields);
    let label = q.clone();
    Facets::new(
        vec![
            Facet::new("category", "Subject", categories(shell), |offer: &Offer| [offer.course.category_id]),
            Facet::new("topic", "Topic", topics(shell), |offer: &Offer| {
                shell.topics_of.get(&offer.course.id).into_iter().flatten().copied()
            }),
            Facet::new("mode", "How", modes(), |offer: &Offer| offer.ways().iter().copied()),
            Facet::new("city", "City", cities(shell), |offer: &Offer| offer.date.and_then(|date| date.city)),
            Facet::new("month", "Month", months(joinable(shell)), |offer: &Offer| {
                offer.date.and_then(|date| month_of(date.first_day))
            }),
            Facet::new("level", "Level", levels(), |offer: &Offer| [offer.course.level]),
            Facet::new("length", "Length", lengths(), |offer: &Offer| length_of(offer.course)),
            Facet::new("price", "Price", prices(), |offer: &Offer| [price_of(offer.course)]),
            Facet::typed("q", q, label, move |offer: &Offer| found.contains(&offer.course.id)),
        ],
        |name| fields.all(name),
    )
}

/// The words that are asked for; without a letter or a digit nothing is.
pub fn query(fields: &Fields) -> String {
    let asked = fields.get("q").split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = asked.chars().take(LONGEST_QUERY).collect();
    if spoken_words(&short).is_empty() { String::new() } else { short.trim_end().to_owned() }
}

words! {
    /// What a list of courses is put in order by.
    Order {
        /// The next date.
        Soonest = "soonest",
        /// The name.
        Name = "name",
        /// The number of training days.
        Length = "length",
        /// The price.
        Price = "price",
    }
}

impl Order {
    /// The order as the site says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Soonest => "Soonest",
            Self::Name => "Name",
            Self::Length => "Length",
            Self::Price => "Price",
        }
    }

    /// The order that is asked for.
    pub fn of(fields: &Fields) -> Self {
        fields.parsed("sort").unwrap_or(Self::Soonest)
    }

    /// How it stands in an address; the usual order does not.
    pub fn value(self) -> [(&'static str, &'static str); 1] {
        [("sort", if self == Self::Soonest { "" } else { self.as_str() })]
    }

    /// Puts offers, one a course and by name, in order; what has no date or no price stands last.
    pub fn put(self, offers: &mut [Offer]) {
        match self {
            Self::Soonest => offers.sort_by_key(|offer| (offer.date.is_none(), offer.date.map(|date| date.first_day))),
            Self::Name => {}
            Self::Length => offers.sort_by_key(|offer| offer.course.days),
            Self::Price => offers.sort_by_key(|offer| {
                let amount = offer.course.price().amount();
                (amount.is_none(), amount)
            }),
        }
    }
}

/// One offer a course: the soonest that fits and has a free seat, or the soonest that fits.
pub fn best_of_each<'a>(kept: &[Offer<'a>]) -> Vec<Offer<'a>> {
    let is_free = |offer: &&Offer| offer.date.is_some_and(|date| date.state != TrainingState::Full);
    let courses = kept.chunk_by(|one, next| one.course.id == next.course.id);
    courses.filter_map(|offers| offers.iter().find(is_free).or(offers.first()).copied()).collect()
}
