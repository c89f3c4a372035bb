use crate::catalogue::{
    Course, CourseCard, CourseId, CourseKey, Item, ItemKind, list_items_of, list_required, list_whole,
};
use crate::schedule::{Listing, list_upcoming_of};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::renamed::lead_on;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// How many courses can still be read side by side.
const MOST: usize = 3;
/// Dates to show of each course.
const DATES: usize = 3;

#[derive(Template)]
#[template(path = "public/courses/compare.html")]
struct Compare {
    frame: Frame,
    columns: Vec<Column>,
    /// What is chosen, one for each field of the form.
    chosen: [Option<Slug>; MOST],
    has_unknown: bool,
    has_too_many: bool,
}

impl Draw for Compare {}

/// A course as it stands beside others.
struct Column {
    course: Course,
    items: Vec<Item>,
    required: Vec<CourseKey>,
    dates: Vec<Listing>,
}

impl Column {
    fn items(&self, kind: ItemKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    fn outcomes(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Outcome)
    }

    fn prerequisites(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Prerequisite)
    }
}

/// The courses that an address names.
struct Asked {
    /// Those that are ours, each once, in the order of the address.
    known: Vec<CourseCard>,
    has_unknown: bool,
}

impl Asked {
    fn of(fields: &Fields, courses: &[CourseCard]) -> Self {
        let mut asked = Self { known: Vec::new(), has_unknown: false };
        for name in fields.all("course").iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            match courses.iter().find(|course| course.slug.as_str() == name) {
                Some(course) if asked.known.iter().any(|known| known.id == course.id) => {}
                Some(course) => asked.known.push(course.clone()),
                None => asked.has_unknown = true,
            }
        }
        asked
    }

    /// The first of them, as many as can be shown.
    fn shown(&self) -> impl Iterator<Item = &CourseCard> {
        self.known.iter().take(MOST)
    }
}

/// Up to three courses side by side.
///
/// # Errors
/// When the database fails.
pub async fn show(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let shell = context.shell().await?;
    if let Some(moved) = lead_on(&context, &request, &shell).await? {
        return Ok(moved);
    }
    let asked = Asked::of(&fields, &shell.courses);
    let key = urls::compare(asked.shown().map(|card| &card.slug));
    if asked.known.is_empty() && !asked.has_unknown {
        page(&context, &request, key, move |reading| read(reading, asked).map(Some)).await
    } else {
        // There are too many sets of three to keep them all.
        passing_page(&context, &request, key, move |reading| read(reading, asked).map(Some)).await
    }
}

fn read(reading: &mut Reading, asked: Asked) -> diesel::QueryResult<Compare> {
    let columns = columns(reading, &asked)?;
    let names: Vec<&str> = columns.iter().map(|column| column.course.title.as_str()).collect();
    let title = if names.is_empty() { "Compare courses".to_owned() } else { format!("Compare {}", names.join(", ")) };
    let description = "Up to three courses side by side: dates, length, level, price and what you can do afterwards.";
    let mut chosen = asked.shown().map(|card| card.slug.clone());
    Ok(Compare {
        frame: reading.frame(&title, description, urls::COURSES).hidden(),
        chosen: [chosen.next(), chosen.next(), chosen.next()],
        has_unknown: asked.has_unknown,
        has_too_many: asked.known.len() > MOST,
        columns,
    })
}

/// Reads everything at once, so that three courses cost as much as one.
fn columns(reading: &mut Reading, asked: &Asked) -> diesel::QueryResult<Vec<Column>> {
    let now = reading.now;
    let ids: Vec<CourseId> = asked.shown().map(|card| card.id).collect();
    let courses = list_whole(reading.conn, &ids, now)?;
    let items = list_items_of(reading.conn, &ids)?;
    let required = list_required(reading.conn, &ids, now)?;
    let dates = list_upcoming_of(reading.conn, &ids, now)?;
    let column = |course: Course| Column {
        items: items.iter().filter(|(id, _)| *id == course.id).map(|(_, item)| item.clone()).collect(),
        required: required.iter().filter(|(id, _)| *id == course.id).map(|(_, key)| key.clone()).collect(),
        dates: dates.iter().filter(|date| date.course_id() == course.id).take(DATES).cloned().collect(),
        course,
    };
    Ok(courses.into_iter().map(column).collect())
}
