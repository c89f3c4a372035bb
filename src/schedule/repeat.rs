//! A training given again: in other cities, in other weeks.
use std::collections::HashSet;

use crate::db::prelude::*;
use chrono::{Datelike, Duration, NaiveDate, Weekday};

use super::holidays::Holidays;
use super::names::Names;
use super::revising::find_held;
use super::training::{DeliveryMode, TrainingState};
use super::training_content::{SessionContent, TrainingContent, load_training, save_training};
use super::warnings::list_warnings;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::trainings;
use crate::site::{Save, SaveError, missing};
use crate::types::{Code, Slug, Timestamp};

const MOST: usize = 60;

/// Where and when a training is to be given again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repetition {
    /// The cities; nothing for online. Empty means where it is given now.
    pub places: Vec<Option<Slug>>,
    /// So many weeks lie between one and the next.
    pub every: i64,
    /// So often again; never means in the same week, elsewhere.
    pub times: i64,
    /// Whether the same trainer gives it.
    pub keeps_trainer: bool,
}

/// One training that was made from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The training.
    pub content: TrainingContent,
    /// What an editor should know: days that were moved, and the warnings about it.
    pub notes: Vec<String>,
}

/// Gives a training again, all of the repetition or nothing of it. A class day that would fall on a public holiday moves to the next free
/// day. Called twice it makes twice as many: whoever offers it to be pressed twice compares the codes with those that were shown.
///
/// # Errors
/// When there is nothing to do or too much, a name is unknown, or the actor may not.
pub fn repeat_training(
    conn: &mut Conn,
    actor: &Actor,
    code: &Code,
    wanted: &Repetition,
    now: Timestamp,
) -> Save<Vec<Copy>> {
    actor.must(Permission::Content)?;
    let original = load_training(conn, code)?.ok_or_else(|| missing("code", "training", code))?;
    let names = Names::read(conn)?;
    let mut used: HashSet<Code> = trainings::table.select(trainings::code).load(conn)?.into_iter().collect();
    let mut copies = Vec::new();
    for (place, week) in slots(&original, wanted)? {
        let (sessions, notes) = shifted(&names.holidays, &original, week, wanted.keeps_trainer);
        let mut content = TrainingContent {
            sessions,
            state: TrainingState::Scheduled,
            seats_taken: 0,
            decide_by: original.decide_by.map(|day| day + Duration::weeks(week)),
            ..original.clone()
        };
        move_to(&names, &mut content, place)?;
        content.code = unused_code(&names, &content, &used)?;
        used.insert(content.code.clone());
        save_training(conn, actor, &content, now)?;
        copies.push(Copy { content, notes });
    }
    for copy in &mut copies {
        if let Some(held) = find_held(conn, &copy.content.code)? {
            copy.notes.extend(list_warnings(conn, &[held.id], now)?.remove(&held.id).unwrap_or_default());
        }
    }
    Ok(copies)
}

/// Every place with every week, without the training itself.
fn slots(original: &TrainingContent, wanted: &Repetition) -> Save<Vec<(Option<Slug>, i64)>> {
    let here = vec![original.city.clone()];
    let places = if wanted.places.is_empty() { &here } else { &wanted.places };
    let refuse = |field, why: String| Err(SaveError::Refused { field, why });
    if !(1..=52).contains(&wanted.every) {
        return refuse("every", "is a number of weeks from 1 to 52".to_owned());
    }
    if !(0..=52).contains(&wanted.times) {
        return refuse("times", "is a number from 0 to 52".to_owned());
    }
    let weeks = if wanted.times == 0 { 0..=0 } else { 1..=wanted.times };
    let all = weeks.flat_map(|time| places.iter().map(move |place| (place.clone(), time * wanted.every)));
    let slots: Vec<_> = all.filter(|(place, week)| *week != 0 || *place != original.city).collect();
    match slots.len() {
        0 => refuse("times", "names no other week, and no other city is chosen".to_owned()),
        count if count > MOST => refuse("times", format!("makes {count} trainings; {MOST} at most are made at once")),
        _ => Ok(slots),
    }
}

/// The days of a training so many weeks later, in the order they had, each on a day on which people work where the first ones were.
fn shifted(
    holidays: &Holidays,
    original: &TrainingContent,
    weeks: i64,
    keeps_trainer: bool,
) -> (Vec<SessionContent>, Vec<String>) {
    let (mut sessions, mut notes) = (Vec::new(), Vec::new());
    let mut last: Option<(NaiveDate, NaiveDate)> = None;
    for session in &original.sessions {
        let wanted = session.day + Duration::weeks(weeks);
        let may_be_weekend = is_weekend(session.day);
        // Two classes of one day stay on one day; any other comes after the one before it, even where that was moved.
        let same_day = last.filter(|(before, _)| *before == session.day);
        let mut day = same_day.map_or(wanted, |(_, moved)| moved);
        while holidays.on(day).is_some()
            || (is_weekend(day) && !may_be_weekend)
            || (same_day.is_none() && last.is_some_and(|(_, moved)| day <= moved))
        {
            day += Duration::days(1);
        }
        if let Some(name) = holidays.on(wanted) {
            notes.push(format!(
                "{} is {name}, so the class is on {}.",
                wanted.format("%a %-d %b"),
                day.format("%a %-d %b")
            ));
        }
        last = Some((session.day, day));
        let trainer = session.trainer.clone().filter(|_| keeps_trainer);
        sessions.push(SessionContent { day, trainer, ..session.clone() });
    }
    (sessions, notes)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn move_to(names: &Names, content: &mut TrainingContent, place: Option<Slug>) -> Save<()> {
    if place == content.city {
        return Ok(());
    }
    if let Some(city) = &place {
        names.city(city.as_str())?;
    }
    content.venue = place.as_ref().and_then(|city| names.only_venue(city)).cloned();
    content.mode = match (&place, content.mode) {
        (None, _) => DeliveryMode::Virtual,
        (Some(_), DeliveryMode::Hybrid) => DeliveryMode::Hybrid,
        (Some(_), _) => DeliveryMode::InPerson,
    };
    for session in &mut content.sessions {
        session.room = None;
    }
    content.city = place;
    Ok(())
}

/// The course's code, the place's and the first number that is free: `RS-101-DBN-02`.
fn unused_code(names: &Names, content: &TrainingContent, used: &HashSet<Code>) -> Save<Code> {
    let course = names.course_of(&content.course).ok_or_else(|| missing("course", "course", &content.course))?;
    let place = match &content.city {
        Some(city) => names.city(city.as_str())?.code.to_string(),
        None => "WEB".to_owned(),
    };
    let numbered = (1..1000).map(|number| format!("{}-{place}-{number:02}", course.code).parse::<Code>());
    let free = numbered.filter_map(Result::ok).find(|code| !used.contains(code));
    free.ok_or_else(|| SaveError::Refused {
        field: "code",
        why: format!("would be too long, or no number is free after {}-{place}", course.code),
    })
}
