//! What a row of a sheet makes of a training.
use chrono::{NaiveDate, NaiveTime};

use super::names::{CourseName, Names};
use super::sheet::{Column, SheetRow, refused};
use super::training::{DeliveryMode, TrainingState};
use super::training_content::{SessionContent, TrainingContent};
use crate::site::Save;
use crate::types::{Code, Money, Slug, Timestamp};

const NONE: &str = "-";
const MOST_DAYS: usize = 60;
const MOST_SEATS: i32 = 10_000;

/// The training that a row describes: what was there, with the cells that say something put in.
pub(super) fn changed_content(
    names: &Names,
    code: &Code,
    before: Option<&TrainingContent>,
    row: &SheetRow,
) -> Save<TrainingContent> {
    let course = match (row.cell(Column::Course), before) {
        (Some(name), _) => names.course(name)?,
        (None, Some(before)) => names.course(before.course.as_str())?,
        (None, None) => return Err(refused("course", "is missing")),
    };
    let mut content = before.cloned().unwrap_or_else(|| blank(code, course));
    content.course = course.slug.clone();
    put_place(names, &mut content, before.is_none(), row)?;
    put_numbers(&mut content, row)?;
    if let Some(text) = row.cell(Column::State) {
        let state = text.to_lowercase().parse().map_err(|why: &str| refused("state", why))?;
        content.state = new_state(before.map(|before| before.state), state)?;
    }
    put_days(names, &mut content, course, row)?;
    Ok(content)
}

fn blank(code: &Code, course: &CourseName) -> TrainingContent {
    TrainingContent {
        code: code.clone(),
        course: course.slug.clone(),
        mode: DeliveryMode::Virtual,
        city: None,
        venue: None,
        state: TrainingState::Scheduled,
        seats: course.class_size,
        seats_taken: 0,
        seats_minimum: 0,
        decide_by: None,
        price: None,
        time_zone: Timestamp::HOME.name().to_owned(),
        sessions: Vec::new(),
    }
}

/// A sheet never calls a training off: whoever asked about it must be told, and that is shown first.
fn new_state(before: Option<TrainingState>, state: TrainingState) -> Save<TrainingState> {
    match before {
        Some(before) if before.news(state).is_some() => {
            let why = format!(
                "is {before}; a change to {state} is made on the training's own page, because people are told of it"
            );
            Err(refused("state", why))
        }
        _ => Ok(state),
    }
}

fn put_place(names: &Names, content: &mut TrainingContent, is_new: bool, row: &SheetRow) -> Save<()> {
    let online =
        |name: &str| matches!(name.to_lowercase().as_str(), NONE | "online" | "live online" | "web" | "virtual");
    if let Some(name) = row.cell(Column::City) {
        let city = if online(name) { None } else { Some(names.city(name)?.slug.clone()) };
        if city != content.city {
            content.venue = None;
        }
        content.city = city;
    }
    let by_place = if content.city.is_some() { DeliveryMode::InPerson } else { DeliveryMode::Virtual };
    match row.cell(Column::Mode).map(str::to_lowercase) {
        Some(text) => {
            content.mode = match text.as_str() {
                "online" | "live online" => DeliveryMode::Virtual,
                "classroom" | "in person" | "in a classroom" => DeliveryMode::InPerson,
                other => other.parse().map_err(|why: &str| refused("mode", why))?,
            }
        }
        None if is_new || (content.city.is_none() != (content.mode == DeliveryMode::Virtual)) => {
            content.mode = by_place
        }
        None => {}
    }
    if let Some(name) = row.cell(Column::Venue) {
        content.venue = if name == NONE { None } else { Some(names.venue(name)?.slug.clone()) };
    }
    Ok(())
}

fn put_numbers(content: &mut TrainingContent, row: &SheetRow) -> Save<()> {
    for (column, field, place) in [
        (Column::Seats, "seats", &mut content.seats),
        (Column::Taken, "seats_taken", &mut content.seats_taken),
        (Column::Minimum, "seats_minimum", &mut content.seats_minimum),
    ] {
        if let Some(text) = row.cell(column) {
            let number = if text == NONE { Some(0) } else { text.parse().ok() };
            let fits = number.filter(|number| (0..=MOST_SEATS).contains(number));
            *place = fits.ok_or_else(|| refused(field, format!("“{text}” is not a number of seats")))?;
        }
    }
    if let Some(text) = row.cell(Column::Price) {
        content.price = if text == NONE { None } else { Some(read_money(text).map_err(|why| refused("price", why))?) };
    }
    if let Some(text) = row.cell(Column::DecideBy) {
        content.decide_by = if text == NONE { None } else { Some(day("decide_by", text)?) };
    }
    Ok(())
}

