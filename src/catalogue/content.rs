use std::collections::BTreeSet;

use crate::db::prelude::*;

use super::course::{CourseId, Level, PriceKind};
use super::course_links::{prerequisites, related, replacement};
use super::items::{ItemKind, list_items};
use super::topic::list_course_topics;
use crate::db::Conn;
use crate::db::schema::{categories, courses, media};
use crate::site::{AccreditationContent, list_accreditations, with_body};
use crate::types::{Code, Moment, Money, Publication, Slug, Timestamp};

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
    #[serde(default, skip_serializing_if = "Publication::is_published")]
    pub state: Publication,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub go_live: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hero: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_title: Option<String>,
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accreditations: Vec<AccreditationContent>,
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
type Rest = (Slug, Option<String>, Option<String>, String, Option<String>, Option<String>);
type Span = (Publication, Option<Timestamp>, Option<Timestamp>, Timestamp);

fn find_row(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<(Core, Rest, Span)>> {
    courses::table
        .inner_join(categories::table)
        .left_join(media::table)
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
            (
                categories::slug,
                courses::vendor,
                courses::exam_code,
                courses::body,
                courses::seo_title,
                media::content_hash.nullable(),
            ),
            (courses::state, courses::publish_at, courses::unpublish_at, courses::created_at),
        ))
        .first(conn)
        .optional()
}

/// A course as editors wrote it.
pub fn load_course(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<CourseContent>> {
    let Some((core, rest, span)) = find_row(conn, slug)? else { return Ok(None) };
    let (id, title, code, level, summary, description, days, price_cents, price_kind, class_size) = core;
    let (category, vendor, exam, body, search_title, hero) = rest;
    let (state, publish_at, unpublish_at, created_at) = span;
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
        state,
        go_live: publish_at.filter(|at| *at != created_at).map(Moment),
        expires: unpublish_at.map(Moment),
        replaced_by: replacement(conn, id)?,
        hero,
        search_title,
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
        accreditations: list_accreditations(conn, Some(id.0))?,
        body,
    }))
}
