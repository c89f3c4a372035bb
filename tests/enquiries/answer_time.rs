//! The promise to a visitor counts office time only.
use chrono::NaiveDate;
use lectern::enquiries::{answer_due, say_when};
use lectern::types::Timestamp;

use crate::support::academy::at;

#[track_caller]
fn due(from: Timestamp, minutes: i32, expected: Timestamp) {
    let due = answer_due(from, minutes);
    assert_eq!(due, expected, "{} is not {}", due.local(Timestamp::HOME), expected.local(Timestamp::HOME));
}

#[test]
fn two_hours_of_office_time_after_a_friday_afternoon_are_on_monday() {
    due(at(2026, 11, 20, 16, 30), 120, at(2026, 11, 23, 9, 30));
}

#[test]
fn within_the_day_it_is_just_later() {
    due(at(2026, 11, 23, 9, 15), 120, at(2026, 11, 23, 11, 15));
    due(at(2026, 11, 23, 8, 0), 0, at(2026, 11, 23, 8, 0));
    due(at(2026, 11, 23, 9, 0), -5, at(2026, 11, 23, 9, 0));
}

#[test]
fn before_opening_the_count_begins_at_eight() {
    due(at(2026, 11, 23, 0, 0), 120, at(2026, 11, 23, 10, 0));
    due(at(2026, 11, 23, 7, 59), 120, at(2026, 11, 23, 10, 0));
}

#[test]
fn at_the_weekend_the_count_begins_on_monday() {
    due(at(2026, 11, 21, 12, 0), 120, at(2026, 11, 23, 10, 0));
    due(at(2026, 11, 22, 23, 59), 120, at(2026, 11, 23, 10, 0));
}

#[test]
fn a_public_holiday_is_passed_over() {
    due(at(2026, 12, 15, 16, 0), 120, at(2026, 12, 17, 9, 0));
    due(at(2026, 12, 16, 10, 0), 120, at(2026, 12, 17, 10, 0));
    due(at(2026, 12, 24, 16, 59), 120, at(2026, 12, 28, 9, 59));
}

#[test]
fn at_closing_time_the_count_begins_on_the_next_day() {
    due(at(2026, 11, 20, 17, 0), 120, at(2026, 11, 23, 10, 0));
    due(at(2026, 11, 20, 23, 0), 120, at(2026, 11, 23, 10, 0));
    due(at(2026, 11, 20, 17, 0), 0, at(2026, 11, 23, 8, 0));
}

#[test]
fn what_is_due_exactly_at_closing_time_is_due_that_day() {
    due(at(2026, 11, 20, 15, 0), 120, at(2026, 11, 20, 17, 0));
    due(at(2026, 11, 20, 15, 1), 120, at(2026, 11, 23, 8, 1));
}

#[test]
fn long_promises_run_over_several_days() {
    due(at(2026, 11, 23, 8, 0), 540, at(2026, 11, 23, 17, 0));
    due(at(2026, 11, 23, 8, 0), 541, at(2026, 11, 24, 8, 1));
    due(at(2026, 11, 23, 8, 0), 5 * 540, at(2026, 11, 27, 17, 0));
}

#[test]
fn a_moment_is_said_as_people_say_it() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    assert_eq!(say_when(at(2026, 11, 20, 10, 0), today), "today at 10:00");
    assert_eq!(say_when(at(2026, 11, 21, 8, 5), today), "tomorrow at 08:05");
    assert_eq!(say_when(at(2026, 11, 23, 9, 30), today), "Mon 23 Nov, 09:30");
    assert_eq!(say_when(at(2026, 12, 1, 17, 0), today), "Tue 1 Dec, 17:00");
    assert_eq!(say_when(at(2026, 11, 19, 17, 0), today), "Thu 19 Nov, 17:00");
}

#[test]
fn a_moment_belongs_to_the_day_at_home_not_in_greenwich() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    assert_eq!(say_when(at(2026, 11, 20, 0, 30), today), "today at 00:30");
}
