use super::self_check::{SelfCheck, answer};
use crate::blog::{PostCard, list_around_course};
use crate::catalogue::{
    Category, Course, CourseId, CourseKey, Figure, Item, ItemKind, find_for_preview, find_published, list_items,
    list_leads_to, list_paths_with, list_prerequisites, list_related,
};
use crate::schedule::{Listing, Trainer, TrainingFilter, list_teaching, list_upcoming};
use crate::site::{AccreditationContent, list_valid_accreditations};
use crate::types::{SafeHtml, Slug};
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};
use crate::web::linked_data::{self, LinkedData};
use crate::web::public::parts::body::{Part, read_body, read_hero};
use crate::web::public::parts::enquiry_form::EnquiryForm;
use crate::web::public::parts::figure::{LineFigure, Shape, figure};
use crate::web::public::parts::widgets::{CourseRow, with_next_dates};
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "public/courses/show.html")]
struct Show {
    frame: Frame,
    course: Course,
    category: Option<Category>,
    hero: Option<SafeHtml>,
    body: Vec<Part>,
    figure: LineFigure,
    dates: Vec<Listing>,
    trainers: Vec<Trainer>,
    /// What bodies outside vouch for at present.
    claims: Vec<AccreditationContent>,
    items: Vec<Item>,
    before: Vec<(bool, CourseKey)>,
    leads_to: Vec<CourseKey>,
    paths: Vec<crate::catalogue::Path>,
    related: Vec<CourseRow>,
    posts: Vec<PostCard>,
    form: EnquiryForm,
}

impl Draw for Show {}

impl Show {
    fn linked_data(&self) -> LinkedData {
        LinkedData::of(&linked_data::Course::of(&self.frame, &self.course, &self.dates))
    }

    fn items(&self, kind: ItemKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    fn outcomes(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Outcome)
    }

    fn audience(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Audience)
    }

    fn prerequisites(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Prerequisite)
    }

    fn outline(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Outline)
    }

    fn included(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Included)
    }

    fn questions(&self) -> impl Iterator<Item = &Item> {
        self.items(ItemKind::Question)
    }

    /// What to take before it, by whether one must.
    fn steps_before(&self) -> impl Iterator<Item = &[(bool, CourseKey)]> {
        self.before.chunk_by(|(must, _), (other, _)| must == other)
    }

    /// This course beside the two that are most like it.
    fn comparison(&self) -> String {
        let others = self.related.iter().take(2).map(|row| &row.card.slug);
        urls::compare(others.chain([&self.course.slug]))
    }

    fn whatsapp(&self) -> Option<String> {
        let provider = &self.frame.shell.provider;
        let message = format!("Hello, I have a question about {} ({}).", self.course.title, self.course.code);
        (!provider.whatsapp.is_empty()).then(|| urls::whatsapp(&provider.whatsapp, &message))
    }
}

/// One course.
///
/// # Errors
/// Not found where there is no such public course; else when the database fails.
pub async fn show(
    slug: Path<String>,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let slug: Slug = slug.parse().map_err(|_| AppError::NotFound)?;
    let check = SelfCheck::of(&fields);
    if check.is_asked() {
        return answer(slug, check, &request, &context).await;
    }
    page(&context, &request, urls::course(&slug), move |reading| read_show(reading, &slug)).await
}

/// A course as it is saved, public or not. Nobody keeps it, and no search engine may.
///
/// # Errors
/// Not found where there is no such course; else when the database fails.
pub async fn preview(id: Path<String>, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = CourseId(id.parse().map_err(|_| AppError::NotFound)?);
    let here = request.path().to_owned();
    let mut answer = passing_page(&context, &request, here, move |reading| {
        let Some(course) = find_for_preview(reading.conn, id)? else { return Ok(None) };
        let mut show = read_course(reading, course)?;
        show.frame = show.frame.hidden();
        show.frame.title.insert_str(0, "Preview: ");
        Ok(Some(show))
    })
    .await?;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

fn read_show(reading: &mut Reading, slug: &Slug) -> diesel::QueryResult<Option<Show>> {
    let course = find_published(reading.conn, slug, reading.now)?;
    course.map(|course| read_course(reading, course)).transpose()
}

fn read_course(reading: &mut Reading, course: Course) -> diesel::QueryResult<Show> {
    let (now, slug) = (reading.now, &course.slug.clone());
    let category = reading.frame.shell.categories.iter().find(|category| category.id == course.category_id).cloned();
    let of_course = TrainingFilter { course: Some(slug.clone()), ..TrainingFilter::default() };
    let dates = list_upcoming(reading.conn, &of_course, now, 20)?;
    let ids: Vec<_> = dates.iter().map(Listing::id).collect();
    let related = list_related(reading.conn, course.id, now, 4)?;
    let kind = category.as_ref().map_or(Figure::Steps, |category| category.figure);
    let title = course.seo_title.clone().unwrap_or_else(|| course.title.clone());
    Ok(Show {
        frame: reading
            .frame(&title, &course.description, urls::COURSES)
            .canonical(urls::course(slug))
            .pictured(urls::og_course(slug)),
        hero: read_hero(reading, course.hero_id)?,
        body: read_body(reading, &course.body_html)?,
        figure: figure(slug.as_str(), kind, Shape::Banner),
        trainers: list_teaching(reading.conn, &ids)?,
        claims: list_valid_accreditations(reading.conn, course.id.0, now)?,
        dates,
        items: list_items(reading.conn, course.id)?,
        before: list_prerequisites(reading.conn, course.id, now)?,
        leads_to: list_leads_to(reading.conn, course.id, now)?,
        paths: list_paths_with(reading.conn, course.id)?,
        posts: list_around_course(reading.conn, course.id, now, 3)?,
        related: with_next_dates(reading, related),
        form: EnquiryForm::about(reading, &[("kind", "course"), ("course", slug.as_str())], None),
        category,
        course,
    })
}
