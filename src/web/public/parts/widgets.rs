//! Small parts that several pages show.
use diesel::QueryResult;

use super::figure::{LineFigure, Shape, figure};
use crate::blog::{PostCard, list_latest};
use crate::catalogue::{Category, CategoryId, CourseCard, Figure};
use crate::schedule::{Listing, TrainingFilter, list_upcoming};
use crate::types::Timestamp;
use crate::web::era::Shell;
use crate::web::frame::Reading;

/// A course in a list, with the next date on which it runs.
#[derive(Debug, Clone)]
pub struct CourseRow {
    /// The course.
    pub card: CourseCard,
    /// Its next training, if it has one.
    pub next: Option<Listing>,
    /// Its line drawing.
    pub figure: LineFigure,
}

/// Adds to each course its next date and its drawing.
pub fn with_next_dates(reading: &Reading, cards: Vec<CourseCard>) -> Vec<CourseRow> {
    let shell = &reading.frame.shell;
    let next = |card: &CourseCard| shell.next_dates.iter().find(|training| training.course_id() == card.id).cloned();
    let row = |card: CourseCard| {
        let next = next(&card);
        course_row(shell, card, next)
    };
    cards.into_iter().map(row).collect()
}

/// A course with a date and its drawing.
pub fn course_row(shell: &Shell, card: CourseCard, next: Option<Listing>) -> CourseRow {
    let kind = kind_of(&shell.categories, card.category_id);
    CourseRow { next, figure: figure(card.slug.as_str(), kind, Shape::Tile), card }
}

/// The kind of line drawing of a category's courses.
pub fn kind_of(categories: &[Category], id: CategoryId) -> Figure {
    categories.iter().find(|category| category.id == id).map_or(Figure::Steps, |category| category.figure)
}

/// The lists beside an article.
#[derive(Debug, Clone)]
pub struct Sidebar {
    /// Related trainings: courses, each with its next date.
    pub related: Vec<CourseRow>,
    /// Upcoming trainings.
    pub upcoming: Vec<Listing>,
    /// Latest blogs.
    pub latest: Vec<PostCard>,
}

/// Reads the lists beside an article; `related` are the courses that belong to it.
pub fn sidebar(reading: &mut Reading, related: Vec<CourseCard>) -> QueryResult<Sidebar> {
    Ok(Sidebar {
        related: with_next_dates(reading, related),
        upcoming: list_upcoming(reading.conn, &TrainingFilter::default(), reading.now, 5)?,
        latest: list_latest(reading.conn, reading.now, 6)?,
    })
}

/// A day as a reader of the blog sees it: `14 Nov 2026`.
pub fn day(at: Timestamp) -> String {
    at.home_day().format("%-d %b %Y").to_string()
}

/// A day as machines read it: `2026-11-14`.
pub fn iso_day(at: Timestamp) -> String {
    at.home_day().to_string()
}

/// A length in training days: `1 day`, `3 days`.
pub fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// A telephone number as South Africans read it: `011 555 0100`; one from abroad stays as it is.
pub fn spoken(e164: &str) -> String {
    match e164
        .strip_prefix("+27")
        .and_then(|national| Some((national.get(..2)?, national.get(2..5)?, national.get(5..)?)))
    {
        Some((area, exchange, line)) => format!("0{area}\u{a0}{exchange}\u{a0}{line}"),
        None => e164.to_owned(),
    }
}
