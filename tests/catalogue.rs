//! What is taught: what the public sees of it, in which order, and what belongs together.
use lectern::catalogue::{CourseFilter, Level, find_key, find_published, list_published, list_related, next_moment};
use lectern::db::prelude::*;
use lectern::db::schema::courses;
use lectern::db::{Conn, Db};
use lectern::types::{Publication, Slug, Timestamp};

use crate::support::academy::{course, holding, noon, small, today};
use crate::support::database::TestDatabase;

async fn catalogue() -> TestDatabase {
    let mut folder = small();
    for (slug, text) in [
        ("a", course("A-1", "Alpha", "topics = [\"rust\"]\nrelated = [\"c\"]\n")),
        ("b", course("B-1", "beta 100%", "topics = [\"rust\"]\n")),
        ("c", course("C-1", "Gamma", "").replace("beginner", "advanced")),
    ] {
        folder.0.insert(format!("courses/{slug}.md"), text);
    }
    holding(&folder, today()).await
}

async fn listed(db: &Db, filter: CourseFilter, now: Timestamp) -> Vec<String> {
    let cards = db.read(move |conn| list_published(conn, &filter, now, (99, 0))).await.unwrap();
    cards.into_iter().map(|card| card.title).collect()
}

async fn change(db: &Db, state: Publication, from: Timestamp, until: Option<Timestamp>) {
    let work = move |conn: &mut Conn| {
        let row = (courses::state.eq(state), courses::publish_at.eq(from), courses::unpublish_at.eq(until));
        diesel::update(courses::table.filter(courses::slug.eq("a"))).set(row).execute(conn)
    };
    db.write(work).await.unwrap();
}

#[tokio::test]
async fn the_public_sees_published_courses_between_their_instants_only() {
    let database = catalogue().await;
    let (then, later) = (noon(2026, 12, 1), noon(2026, 12, 2));
    for (state, from, until, seen) in [
        (Publication::Published, today(), None, true),
        (Publication::Published, later, None, false),
        (Publication::Published, then, None, true),
        (Publication::Published, today(), Some(later), true),
        (Publication::Published, today(), Some(then), false),
        (Publication::Draft, today(), None, false),
        (Publication::Retired, today(), None, false),
    ] {
        change(&database.db, state, from, until).await;
        let what = format!("{state} {until:?}");
        assert_eq!(
            listed(&database.db, CourseFilter::default(), then).await.contains(&"Alpha".to_owned()),
            seen,
            "{what}"
        );
        let slug: Slug = "a".parse().unwrap();
        let found = database.db.read(move |conn| find_published(conn, &slug, then)).await.unwrap();
        assert_eq!(found.is_some(), seen, "{what}");
    }
}

#[tokio::test]
async fn the_next_moment_is_when_a_course_comes_or_goes() {
    let database = catalogue().await;
    let (then, later) = (noon(2026, 12, 1), noon(2026, 12, 2));
    change(&database.db, Publication::Published, then, Some(later)).await;
    let next = |now| database.db.read(move |conn| next_moment(conn, now));
    assert_eq!(next(today()).await.unwrap(), Some(then));
    assert_eq!(next(then).await.unwrap(), Some(later));
    assert_eq!(next(later).await.unwrap(), None);
}

#[tokio::test]
async fn a_filter_leaves_what_it_names_by_name() {
    let database = catalogue().await;
    let words = |text: &str| CourseFilter { words: vec![text.to_owned()], ..CourseFilter::default() };
    let slug = |word: &str| Some(word.parse().unwrap());
    for (filter, left) in [
        (CourseFilter::default(), &["Alpha", "beta 100%", "Gamma", "Rust"][..]),
        (CourseFilter { level: Some(Level::Advanced), ..CourseFilter::default() }, &["Gamma"]),
        (
            CourseFilter { category: slug("software"), ..CourseFilter::default() },
            &["Alpha", "beta 100%", "Gamma", "Rust"],
        ),
        (CourseFilter { category: slug("other"), ..CourseFilter::default() }, &[]),
        (CourseFilter { only: Some(vec![]), ..CourseFilter::default() }, &[]),
        (words("BETA"), &["beta 100%"]),
        (words("rs-101"), &["Rust"]),
        (words("nothing"), &[]),
        (words("' OR 1=1 --"), &[]),
    ] {
        let what = format!("{filter:?}");
        assert_eq!(listed(&database.db, filter, today()).await, left, "{what}");
    }
}

#[tokio::test]
async fn related_courses_are_those_pinned_then_those_that_share_topics() {
    let database = catalogue().await;
    let look = |conn: &mut Conn| {
        let key = find_key(conn, &"a".parse().unwrap(), today())?.unwrap();
        list_related(conn, key.id, today(), 3)
    };
    let titles: Vec<_> = database.db.read(look).await.unwrap().into_iter().map(|card| card.title).collect();
    assert_eq!(titles, ["Gamma", "beta 100%"], "and never itself");
}
