use chrono::{NaiveDate, NaiveTime};

use super::day;
use crate::schedule::{DeliveryMode, Holidays, SessionContent, TrainingContent, TrainingState};
use crate::types::{Code, Money, Slug};

/// A training's file. Its days are listed, or counted from a first day: weekends and public holidays are passed over.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrainingFile {
    code: Code,
    course: Slug,
    mode: DeliveryMode,
    city: Option<Slug>,
    venue: Option<Slug>,
    trainer: Option<Slug>,
    state: TrainingState,
    first_day: Option<String>,
    days: Option<usize>,
    hours: Option<String>,
    seats: i32,
    #[serde(default)]
    seats_taken: i32,
    #[serde(default)]
    seats_minimum: i32,
    decide_by: Option<NaiveDate>,
    price: Option<Money>,
    #[serde(default = "home")]
    time_zone: String,
    #[serde(default)]
    sessions: Vec<SessionContent>,
}

fn home() -> String {
    "Africa/Johannesburg".to_owned()
}

impl TrainingFile {
    /// The training with its days worked out; the error names a field and what is wrong with it.
    pub(super) fn content(
        self,
        holidays: &Holidays,
        today: NaiveDate,
    ) -> Result<TrainingContent, (&'static str, String)> {
        let mut sessions = self.counted(holidays, today)?;
        sessions.extend(self.sessions);
        sessions.sort_by_key(|session| (session.day, session.starts));
        Ok(TrainingContent {
            code: self.code,
            course: self.course,
            mode: self.mode,
            city: self.city,
            venue: self.venue,
            state: self.state,
            seats: self.seats,
            seats_taken: self.seats_taken,
            seats_minimum: self.seats_minimum,
            decide_by: self.decide_by,
            price: self.price,
            time_zone: self.time_zone,
            sessions,
        })
    }

    fn counted(&self, holidays: &Holidays, today: NaiveDate) -> Result<Vec<SessionContent>, (&'static str, String)> {
        let Some(first) = &self.first_day else { return Ok(Vec::new()) };
        let first = day::resolve(first, today)
            .ok_or_else(|| ("first_day", format!("is no day like 2027-02-01 or +5w mon: “{first}”")))?;
        let hours = self.hours.as_deref().unwrap_or("09:00-16:00");
        let (starts, ends) =
            parse_hours(hours).ok_or_else(|| ("hours", format!("are no hours like 09:00-16:00: “{hours}”")))?;
        let days = holidays.working_days_from(first).take(self.days.unwrap_or(1).min(60));
        Ok(days.map(|day| SessionContent { day, starts, ends, trainer: self.trainer.clone(), room: None }).collect())
    }
}

fn parse_hours(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (starts, ends) = text.split_once('-')?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    Some((time(starts)?, time(ends)?))
}
