use crate::db::prelude::*;

use super::content::{PostContent, moment};
use super::edited::{Edited, id_of};
use super::indexing::index_post;
use super::post::PostId;
use crate::access::Actor;
use crate::catalogue::topic_ids;
use crate::db::Conn;
use crate::db::schema::{courses, post_courses, post_topics, posts, trainers, urls as addresses};
use crate::site::{
    RevisionKind, Save, SaveError, Subject, claim_address, find_hero, keep_revision_as, missing, no_repeats,
};
use crate::types::{Markdown, Slug, Timestamp};
use crate::urls;

/// What stands behind `/blog/` besides posts.
const TAKEN: [&str; 3] = ["archive", "authors", "topics"];

/// Whether the blog keeps a name for itself.
pub(super) fn is_reserved(slug: &Slug) -> bool {
    TAKEN.contains(&slug.as_str())
}

/// Writes a post with all that belongs to it: its address, its place in the index, its lists and a revision.
pub(super) fn write(
    conn: &mut Conn,
    actor: &Actor,
    before: Option<&Edited>,
    (slug, content): (&Slug, &PostContent),
    kind: RevisionKind,
    now: Timestamp,
) -> Save<PostId> {
    check_slug(conn, before, slug)?;
    let (publish_at, unpublish_at) = moments(content)?;
    let canonical = content.canonical.as_deref().map(checked_canonical).transpose()?;
    let author = author(conn, content)?;
    let hero = find_hero(conn, content.hero.as_ref())?;
    let rendered = Markdown(&content.body).render();
    let row = (
        (posts::slug.eq(slug), posts::title.eq(&content.title), posts::standfirst.eq(&content.standfirst)),
        (posts::description.eq(&content.description), posts::seo_title.eq(&content.seo_title)),
        (posts::canonical_url.eq(canonical), posts::hero_id.eq(hero), posts::author_id.eq(author)),
        (posts::state.eq(content.state()), posts::publish_at.eq(publish_at), posts::unpublish_at.eq(unpublish_at)),
        (posts::reading_minutes.eq(rendered.reading_minutes()), posts::body.eq(&content.body)),
        (posts::body_html.eq(rendered.html), posts::trashed_at.eq(None::<Timestamp>)),
        (posts::updated_at.eq(now), posts::updated_by_id.eq(actor.user())),
    );
    let id: PostId = match before {
        Some(before) => diesel::update(posts::table.filter(posts::id.eq(before.id)))
            .set((row, posts::row_version.eq(posts::row_version + 1)))
            .returning(posts::id)
            .get_result(conn)?,
        None => diesel::insert_into(posts::table)
            .values((row, posts::created_at.eq(now)))
            .returning(posts::id)
            .get_result(conn)?,
    };
    link(conn, id, content)?;
    if let Some(before) = before.filter(|before| before.slug != *slug && !before.was_public(now)) {
        // Nobody was ever led to the old address; a redirect from it would tell of a draft.
        let old = addresses::table.filter(addresses::path.eq(urls::post(&before.slug)));
        diesel::delete(old.filter(addresses::subject_kind.eq(Subject::Post))).execute(conn)?;
    }
    claim_address(conn, &urls::post(slug), (Subject::Post, id.0), now)?;
    index_post(conn, slug)?;
    keep_revision_as(conn, actor, kind, ("post", id.0), (before.map(|before| &before.content), content), now)?;
    Ok(id)
}

fn check_slug(conn: &mut Conn, before: Option<&Edited>, slug: &Slug) -> Result<(), SaveError> {
    if is_reserved(slug) {
        return Err(SaveError::Refused { field: "slug", why: format!("is taken by the blog itself: “{slug}”") });
    }
    let is_others = id_of(conn, slug)?.is_some_and(|id| before.is_none_or(|before| before.id != id));
    if is_others {
        return Err(SaveError::Refused { field: "slug", why: format!("is taken by another post: “{slug}”") });
    }
    Ok(())
}

fn moments(content: &PostContent) -> Result<(Option<Timestamp>, Option<Timestamp>), SaveError> {
    let begins = content.published.as_deref().map(|text| moment("published", text)).transpose()?;
    let ends = content.unpublished.as_deref().map(|text| moment("unpublished", text)).transpose()?;
    if begins.zip(ends).is_some_and(|(begins, ends)| ends <= begins) {
        let why = "is not after the moment at which the post appears".to_owned();
        return Err(SaveError::Refused { field: "unpublished", why });
    }
    Ok((begins, ends))
}

fn checked_canonical(text: &str) -> Result<&str, SaveError> {
    let parsed = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let refused = || SaveError::Refused {
        field: "canonical",
        why: format!("is not an address like https://example.com/first: “{text}”"),
    };
    parsed.map(|_| text).ok_or_else(refused)
}

fn author(conn: &mut Conn, content: &PostContent) -> Save<Option<i64>> {
    let Some(name) = &content.author else { return Ok(None) };
    let id = trainers::table.filter(trainers::slug.eq(name)).select(trainers::id).first(conn).optional()?;
    Ok(Some(id.ok_or_else(|| missing("author", "trainer", name))?))
}

fn link(conn: &mut Conn, id: PostId, content: &PostContent) -> Save<()> {
    no_repeats("courses", &content.courses)?;
    diesel::delete(post_topics::table.filter(post_topics::post_id.eq(id))).execute(conn)?;
    diesel::delete(post_courses::table.filter(post_courses::post_id.eq(id))).execute(conn)?;
    for topic in topic_ids(conn, &Vec::from_iter(content.topics.iter().cloned()), "topics")? {
        let link = (post_topics::post_id.eq(id), post_topics::topic_id.eq(topic));
        diesel::insert_into(post_topics::table).values(link).execute(conn)?;
    }
    for (position, slug) in (1i32..).zip(&content.courses) {
        let course: Option<i64> =
            courses::table.filter(courses::slug.eq(slug)).select(courses::id).first(conn).optional()?;
        let course = course.ok_or_else(|| missing("courses", "course", slug))?;
        let link =
            (post_courses::post_id.eq(id), post_courses::course_id.eq(course), post_courses::position.eq(position));
        diesel::insert_into(post_courses::table).values(link).execute(conn)?;
    }
    Ok(())
}
