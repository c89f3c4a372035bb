use crate::catalogue::{Category, CourseKey};
use crate::schedule::{City, DeliveryMode, Listing, TrainingFilter, list_by_id, list_matching};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::pager::Pager;
use crate::web::public::parts::query::{Applied, Choice, address, applied, choices, chosen_label};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{Datelike, NaiveDate};

const PAGE_SIZE: usize = 30;

/// The trainings of one month.
struct Month {
    name: String,
    rows: Vec<Listing>,
}

#[derive(Template)]
#[template(path = "public/trainings/index.html")]
struct Index {
    frame: Frame,
    months: Vec<Month>,
    count: usize,
    courses: Vec<Choice>,
    categories: Vec<Choice>,
    cities: Vec<Choice>,
    modes: Vec<Choice>,
    from: String,
    to: String,
    applied: Vec<Applied>,
    pager: Pager,
}

impl Draw for Index {}

#[derive(Debug, Clone)]
struct Asked {
    filter: TrainingFilter,
    from: String,
    to: String,
    page: u32,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let filter = TrainingFilter {
            course: fields.parsed("course"),
            category: fields.parsed("category"),
            city: fields.parsed("city"),
            mode: fields.parsed("mode"),
            from: day_of(fields, "from"),
            to: day_of(fields, "to"),
        };
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self { from: day(filter.from), to: day(filter.to), filter, page: fields.page() }
    }

    /// Names that nothing bears are ignored, like any other value that is not understood.
    fn with_known(mut self, courses: &[CourseKey], categories: &[Category], cities: &[City]) -> Self {
        let filter = &mut self.filter;
        filter.course.take_if(|slug| !courses.iter().any(|course| course.slug == *slug));
        filter.category.take_if(|slug| !categories.iter().any(|category| category.slug == *slug));
        filter.city.take_if(|slug| !cities.iter().any(|city| city.slug == *slug));
        self
    }

    fn values(&self) -> [(&'static str, &str); 6] {
        [
            ("course", self.filter.course.as_ref().map_or("", Slug::as_str)),
            ("category", self.filter.category.as_ref().map_or("", Slug::as_str)),
            ("city", self.filter.city.as_ref().map_or("", Slug::as_str)),
            ("mode", self.filter.mode.map_or("", |mode| mode.as_str())),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    fn address(&self) -> String {
        address(urls::TRAININGS, &self.values())
    }
}

/// A day that a calendar on a wall could show: databases disagree on years far away.
fn day_of(fields: &Fields, name: &str) -> Option<NaiveDate> {
    fields.parsed::<NaiveDate>(name).filter(|day| (1900..9999).contains(&day.year()))
}

/// Upcoming trainings.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let asked = Asked::of(&fields);
    let key = Pager::new(asked.address(), usize::MAX, PAGE_SIZE, asked.page).here();
    page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
}

fn read_index(reading: &mut Reading, asked: &Asked) -> diesel::QueryResult<Index> {
    let shell = reading.frame.shell.clone();
    let asked = &asked.clone().with_known(&shell.courses, &shell.categories, &shell.cities);
    let ids = list_matching(reading.conn, &asked.filter, reading.now)?;
    let pager = Pager::new(asked.address(), ids.len(), PAGE_SIZE, asked.page);
    let wanted: Vec<_> = ids.iter().skip(pager.offset(PAGE_SIZE)).take(PAGE_SIZE).copied().collect();
    let rows = list_by_id(reading.conn, &wanted)?;
    let [course, category, city, mode, ..] = asked.values().map(|(_, value)| value);
    let courses = choices(shell.courses.iter().map(|one| (&one.slug, &one.title)), course);
    let categories = choices(shell.categories.iter().map(|one| (&one.slug, &one.title)), category);
    let cities = choices(shell.cities.iter().map(|one| (&one.slug, &one.title)), city);
    let modes = [DeliveryMode::Virtual, DeliveryMode::InPerson];
    let modes = choices(modes.iter().map(|one| (one.as_str(), one.label())), mode);
    let day = |prefix: &str, day: Option<NaiveDate>| {
        day.map(|day| format!("{prefix} {}", day.format("%-d %b %Y"))).unwrap_or_default()
    };
    let labels = [
        ("course", chosen_label(&courses)),
        ("category", chosen_label(&categories)),
        ("city", chosen_label(&cities)),
        ("mode", chosen_label(&modes)),
        ("from", day("From", asked.filter.from)),
        ("to", day("Until", asked.filter.to)),
    ];
    let applied = applied(urls::TRAININGS, &asked.values(), &labels);
    let title =
        if pager.page > 1 { format!("Dates, page {} of {}", pager.page, pager.pages) } else { "Dates".to_owned() };
    let description = "Upcoming IT trainings, live online and in classrooms: dates, seats and prices.";
    let frame = reading.frame(&title, description, urls::TRAININGS).canonical(pager.here());
    let frame = if applied.len() > 1 { frame.hidden() } else { frame };
    let (from, to) = (asked.from.clone(), asked.to.clone());
    let months = by_month(rows);
    Ok(Index { frame, months, count: ids.len(), courses, categories, cities, modes, from, to, applied, pager })
}

fn by_month(rows: Vec<Listing>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for row in rows {
        let name = row.first_day().format("%B %Y").to_string();
        match months.last_mut().filter(|month| month.name == name) {
            Some(month) => month.rows.push(row),
            None => months.push(Month { name, rows: vec![row] }),
        }
    }
    months
}
