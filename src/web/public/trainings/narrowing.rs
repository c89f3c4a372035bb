use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use crate::schedule::{Ahead, TrainingId};
use crate::web::era::Shell;
use crate::web::fields::Fields;
use crate::web::public::parts::choices::{categories, cities, courses, modes, month_of, months};
use crate::web::public::parts::facets::{Facet, Facets, Sifted};

/// The filters of the list of dates.
pub fn facets<'a>(shell: &Shell, fields: &Fields) -> Facets<'a, &'a Ahead> {
    let category: HashMap<_, _> = shell.courses.iter().map(|course| (course.id, course.category_id)).collect();
    let (from, to) = (day_of(fields, "from"), day_of(fields, "to"));
    let value = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let label = |word: &str, day: Option<NaiveDate>| {
        day.map(|day| format!("{word} {}", day.format("%-d %b %Y"))).unwrap_or_default()
    };
    Facets::new(
        vec![
            Facet::new("city", "City", cities(shell), |date: &&Ahead| date.city),
            Facet::new("mode", "How", modes(), |date: &&Ahead| date.mode.ways().iter().copied()),
            Facet::new("month", "Month", months(shell.ahead.iter()), |date: &&Ahead| month_of(date.first_day)),
            Facet::new("category", "Subject", categories(shell), move |date: &&Ahead| {
                category.get(&date.course).copied()
            }),
            Facet::new("course", "Course", courses(shell), |date: &&Ahead| [date.course]),
            Facet::typed("from", value(from), label("From", from), move |date: &&Ahead| Some(date.first_day) >= from),
            Facet::typed("to", value(to), label("Until", to), move |date: &&Ahead| {
                to.is_none_or(|to| date.first_day <= to)
            }),
        ],
        |name| fields.all(name),
    )
}

/// The ones of some trainings that the filters of an address leave, in their order; for what shows the same list in another form, such as
/// a calendar.
pub fn narrow(shell: &Shell, fields: &Fields, trainings: &[Ahead]) -> Vec<TrainingId> {
    sift(&facets(shell, fields), trainings).kept.iter().map(|training| training.id).collect()
}

/// Each training is an entry of its own.
pub fn sift<'a>(facets: &Facets<'a, &'a Ahead>, trainings: impl IntoIterator<Item = &'a Ahead>) -> Sifted<&'a Ahead> {
    facets.sift(trainings, |training| training.id)
}

/// A day that a calendar on a wall could show: beyond that nobody plans.
pub fn day_of(fields: &Fields, name: &str) -> Option<NaiveDate> {
    fields.parsed::<NaiveDate>(name).filter(|day| (1900..9999).contains(&day.year()))
}
