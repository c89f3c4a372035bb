//! The schedule as it is to be found.
use crate::db::prelude::*;

use super::city::load_city;
use super::training::{DeliveryMode, TrainingState};
use crate::db::Conn;
use crate::db::schema::{cities, trainings, venues};
use crate::index::{self, Document, Kind};
use crate::types::{Code, Markdown, Slug, Timestamp};
use crate::urls;

/// What people call a way of delivery.
fn spoken(mode: DeliveryMode) -> &'static str {
    match mode {
        DeliveryMode::Virtual => "Live online, virtual, remote",
        DeliveryMode::InPerson => "Classroom, in person, face to face",
        DeliveryMode::Hybrid => "Classroom or live online, hybrid",
    }
}

/// Keeps a training in the index as it now is, or out of it once it cannot be attended.
pub fn index_training(conn: &mut Conn, code: &Code) -> QueryResult<()> {
    type Row = (i64, i64, Option<i64>, Option<i64>, DeliveryMode, TrainingState, Timestamp, Timestamp);
    let row: Row = trainings::table
        .filter(trainings::code.eq(code))
        .select((
            trainings::id,
            trainings::course_id,
            trainings::city_id,
            trainings::venue_id,
            trainings::mode,
            trainings::state,
            trainings::starts_at,
            trainings::created_at,
        ))
        .first(conn)?;
    let (id, course, city, venue, mode, state, starts_at, opens_at) = row;
    if matches!(state, TrainingState::Cancelled | TrainingState::Completed | TrainingState::Postponed) {
        return index::remove(conn, Kind::Training, id);
    }
    let month = starts_at.local(Timestamp::HOME).format("%B %Y").to_string();
    let parents = [(Kind::City, city), (Kind::Venue, venue)].into_iter().filter_map(|(kind, id)| Some((kind, id?)));
    let document = Document {
        kind: Kind::Training,
        id,
        address: urls::training(code),
        title: code.to_string(),
        names: vec![spoken(mode).to_owned(), month],
        summary: String::new(),
        body: String::new(),
        parents: parents.chain([(Kind::Course, course)]).collect(),
        opens_at: opens_at.min(starts_at),
        closes_at: Some(starts_at),
    };
    index::put(conn, &document)
}

/// Keeps a city in the index as it now is.
pub fn index_city(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let Some(content) = load_city(conn, slug)? else { return Ok(()) };
    let (id, opens_at) =
        cities::table.filter(cities::slug.eq(slug)).select((cities::id, cities::updated_at)).first(conn)?;
    let mut names = content.aliases;
    names.push(content.code.to_string());
    let document = Document {
        kind: Kind::City,
        id,
        address: urls::city(slug),
        title: content.title,
        names,
        summary: content.summary,
        body: format!("{}\n{}\n{}", Markdown(&content.body).plain_text(), content.description, content.province),
        parents: Vec::new(),
        opens_at,
        closes_at: None,
    };
    index::put(conn, &document)
}

/// Keeps a venue's name, by which trainings are found.
pub fn index_venue(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let (id, title, opens_at) = venues::table
        .filter(venues::slug.eq(slug))
        .select((venues::id, venues::title, venues::updated_at))
        .first(conn)?;
    let (summary, body, address) = <(String, String, String)>::default();
    let (names, parents) = (Vec::new(), Vec::new());
    let document =
        Document { kind: Kind::Venue, id, address, title, names, summary, body, parents, opens_at, closes_at: None };
    index::put(conn, &document)
}
