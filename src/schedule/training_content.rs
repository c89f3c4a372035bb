use crate::db::prelude::*;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::city::{CityId, find_city};
use super::indexing::index_training;
use super::trainer::{TrainerId, trainer_id};
use super::training::{DeliveryMode, TrainingId, TrainingState};
use super::venue::VenueId;
use crate::access::{Actor, Permission};
use crate::catalogue::CourseId;
use crate::db::Conn;
use crate::db::schema::{cities, courses, trainers, training_sessions, trainings, venues};
use crate::site::{Content, Save, SaveError, Saved, Subject, claim_address, keep_revision, missing};
use crate::types::{Code, Money, Slug, Timestamp};
use crate::urls;

/// A training as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the content format, explained in docs/content.md")]
pub struct TrainingContent {
    pub code: Code,
    pub course: Slug,
    pub mode: DeliveryMode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<Slug>,
    pub state: TrainingState,
    pub seats: i32,
    pub seats_taken: i32,
    pub seats_minimum: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    pub time_zone: String,
    pub sessions: Vec<SessionContent>,
}

impl Content for TrainingContent {}

/// One day of a training as editors write it, on the training's own wall clock.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the content format, explained in docs/content.md")]
pub struct SessionContent {
    pub day: NaiveDate,
    pub starts: NaiveTime,
    pub ends: NaiveTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trainer: Option<Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

/// The codes of all trainings, for the export.
pub fn list_training_codes(conn: &mut Conn) -> QueryResult<Vec<Code>> {
    trainings::table.order(trainings::code).select(trainings::code).load(conn)
}

type Core = (TrainingId, DeliveryMode, TrainingState, i32, i32, i32, Option<NaiveDate>, Option<i64>, String);

/// A training as editors wrote it.
pub fn load_training(conn: &mut Conn, code: &Code) -> QueryResult<Option<TrainingContent>> {
    let columns = (
        trainings::id,
        trainings::mode,
        trainings::state,
        trainings::seats_total,
        trainings::seats_taken,
        trainings::seats_minimum,
        trainings::decide_by_on,
        trainings::price_cents,
        trainings::time_zone,
    );
    let row: Option<(Core, Slug, Option<Slug>, Option<Slug>)> = trainings::table
        .inner_join(courses::table)
        .left_join(cities::table)
        .left_join(venues::table)
        .filter(trainings::code.eq(code))
        .select((columns, courses::slug, cities::slug.nullable(), venues::slug.nullable()))
        .first(conn)
        .optional()?;
    let Some((core, course, city, venue)) = row else { return Ok(None) };
    let (id, mode, state, seats, seats_taken, seats_minimum, decide_by, price, time_zone) = core;
    let sessions = load_sessions(conn, id, zone(&time_zone).unwrap_or(Timestamp::HOME))?;
    Ok(Some(TrainingContent {
        code: code.clone(),
        course,
        mode,
        city,
        venue,
        state,
        seats,
        seats_taken,
        seats_minimum,
        decide_by,
        price: price.map(Money::from_cents),
        time_zone,
        sessions,
    }))
}

fn load_sessions(conn: &mut Conn, id: TrainingId, zone: Tz) -> QueryResult<Vec<SessionContent>> {
    let rows: Vec<(Timestamp, Timestamp, Option<Slug>, Option<String>)> = training_sessions::table
        .left_join(trainers::table)
        .filter(training_sessions::training_id.eq(id))
        .order(training_sessions::starts_at)
        .select((
            training_sessions::starts_at,
            training_sessions::ends_at,
            trainers::slug.nullable(),
            training_sessions::room,
        ))
        .load(conn)?;
    let session = |(starts, ends, trainer, room): (Timestamp, Timestamp, Option<Slug>, Option<String>)| {
        let (starts, ends) = (starts.local(zone), ends.local(zone));
        SessionContent { day: starts.date_naive(), starts: starts.time(), ends: ends.time(), trainer, room }
    };
    Ok(rows.into_iter().map(session).collect())
}

fn zone(name: &str) -> Result<Tz, SaveError> {
    name.parse()
        .map_err(|_| SaveError::Refused { field: "time_zone", why: format!("names no time zone: “{name}”") })
}

struct Span {
    starts_at: Timestamp,
    ends_at: Timestamp,
    trainer: Option<TrainerId>,
    room: Option<String>,
}

/// Makes or changes a training with its days. A change raises its calendar sequence (RFC 5545, 3.8.7.4).
///
/// # Errors
/// When a field is wrong or names something that does not exist, or the database fails.
pub fn save_training(conn: &mut Conn, actor: &Actor, content: &TrainingContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_training(conn, &content.code)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let course: Option<CourseId> =
        courses::table.filter(courses::slug.eq(&content.course)).select(courses::id).first(conn).optional()?;
    let course = course.ok_or_else(|| missing("course", "course", &content.course))?;
    let (city, venue) = place(conn, content)?;
    let spans = spans(conn, content)?;
    check_seats(content)?;
    let none = || SaveError::Refused { field: "sessions", why: "names no day".to_owned() };
    let row = (
        trainings::course_id.eq(course),
        trainings::mode.eq(content.mode),
        trainings::city_id.eq(city),
        trainings::venue_id.eq(venue),
        trainings::time_zone.eq(&content.time_zone),
        trainings::state.eq(content.state),
        trainings::seats_total.eq(content.seats),
        trainings::seats_taken.eq(content.seats_taken),
        trainings::seats_minimum.eq(content.seats_minimum),
        trainings::decide_by_on.eq(content.decide_by),
        trainings::price_cents.eq(content.price.map(Money::cents)),
        trainings::starts_at.eq(spans.iter().map(|span| span.starts_at).min().ok_or_else(none)?),
        trainings::ends_at.eq(spans.iter().map(|span| span.ends_at).max().ok_or_else(none)?),
        trainings::updated_at.eq(now),
    );
    let changed = (
        trainings::row_version.eq(trainings::row_version + 1),
        trainings::ical_sequence.eq(trainings::ical_sequence + 1),
    );
    let id: TrainingId = match before {
        Some(_) => diesel::update(trainings::table.filter(trainings::code.eq(&content.code)))
            .set((row, changed))
            .returning(trainings::id)
            .get_result(conn)?,
        None => diesel::insert_into(trainings::table)
            .values((row, trainings::code.eq(&content.code), trainings::created_at.eq(now)))
            .returning(trainings::id)
            .get_result(conn)?,
    };
    replace_sessions(conn, id, spans)?;
    claim_address(conn, &urls::training(&content.code), (Subject::Training, id.0), now)?;
    index_training(conn, &content.code)?;
    keep_revision(conn, actor, ("training", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn check_seats(content: &TrainingContent) -> Result<(), SaveError> {
    let counts =
        [("seats", content.seats), ("seats_taken", content.seats_taken), ("seats_minimum", content.seats_minimum)];
    let negative = counts.into_iter().find(|(_, count)| *count < 0);
    negative.map_or(Ok(()), |(field, _)| Err(SaveError::Refused { field, why: "is less than nothing".to_owned() }))
}

fn place(conn: &mut Conn, content: &TrainingContent) -> Save<(Option<CityId>, Option<VenueId>)> {
    let refuse = |why: &str| Err(SaveError::Refused { field: "city", why: why.to_owned() });
    match (content.mode, &content.city) {
        (DeliveryMode::Virtual, None) if content.venue.is_none() => return Ok((None, None)),
        (DeliveryMode::Virtual, _) => return refuse("or a venue is given, but the training is live online"),
        (_, None) => return refuse("is missing; only a virtual training has none"),
        _ => {}
    }
    let city = match &content.city {
        Some(slug) => Some(find_city(conn, slug)?.ok_or_else(|| missing("city", "city", slug))?.id),
        None => None,
    };
    let venue = match &content.venue {
        Some(slug) => {
            let row: Option<(VenueId, CityId)> = venues::table
                .filter(venues::slug.eq(slug))
                .select((venues::id, venues::city_id))
                .first(conn)
                .optional()?;
            let (venue, there) = row.ok_or_else(|| missing("venue", "venue", slug))?;
            if Some(there) != city {
                return Err(SaveError::Refused { field: "venue", why: "is in another city".to_owned() });
            }
            Some(venue)
        }
        None => None,
    };
    Ok((city, venue))
}

fn spans(conn: &mut Conn, content: &TrainingContent) -> Save<Vec<Span>> {
    let zone = zone(&content.time_zone)?;
    let mut spans = Vec::with_capacity(content.sessions.len());
    for session in &content.sessions {
        let instant = |time| {
            Timestamp::from_local(session.day, time, zone).ok_or_else(|| SaveError::Refused {
                field: "sessions",
                why: format!("has a time that no clock shows on {}", session.day),
            })
        };
        let (starts_at, ends_at) = (instant(session.starts)?, instant(session.ends)?);
        if ends_at <= starts_at {
            let why = format!("has a day that ends before it starts: {}", session.day);
            return Err(SaveError::Refused { field: "sessions", why });
        }
        let trainer = match &session.trainer {
            Some(slug) => Some(trainer_id(conn, slug, "trainer")?),
            None => None,
        };
        spans.push(Span { starts_at, ends_at, trainer, room: session.room.clone() });
    }
    Ok(spans)
}

fn replace_sessions(conn: &mut Conn, training: TrainingId, spans: Vec<Span>) -> QueryResult<()> {
    diesel::delete(training_sessions::table.filter(training_sessions::training_id.eq(training))).execute(conn)?;
    for span in spans {
        let row = (
            training_sessions::training_id.eq(training),
            training_sessions::starts_at.eq(span.starts_at),
            training_sessions::ends_at.eq(span.ends_at),
            training_sessions::trainer_id.eq(span.trainer),
            training_sessions::room.eq(span.room),
        );
        diesel::insert_into(training_sessions::table).values(row).execute(conn)?;
    }
    Ok(())
}
