use crate::db::prelude::*;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::city::CityId;
use super::training::{DeliveryMode, TrainingId, TrainingState};
use super::venue::VenueId;
use crate::catalogue::{CourseId, Level, Price, PriceKind};
use crate::db::schema::{cities, courses, trainings, venues};
use crate::types::{Code, Slug, Timestamp};

/// What a visitor narrows the dates by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrainingFilter {
    /// Only of this course.
    pub course: Option<Slug>,
    /// Only of courses in this category.
    pub category: Option<Slug>,
    /// Only in this city.
    pub city: Option<Slug>,
    /// Only given this way; a hybrid training is given both ways.
    pub mode: Option<DeliveryMode>,
    /// Only starting on this day or later.
    pub from: Option<NaiveDate>,
    /// Only starting on this day or earlier.
    pub to: Option<NaiveDate>,
}

/// A training as it stands in a list: with its course and its place.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(check_for_backend(crate::db::MultiBackend))]
pub struct Listing {
    #[diesel(embed)]
    run: Run,
    #[diesel(embed)]
    course: CourseRow,
    #[diesel(embed)]
    city: Option<CityRow>,
    #[diesel(embed)]
    venue: Option<VenueRow>,
}

/// The training’s own columns.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = trainings, check_for_backend(crate::db::MultiBackend))]
pub struct Run {
    id: TrainingId,
    code: Code,
    mode: DeliveryMode,
    time_zone: String,
    state: TrainingState,
    seats_total: i32,
    seats_taken: i32,
    price_cents: Option<i64>,
    starts_at: Timestamp,
    ends_at: Timestamp,
    updated_at: Timestamp,
}

/// What a list shows of its course.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(crate::db::MultiBackend))]
pub struct CourseRow {
    id: CourseId,
    slug: Slug,
    title: String,
    summary: String,
    level: Level,
    days: i32,
    price_kind: PriceKind,
    price_cents: Option<i64>,
}

/// What a list shows of its city.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cities, check_for_backend(crate::db::MultiBackend))]
pub struct CityRow {
    id: CityId,
    slug: Slug,
    code: Code,
    title: String,
}

/// What a list shows of its venue.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = venues, check_for_backend(crate::db::MultiBackend))]
pub struct VenueRow {
    id: VenueId,
    title: String,
    address: String,
}

/// Where a training takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Three letters; `WEB` online.
    pub code: &'a str,
    /// The city, or that it is live online.
    pub title: &'a str,
    /// The city's part of the address, unless it is online.
    pub slug: Option<&'a Slug>,
}

impl Listing {
    /// Row id.
    pub fn id(&self) -> TrainingId {
        self.run.id
    }

    /// Its part of the address.
    pub fn code(&self) -> &Code {
        &self.run.code
    }

    /// How it is given.
    pub fn mode(&self) -> DeliveryMode {
        self.run.mode
    }

    /// How it stands. A training without a free seat is full, whatever else is true of it.
    pub fn state(&self) -> TrainingState {
        self.run.state.with_seats_left(self.seats_left())
    }

    /// Seats that are still free.
    pub fn seats_left(&self) -> i32 {
        if self.run.state == TrainingState::Full { 0 } else { (self.run.seats_total - self.run.seats_taken).max(0) }
    }

    /// Seats in all.
    pub fn seats_total(&self) -> i32 {
        self.run.seats_total
    }

    /// The price for one person: the training's own, else the course's.
    pub fn price(&self) -> Price {
        match self.run.price_cents {
            Some(cents) => Price::new(PriceKind::Fixed, Some(cents)),
            None => Price::new(self.course.price_kind, self.course.price_cents),
        }
    }

    /// Its first minute.
    pub fn starts_at(&self) -> Timestamp {
        self.run.starts_at
    }

    /// Its last minute.
    pub fn ends_at(&self) -> Timestamp {
        self.run.ends_at
    }

    /// The wall clock it goes by.
    pub fn time_zone(&self) -> Tz {
        self.run.time_zone.parse().unwrap_or(Timestamp::HOME)
    }

    /// The first day, where it takes place.
    pub fn first_day(&self) -> NaiveDate {
        self.run.starts_at.local(self.time_zone()).date_naive()
    }

    /// The last day, where it takes place.
    pub fn last_day(&self) -> NaiveDate {
        self.run.ends_at.local(self.time_zone()).date_naive()
    }

    /// Its days, as short as they can be said: `2–6 Feb 2027`, `30 Nov – 2 Dec 2026`, `5 Mar 2027`.
    pub fn when(&self) -> String {
        say_days(self.first_day(), self.last_day())
    }

    /// Last change.
    pub fn updated_at(&self) -> Timestamp {
        self.run.updated_at
    }

    /// Row id of its course.
    pub fn course_id(&self) -> CourseId {
        self.course.id
    }

    /// Its course's part of the address.
    pub fn course_slug(&self) -> &Slug {
        &self.course.slug
    }

    /// Its course's name.
    pub fn course_title(&self) -> &str {
        &self.course.title
    }

    /// Its course's outcome in one sentence.
    pub fn course_summary(&self) -> &str {
        &self.course.summary
    }

    /// How much a person should know before.
    pub fn level(&self) -> Level {
        self.course.level
    }

    /// Its course's length in training days.
    pub fn days(&self) -> i32 {
        self.course.days
    }

    /// Row id of its city.
    pub fn city_id(&self) -> Option<CityId> {
        self.city.as_ref().map(|city| city.id)
    }

    /// Row id of its venue.
    pub fn venue_id(&self) -> Option<VenueId> {
        self.venue.as_ref().map(|venue| venue.id)
    }

    /// Where it takes place.
    pub fn place(&self) -> Place<'_> {
        match &self.city {
            Some(city) => Place { code: city.code.as_str(), title: &city.title, slug: Some(&city.slug) },
            None => Place { code: "WEB", title: "Live online", slug: None },
        }
    }

    /// The venue's name and address, if it has one.
    pub fn venue(&self) -> Option<(&str, &str)> {
        self.venue.as_ref().map(|venue| (venue.title.as_str(), venue.address.as_str()))
    }
}

fn say_days(first: NaiveDate, last: NaiveDate) -> String {
    let whole = last.format("%-d %b %Y");
    if first == last {
        whole.to_string()
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{whole}", first.day())
    } else if first.year() == last.year() {
        format!("{} – {whole}", first.format("%-d %b"))
    } else {
        format!("{} – {whole}", first.format("%-d %b %Y"))
    }
}
