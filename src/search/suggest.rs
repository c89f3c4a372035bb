//! What to offer while somebody types.
use serde::Serialize;

use super::lexicon::Lexicon;
use super::query::{Clause, Query};
use crate::index::{Entry, Kind, index_words};

/// Most offers at once.
const MOST: usize = 8;
/// Letters that must be typed before anything is offered.
const FEWEST_LETTERS: usize = 2;

/// One offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What it is called.
    pub label: String,
    /// What it is: `Course`, `Date`, `City`, `Path`, `Post`, `Page`.
    pub kind: &'static str,
    /// Where it is.
    pub address: String,
}

/// What can be offered, taken apart once.
#[derive(Debug)]
pub(super) struct Offer {
    kind: Kind,
    label: String,
    address: String,
    title: Vec<String>,
    names: Vec<String>,
}

fn kind_label(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Course => Some("Course"),
        Kind::Training => Some("Date"),
        Kind::City => Some("City"),
        Kind::Path => Some("Path"),
        Kind::Post => Some("Post"),
        Kind::Page => Some("Page"),
        Kind::Topic | Kind::Category | Kind::Venue => None,
    }
}

impl Offer {
    /// A dated run is offered by its code alone: its course and city are offered themselves.
    pub fn of(entry: &Entry) -> Option<Self> {
        kind_label(entry.kind)?;
        let is_run = entry.kind == Kind::Training;
        let course = entry.inherited.lines().next().filter(|_| is_run);
        let label = course.map_or_else(|| entry.title.clone(), |course| format!("{} {course}", entry.title));
        let names = if is_run { Vec::new() } else { index_words(&entry.names) };
        Some(Self { kind: entry.kind, label, address: entry.address.clone(), title: index_words(&entry.title), names })
    }

    /// How well it fits, from a part of the query: the beginning of its name, a word of it, another name.
    fn fits(&self, clause: &Clause, is_last: bool) -> Option<u32> {
        let said = |words: &[String], is_open: bool| {
            let fits_one = |wanted: &String| {
                let holds = |word: &String| word == wanted || (is_open && word.starts_with(wanted.as_str()));
                match () {
                    () if self.title.first().is_some_and(holds) => Some(3),
                    () if self.title.iter().any(holds) => Some(2),
                    () if self.names.iter().any(holds) => Some(1),
                    () => None,
                }
            };
            words.iter().map(fits_one).try_fold(3, |least, one| Some(one?.min(least)))
        };
        let others = || clause.others.iter().filter_map(|words| said(words, false)).max();
        said(&clause.words, is_last).or_else(others)
    }
}

impl Lexicon {
    /// What to offer for the beginning of a query, best first.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let query = Query::parse(text, self);
        if query.words.iter().map(|word| word.chars().count()).sum::<usize>() < FEWEST_LETTERS {
            return Vec::new();
        }
        let mut fitting = self.fitting(&query);
        if fitting.is_empty() {
            let corrected = self.corrected(&query, true).map(|better| Query::parse(&better.text, self));
            fitting = corrected.map(|query| self.fitting(&query)).unwrap_or_default();
        }
        fitting.sort_by_key(|(fit, offer)| (std::cmp::Reverse(*fit), offer.kind, &offer.label, &offer.address));
        let suggestion = |(_, offer): (u32, &Offer)| {
            Some(Suggestion {
                label: offer.label.clone(),
                kind: kind_label(offer.kind)?,
                address: offer.address.clone(),
            })
        };
        fitting.into_iter().take(MOST).filter_map(suggestion).collect()
    }

    fn fitting(&self, query: &Query) -> Vec<(u32, &Offer)> {
        let asks_for_code = query.words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
        let last = query.clauses.len().saturating_sub(1);
        let fit = |offer: &Offer| {
            let fits = query.clauses.iter().enumerate().map(|(at, clause)| offer.fits(clause, at == last));
            fits.sum::<Option<u32>>().filter(|sum| *sum > 0)
        };
        let offers = self.offers.iter().filter(|offer| offer.kind != Kind::Training || asks_for_code);
        offers.filter_map(|offer| Some((fit(offer)?, offer))).collect()
    }
}
