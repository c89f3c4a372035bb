//! What an editor should know about a training before somebody is disappointed: clashes, holidays, days that are past.
use std::collections::{HashMap, HashSet};

use crate::db::prelude::*;
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::holidays::Holidays;
use super::training::{TrainingId, TrainingState};
use crate::catalogue::published;
use crate::db::schema::{courses, trainers, training_sessions, trainings, venues};
use crate::db::{Conn, among};
use crate::types::{Code, Timestamp};

/// A day of a training with whatever it may clash over.
#[derive(Debug, Clone, Queryable)]
struct Day {
    training: TrainingId,
    code: Code,
    zone: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    trainer: Option<String>,
    room: Option<String>,
    venue: Option<String>,
}

/// A training with the numbers that may be wrong.
#[derive(Debug, Clone, Queryable)]
struct Numbers {
    id: TrainingId,
    state: TrainingState,
    seats: i32,
    taken: i32,
    minimum: i32,
    decide_by: Option<NaiveDate>,
    ends_at: Timestamp,
    capacity: Option<(String, i32)>,
}

/// The warnings about some trainings, each a sentence.
pub fn list_warnings(
    conn: &mut Conn,
    ids: &[TrainingId],
    now: Timestamp,
) -> QueryResult<HashMap<TrainingId, Vec<String>>> {
    let mut warnings: HashMap<TrainingId, Vec<String>> = HashMap::new();
    let numbers = load_numbers(conn, ids)?;
    let public: HashSet<TrainingId> = trainings::table
        .inner_join(courses::table)
        .filter(among(trainings::id, ids))
        .filter(published(now))
        .select(trainings::id)
        .load(conn)?
        .into_iter()
        .collect();
    let own = days(conn, Which::Of(ids))?;
    let (first, last) = (own.iter().map(|day| day.starts_at).min(), own.iter().map(|day| day.ends_at).max());
    let around = match first.zip(last) {
        Some((first, last)) => days(conn, Which::Between(first, last))?,
        None => Vec::new(),
    };
    let holidays = Holidays::read(conn)?;
    for training in numbers {
        let list = warnings.entry(training.id).or_default();
        if !public.contains(&training.id) {
            list.push("Its course is not published, so visitors do not see it.".to_owned());
        }
        if training.state.is_off() || training.state == TrainingState::Completed {
            continue;
        }
        list.extend(about_numbers(&training, now));
        let days: Vec<&Day> = own.iter().filter(|day| day.training == training.id).collect();
        list.extend(about_holidays(&days, &holidays));
        list.extend(clashes(&days, &around));
    }
    Ok(warnings)
}

fn load_numbers(conn: &mut Conn, ids: &[TrainingId]) -> QueryResult<Vec<Numbers>> {
    trainings::table
        .left_join(venues::table)
        .filter(among(trainings::id, ids))
        .order(trainings::id)
        .select((
            trainings::id,
            trainings::state,
            trainings::seats_total,
            trainings::seats_taken,
            trainings::seats_minimum,
            trainings::decide_by_on,
            trainings::ends_at,
            (venues::title, venues::capacity).nullable(),
        ))
        .load(conn)
}

enum Which<'a> {
    Of(&'a [TrainingId]),
    Between(Timestamp, Timestamp),
}

fn days(conn: &mut Conn, which: Which<'_>) -> QueryResult<Vec<Day>> {
    let all = training_sessions::table
        .inner_join(trainings::table.left_join(venues::table))
        .left_join(trainers::table)
        .order((training_sessions::starts_at, training_sessions::id))
        .select((
            trainings::id,
            trainings::code,
            trainings::time_zone,
            training_sessions::starts_at,
            training_sessions::ends_at,
            trainers::title.nullable(),
            training_sessions::room,
            venues::title.nullable(),
        ));
    match which {
        Which::Of(ids) => all.filter(among(trainings::id, ids)).load(conn),
        Which::Between(first, last) => all
            .filter(training_sessions::starts_at.lt(last))
            .filter(training_sessions::ends_at.gt(first))
            .filter(trainings::state.ne(TrainingState::Cancelled))
            .filter(trainings::state.ne(TrainingState::Postponed))
            .load(conn),
    }
}

fn about_numbers(training: &Numbers, now: Timestamp) -> Vec<String> {
    let mut list = Vec::new();
    if training.ends_at <= now {
        list.push("Its days are past: set it to completed.".to_owned());
    }
    if training.taken > training.seats {
        list.push(format!("{} seats are taken, and there are {}.", training.taken, training.seats));
    }
    if let Some((venue, capacity)) = training.capacity.as_ref().filter(|(_, capacity)| training.seats > *capacity) {
        list.push(format!("{venue} holds {capacity}, fewer than the {} seats.", training.seats));
    }
    let is_late = training.decide_by.is_some_and(|day| day < now.home_day()) && training.ends_at > now;
    if is_late && training.state == TrainingState::Scheduled {
        list.push(format!("The day to decide is past: {} of {} seats are taken.", training.taken, training.minimum));
    }
    list
}

fn about_holidays(days: &[&Day], holidays: &Holidays) -> Vec<String> {
    let mut list = Vec::new();
    for day in days {
        let zone: Tz = day.zone.parse().unwrap_or(Timestamp::HOME);
        let on = day.starts_at.local(zone).date_naive();
        if let Some(name) = holidays.on(on) {
            list.push(format!("{} is {name}.", on.format("%a %-d %b")));
        }
    }
    list
}

fn clashes(days: &[&Day], around: &[Day]) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for day in days {
        let meets = |other: &&Day| {
            other.training != day.training && other.starts_at < day.ends_at && other.ends_at > day.starts_at
        };
        for other in around.iter().filter(meets) {
            let found = [trainer_clash(day, other), place_clash(day, other)];
            for sentence in found.into_iter().flatten() {
                if !list.contains(&sentence) {
                    list.push(sentence);
                }
            }
        }
    }
    list
}

fn trainer_clash(day: &Day, other: &Day) -> Option<String> {
    let name = day.trainer.as_ref().filter(|name| other.trainer.as_ref() == Some(name))?;
    Some(format!("{name} also teaches {} at that time.", other.code))
}

/// A venue may have several rooms, so two trainings there clash unless both say in which room they are.
fn place_clash(day: &Day, other: &Day) -> Option<String> {
    let venue = day.venue.as_ref().filter(|venue| other.venue.as_ref() == Some(venue))?;
    match (&day.room, &other.room) {
        (Some(room), Some(taken)) if room.trim().eq_ignore_ascii_case(taken.trim()) => {
            Some(format!("{room} at {venue} is also used by {} at that time.", other.code))
        }
        (Some(_), Some(_)) => None,
        _ => Some(format!("{} is also at {venue} at that time; name the room of both.", other.code)),
    }
}
