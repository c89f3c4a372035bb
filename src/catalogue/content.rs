use std::collections::BTreeSet;

use diesel::prelude::*;

use super::category::CategoryId;
use super::course::{CourseId, Level, PriceKind};
use super::indexing::index_course;
use super::items::{ItemKind, list_items, replace_items};
use super::subscribers::tell_of_course;
use super::topic::{list_course_topics, replace_topics, topic_ids};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::{categories, course_prerequisites, courses, related_courses};
use crate::site::{Save, SaveError, Saved, Subject, claim_address, keep_revision, missing, no_repeats, with_body};
use crate::types::{Code, Markdown, Money, Publication, Slug, Timestamp};
use crate::urls;

/// A course as editors write it: the front matter of its file, and its body.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the content format, explained in docs/content.md")]
pub struct CourseContent {
    pub title: String,
    pub code: Code,
    pub category: Slug,
    pub level: Level,
    pub summary: String,
    pub description: String,
    pub days: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    pub price_kind: PriceKind,
    pub class_size: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exam: Option<String>,
    #[serde(default)]
    pub topics: BTreeSet<Slug>,
    #[serde(default)]
    pub must: BTreeSet<Slug>,
    #[serde(default)]
    pub should: BTreeSet<Slug>,
    #[serde(default)]
    pub related: Vec<Slug>,
    #[serde(default)]
    pub outcomes: Vec<String>,
    #[serde(default)]
    pub audience: Vec<String>,
    #[serde(default)]
    pub prerequisites: Vec<String>,
    #[serde(default)]
    pub included: Vec<String>,
    #[serde(default)]
    pub outline: Vec<OutlineDay>,
    #[serde(default)]
    pub questions: Vec<Question>,
    #[serde(skip)]
    pub body: String,
}

with_body!(CourseContent);

/// One day of a course.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutlineDay {
    /// Its subject.
    pub title: String,
    /// What happens.
    pub text: String,
}

/// A question that people ask about a course.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// As they ask it.
    pub question: String,
    /// The straight answer.
    pub answer: String,
}

type Core = (CourseId, String, Code, Level, String, String, i32, Option<i64>, PriceKind, i32);
type Rest = (Slug, Option<String>, Option<String>, String);

