use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::catalogue::{CourseCard, CourseFilter, Path, list_paths, list_published};
use crate::schedule::Listing;
use crate::urls;
use crate::web::caching::{Draw, page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::frame::Frame;

/// More courses than any provider has.
const MOST_COURSES: i64 = 5_000;

#[derive(Template)]
#[template(path = "seo/llms.txt")]
struct Guide {
    frame: Frame,
    courses: Vec<CourseCard>,
    paths: Vec<Path>,
}

impl Draw for Guide {
    const MEDIA_TYPE: &'static str = "text/markdown; charset=utf-8";
}

impl Guide {
    fn next(&self, course: &CourseCard) -> Option<&Listing> {
        self.frame.shell.next_dates.iter().find(|training| training.course_id() == course.id)
    }
}

/// The site in words, for language models and whoever likes plain text (llmstxt.org).
///
/// # Errors
/// When the database fails.
pub async fn show(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    page(&context, &request, urls::LLMS.to_owned(), |reading| {
        let courses = list_published(reading.conn, &CourseFilter::default(), reading.now, (MOST_COURSES, 0))?;
        Ok(Some(Guide { frame: reading.frame.clone(), courses, paths: list_paths(reading.conn)? }))
    })
    .await
}
