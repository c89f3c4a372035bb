use std::collections::HashSet;

use crate::db::prelude::*;
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::city::CityId;
use super::listing::Listing;
use super::training::{DeliveryMode, TrainingId, TrainingState};
use crate::catalogue::{CourseId, published};
use crate::db::Conn;
use crate::db::schema::{courses, trainings};
use crate::types::Timestamp;

/// A training that lies ahead, with only what lists are narrowed and put in order by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// Row id.
    pub id: TrainingId,
    /// Its course.
    pub course: CourseId,
    /// Its city, unless it is online only.
    pub city: Option<CityId>,
    /// How it is given.
    pub mode: DeliveryMode,
    /// The first day, where it takes place.
    pub first_day: NaiveDate,
    /// How it stands.
    pub state: TrainingState,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = trainings, check_for_backend(crate::db::MultiBackend))]
pub(super) struct Row {
    id: TrainingId,
    course_id: CourseId,
    city_id: Option<CityId>,
    mode: DeliveryMode,
    starts_at: Timestamp,
    time_zone: String,
    state: TrainingState,
    seats_total: i32,
    seats_taken: i32,
}

impl From<Row> for Ahead {
    fn from(row: Row) -> Self {
        let zone: Tz = row.time_zone.parse().unwrap_or(Timestamp::HOME);
        Self {
            id: row.id,
            course: row.course_id,
            city: row.city_id,
            mode: row.mode,
            first_day: row.starts_at.local(zone).date_naive(),
            state: row.state.with_seats_left(row.seats_total - row.seats_taken),
        }
    }
}

impl From<&Listing> for Ahead {
    fn from(listing: &Listing) -> Self {
        Self {
            id: listing.id(),
            course: listing.course_id(),
            city: listing.city_id(),
            mode: listing.mode(),
            first_day: listing.first_day(),
            state: listing.state(),
        }
    }
}

/// Every training of a public course that has not begun, soonest first. Those that were postponed or cancelled are among them until the
/// day they were planned for: somebody may still be looking for them.
pub fn list_ahead(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Ahead>> {
    let rows: Vec<Row> = trainings::table
        .inner_join(courses::table)
        .filter(published(now))
        .filter(trainings::starts_at.gt(now))
        .filter(trainings::state.ne(TrainingState::Completed))
        .order((trainings::starts_at, trainings::id))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Ahead::from).collect())
}

/// Of each course the soonest training with a free seat; a full one where there is no other.
pub fn next_of_each(ahead: &[Ahead]) -> Vec<TrainingId> {
    let mut soonest: Vec<_> = ahead.iter().filter(|training| !training.state.is_off()).collect();
    soonest.sort_by_key(|training| training.state == TrainingState::Full);
    let mut seen = HashSet::new();
    soonest.retain(|training| seen.insert(training.course));
    soonest.into_iter().map(|training| training.id).collect()
}
