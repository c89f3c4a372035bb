use crate::db::prelude::*;
use diesel::dsl::{AsSelect, SqlTypeOf, auto_type, count_star, min};

use super::month::Month;
use super::post::{Author, AuthorId, Post, PostCard, PostId};
use crate::catalogue::{CourseId, Topic, TopicId};
use crate::db::schema::{course_topics, post_courses, post_topics, posts, topics, trainers};
use crate::db::{Conn, MultiBackend, among, lower};
use crate::types::{Publication, Slug, Timestamp};

/// The one definition of a public post; every public query carries it.
#[auto_type(no_type_alias)]
pub(super) fn published(now: Timestamp) -> _ {
    let published: Publication = Publication::Published;
    let ended = posts::unpublish_at.le(now).assume_not_null();
    let begun = posts::publish_at.le(now).assume_not_null();
    let open = posts::unpublish_at.is_null().or(diesel::dsl::not(ended));
    posts::state.eq(published).and(begun).and(open)
}

/// A public post by its part of the address.
pub fn find_published(conn: &mut Conn, slug: &Slug, now: Timestamp) -> QueryResult<Option<Post>> {
    posts::table
        .left_join(trainers::table)
        .filter(published(now))
        .filter(posts::slug.eq(slug))
        .select(Post::as_select())
        .first(conn)
        .optional()
}

/// Whether a post was public and is so no more: retired, or past its last moment. A draft never was.
pub fn is_withdrawn(conn: &mut Conn, post: PostId, now: Timestamp) -> QueryResult<bool> {
    let row: Option<(Publication, Option<Timestamp>)> =
        posts::table.filter(posts::id.eq(post)).select((posts::state, posts::unpublish_at)).first(conn).optional()?;
    Ok(row.is_some_and(|(state, ends)| state.is_over(ends, now)))
}

/// What a reader narrows the posts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostFilter {
    /// Not at all.
    All,
    /// Only on this topic.
    Topic(TopicId),
    /// Only by this author.
    Author(AuthorId),
    /// Only from this month.
    Month(Month),
}

/// How many public posts a filter leaves.
pub fn count_published(conn: &mut Conn, filter: PostFilter, now: Timestamp) -> QueryResult<i64> {
    let all = posts::table.filter(published(now)).select(count_star()).into_boxed::<MultiBackend>();
    narrowed(all, filter).first(conn)
}

/// A page of the public posts that a filter leaves, newest first.
pub fn list_published(
    conn: &mut Conn,
    filter: PostFilter,
    now: Timestamp,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<PostCard>> {
    newest(conn, narrowed(cards(now), filter).offset(offset), limit)
}

fn narrowed<ST>(
    query: posts::BoxedQuery<'_, MultiBackend, ST>,
    filter: PostFilter,
) -> posts::BoxedQuery<'_, MultiBackend, ST> {
    match filter {
        PostFilter::All => query,
        PostFilter::Topic(topic) => query.filter(posts::id.eq_any(on_topic(topic))),
        PostFilter::Author(author) => query.filter(posts::author_id.eq(author)),
        PostFilter::Month(month) => match month.span() {
            Some((first, end)) => query.filter(posts::publish_at.ge(first)).filter(posts::publish_at.lt(end)),
            None => query,
        },
    }
}

#[auto_type(no_type_alias)]
fn on_topic(topic: TopicId) -> _ {
    post_topics::table.filter(post_topics::topic_id.eq(topic)).select(post_topics::post_id)
}

/// The newest public posts.
pub fn list_latest(conn: &mut Conn, now: Timestamp, limit: i64) -> QueryResult<Vec<PostCard>> {
    list_published(conn, PostFilter::All, now, (limit, 0))
}

/// The newest public posts that an editor tied to a course.
pub fn list_about_course(conn: &mut Conn, course: CourseId, now: Timestamp, limit: i64) -> QueryResult<Vec<PostCard>> {
    let about = post_courses::table.filter(post_courses::course_id.eq(course)).select(post_courses::post_id);
    newest(conn, cards(now).filter(posts::id.eq_any(about)), limit)
}

