use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Weekday};

use crate::schedule::Holidays;
use crate::types::Timestamp;

const OPENS: NaiveTime = on_the_hour(8);
const CLOSES: NaiveTime = on_the_hour(17);
/// Nobody waits for longer; it also bounds the counting.
const MOST_DAYS: usize = 400;

const fn on_the_hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// The hours of a working day (Monday to Friday in South Africa, no holidays) in which enquiries are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHours {
    opens: NaiveTime,
    closes: NaiveTime,
    holidays: Holidays,
}

impl Default for OfficeHours {
    fn default() -> Self {
        Self { opens: OPENS, closes: CLOSES, holidays: Holidays::default() }
    }
}

impl OfficeHours {
    /// Hours from one time of the day to a later one.
    pub fn new(opens: NaiveTime, closes: NaiveTime) -> Option<Self> {
        (opens < closes).then(|| Self { opens, closes, holidays: Holidays::default() })
    }

    /// The same hours, on no day that is one of these holidays.
    #[must_use]
    pub fn without(self, holidays: Holidays) -> Self {
        Self { holidays, ..self }
    }

    /// Whether the office opens on a day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.holidays.is_working_day(day)
    }

    /// When the office opens.
    pub fn opens(&self) -> NaiveTime {
        self.opens
    }

    /// When the office closes.
    pub fn closes(&self) -> NaiveTime {
        self.closes
    }

    /// When something that came at `from` is due: so many minutes of office time later.
    pub fn due(&self, from: Timestamp, minutes: i32) -> Timestamp {
        let local = from.local(Timestamp::HOME);
        let mut left = Duration::minutes(minutes.max(0).into());
        for day in self.holidays.working_days_from(local.date_naive()) {
            let begins =
                if day == local.date_naive() { local.time().clamp(self.opens, self.closes) } else { self.opens };
            let open = self.closes - begins;
            if left < open || (left == open && !open.is_zero()) {
                return Timestamp::from_local(day, begins + left, Timestamp::HOME).unwrap_or(from);
            }
            left -= open;
        }
        from
    }

    /// Minutes of office time from one instant to another; none where the other is not later.
    pub fn minutes_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (from, to) = (from.local(Timestamp::HOME), to.local(Timestamp::HOME));
        let days = self.holidays.working_days_from(from.date_naive());
        let days = days.take(MOST_DAYS).take_while(|day| *day <= to.date_naive());
        let seconds = days.map(|day| {
            let begins = if day == from.date_naive() { from.time().clamp(self.opens, self.closes) } else { self.opens };
            let ends = if day == to.date_naive() { to.time().clamp(self.opens, self.closes) } else { self.closes };
            (ends - begins).num_seconds().max(0)
        });
        seconds.sum::<i64>() / 60
    }
}

/// When an enquiry that came at `from` is to be answered in usual office hours: so many minutes of them later (Monday to Friday, 08:00
/// to 17:00 in South Africa, no public holidays).
pub fn answer_due(from: Timestamp, minutes: i32) -> Timestamp {
    OfficeHours::default().due(from, minutes)
}

/// Minutes of office time as a person says them: `40 min`, `1 h 12 min`, `3 h`.
pub fn say_minutes(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// An instant as a person says it on `today`: `today at 10:00`, `Mon 23 Nov, 10:00`.
pub fn say_when(at: Timestamp, today: NaiveDate) -> String {
    let local = at.local(Timestamp::HOME);
    let time = local.format("%H:%M");
    match (local.date_naive() - today).num_days() {
        0 => format!("today at {time}"),
        1 if today.weekday() != Weekday::Sun => format!("tomorrow at {time}"),
        _ => format!("{}, {time}", local.format("%a %-d %b")),
    }
}
