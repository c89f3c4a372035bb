use crate::db::prelude::*;

use super::category::CategoryId;
use super::content::{CourseContent, load_course};
use super::course::{CourseId, PriceKind};
use super::indexing::index_course;
use super::items::{ItemKind, replace_items};
use super::subscribers::tell_of_course;
use super::topic::{replace_topics, topic_ids};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::{categories, courses};
use crate::site::{
    Save, SaveError, Saved, Subject, claim_address, find_hero, keep_revision, missing, no_repeats,
    replace_accreditations,
};
use crate::types::{Markdown, Slug, Timestamp};
use crate::urls;

/// Makes or changes a course, without its links to other courses, which come when all courses are there.
///
/// # Errors
/// When a field is wrong or names something that does not exist, or the database fails.
pub fn save_course(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CourseContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_course(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let category = category_named(conn, &content.category)?;
    let topics = topic_ids(conn, &Vec::from_iter(content.topics.iter().cloned()), "topics")?;
    check(slug, content)?;
    check_code(conn, slug, content)?;
    let created_at: Option<Timestamp> =
        courses::table.filter(courses::slug.eq(slug)).select(courses::created_at).first(conn).optional()?;
    // A course that says no moment is public from its beginning; so is one that says so only later.
    let publish_at = content.go_live.map_or(created_at.unwrap_or(now), |moment| moment.0);
    check_span(content, publish_at)?;
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
        (
            courses::state.eq(content.state),
            courses::publish_at.eq(publish_at),
            courses::unpublish_at.eq(content.expires.map(|moment| moment.0)),
            courses::seo_title.eq(&content.search_title),
            courses::hero_id.eq(find_hero(conn, content.hero.as_ref())?),
        ),
        courses::updated_at.eq(now),
    );
    let id: CourseId = match before {
        Some(_) => diesel::update(courses::table.filter(courses::slug.eq(slug)))
            .set((row, courses::row_version.eq(courses::row_version + 1)))
            .returning(courses::id)
            .get_result(conn)?,
        None => diesel::insert_into(courses::table)
            .values((row, courses::slug.eq(slug), courses::created_at.eq(now)))
            .returning(courses::id)
            .get_result(conn)?,
    };
    let told = |content: &CourseContent| (content.title.clone(), content.summary.clone());
    if before.as_ref().is_some_and(|before| told(before) != told(content)) {
        tell_of_course(conn, id, now)?;
    }
    replace_items(conn, id, &items(content))?;
    replace_topics(conn, id, &topics)?;
    replace_accreditations(conn, Some(id.0), &content.accreditations)?;
    claim_address(conn, &urls::course(slug), (Subject::Course, id.0), now)?;
    index_course(conn, slug)?;
    keep_revision(conn, actor, ("course", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

fn category_named(conn: &mut Conn, slug: &Slug) -> Save<CategoryId> {
    let known = categories::table.filter(categories::slug.eq(slug)).select(categories::id).first(conn).optional()?;
    known.ok_or_else(|| missing("category", "category", slug))
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

fn check_code(conn: &mut Conn, slug: &Slug, content: &CourseContent) -> Save<()> {
    let other: Option<String> = courses::table
        .filter(courses::code.eq(&content.code).and(courses::slug.ne(slug)))
        .select(courses::title)
        .first(conn)
        .optional()?;
    let taken =
        |title| SaveError::Refused { field: "code", why: format!("belongs to the course “{title}” already") };
    other.map_or(Ok(()), |title| Err(taken(title)))
}

fn check_span(content: &CourseContent, publish_at: Timestamp) -> Result<(), SaveError> {
    let is_backward = content.expires.is_some_and(|expires| expires.0 <= publish_at);
    let why = || "is not after the moment at which the course goes live".to_owned();
    if is_backward { Err(SaveError::Refused { field: "expires", why: why() }) } else { Ok(()) }
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
