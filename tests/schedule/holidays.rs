//! Public holidays, worked out by hand from the Act and from printed calendars.
use chrono::{Datelike, NaiveDate, Weekday};
use lectern::schedule::{Holidays, public_holidays};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Month and day of every public holiday. Years with thirteen have a Sunday that moved; New Year of 2028 fell on a Saturday,
/// which moves nothing.
const TABLE: [(i32, &[(u32, u32)]); 6] = [
    (
        2025,
        &[
            (1, 1),
            (3, 21),
            (4, 18),
            (4, 21),
            (4, 27),
            (4, 28),
            (5, 1),
            (6, 16),
            (8, 9),
            (9, 24),
            (12, 16),
            (12, 25),
            (12, 26),
        ],
    ),
    (
        2026,
        &[
            (1, 1),
            (3, 21),
            (4, 3),
            (4, 6),
            (4, 27),
            (5, 1),
            (6, 16),
            (8, 9),
            (8, 10),
            (9, 24),
            (12, 16),
            (12, 25),
            (12, 26),
        ],
    ),
    (
        2027,
        &[
            (1, 1),
            (3, 21),
            (3, 22),
            (3, 26),
            (3, 29),
            (4, 27),
            (5, 1),
            (6, 16),
            (8, 9),
            (9, 24),
            (12, 16),
            (12, 25),
            (12, 26),
            (12, 27),
        ],
    ),
    (
        2028,
        &[
            (1, 1),
            (3, 21),
            (4, 14),
            (4, 17),
            (4, 27),
            (5, 1),
            (6, 16),
            (8, 9),
            (9, 24),
            (9, 25),
            (12, 16),
            (12, 25),
            (12, 26),
        ],
    ),
    (
        2029,
        &[
            (1, 1),
            (3, 21),
            (3, 30),
            (4, 2),
            (4, 27),
            (5, 1),
            (6, 16),
            (8, 9),
            (9, 24),
            (12, 16),
            (12, 17),
            (12, 25),
            (12, 26),
        ],
    ),
    (
        2030,
        &[
            (1, 1),
            (3, 21),
            (4, 19),
            (4, 22),
            (4, 27),
            (5, 1),
            (6, 16),
            (6, 17),
            (8, 9),
            (9, 24),
            (12, 16),
            (12, 25),
            (12, 26),
        ],
    ),
];

#[test]
fn the_public_holidays_of_2025_to_2030_are_those_of_the_calendar() {
    for (year, expected) in TABLE {
        let days: Vec<_> = public_holidays(year).iter().map(|(day, _)| (day.month(), day.day())).collect();
        assert_eq!(days, expected, "{year}");
    }
}

#[test]
fn easter_moves_good_friday_and_family_day() {
    for (year, friday, monday) in [
        (2025, (4, 18), (4, 21)),
        (2026, (4, 3), (4, 6)),
        (2027, (3, 26), (3, 29)),
        (2028, (4, 14), (4, 17)),
        (2029, (3, 30), (4, 2)),
        (2030, (4, 19), (4, 22)),
        (2038, (4, 23), (4, 26)),
    ] {
        let on = |name: &str| {
            let holidays = public_holidays(year);
            holidays.iter().find(|(_, known)| *known == name).map(|(day, _)| (day.month(), day.day()))
        };
        assert_eq!((on("Good Friday"), on("Family Day")), (Some(friday), Some(monday)), "{year}");
    }
}

#[test]
fn a_sunday_moves_to_monday_and_a_saturday_stays() {
    assert!(public_holidays(2026).contains(&(day(2026, 8, 10), "Public holiday")));
    assert!(!public_holidays(2028).iter().any(|(on, _)| *on == day(2028, 1, 3)));
    let of_2022: Vec<_> =
        public_holidays(2022).into_iter().filter(|(on, _)| on.month() == 12).map(|(on, _)| on.day()).collect();
    assert_eq!(of_2022, [16, 25, 26], "the Monday was a holiday already");
}

#[test]
fn working_days_pass_over_weekends_and_public_holidays() {
    let from = |first| Holidays::default().working_days_from(first).take(4).collect::<Vec<_>>();
    assert_eq!(from(day(2026, 12, 15)), [day(2026, 12, 15), day(2026, 12, 17), day(2026, 12, 18), day(2026, 12, 21)]);
    assert_eq!(from(day(2026, 12, 24)), [day(2026, 12, 24), day(2026, 12, 28), day(2026, 12, 29), day(2026, 12, 30)]);
    assert_eq!(from(day(2026, 4, 2)), [day(2026, 4, 2), day(2026, 4, 7), day(2026, 4, 8), day(2026, 4, 9)]);
    assert_eq!(from(day(2026, 8, 8))[0], day(2026, 8, 11), "the Monday stands in for Women's Day");
}

#[test]
fn every_working_day_of_ten_years_is_one() {
    for on in Holidays::default().working_days_from(day(2025, 1, 1)).take_while(|on| on.year() < 2035) {
        assert!(!matches!(on.weekday(), Weekday::Sat | Weekday::Sun), "{on}");
        assert!(!public_holidays(on.year()).iter().any(|(holiday, _)| *holiday == on), "{on}");
    }
}
