//! Changing a training that somebody read before: what they read must still be so.
use crate::db::prelude::*;

use super::training::{TrainingId, TrainingState};
use super::training_content::{TrainingContent, load_training, save_training};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::trainings;
use crate::site::{Save, SaveError, missing};
use crate::types::{Code, Timestamp};

/// A training as somebody read it: its code and the version of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Which training.
    pub code: Code,
    /// The row's version then.
    pub version: i64,
}

/// Where a training stands in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its row.
    pub id: TrainingId,
    /// The row's version now.
    pub version: i64,
    /// Its last minute.
    pub ends_at: Timestamp,
    /// Its first minute.
    pub starts_at: Timestamp,
}

/// Finds a training without keeping others from it.
pub fn find_held(conn: &mut Conn, code: &Code) -> QueryResult<Option<Held>> {
    let columns = (trainings::id, trainings::row_version, trainings::ends_at, trainings::starts_at);
    let row: Option<(TrainingId, i64, Timestamp, Timestamp)> =
        trainings::table.filter(trainings::code.eq(code)).select(columns).first(conn).optional()?;
    Ok(row.map(|(id, version, ends_at, starts_at)| Held { id, version, ends_at, starts_at }))
}

/// Keeps a training to this transaction until it ends, so that what is read after this is still so when it is written.
///
/// # Errors
/// When there is no such training.
pub(super) fn hold(conn: &mut Conn, code: &Code) -> Save<Held> {
    // A write that changes nothing takes the row's lock on PostgreSQL; SQLite has one writer anyway.
    let row = trainings::table.filter(trainings::code.eq(code));
    diesel::update(row).set(trainings::updated_at.eq(trainings::updated_at)).execute(conn)?;
    find_held(conn, code)?.ok_or_else(|| missing("code", "training", code))
}

/// As [`hold`], where the training must still be as it was read.
///
/// # Errors
/// When it is not, or there is no such training.
pub(super) fn hold_as_read(conn: &mut Conn, read: &Read) -> Save<(Held, TrainingContent)> {
    let held = hold(conn, &read.code)?;
    if held.version != read.version {
        return Err(SaveError::Stale);
    }
    let content = load_training(conn, &read.code)?.ok_or_else(|| missing("code", "training", &read.code))?;
    Ok((held, content))
}

/// Saves what an editor made of a training that they had read. How it stands is not changed here: see [`super::set_state`].
///
/// # Errors
/// When somebody changed it meanwhile, a field is wrong, or the actor may not.
pub fn revise_training(conn: &mut Conn, actor: &Actor, read: &Read, content: &TrainingContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let (_, before) = hold_as_read(conn, read)?;
    if content.code != read.code {
        let why = "stays as it is: the training's address is made of it".to_owned();
        return Err(SaveError::Refused { field: "code", why });
    }
    save_training(conn, actor, &TrainingContent { state: before.state, ..content.clone() }, now)
}

/// Makes a training that is new.
///
/// # Errors
/// When the code is taken, a field is wrong, or the actor may not.
pub fn add_training(conn: &mut Conn, actor: &Actor, content: &TrainingContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    if find_held(conn, &content.code)?.is_some() {
        let why = format!("is taken: there is a training {}", content.code);
        return Err(SaveError::Refused { field: "code", why });
    }
    if !matches!(content.state, TrainingState::Scheduled | TrainingState::Confirmed) {
        let why = "of a new training is scheduled or confirmed".to_owned();
        return Err(SaveError::Refused { field: "state", why });
    }
    save_training(conn, actor, content, now)
}

/// Takes one more seat or gives one back.
///
/// # Errors
/// When no seat is left or none is taken, there is no such training, or the actor may not.
pub fn change_seats(conn: &mut Conn, actor: &Actor, code: &Code, by: i32, now: Timestamp) -> Save<i32> {
    actor.must(Permission::Content)?;
    hold(conn, code)?;
    let mut content = load_training(conn, code)?.ok_or_else(|| missing("code", "training", code))?;
    let refuse = |why: String| Err(SaveError::Refused { field: "seats_taken", why });
    let taken = content.seats_taken.saturating_add(by);
    if taken < 0 {
        return refuse(format!("stay at 0: no seat of {code} is taken"));
    }
    if taken > content.seats && by > 0 {
        return refuse(format!("stay at {}: {code} has {} seats in all", content.seats_taken, content.seats));
    }
    content.seats_taken = taken;
    save_training(conn, actor, &content, now)?;
    Ok(taken)
}
