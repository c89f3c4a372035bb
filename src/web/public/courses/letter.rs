use crate::catalogue::{Course, Item, ItemKind, find_published, list_items};
use crate::schedule::{Listing, Trainer, TrainingFilter, list_teaching, list_upcoming};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::{Frame, Reading};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// Dates that a manager can choose from.
const DATES: usize = 6;

#[derive(Template)]
#[template(path = "public/courses/letter.html")]
struct Letter {
    frame: Frame,
    course: Course,
    items: Vec<Item>,
    dates: Vec<Listing>,
    trainers: Vec<Trainer>,
}

impl Draw for Letter {}

impl Letter {
    fn items(&self, kind: ItemKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    fn outcomes(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Outcome)
    }

    fn included(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Included)
    }

    /// The same request in a few lines, with a link to the whole.
    fn mail(&self) -> String {
        let (course, frame) = (&self.course, &self.frame);
        let days = if course.days == 1 { "1 day".to_owned() } else { format!("{} days", course.days) };
        let price = match (course.price().amount(), frame.shell.tax_note()) {
            (Some(_), tax) => format!("{} a person {tax}", course.price()),
            (None, _) => "price on request".to_owned(),
        };
        let body = format!(
            "Dear [name]\n\nI would like to attend {}, {days} with {}, {}. What it teaches: {}\n\nContents, dates and costs: {}{}\n\nKind regards\n",
            course.title,
            frame.shell.provider.name,
            price.trim(),
            course.summary,
            frame.base_url,
            urls::letter(&course.slug),
        );
        urls::mail(&format!("Training request: {}", course.title), &body)
    }
}

/// A letter by which a student asks an employer to pay for a course.
///
/// # Errors
/// Not found where there is no such public course; else when the database fails.
pub async fn show(slug: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    page(&context, &request, urls::letter(&slug), move |reading| read(reading, &slug)).await
}

fn read(reading: &mut Reading, slug: &Slug) -> diesel::QueryResult<Option<Letter>> {
    let now = reading.now;
    let Some(course) = find_published(reading.conn, slug, now)? else { return Ok(None) };
    let of_course = TrainingFilter { course: Some(slug.clone()), ..TrainingFilter::default() };
    let dates = list_upcoming(reading.conn, &of_course, now, DATES)?;
    let ids: Vec<_> = dates.iter().map(Listing::id).collect();
    let title = format!("Letter to your manager: {}", course.title);
    let description = format!("A letter that asks your employer for {}, with dates, costs and results.", course.title);
    Ok(Some(Letter {
        frame: reading.frame(&title, &description, urls::COURSES).hidden(),
        items: list_items(reading.conn, course.id)?,
        trainers: list_teaching(reading.conn, &ids)?,
        dates,
        course,
    }))
}
