use std::collections::HashMap;

use crate::db::prelude::*;
use chrono::{Days, NaiveTime};

use super::ahead::{Ahead, Row};
use super::city::CityId;
use super::listing::Listing;
use super::store::listings;
use super::training::{SessionDay, TrainingId};
use super::venue::VenueId;
use crate::catalogue::{CategoryId, published};
use crate::db::schema::{courses, training_sessions, trainings, venues};
use crate::db::{Conn, among};
use crate::types::{Code, Timestamp};

/// Days for which a training stays in the calendars of those who subscribe after it is over: one that was cancelled is not
/// simply gone, and one that was attended stays a memory.
const DAYS_KEPT: u64 = 30;

/// A training as a calendar shows it, with each of its days.
#[derive(Debug, Clone)]
pub struct CalendarEntry {
    /// The training.
    pub training: Listing,
    /// How often it was changed (RFC 5545, 3.8.7.4).
    pub sequence: i32,
    /// Degrees north and east, where its venue has them.
    pub position: Option<(f64, f64)>,
    /// The part of the catalogue that its course belongs to.
    pub category: CategoryId,
    /// Its days, in order; never none.
    pub days: Vec<SessionDay>,
}

/// Every training of a public course that calendars show, soonest first: unlike lists, also what has begun, what was called off, and for a
/// while what is over.
pub fn list_in_calendar(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Ahead>> {
    let day = now.home_day() - Days::new(DAYS_KEPT);
    let since = Timestamp::from_local(day, NaiveTime::MIN, Timestamp::HOME).unwrap_or(now);
    let rows: Vec<Row> = trainings::table
        .inner_join(courses::table)
        .filter(published(now))
        .filter(trainings::ends_at.ge(since))
        .order((trainings::starts_at, trainings::id))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Ahead::from).collect())
}

/// One training of a public course, whatever its state and however long it is over.
pub fn find_for_calendar(conn: &mut Conn, code: &Code, now: Timestamp) -> QueryResult<Option<CalendarEntry>> {
    let ids: Vec<TrainingId> = trainings::table
        .inner_join(courses::table)
        .filter(published(now))
        .filter(trainings::code.eq(code))
        .select(trainings::id)
        .load(conn)?;
    Ok(list_for_calendar(conn, &ids)?.pop())
}

type Whole = (Listing, i32, Option<f64>, Option<f64>, CategoryId);

/// Some trainings as calendars show them, soonest first.
pub fn list_for_calendar(conn: &mut Conn, ids: &[TrainingId]) -> QueryResult<Vec<CalendarEntry>> {
    let rows: Vec<Whole> = listings()
        .filter(among(trainings::id, ids))
        .order((trainings::starts_at, trainings::id))
        .select((
            Listing::as_select(),
            trainings::ical_sequence,
            venues::latitude.nullable(),
            venues::longitude.nullable(),
            courses::category_id,
        ))
        .load(conn)?;
    let sessions: Vec<(TrainingId, SessionDay)> = training_sessions::table
        .filter(among(training_sessions::training_id, ids))
        .order((training_sessions::training_id, training_sessions::starts_at))
        .select((training_sessions::training_id, SessionDay::as_select()))
        .load(conn)?;
    let mut days: HashMap<TrainingId, Vec<SessionDay>> = HashMap::new();
    for (training, day) in sessions {
        days.entry(training).or_default().push(day);
    }
    let entry = |(training, sequence, north, east, category): Whole| {
        let days = days.remove(&training.id()).unwrap_or_default();
        CalendarEntry { training, sequence, position: north.zip(east), category, days }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// A venue moved or has another name: everybody who keeps one of its trainings in a calendar is to see it.
pub(super) fn tell_of_venue(conn: &mut Conn, venue: VenueId, now: Timestamp) -> QueryResult<()> {
    let changed = (trainings::ical_sequence.eq(trainings::ical_sequence + 1), trainings::updated_at.eq(now));
    diesel::update(trainings::table.filter(trainings::venue_id.eq(venue))).set(changed).execute(conn).map(|_| ())
}

/// A city has another name; as [`tell_of_venue`].
pub(super) fn tell_of_city(conn: &mut Conn, city: CityId, now: Timestamp) -> QueryResult<()> {
    let changed = (trainings::ical_sequence.eq(trainings::ical_sequence + 1), trainings::updated_at.eq(now));
    diesel::update(trainings::table.filter(trainings::city_id.eq(city))).set(changed).execute(conn).map(|_| ())
}