/// A course as editors wrote it.
pub fn load_course(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<CourseContent>> {
    let row: Option<(Core, Rest)> = courses::table
        .inner_join(categories::table)
        .filter(courses::slug.eq(slug))
        .select((
            (
                courses::id,
                courses::title,
                courses::code,
                courses::level,
                courses::summary,
                courses::description,
                courses::days,
                courses::price_cents,
                courses::price_kind,
                courses::class_size,
            ),
            (categories::slug, courses::vendor, courses::exam_code, courses::body),
        ))
        .first(conn)
        .optional()?;
    let Some((core, rest)) = row else { return Ok(None) };
    let (id, title, code, level, summary, description, days, price_cents, price_kind, class_size) = core;
    let (category, vendor, exam, body) = rest;
    let items = list_items(conn, id)?;
    let texts = |kind| items.iter().filter(move |item| item.kind == kind);
    let lines = |kind| texts(kind).map(|item| item.text.clone()).collect();
    let pairs = |kind| texts(kind).map(|item| (item.text.clone(), item.answer.clone().unwrap_or_default()));
    Ok(Some(CourseContent {
        title,
        code,
        category,
        level,
        summary,
        description,
        days,
        price: price_cents.map(Money::from_cents),
        price_kind,
        class_size,
        vendor,
        exam,
        topics: list_course_topics(conn, id)?.into_iter().map(|topic| topic.slug).collect(),
        must: prerequisites(conn, id, "must")?,
        should: prerequisites(conn, id, "should")?,
        related: related(conn, id)?,
        outcomes: lines(ItemKind::Outcome),
        audience: lines(ItemKind::Audience),
        prerequisites: lines(ItemKind::Prerequisite),
        included: lines(ItemKind::Included),
        outline: pairs(ItemKind::Outline).map(|(title, text)| OutlineDay { title, text }).collect(),
        questions: pairs(ItemKind::Question).map(|(question, answer)| Question { question, answer }).collect(),
        body,
    }))
}

fn prerequisites(conn: &mut Conn, course: CourseId, kind: &str) -> QueryResult<BTreeSet<Slug>> {
    let slugs: Vec<Slug> = course_prerequisites::table
        .inner_join(courses::table.on(courses::id.eq(course_prerequisites::prerequisite_id)))
        .filter(course_prerequisites::course_id.eq(course).and(course_prerequisites::kind.eq(kind)))
        .select(courses::slug)
        .load(conn)?;
    Ok(slugs.into_iter().collect())
}

fn related(conn: &mut Conn, course: CourseId) -> QueryResult<Vec<Slug>> {
    related_courses::table
        .inner_join(courses::table.on(courses::id.eq(related_courses::related_id)))
        .filter(related_courses::course_id.eq(course))
        .order(related_courses::position)
        .select(courses::slug)
        .load(conn)
}

/// Makes or changes a course, without its links to other courses (see [`link_course`]).
///
/// # Errors
/// When a field is wrong or names something that does not exist, or the database fails.
pub fn save_course(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CourseContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_course(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let category: Option<CategoryId> = categories::table
        .filter(categories::slug.eq(&content.category))
        .select(categories::id)
        .first(conn)
        .optional()?;
    let category = category.ok_or_else(|| missing("category", "category", &content.category))?;
    let topics = topic_ids(conn, &Vec::from_iter(content.topics.iter().cloned()), "topics")?;
    check(slug, content)?;
    let row = (
        (
            courses::code.eq(&content.code),
            courses::title.eq(&content.title),
            courses::category_id.eq(category),
            courses::vendor.eq(&content.vendor),
            courses::exam_code.eq(&content.exam),
            courses::level.eq(content.level),
            courses::summary.eq(&content.summary),
            courses::description.eq(&content.description),
            courses::days.eq(content.days),
        ),
        courses::class_size.eq(content.class_size),
        courses::price_kind.eq(content.price_kind),
        courses::price_cents.eq(price_cents(content)?),
        courses::body.eq(&content.body),
        courses::body_html.eq(Markdown(&content.body).render().html),
        courses::state.eq(Publication::Published),
        courses::updated_at.eq(now),
    );
    let id: CourseId = match before {
        Some(_) => diesel::update(courses::table.filter(courses::slug.eq(slug)))
            .set((row, courses::row_version.eq(courses::row_version + 1)))
            .returning(courses::id)
            .get_result(conn)?,
        None => diesel::insert_into(courses::table)
            .values((row, courses::slug.eq(slug), courses::created_at.eq(now), courses::publish_at.eq(now)))
            .returning(courses::id)
            .get_result(conn)?,
    };
    let told = |content: &CourseContent| (content.title.clone(), content.summary.clone());
    if before.as_ref().is_some_and(|before| told(before) != told(content)) {
        tell_of_course(conn, id, now)?;
    }
    replace_items(conn, id, &items(content))?;
    replace_topics(conn, id, &topics)?;
    claim_address(conn, &urls::course(slug), (Subject::Course, id.0), now)?;
    index_course(conn, slug)?;
    keep_revision(conn, actor, ("course", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn check(slug: &Slug, content: &CourseContent) -> Result<(), SaveError> {
    let refuse = |field, why: &str| Err(SaveError::Refused { field, why: why.to_owned() });
    match content {
        _ if urls::course(slug) == urls::COMPARE => refuse("slug", "is the address of the comparison; choose another"),
        _ if !(1..=60).contains(&content.days) => refuse("days", "is not a number from 1 to 60"),
        _ if content.class_size < 1 => refuse("class_size", "is not a number from 1 on"),
        _ if !content.should.is_disjoint(&content.must) => refuse("should", "names a course that stands in must too"),
        _ => no_repeats("related", &content.related),
    }
}

fn price_cents(content: &CourseContent) -> Result<Option<i64>, SaveError> {
    let refuse = |why: &str| Err(SaveError::Refused { field: "price", why: why.to_owned() });
    match (content.price, content.price_kind) {
        (None, PriceKind::OnRequest) => Ok(None),
        (Some(_), PriceKind::OnRequest) => refuse("stands beside price_kind = \"on-request\"; leave one of them out"),
        (None, _) => refuse("is missing; write it, or price_kind = \"on-request\""),
        (Some(price), _) => Ok(Some(price.cents())),
    }
}

fn items(content: &CourseContent) -> Vec<(ItemKind, &str, Option<&str>)> {
    let lines = [
        (ItemKind::Outcome, &content.outcomes),
        (ItemKind::Audience, &content.audience),
        (ItemKind::Prerequisite, &content.prerequisites),
        (ItemKind::Included, &content.included),
    ];
    let lines = lines.into_iter().flat_map(|(kind, texts)| texts.iter().map(move |text| (kind, text.as_str(), None)));
    let outline = content.outline.iter().map(|day| (ItemKind::Outline, day.title.as_str(), Some(day.text.as_str())));
    let questions =
        content.questions.iter().map(|one| (ItemKind::Question, one.question.as_str(), Some(one.answer.as_str())));
    lines.chain(outline).chain(questions).collect()
}

/// Writes a course's links to other courses, once all of them exist.
///
/// # Errors
/// When it names a course that does not exist, or itself, or the database fails.
pub fn link_course(conn: &mut Conn, slug: &Slug, content: &CourseContent) -> Save<()> {
    let own = course_id(conn, slug, "title")?;
    let ids = |conn: &mut Conn, slugs: &mut dyn Iterator<Item = &Slug>, field| -> Save<Vec<CourseId>> {
        slugs.map(|slug| course_id(conn, slug, field)).collect()
    };
    let must = ids(conn, &mut content.must.iter(), "must")?;
    let should = ids(conn, &mut content.should.iter(), "should")?;
    let related = ids(conn, &mut content.related.iter(), "related")?;
    if [&must, &should, &related].iter().any(|ids| ids.contains(&own)) {
        return Err(SaveError::Refused { field: "related", why: "names the course itself".to_owned() });
    }
    diesel::delete(course_prerequisites::table.filter(course_prerequisites::course_id.eq(own))).execute(conn)?;
    diesel::delete(related_courses::table.filter(related_courses::course_id.eq(own))).execute(conn)?;
    for (kind, ids) in [("must", must), ("should", should)] {
        for id in ids {
            let link = (
                course_prerequisites::course_id.eq(own),
                course_prerequisites::prerequisite_id.eq(id),
                course_prerequisites::kind.eq(kind),
            );
            diesel::insert_into(course_prerequisites::table).values(link).execute(conn)?;
        }
    }
    for (position, id) in (1i32..).zip(related) {
        let link = (
            related_courses::course_id.eq(own),
            related_courses::related_id.eq(id),
            related_courses::position.eq(position),
        );
        diesel::insert_into(related_courses::table).values(link).execute(conn)?;
    }
    Ok(())
}

fn course_id(conn: &mut Conn, slug: &Slug, field: &'static str) -> Save<CourseId> {
    let id: Option<CourseId> =
        courses::table.filter(courses::slug.eq(slug)).select(courses::id).first(conn).optional()?;
    id.ok_or_else(|| missing(field, "course", slug))
}