/// Public posts that belong to a course: those that an editor tied to it, then those on its topics; the newest of each first.
pub fn list_around_course(conn: &mut Conn, course: CourseId, now: Timestamp, limit: i64) -> QueryResult<Vec<PostCard>> {
    let mut found = list_about_course(conn, course, now, limit)?;
    let its_topics = course_topics::table.filter(course_topics::course_id.eq(course)).select(course_topics::topic_id);
    let on_them = post_topics::table.filter(post_topics::topic_id.eq_any(its_topics)).select(post_topics::post_id);
    let others = newest(conn, cards(now).filter(posts::id.eq_any(on_them)), limit)?;
    let tied: Vec<PostId> = found.iter().map(|post| post.id).collect();
    found.extend(others.into_iter().filter(|post| !tied.contains(&post.id)));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// The newest public posts on any of some topics.
pub fn list_on_topics(conn: &mut Conn, topics: &[TopicId], now: Timestamp, limit: i64) -> QueryResult<Vec<PostCard>> {
    let about = post_topics::table.filter(among(post_topics::topic_id, topics)).select(post_topics::post_id);
    newest(conn, cards(now).filter(posts::id.eq_any(about)), limit)
}

type Cards<'a> = posts::BoxedQuery<'a, MultiBackend, SqlTypeOf<AsSelect<PostCard, MultiBackend>>>;

/// Every public post as a list shows it.
fn cards<'a>(now: Timestamp) -> Cards<'a> {
    posts::table.filter(published(now)).select(PostCard::as_select()).into_boxed::<MultiBackend>()
}

fn newest(conn: &mut Conn, cards: Cards<'_>, limit: i64) -> QueryResult<Vec<PostCard>> {
    cards.order((posts::publish_at.desc(), posts::id.desc())).limit(limit).load(conn)
}

/// The public ones of some posts, newest first.
pub fn list_cards(conn: &mut Conn, ids: &[PostId], now: Timestamp) -> QueryResult<Vec<PostCard>> {
    let most = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    newest(conn, cards(now).filter(among(posts::id, ids)), most)
}

/// The topics of a post, by name.
pub fn topics_of(conn: &mut Conn, post: PostId) -> QueryResult<Vec<Topic>> {
    topics::table
        .inner_join(post_topics::table)
        .filter(post_topics::post_id.eq(post))
        .order((lower(topics::title), topics::id))
        .select(Topic::as_select())
        .load(conn)
}

/// The topics on which there is a public post, by name.
pub fn list_topics_in_use(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Topic>> {
    let public = posts::table.filter(published(now)).select(posts::id);
    let used = post_topics::table.filter(post_topics::post_id.eq_any(public)).select(post_topics::topic_id);
    topics::table
        .filter(topics::id.eq_any(used))
        .order((lower(topics::title), topics::id))
        .select(Topic::as_select())
        .load(conn)
}

/// The courses that an editor tied to a post, in their order.
pub fn pinned_courses(conn: &mut Conn, post: PostId) -> QueryResult<Vec<CourseId>> {
    post_courses::table
        .filter(post_courses::post_id.eq(post))
        .order(post_courses::position)
        .select(post_courses::course_id)
        .load(conn)
}

/// Who bears a name, if a post by them is public: a name behind which only drafts stand is not there yet.
pub fn find_author(conn: &mut Conn, slug: &Slug, now: Timestamp) -> QueryResult<Option<(AuthorId, Author)>> {
    let wrote = posts::table.filter(published(now)).select(posts::author_id.assume_not_null());
    trainers::table
        .filter(trainers::slug.eq(slug))
        .filter(trainers::id.eq_any(wrote))
        .select((trainers::id, Author::as_select()))
        .first(conn)
        .optional()
}

/// The months in which public posts appeared, newest first, and how many in each.
pub fn list_months(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<(Month, usize)>> {
    let moments: Vec<Timestamp> = posts::table
        .filter(published(now))
        .order(posts::publish_at.desc())
        .select(posts::publish_at.assume_not_null())
        .load(conn)?;
    // Counted here, because each engine has its own words for the month of a moment.
    let mut months: Vec<(Month, usize)> = Vec::new();
    for month in moments.into_iter().map(Month::of) {
        match months.last_mut().filter(|(last, _)| *last == month) {
            Some((_, count)) => *count += 1,
            None => months.push((month, 1)),
        }
    }
    Ok(months)
}

/// The public posts just before and just after one.
pub fn neighbours(conn: &mut Conn, post: &Post, now: Timestamp) -> QueryResult<(Option<PostCard>, Option<PostCard>)> {
    let (at, id) = (post.published_at(), post.id);
    let earlier = posts::publish_at.lt(at).or(posts::publish_at.eq(at).and(posts::id.lt(id)));
    let before = posts::table
        .filter(published(now))
        .filter(earlier)
        .order((posts::publish_at.desc(), posts::id.desc()))
        .select(PostCard::as_select())
        .first(conn)
        .optional()?;
    let later = posts::publish_at.gt(at).or(posts::publish_at.eq(at).and(posts::id.gt(id)));
    let after = posts::table
        .filter(published(now))
        .filter(later)
        .order((posts::publish_at.asc(), posts::id.asc()))
        .select(PostCard::as_select())
        .first(conn)
        .optional()?;
    Ok((before, after))
}

/// The next instant after `now` at which a post appears or disappears by itself.
pub fn next_moment(conn: &mut Conn, now: Timestamp) -> QueryResult<Option<Timestamp>> {
    let appears: Option<Timestamp> =
        posts::table.filter(posts::publish_at.gt(now)).select(min(posts::publish_at)).first(conn)?;
    let disappears: Option<Timestamp> =
        posts::table.filter(posts::unpublish_at.gt(now)).select(min(posts::unpublish_at)).first(conn)?;
    Ok([appears, disappears].into_iter().flatten().min())
}
