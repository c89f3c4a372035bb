use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::parts::query::address;
use super::parts::widgets::{CourseRow, day, with_next_dates};
use crate::catalogue::{CourseFilter, list_published};
use crate::index::Kind;
use crate::search::{Count, Found, Group, Hit, search};
use crate::urls;
use crate::web::caching::{Draw, page, passing_page};
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::frame::{Frame, Reading};

const LONGEST_QUERY: usize = 100;
/// Letters up to which an offer is kept.
const COMMON_LETTERS: usize = 4;
/// Courses to show where nothing was found, or asked for yet.
const MOST_CONSOLATION: i64 = 4;

#[derive(Template)]
#[template(path = "public/search/show.html")]
struct Show {
    frame: Frame,
    q: String,
    found: Found,
    /// The courses among the results; where there is none, some of ours.
    courses: Vec<CourseRow>,
}

impl Draw for Show {}

impl Show {
    fn has_asked(&self) -> bool {
        !self.q.is_empty()
    }

    fn is_miss(&self) -> bool {
        self.has_asked() && self.found.is_empty()
    }

    fn course(&self, hit: &Hit) -> Option<&CourseRow> {
        self.courses.iter().find(|row| hit.kind == Kind::Course && row.card.id.0 == hit.id)
    }

    /// The day of a post, as it is read.
    fn day(&self, hit: &Hit) -> Option<String> {
        let post = self.found.posts.iter().find(|post| hit.kind == Kind::Post && post.id.0 == hit.id);
        post.map(|post| day(post.published_at()))
    }

    /// The groups in their order on the page, with the dates after the courses.
    fn sections(&self) -> Vec<Section<'_>> {
        let section = |group| Section { group: Some(group), ..Section::of(group.kind, group.count) };
        let mut sections: Vec<Section> = self.found.groups.iter().map(section).collect();
        if !self.found.dates.is_empty() {
            let after_courses = usize::from(self.found.groups.first().is_some_and(|group| group.kind == Kind::Course));
            sections.insert(after_courses, Section::of(Kind::Training, self.found.dates_count));
        }
        sections
    }

    /// Where all results of a group stand, if not all are here.
    fn all_of(&self, group: &Group) -> Option<String> {
        let is_cut = group.kind == Kind::Course && group.count.number > group.hits.len();
        is_cut.then(|| address(urls::COURSES, &[("q", self.searched())]))
    }

    /// What was searched for in the end.
    fn searched(&self) -> &str {
        self.found.instead.as_deref().unwrap_or(&self.q)
    }

    fn search_for(&self, text: &str) -> String {
        address(urls::SEARCH, &[("q", text)])
    }

    fn ask_about(&self) -> String {
        address(urls::CONTACT, &[("q", &self.q)])
    }
}

/// A group as it stands on the page.
struct Section<'a> {
    anchor: &'static str,
    label: &'static str,
    count: Count,
    /// The results; nothing for the dates, which are a timetable.
    group: Option<&'a Group>,
}

impl Section<'_> {
    fn of(kind: Kind, count: Count) -> Self {
        let (anchor, label) = match kind {
            Kind::Course => ("courses", "Courses"),
            Kind::Training => ("dates", "Dates"),
            Kind::City => ("cities", "Cities"),
            Kind::Path => ("paths", "Career paths"),
            Kind::Post => ("posts", "Posts"),
            _ => ("pages", "Pages"),
        };
        Self { anchor, label, count, group: None }
    }
}

/// One search over everything public.
///
/// # Errors
/// When the database fails.
pub async fn show(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let q = typed(&fields);
    let key = address(urls::SEARCH, &[("q", &q)]);
    if q.is_empty() {
        return page(&context, &request, key, move |reading| read(reading, q).map(Some)).await;
    }
    let inside = context.clone();
    let read = move |reading: &mut Reading| {
        let show = read(reading, q)?;
        if show.is_miss() {
            inside.misses.note(&show.q);
        }
        Ok(Some(show))
    };
    passing_page(&context, &request, key, read).await
}

fn typed(fields: &Fields) -> String {
    fields.get("q").chars().take(LONGEST_QUERY).collect::<String>().trim().to_owned()
}

fn read(reading: &mut Reading, q: String) -> QueryResult<Show> {
    let title = if q.is_empty() { "Search".to_owned() } else { format!("Search: {q}") };
    let frame = reading.frame(&title, "", "").hidden().canonical(urls::SEARCH);
    let mut found = Found::default();
    if !q.is_empty() {
        let lexicon = reading.lexicon()?;
        found = search(reading.conn, &lexicon, &q, reading.now)?;
    }
    let cards = if found.is_empty() {
        list_published(reading.conn, &CourseFilter::default(), reading.now, (MOST_CONSOLATION, 0))?
    } else {
        std::mem::take(&mut found.courses)
    };
    Ok(Show { frame, courses: with_next_dates(reading, cards), q, found })
}

/// Suggestions as a list of `label`, `kind` and `address`.
#[derive(Template)]
#[template(source = "{{ json }}", ext = "json", escape = "none")]
struct Suggestions {
    json: String,
}

impl Draw for Suggestions {
    const MEDIA_TYPE: &'static str = "application/json";
}

/// What to offer while somebody types, at most eight.
///
/// # Errors
/// When the database fails.
pub async fn suggest(fields: Fields, request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let q = typed(&fields).to_lowercase();
    let key = address(urls::SUGGEST, &[("q", &q)]);
    // The first letters are the same for many, and so few that they push nothing else out of memory.
    let is_common = q.len() <= COMMON_LETTERS && q.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let read = move |reading: &mut Reading| {
        let suggestions = reading.lexicon()?.suggest(&q);
        let json = serde_json::to_string(&suggestions)
            .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
        Ok(Some(Suggestions { json }))
    };
    if is_common {
        page(&context, &request, key, read).await
    } else {
        passing_page(&context, &request, key, read).await
    }
}