/// Days are worked out anew only where the row says other ones than there are; so those that an editor set one by one stay.
fn put_days(names: &Names, content: &mut TrainingContent, course: &CourseName, row: &SheetRow) -> Save<()> {
    let first = row.cell(Column::FirstDay).map(|text| day("first_day", text)).transpose()?;
    let hours = row.cell(Column::Hours).map(read_hours).transpose()?;
    let count = row.cell(Column::Days).map(read_count).transpose()?;
    let old = content.sessions.first().cloned();
    let is_other = first.is_some_and(|first| old.as_ref().is_none_or(|old| old.day != first))
        || count.is_some_and(|count| count != content.sessions.len());
    if is_other {
        let first = first.or(old.as_ref().map(|old| old.day)).ok_or_else(|| refused("first_day", "is missing"))?;
        let kept = Some(content.sessions.len()).filter(|count| *count > 0);
        let length = count.or(kept).unwrap_or(usize::try_from(course.days).unwrap_or(1)).clamp(1, MOST_DAYS);
        let nine_to_four = (NaiveTime::from_hms_opt(9, 0, 0), NaiveTime::from_hms_opt(16, 0, 0));
        let (starts, ends) = match (&old, nine_to_four) {
            (Some(old), _) => (old.starts, old.ends),
            (None, (Some(starts), Some(ends))) => (starts, ends),
            _ => return Err(refused("hours", "are missing")),
        };
        let (trainer, room) = old.map(|old| (old.trainer, old.room)).unwrap_or_default();
        let session = |day| SessionContent { day, starts, ends, trainer: trainer.clone(), room: room.clone() };
        // The first day is taken as it is written, and warned of where nobody works; those after it pass over weekends and holidays.
        let later = first.succ_opt().into_iter().flat_map(|day| names.holidays.working_days_from(day));
        content.sessions = std::iter::once(first).chain(later).take(length).map(session).collect();
    }
    if content.sessions.is_empty() {
        return Err(refused("first_day", "is missing"));
    }
    let trainer: Option<Option<Slug>> = match row.cell(Column::Trainer) {
        Some(NONE) => Some(None),
        Some(name) => Some(Some(names.trainer(name)?.clone())),
        None => None,
    };
    for session in &mut content.sessions {
        if let Some((starts, ends)) = hours {
            (session.starts, session.ends) = (starts, ends);
        }
        if let Some(trainer) = &trainer {
            session.trainer.clone_from(trainer);
        }
        if let Some(room) = row.cell(Column::Room) {
            session.room = (room != NONE).then(|| room.to_owned());
        }
    }
    Ok(())
}

fn day(field: &'static str, text: &str) -> Save<NaiveDate> {
    read_day(text).ok_or_else(|| refused(field, format!("“{text}” is not a day like 2027-02-01 or 1/2/2027")))
}

/// Reads a day as spreadsheets write it: the year first, or the day, the month and the year.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date = text.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(text, |(date, _)| date);
    let forms = ["%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y"];
    let day = forms.iter().find_map(|form| NaiveDate::parse_from_str(date, form).ok())?;
    let is_near = (2000..2200).contains(&chrono::Datelike::year(&day));
    is_near.then_some(day)
}

/// Reads an amount as people write it: `R18 900`, `18 900,50`, `18,900.00`.
///
/// # Errors
/// When it is no amount.
pub fn read_money(text: &str) -> Result<Money, &'static str> {
    let plain: String = text.trim().chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
    let plain = plain.trim_start_matches("ZAR").trim_start_matches(['R', 'r']);
    let has_decimal_comma = plain.rsplit_once(',').is_some_and(|(_, cents)| matches!(cents.len(), 1 | 2));
    let plain = match has_decimal_comma && !plain.contains('.') {
        true => plain.replacen(',', ".", plain.matches(',').count()),
        false => plain.replace(',', ""),
    };
    let padded = match plain.split_once('.') {
        Some((_, cents)) if cents.len() == 1 => format!("{plain}0"),
        _ => plain,
    };
    padded.parse()
}

fn read_hours(text: &str) -> Save<(NaiveTime, NaiveTime)> {
    let time = |text: &str| NaiveTime::parse_from_str(&text.trim().replace(['h', '.'], ":"), "%H:%M").ok();
    let hours = text.split_once(['-', '–']).and_then(|(starts, ends)| Some((time(starts)?, time(ends)?)));
    hours
        .filter(|(starts, ends)| starts < ends)
        .ok_or_else(|| refused("hours", format!("“{text}” are no hours like 09:00-16:00")))
}

fn read_count(text: &str) -> Save<usize> {
    let count = text.parse().ok().filter(|count| (1..=MOST_DAYS).contains(count));
    count.ok_or_else(|| refused("days", format!("“{text}” is not a number of days from 1 to {MOST_DAYS}")))
}
