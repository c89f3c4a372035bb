//! The form of one training: what it holds of a training, and what it makes of what was typed.
use chrono::NaiveTime;

use super::label;
use crate::schedule::{DeliveryMode, SessionContent, TrainingContent, TrainingState, read_day, read_money};
use crate::types::{Slug, Timestamp};
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

/// Lines for further days that the form offers.
const SPARE_DAYS: usize = 3;
const MOST_DAYS: usize = 60;

/// A form of a training: what was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct TrainingForm {
    pub typed: Fields,
    pub errors: FormErrors,
}

/// A line of the list of days, as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct DayLine {
    pub day: String,
    pub starts: String,
    pub ends: String,
    pub trainer: String,
    pub room: String,
}

impl DayLine {
    fn is_empty(&self) -> bool {
        self.day.trim().is_empty()
    }
}

impl TrainingForm {
    /// The form of a new training.
    pub fn blank() -> Self {
        let usual = [
            ("mode", "virtual"),
            ("state", "scheduled"),
            ("seats", "12"),
            ("seats_taken", "0"),
            ("seats_minimum", "0"),
        ];
        let mut typed = Fields::of(&usual);
        typed.set("time_zone", Timestamp::HOME.name());
        Self { typed, errors: FormErrors::default() }
    }

    /// The form of a training as it is.
    pub fn of(content: &TrainingContent) -> Self {
        let mut pairs = vec![
            ("code", content.code.to_string()),
            ("course", content.course.to_string()),
            ("mode", content.mode.to_string()),
            ("city", content.city.as_ref().map(Slug::to_string).unwrap_or_default()),
            ("venue", content.venue.as_ref().map(Slug::to_string).unwrap_or_default()),
            ("seats", content.seats.to_string()),
            ("seats_taken", content.seats_taken.to_string()),
            ("seats_minimum", content.seats_minimum.to_string()),
            ("decide_by", content.decide_by.map(|day| day.to_string()).unwrap_or_default()),
            ("price", content.price.map(crate::types::Money::decimal).unwrap_or_default()),
            ("time_zone", content.time_zone.clone()),
        ];
        for session in &content.sessions {
            pairs.extend([
                ("day", session.day.to_string()),
                ("starts", session.starts.format("%H:%M").to_string()),
                ("ends", session.ends.format("%H:%M").to_string()),
                ("trainer", session.trainer.as_ref().map(Slug::to_string).unwrap_or_default()),
                ("room", session.room.clone().unwrap_or_default()),
            ]);
        }
        let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Self { typed: Fields::of_encoded(&encoded), errors: FormErrors::default() }
    }

    /// Whether a choice is the one that was made.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.typed.get(name) == value
    }

    /// The list of days as typed, with empty lines after it.
    pub fn lines(&self) -> Vec<DayLine> {
        let mut lines: Vec<DayLine> = self.typed_lines().into_iter().filter(|line| !line.is_empty()).collect();
        let times = lines.last().map(|last| (last.starts.clone(), last.ends.clone()));
        let (starts, ends) = times.unwrap_or(("09:00".to_owned(), "16:00".to_owned()));
        let spare = DayLine { starts, ends, ..DayLine::default() };
        lines.extend(std::iter::repeat_n(spare, SPARE_DAYS));
        lines
    }

    fn typed_lines(&self) -> Vec<DayLine> {
        let nth =
            |name: &str, at: usize| self.typed.all(name).get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
        let line = |at| DayLine {
            day: nth("day", at),
            starts: nth("starts", at),
            ends: nth("ends", at),
            trainer: nth("trainer", at),
            room: nth("room", at),
        };
        (0..self.typed.all("day").len().min(MOST_DAYS)).map(line).collect()
    }

    /// Notes what the rules of trainings have against it, at the field that can be mended.
    pub fn refuse(&mut self, field: &'static str, why: &str) {
        let place = if matches!(field, "trainer" | "first_day" | "hours") { "sessions" } else { field };
        self.errors.add(place, format!("{} {why}.", label(field)));
    }

    /// The training that was typed; nothing where a field is wrong, which is then noted.
    pub fn content(&mut self, state: TrainingState) -> Option<TrainingContent> {
        let code = self.required("code", "Enter a code with capital letters, digits and hyphens, like RS-101-DBN-01.");
        let course = self.required("course", "Choose the course.");
        let mode: Option<DeliveryMode> = self.required("mode", "Choose how it is given.");
        let (seats, taken, minimum) = (self.number("seats"), self.number("seats_taken"), self.number("seats_minimum"));
        let decide_by = self.optional("decide_by", read_day, "Enter a day like 2027-01-18, or nothing.");
        let price =
            self.optional("price", |text| read_money(text).ok(), "Enter rand and cents like 18 900.50, or nothing.");
        let sessions = self.sessions();
        if !self.errors.is_empty() {
            return None;
        }
        Some(TrainingContent {
            code: code?,
            course: course?,
            mode: mode?,
            city: self.typed.parsed("city"),
            venue: self.typed.parsed("venue"),
            state,
            seats: seats?,
            seats_taken: taken?,
            seats_minimum: minimum?,
            decide_by,
            price,
            time_zone: self.typed.get("time_zone").to_owned(),
            sessions,
        })
    }

    fn required<T: std::str::FromStr>(&mut self, name: &'static str, message: &str) -> Option<T> {
        let value = self.typed.parsed(name);
        if value.is_none() {
            self.errors.add(name, message);
        }
        value
    }

    fn number(&mut self, name: &'static str) -> Option<i32> {
        let number = self.typed.parsed(name).filter(|number| (0..=10_000).contains(number));
        if number.is_none() {
            self.errors.add(
                name,
                format!("{} are a number from 0 to 10 000.", label(name)).replace("minimum are", "minimum is"),
            );
        }
        number
    }

    fn optional<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Option<T>, message: &str) -> Option<T> {
        let text = self.typed.get(name);
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.errors.add(name, message);
        }
        value
    }

    fn sessions(&mut self) -> Vec<SessionContent> {
        let mut sessions = Vec::new();
        for line in self.typed_lines().into_iter().filter(|line| !line.is_empty()) {
            let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
            let Some(day) = read_day(&line.day) else {
                self.errors.add("sessions", format!("“{}” is not a day like 2027-02-01.", line.day));
                continue;
            };
            let (Some(starts), Some(ends)) = (time(&line.starts), time(&line.ends)) else {
                self.errors.add("sessions", format!("Enter from when to when on {day}, like 09:00 and 16:00."));
                continue;
            };
            let room = Some(line.room).filter(|room| !room.is_empty());
            sessions.push(SessionContent { day, starts, ends, trainer: line.trainer.parse().ok(), room });
        }
        if sessions.is_empty() {
            self.errors.add("sessions", "Enter at least one day.");
        }
        sessions.sort_by_key(|session| (session.day, session.starts));
        if sessions.windows(2).any(|pair| matches!(pair, [one, two] if (one.day, one.starts) == (two.day, two.starts)))
        {
            self.errors.add("sessions", "Two classes begin at the same time.");
        }
        sessions
    }
}
