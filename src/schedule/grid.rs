//! The trainings as editors see them all at once, and those that wait for a decision.
use std::collections::HashMap;

use crate::db::prelude::*;
use chrono::{Days, NaiveDate, NaiveTime};

use super::listing::Listing;
use super::store::listings;
use super::training::{DeliveryMode, TrainingId, TrainingState};
use crate::db::schema::{cities, courses, trainers, training_sessions, trainings, venues};
use crate::db::{Conn, MultiBackend, among, lower};
use crate::types::{Code, Money, Slug, Timestamp};

/// So many days before its first day a training without a day of its own is to be decided.
const DAYS_TO_DECIDE: u64 = 14;

/// What an editor narrows the grid by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridFilter {
    /// Part of the code or of the course's name.
    pub words: String,
    /// Only of this course.
    pub course: Option<Slug>,
    /// Only in this city.
    pub city: Option<Slug>,
    /// Only given this way.
    pub mode: Option<DeliveryMode>,
    /// Only those that stand so.
    pub state: Option<TrainingState>,
    /// Only starting on this day or later.
    pub from: Option<NaiveDate>,
    /// Only starting on this day or earlier.
    pub to: Option<NaiveDate>,
}

/// A training as a row of the grid.
#[derive(Debug, Clone)]
pub struct GridRow {
    /// What lists show of it.
    pub listing: Listing,
    /// The row's version.
    pub version: i64,
    /// How it stands, as it is written.
    pub state: TrainingState,
    /// Seats that are taken.
    pub taken: i32,
    /// Seats that must be taken for it to run.
    pub minimum: i32,
    /// The day by which it is decided whether it runs.
    pub decide_by: Option<NaiveDate>,
    /// Its own price; the course's where it has none.
    pub price: Option<Money>,
    /// Its venue's part of the address.
    pub venue: Option<Slug>,
    /// Who teaches it, each once: their part of the address.
    pub trainers: Vec<Slug>,
    /// How many days it has.
    pub days: usize,
}

/// The ids of the trainings that a filter leaves, soonest first.
pub fn list_grid_ids(conn: &mut Conn, filter: &GridFilter) -> QueryResult<Vec<TrainingId>> {
    let mut query = trainings::table.inner_join(courses::table).select(trainings::id).into_boxed::<MultiBackend>();
    for word in filter.words.split_whitespace().take(5) {
        let safe: String = word.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
        let like = format!("%{}%", safe.to_lowercase());
        query = query.filter(lower(trainings::code).like(like.clone()).or(lower(courses::title).like(like)));
    }
    if let Some(course) = &filter.course {
        query = query.filter(courses::slug.eq(course));
    }
    if let Some(city) = &filter.city {
        let wanted = cities::table.filter(cities::slug.eq(city)).select(cities::id.nullable());
        query = query.filter(trainings::city_id.eq_any(wanted));
    }
    if let Some(mode) = filter.mode {
        query = query.filter(trainings::mode.eq(mode));
    }
    if let Some(state) = filter.state {
        query = query.filter(trainings::state.eq(state));
    }
    if let Some(from) = filter.from.and_then(start_of) {
        query = query.filter(trainings::starts_at.ge(from));
    }
    if let Some(end) = filter.to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(start_of) {
        query = query.filter(trainings::starts_at.lt(end));
    }
    query.order((trainings::starts_at, trainings::id)).load(conn)
}

fn start_of(day: NaiveDate) -> Option<Timestamp> {
    Timestamp::from_local(day, NaiveTime::MIN, Timestamp::HOME)
}

/// Some trainings as rows of the grid, soonest first.
pub fn list_grid(conn: &mut Conn, ids: &[TrainingId]) -> QueryResult<Vec<GridRow>> {
    type Own = (i64, TrainingState, i32, i32, Option<NaiveDate>, Option<i64>);
    let own = (
        trainings::row_version,
        trainings::state,
        trainings::seats_taken,
        trainings::seats_minimum,
        trainings::decide_by_on,
        trainings::price_cents,
    );
    let rows: Vec<(Listing, Own, Option<Slug>)> = listings()
        .filter(among(trainings::id, ids))
        .order((trainings::starts_at, trainings::id))
        .select((Listing::as_select(), own, venues::slug.nullable()))
        .load(conn)?;
    let mut taught: HashMap<TrainingId, (Vec<Slug>, usize)> = HashMap::new();
    let days: Vec<(TrainingId, Option<Slug>)> = training_sessions::table
        .left_join(trainers::table)
        .filter(among(training_sessions::training_id, ids))
        .order((training_sessions::training_id, training_sessions::starts_at))
        .select((training_sessions::training_id, trainers::slug.nullable()))
        .load(conn)?;
    for (training, trainer) in days {
        let (names, count) = taught.entry(training).or_default();
        *count += 1;
        names.extend(trainer.filter(|name| !names.contains(name)));
    }
    let row = |(listing, own, venue): (Listing, Own, Option<Slug>)| {
        let (version, state, taken, minimum, decide_by, price) = own;
        let (trainers, days) = taught.remove(&listing.id()).unwrap_or_default();
        let price = price.map(Money::from_cents);
        GridRow { listing, version, state, taken, minimum, decide_by, price, venue, trainers, days }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// One training as a row of the grid.
pub fn find_grid_row(conn: &mut Conn, code: &Code) -> QueryResult<Option<GridRow>> {
    let ids: Vec<TrainingId> = trainings::table.filter(trainings::code.eq(code)).select(trainings::id).load(conn)?;
    Ok(list_grid(conn, &ids)?.pop())
}

impl GridRow {
    /// The day by which it is decided: its own, else two weeks before it begins.
    pub fn to_decide_by(&self) -> NaiveDate {
        let first = self.listing.first_day();
        self.decide_by.unwrap_or_else(|| first.checked_sub_days(Days::new(DAYS_TO_DECIDE)).unwrap_or(first))
    }

    /// Whether as many seats are taken as it needs to run.
    pub fn has_enough(&self) -> bool {
        self.taken >= self.minimum
    }
}

/// The trainings that are planned and neither confirmed nor called off, by the day on which that is to be decided.
pub fn list_undecided(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<GridRow>> {
    let ids: Vec<TrainingId> = trainings::table
        .filter(trainings::state.eq(TrainingState::Scheduled))
        .filter(trainings::starts_at.gt(now))
        .order((trainings::starts_at, trainings::id))
        .select(trainings::id)
        .load(conn)?;
    let mut rows = list_grid(conn, &ids)?;
    rows.sort_by_key(|row| (row.to_decide_by(), row.listing.first_day()));
    Ok(rows)
}

/// How many trainings are to be decided by the end of a day.
pub fn count_undecided(conn: &mut Conn, by: NaiveDate, now: Timestamp) -> QueryResult<usize> {
    Ok(list_undecided(conn, now)?.iter().filter(|row| row.to_decide_by() <= by).count())
}
