use std::collections::BTreeMap;

use crate::db::prelude::*;
use chrono::{Datelike, Days, Duration, NaiveDate, NaiveTime};

use super::answer_settings::find_answer_settings;
use super::answer_time::say_minutes;
use super::enquiry::EnquiryState;
use crate::db::Conn;
use crate::db::schema::{enquiries, enquiry_merges};
use crate::types::Timestamp;

/// Fewer than these say nothing about a next time.
const FEWEST: usize = 10;
/// Slower than half a working day is nothing to boast of.
const SLOWEST_MINUTES: i64 = 240;
/// Days that are looked at for what is said on the site.
const RECENT_DAYS: i64 = 28;

/// How quickly the enquiries of a week were answered first, in minutes of office time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekOfAnswers {
    /// The week's first day.
    pub monday: NaiveDate,
    /// Enquiries that were answered.
    pub answered: usize,
    /// Half of them were answered within this.
    pub median: Option<i64>,
    /// Nine of ten were answered within this.
    pub ninetieth: Option<i64>,
}

type Row = (Timestamp, Option<Timestamp>, Option<Timestamp>, EnquiryState);

/// Enquiries of people since an instant: when they came, when they were answered, when they were due.
fn load(conn: &mut Conn, since: Timestamp) -> QueryResult<Vec<Row>> {
    let duplicates = enquiry_merges::table.select(enquiry_merges::enquiry_id);
    enquiries::table
        .filter(enquiries::received_at.ge(since))
        .filter(enquiries::state.ne(EnquiryState::Spam))
        .filter(enquiries::state.ne(EnquiryState::Quarantine))
        .filter(diesel::dsl::not(enquiries::id.eq_any(duplicates)))
        .order(enquiries::id)
        .select((enquiries::received_at, enquiries::first_answered_at, enquiries::answer_due_at, enquiries::state))
        .load(conn)
}

/// The value below which so many of a hundred lie (the nearest rank).
fn rank(sorted: &[i64], percent: usize) -> Option<i64> {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied()
}

/// The last so many weeks, this one last, by the week in which the enquiry came.
pub fn list_weeks_of_answers(conn: &mut Conn, weeks: u64, now: Timestamp) -> QueryResult<Vec<WeekOfAnswers>> {
    let hours = find_answer_settings(conn)?.hours;
    let monday = |day: NaiveDate| day - Days::new(day.weekday().num_days_from_monday().into());
    let this = monday(now.home_day());
    let first = this - Days::new(7 * weeks.saturating_sub(1));
    let since = Timestamp::from_local(first, NaiveTime::MIN, Timestamp::HOME).unwrap_or(now);
    let mut by_week: BTreeMap<NaiveDate, Vec<i64>> =
        (0..weeks).map(|week| (first + Days::new(7 * week), Vec::new())).collect();
    for (received, answered, ..) in load(conn, since)? {
        if let (Some(answered), Some(week)) = (answered, by_week.get_mut(&monday(received.home_day()))) {
            week.push(hours.minutes_between(received, answered));
        }
    }
    Ok(by_week.into_iter().map(|(monday, minutes)| week(monday, minutes)).collect())
}

fn week(monday: NaiveDate, mut minutes: Vec<i64>) -> WeekOfAnswers {
    minutes.sort_unstable();
    WeekOfAnswers { monday, answered: minutes.len(), median: rank(&minutes, 50), ninetieth: rank(&minutes, 90) }
}

/// Minutes of office time within which half of the enquiries of the last so many days were answered first.
pub fn find_median_answer(conn: &mut Conn, days: i64, now: Timestamp) -> QueryResult<Option<i64>> {
    let hours = find_answer_settings(conn)?.hours;
    let rows = load(conn, now - Duration::days(days))?;
    let mut minutes: Vec<i64> =
        rows.into_iter().filter_map(|(came, answered, ..)| Some(hours.minutes_between(came, answered?))).collect();
    minutes.sort_unstable();
    Ok(rank(&minutes, 50))
}

/// What may be said on the site: `3 h`, of office time. Nothing where there are too few enquiries or the answers are slow; one that
/// is overdue and not answered counts as the slowest, so that ignoring people does not make the figure better.
///
/// It is the figure of the day's first minute: what happens later on the day changes nothing, so a page that shows it stays right until the day
/// ends, and all instances show the same.
pub fn usually_answered_within(conn: &mut Conn, now: Timestamp) -> QueryResult<Option<String>> {
    let begins = Timestamp::from_local(now.home_day(), NaiveTime::MIN, Timestamp::HOME).unwrap_or(now);
    let hours = find_answer_settings(conn)?.hours;
    let rows = load(conn, begins - Duration::days(RECENT_DAYS))?;
    let waited = |(came, answered, due, state): Row| match (answered, due) {
        (Some(answered), _) if answered < begins => Some(hours.minutes_between(came, answered)),
        (answered, Some(due)) if due < begins && (answered.is_some() || state == EnquiryState::New) => Some(i64::MAX),
        _ => None,
    };
    let mut minutes: Vec<i64> = rows.into_iter().filter_map(waited).collect();
    minutes.sort_unstable();
    let median = rank(&minutes, 50).filter(|median| minutes.len() >= FEWEST && *median <= SLOWEST_MINUTES);
    Ok(median.map(round_up))
}

/// Never better than it was: up to the next quarter of an hour, or hour.
fn round_up(minutes: i64) -> String {
    let to = if minutes <= 60 { 15 } else { 60 };
    say_minutes(((minutes.max(1) + to - 1) / to) * to)
}
