use chrono::{Datelike, Days, NaiveDate, Weekday};

/// South Africa's public holidays of a year, in order (Public Holidays Act 36 of 1994, schedule 1 and s 2(1): when a holiday falls
/// on a Sunday, the Monday after it is one too).
pub fn public_holidays(year: i32) -> Vec<(NaiveDate, &'static str)> {
    const FIXED: [(u32, u32, &str); 10] = [
        (1, 1, "New Year's Day"),
        (3, 21, "Human Rights Day"),
        (4, 27, "Freedom Day"),
        (5, 1, "Workers' Day"),
        (6, 16, "Youth Day"),
        (8, 9, "National Women's Day"),
        (9, 24, "Heritage Day"),
        (12, 16, "Day of Reconciliation"),
        (12, 25, "Christmas Day"),
        (12, 26, "Day of Goodwill"),
    ];
    let fixed =
        FIXED.iter().filter_map(|(month, day, name)| Some((NaiveDate::from_ymd_opt(year, *month, *day)?, *name)));
    let mut days: Vec<(NaiveDate, &str)> = fixed.collect();
    if let Some(easter) = easter_sunday(year) {
        days.extend([(easter - Days::new(2), "Good Friday"), (easter + Days::new(1), "Family Day")]);
    }
    let moved: Vec<(NaiveDate, &str)> = days
        .iter()
        .filter(|(day, _)| day.weekday() == Weekday::Sun)
        .map(|(day, _)| (*day + Days::new(1), "Public holiday"))
        .filter(|(monday, _)| !days.iter().any(|(day, _)| day == monday))
        .collect();
    days.extend(moved);
    days.sort_unstable();
    days
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Working days from `first` on: no Saturday, no Sunday, no public holiday.
pub fn working_days_from(first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().filter(|day| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && !public_holidays(day.year()).iter().any(|(holiday, _)| holiday == day)
    })
}
