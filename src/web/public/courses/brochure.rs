use actix_web::http::header::{CONTENT_DISPOSITION, HeaderMap, HeaderValue, LINK};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::catalogue::{Course, Figure, Item, ItemKind, find_published, list_items, list_prerequisites};
use crate::press::{Brochure, Contact, Date, Fact, PressError};
use crate::schedule::{Listing, TrainingFilter, list_upcoming};
use crate::site::Provider;
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{File, file};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Reading;
use crate::web::public::parts::figure::{Shape, drawing};
use crate::web::public::parts::widgets::{days, spoken};

/// Dates on a brochure.
const MOST_DATES: usize = 8;

/// A course's brochure with the name under which it is saved.
struct Show {
    brochure: Brochure,
    slug: Slug,
}

impl File for Show {
    const MEDIA_TYPE: &'static str = "application/pdf";

    fn bytes(&self) -> Result<Vec<u8>, PressError> {
        self.brochure.pdf()
    }

    fn add_to(&self, head: &mut HeaderMap) {
        // The page is what search engines should show, not the brochure (RFC 6596).
        let canonical = format!("<{}>; rel=\"canonical\"", self.brochure.address);
        let name = format!("inline; filename=\"{}.pdf\"", self.slug);
        for (header, value) in [(LINK, canonical), (CONTENT_DISPOSITION, name)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                head.insert(header, value);
            }
        }
    }
}

/// One course, to print.
///
/// # Errors
/// Not found where there is no such public course; else when the database or the press fails.
pub async fn brochure(
    slug: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    file(&context, &request, urls::brochure(&slug), move |reading| read_brochure(reading, slug)).await
}

fn read_brochure(reading: &mut Reading, slug: Slug) -> diesel::QueryResult<Option<Show>> {
    let now = reading.now;
    let Some(course) = find_published(reading.conn, &slug, now)? else { return Ok(None) };
    let dates = TrainingFilter { course: Some(slug.clone()), ..TrainingFilter::default() };
    let dates = list_upcoming(reading.conn, &dates, now, MOST_DATES)?;
    let items = list_items(reading.conn, course.id)?;
    let before = list_prerequisites(reading.conn, course.id, now)?;
    let (frame, shell) = (&reading.frame, &reading.frame.shell);
    let category = shell.categories.iter().find(|category| category.id == course.category_id);
    let texts = |kind: ItemKind| of(&items, kind).map(|item| item.text.clone());
    let known = before.iter().map(|(must, key)| {
        format!("{}: {}", if *must { "Take first, or know as much as" } else { "Helpful before" }, key.title)
    });
    let outline =
        of(&items, ItemKind::Outline).map(|item| (item.text.clone(), item.answer.clone().unwrap_or_default()));
    let (name, kind) = category.map_or(("Course", Figure::Steps), |category| (&category.title, category.figure));
    let brochure = Brochure {
        provider: shell.provider.name.clone(),
        eyebrow: format!("{name} · {}", course.code),
        facts: facts(&course, &shell.tax_note()),
        outcomes: texts(ItemKind::Outcome).collect(),
        outline: outline.collect(),
        prerequisites: texts(ItemKind::Prerequisite).chain(known).collect(),
        included: texts(ItemKind::Included).collect(),
        dates: dates.iter().map(date).collect(),
        tax_note: shell.tax_note(),
        contacts: contacts(&shell.provider),
        address: format!("{}{}", frame.base_url, urls::course(&slug)),
        drawing: drawing(slug.as_str(), kind, Shape::Banner),
        as_on: now.home_day(),
        title: course.title,
        summary: course.summary,
    };
    Ok(Some(Show { brochure, slug }))
}

fn of(items: &[Item], kind: ItemKind) -> impl Iterator<Item = &Item> {
    items.iter().filter(move |item| item.kind == kind)
}

fn facts(course: &Course, tax_note: &str) -> Vec<Fact> {
    let price = match course.price().amount() {
        Some(_) => format!("{} {tax_note}", course.price()),
        None => "On request".to_owned(),
    };
    let exam = course.exam_code.as_ref().map(|exam| match &course.vendor {
        Some(vendor) => format!("{exam}, {vendor}"),
        None => exam.clone(),
    });
    [
        ("Length", Some(days(course.days))),
        ("Level", Some(course.level.label().to_owned())),
        ("Price for one person", Some(price)),
        ("Class size", Some(format!("at most {}", course.class_size))),
        ("Exam", exam),
        ("Code", Some(course.code.to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(Fact { name: name.to_owned(), value: value?.trim_end().to_owned() }))
    .collect()
}

fn date(training: &Listing) -> Date {
    let seats = match training.seats_left() {
        0 => "Full, waiting list".to_owned(),
        1 => "1 seat".to_owned(),
        left => format!("{left} seats"),
    };
    let (when, place) = (training.when(), training.place().title.to_owned());
    Date { when, place, seats, price: training.price().to_string() }
}

fn contacts(provider: &Provider) -> Vec<Contact> {
    let subject = |number: &str| urls::whatsapp(number, "Hello, I have a question about a course.");
    [
        ("Telephone", spoken(&provider.phone), Some(urls::tel(&provider.phone))),
        ("WhatsApp", spoken(&provider.whatsapp), Some(subject(&provider.whatsapp))),
        ("Email", provider.email.clone(), Some(format!("mailto:{}", provider.email))),
        ("Office hours", provider.hours.clone(), None),
        ("Address", provider.address.clone(), None),
    ]
    .into_iter()
    .filter(|(_, value, _)| !value.is_empty())
    .map(|(name, value, link)| Contact { name: name.to_owned(), value, link })
    .collect()
}
