use std::collections::BTreeSet;

use crate::catalogue::{
    Course, CourseKey, Item, ItemKind, find_published, list_items, list_leads_to, list_prerequisites,
};
use crate::schedule::{Listing, TrainingFilter, list_upcoming};
use crate::types::Slug;
use crate::urls;
use crate::web::caching::{Draw, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The name that a ticked statement has in the address; 0 stands for the question itself, so that nothing ticked is an answer too.
const NAME: &str = "can";
/// Dates to show to whoever is ready.
const DATES: usize = 4;
/// Courses to name to whoever may be beyond this one.
const NEXT: usize = 3;
/// No course has more statements than this.
const MOST: usize = 60;

/// What a visitor ticked of the statements that a course asks for.
#[derive(Debug, Clone, Default)]
pub struct SelfCheck {
    asked: bool,
    ticked: BTreeSet<usize>,
}

impl SelfCheck {
    /// What the address says; what is no number of a statement is ignored.
    pub fn of(fields: &Fields) -> Self {
        let numbers: BTreeSet<usize> = fields.all(NAME).iter().filter_map(|value| value.trim().parse().ok()).collect();
        let ticked: BTreeSet<usize> = numbers.iter().copied().filter(|number| (1..=MOST).contains(number)).collect();
        Self { asked: numbers.contains(&0) || !ticked.is_empty(), ticked }
    }

    /// Whether the visitor asks for an answer.
    pub fn is_asked(&self) -> bool {
        self.asked
    }

    /// Whether the statement of this number, counted from 1, is ticked.
    pub fn has(&self, number: &usize) -> bool {
        self.ticked.contains(number)
    }

    /// Of so many statements, how many are not ticked.
    pub fn open(&self, statements: usize) -> usize {
        (1..=statements).filter(|number| !self.has(number)).count()
    }

    /// The address of a course's page with this answer: the same ticks always have the same one.
    pub fn address(&self, course: &Slug) -> String {
        let numbers = self.ticked.iter().map(|number| format!("&{NAME}={number}"));
        format!("{}?{NAME}=0{}", urls::course(course), numbers.collect::<String>())
    }
}

#[derive(Template)]
#[template(path = "public/courses/self_check.html")]
struct Answer {
    frame: Frame,
    course: Course,
    items: Vec<Item>,
    check: SelfCheck,
    /// How many statements are not ticked.
    open: usize,
    before: Vec<(bool, CourseKey)>,
    leads_to: Vec<CourseKey>,
    dates: Vec<Listing>,
}

impl Draw for Answer {}

impl Answer {
    /// The courses below: those that a person must have done, or else those that help.
    fn below(&self) -> Vec<&CourseKey> {
        let those = |wanted: bool| self.before.iter().filter(move |(must, _)| *must == wanted).map(|(_, key)| key);
        let required: Vec<&CourseKey> = those(true).collect();
        if required.is_empty() { those(false).collect() } else { required }
    }
}

/// Whether the visitor is ready for a course, and else which one comes before. It is one visitor's answer, so it is small and not kept.
///
/// # Errors
/// Not found where there is no such public course; else when the database fails.
pub async fn answer(
    course: Slug,
    check: SelfCheck,
    request: &HttpRequest,
    context: &Data<Context>,
) -> Result<HttpResponse, AppError> {
    passing_page(context, request, check.address(&course), move |reading| read(reading, &course, check)).await
}

fn read(reading: &mut Reading, slug: &Slug, check: SelfCheck) -> diesel::QueryResult<Option<Answer>> {
    let now = reading.now;
    let Some(course) = find_published(reading.conn, slug, now)? else { return Ok(None) };
    let mut items = list_items(reading.conn, course.id)?;
    items.retain(|item| item.kind == ItemKind::Prerequisite);
    let of_course = TrainingFilter { course: Some(slug.clone()), ..TrainingFilter::default() };
    let mut leads_to = list_leads_to(reading.conn, course.id, now)?;
    leads_to.truncate(NEXT);
    let title = format!("Ready for {}?", course.title);
    let description = format!("Whether you know what {} asks for, and which course comes before it.", course.title);
    Ok(Some(Answer {
        frame: reading.frame(&title, &description, urls::COURSES).hidden(),
        open: check.open(items.len()),
        before: list_prerequisites(reading.conn, course.id, now)?,
        leads_to,
        dates: list_upcoming(reading.conn, &of_course, now, DATES)?,
        items,
        check,
        course,
    }))
}
