use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Weekday};

use crate::schedule::working_days_from;
use crate::types::Timestamp;

const OPENS: NaiveTime = on_the_hour(8);
const CLOSES: NaiveTime = on_the_hour(17);

const fn on_the_hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// When an enquiry that came at `from` is to be answered: so many minutes of office time later (Monday to Friday, 08:00 to 17:00 in
/// South Africa, no public holidays).
pub fn answer_due(from: Timestamp, minutes: i32) -> Timestamp {
    let local = from.local(Timestamp::HOME);
    let mut left = Duration::minutes(minutes.max(0).into());
    for day in working_days_from(local.date_naive()) {
        let begins = if day == local.date_naive() { local.time().clamp(OPENS, CLOSES) } else { OPENS };
        let open = CLOSES - begins;
        if left < open || (left == open && !open.is_zero()) {
            return Timestamp::from_local(day, begins + left, Timestamp::HOME).unwrap_or(from);
        }
        left -= open;
    }
    from
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
