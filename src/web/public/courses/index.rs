use crate::catalogue::{Category, CourseFilter, Level, count_published, list_published};
use crate::schedule::{City, DeliveryMode, TrainingFilter, course_ids_running};
use crate::search::words_of;
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::pager::Pager;
use crate::web::public::parts::query::{Applied, Choice, address, applied, choices, chosen_label};
use crate::web::public::parts::widgets::{CourseRow, with_next_dates};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

const PAGE_SIZE: usize = 12;

#[derive(Template)]
#[template(path = "public/courses/index.html")]
struct Index {
    frame: Frame,
    rows: Vec<CourseRow>,
    count: usize,
    categories: Vec<Choice>,
    levels: Vec<Choice>,
    modes: Vec<Choice>,
    cities: Vec<Choice>,
    q: String,
    applied: Vec<Applied>,
    pager: Pager,
}

impl Draw for Index {}

/// What a visitor asked of the catalogue.
#[derive(Debug, Clone)]
struct Asked {
    category: Option<Slug>,
    level: Option<Level>,
    mode: Option<DeliveryMode>,
    city: Option<Slug>,
    q: String,
    page: u32,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        Self {
            category: fields.parsed("category"),
            level: fields.parsed("level"),
            mode: fields.parsed("mode"),
            city: fields.parsed("city"),
            q: fields.get("q").chars().take(100).collect(),
            page: fields.page(),
        }
    }

    /// Names that nothing bears are ignored, like any other value that is not understood.
    fn with_known(mut self, categories: &[Category], cities: &[City]) -> Self {
        self.category.take_if(|slug| !categories.iter().any(|category| category.slug == *slug));
        self.city.take_if(|slug| !cities.iter().any(|city| city.slug == *slug));
        self
    }

    fn values(&self) -> [(&'static str, &str); 5] {
        [
            ("category", self.category.as_ref().map_or("", Slug::as_str)),
            ("level", self.level.map_or("", |level| level.as_str())),
            ("mode", self.mode.map_or("", |mode| mode.as_str())),
            ("city", self.city.as_ref().map_or("", Slug::as_str)),
            ("q", &self.q),
        ]
    }

    /// The same list always has the same address, however it was asked for.
    fn address(&self) -> String {
        address(urls::COURSES, &self.values())
    }
}

/// The catalogue.
///
/// # Errors
/// When the database fails.
pub async fn index(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let asked = Asked::of(&fields);
    let key = Pager::new(asked.address(), usize::MAX, PAGE_SIZE, asked.page).here();
    if asked.q.is_empty() {
        page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
    } else {
        passing_page(&context, &request, key, move |reading| read_index(reading, &asked).map(Some)).await
    }
}

fn read_index(reading: &mut Reading, asked: &Asked) -> diesel::QueryResult<Index> {
    let now = reading.now;
    let shell = reading.frame.shell.clone();
    let asked = &asked.clone().with_known(&shell.categories, &shell.cities);
    let runs = TrainingFilter { city: asked.city.clone(), mode: asked.mode, ..TrainingFilter::default() };
    let only = match (&asked.city, asked.mode) {
        (None, None) => None,
        _ => Some(course_ids_running(reading.conn, &runs, now)?),
    };
    let filter = CourseFilter { category: asked.category.clone(), level: asked.level, words: words_of(&asked.q), only };
    let count = usize::try_from(count_published(reading.conn, &filter, now)?).unwrap_or_default();
    let pager = Pager::new(asked.address(), count, PAGE_SIZE, asked.page);
    let slice = (PAGE_SIZE as i64, pager.offset(PAGE_SIZE) as i64);
    let cards = list_published(reading.conn, &filter, now, slice)?;
    let rows = with_next_dates(reading, cards);
    let [category, level, mode, city, _] = asked.values().map(|(_, value)| value);
    let categories = choices(shell.categories.iter().map(|one| (&one.slug, &one.title)), category);
    let levels = choices(Level::ALL.iter().map(|one| (one.as_str(), one.label())), level);
    let modes = [DeliveryMode::Virtual, DeliveryMode::InPerson];
    let modes = choices(modes.iter().map(|one| (one.as_str(), one.label())), mode);
    let cities = choices(shell.cities.iter().map(|one| (&one.slug, &one.title)), city);
    let labels = [
        ("category", chosen_label(&categories)),
        ("level", chosen_label(&levels)),
        ("mode", chosen_label(&modes)),
        ("city", chosen_label(&cities)),
        ("q", if asked.q.is_empty() { String::new() } else { format!("“{}”", asked.q) }),
    ];
    let applied = applied(urls::COURSES, &asked.values(), &labels);
    let title =
        if pager.page > 1 { format!("Courses, page {} of {}", pager.page, pager.pages) } else { "Courses".to_owned() };
    let frame = reading.frame(&title, "", urls::COURSES).canonical(pager.here());
    let frame = if applied.len() > 1 || !asked.q.is_empty() { frame.hidden() } else { frame };
    Ok(Index { frame, rows, count, categories, levels, modes, cities, q: asked.q.clone(), applied, pager })
}
