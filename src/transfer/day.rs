use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// Reads a day: `2027-02-01`, or one that is relative to the day of the import: `+5w mon` is the Monday of the fifth week after
/// this one, `-12d` is twelve days ago.
pub(super) fn resolve(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let (count, rest) = text.split_once(['w', 'd'])?;
    let count: i64 = count.parse().ok().filter(|count: &i64| count.abs() < 5000)?;
    if text.contains('w') {
        let weekday: Weekday = rest.trim().parse().ok()?;
        let monday = today - Duration::days(today.weekday().num_days_from_monday().into());
        return Some(monday + Duration::days(7 * count + i64::from(weekday.num_days_from_monday())));
    }
    rest.trim().is_empty().then(|| today + Duration::days(count))
}

/// Reads a moment: a day as above and a time, `-12d 08:00`; gives it as `2026-11-10 08:00`.
pub(super) fn resolve_moment(text: &str, today: NaiveDate) -> Option<String> {
    let (day, time) = text.rsplit_once([' ', 'T'])?;
    let time = chrono::NaiveTime::parse_from_str(time, "%H:%M").ok()?;
    Some(format!("{} {}", resolve(day.trim(), today)?, time.format("%H:%M")))
}
