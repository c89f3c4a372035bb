use crate::db::prelude::*;
use chrono::{Days, NaiveDate, NaiveTime};
use diesel::dsl::{auto_type, count_star, min};

use super::city::CityId;
use super::listing::{Listing, TrainingFilter};
use super::training::{DeliveryMode, SessionDay, TrainingId, TrainingState};
use crate::catalogue::{CourseId, published};
use crate::db::schema::{categories, cities, courses, training_sessions, trainings, venues};
use crate::db::{Conn, MultiBackend, among};
use crate::types::{Code, Timestamp};

/// The one definition of a training that can still be attended.
#[auto_type(no_type_alias)]
fn upcoming(now: Timestamp) -> _ {
    let cancelled: TrainingState = TrainingState::Cancelled;
    let completed: TrainingState = TrainingState::Completed;
    let postponed: TrainingState = TrainingState::Postponed;
    let off = trainings::state.eq(cancelled).or(trainings::state.eq(completed)).or(trainings::state.eq(postponed));
    trainings::starts_at.gt(now).and(diesel::dsl::not(off))
}

/// Trainings with their course, and their city and venue where they have one.
#[auto_type(no_type_alias)]
pub(super) fn listings() -> _ {
    trainings::table.inner_join(courses::table).left_join(cities::table).left_join(venues::table)
}

/// The ids of the upcoming trainings of public courses that a filter leaves, soonest first.
pub fn list_matching(conn: &mut Conn, filter: &TrainingFilter, now: Timestamp) -> QueryResult<Vec<TrainingId>> {
    let public = courses::table.filter(published(now)).select(courses::id);
    let mut query = trainings::table
        .select(trainings::id)
        .filter(upcoming(now))
        .filter(trainings::course_id.eq_any(public))
        .into_boxed::<MultiBackend>();
    if let Some(course) = &filter.course {
        let wanted = courses::table.filter(courses::slug.eq(course)).select(courses::id);
        query = query.filter(trainings::course_id.eq_any(wanted));
    }
    if let Some(category) = &filter.category {
        let wanted = courses::table.inner_join(categories::table).filter(categories::slug.eq(category));
        query = query.filter(trainings::course_id.eq_any(wanted.select(courses::id)));
    }
    if let Some(city) = &filter.city {
        let wanted = cities::table.filter(cities::slug.eq(city)).select(cities::id.nullable());
        query = query.filter(trainings::city_id.eq_any(wanted));
    }
    if let Some(mode) = filter.mode {
        query = query.filter(trainings::mode.eq(mode).or(trainings::mode.eq(DeliveryMode::Hybrid)));
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

/// Some trainings as they stand in lists, soonest first.
pub fn list_by_id(conn: &mut Conn, ids: &[TrainingId]) -> QueryResult<Vec<Listing>> {
    listings()
        .filter(among(trainings::id, ids))
        .order((trainings::starts_at, trainings::id))
        .select(Listing::as_select())
        .load(conn)
}

/// The upcoming ones of public courses among some trainings, soonest first.
pub fn list_upcoming_by_id(conn: &mut Conn, ids: &[TrainingId], now: Timestamp) -> QueryResult<Vec<Listing>> {
    listings()
        .filter(among(trainings::id, ids))
        .filter(upcoming(now))
        .filter(published(now))
        .order((trainings::starts_at, trainings::id))
        .select(Listing::as_select())
        .load(conn)
}

/// The soonest upcoming trainings that a filter leaves.
pub fn list_upcoming(
    conn: &mut Conn,
    filter: &TrainingFilter,
    now: Timestamp,
    limit: usize,
) -> QueryResult<Vec<Listing>> {
    let mut ids = list_matching(conn, filter, now)?;
    ids.truncate(limit);
    list_by_id(conn, &ids)
}

/// The upcoming trainings of some courses, soonest first.
pub fn list_upcoming_of(conn: &mut Conn, of: &[CourseId], now: Timestamp) -> QueryResult<Vec<Listing>> {
    listings()
        .filter(among(trainings::course_id, of))
        .filter(upcoming(now))
        .order((trainings::starts_at, trainings::id))
        .select(Listing::as_select())
        .load(conn)
}

/// How many upcoming trainings each city has.
pub fn count_by_city(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<(CityId, i64)>> {
    let rows: Vec<(Option<CityId>, i64)> = trainings::table
        .inner_join(courses::table)
        .filter(upcoming(now))
        .filter(published(now))
        .group_by(trainings::city_id)
        .order(trainings::city_id)
        .select((trainings::city_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(city, count)| Some((city?, count))).collect())
}

/// A training of a public course, whatever its state: its address stays good after it is over.
pub fn find_training(conn: &mut Conn, code: &Code, now: Timestamp) -> QueryResult<Option<Listing>> {
    listings()
        .filter(trainings::code.eq(code))
        .filter(published(now))
        .select(Listing::as_select())
        .first(conn)
        .optional()
}

/// The days of a training, in order.
pub fn list_sessions(conn: &mut Conn, training: TrainingId) -> QueryResult<Vec<SessionDay>> {
    training_sessions::table
        .filter(training_sessions::training_id.eq(training))
        .order(training_sessions::starts_at)
        .select(SessionDay::as_select())
        .load(conn)
}

/// When each class of some trainings starts.
pub fn list_class_days(conn: &mut Conn, of: &[TrainingId]) -> QueryResult<Vec<(TrainingId, Timestamp)>> {
    training_sessions::table
        .filter(among(training_sessions::training_id, of))
        .order((training_sessions::training_id, training_sessions::starts_at))
        .select((training_sessions::training_id, training_sessions::starts_at))
        .load(conn)
}

/// The next instant after `now` at which a training starts, and so leaves the upcoming ones, or is over.
pub fn next_moment(conn: &mut Conn, now: Timestamp) -> QueryResult<Option<Timestamp>> {
    let starts: Option<Timestamp> =
        trainings::table.filter(trainings::starts_at.gt(now)).select(min(trainings::starts_at)).first(conn)?;
    let ends: Option<Timestamp> =
        trainings::table.filter(trainings::ends_at.gt(now)).select(min(trainings::ends_at)).first(conn)?;
    Ok([starts, ends].into_iter().flatten().min())
}
