//! Articles, and when an article is public.
use lectern::blog::{PostFilter, count_published, find_published, list_latest, list_topics_in_use, next_moment};
use lectern::db::prelude::*;
use lectern::db::schema::posts;
use lectern::types::{Slug, Timestamp};

use crate::support::academy::{at, holding, noon, small, today};
use crate::support::database::TestDatabase;

fn post(title: &str, published: &str) -> String {
    let published = if published.is_empty() { String::new() } else { format!("published = \"{published}\"\n") };
    format!(
        "+++\ntitle = \"{title}\"\nstandfirst = \"s\"\ndescription = \"d\"\n{published}topics = [\"rust\"]\n+++\n\nOwls.\n"
    )
}

async fn blog() -> TestDatabase {
    let mut folder = small();
    for (slug, published) in [("old", "-9d 08:00"), ("new", "-1d 08:00"), ("ahead", "+2d 08:00"), ("draft", "")] {
        folder.0.insert(format!("posts/{slug}.md"), post(slug, published));
    }
    holding(&folder, today()).await
}

async fn titles(database: &TestDatabase, now: Timestamp) -> Vec<String> {
    let cards = database.db.read(move |conn| list_latest(conn, now, 99)).await.unwrap();
    cards.into_iter().map(|card| card.title).collect()
}

#[tokio::test]
async fn a_post_is_public_from_its_moment_on_and_the_newest_comes_first() {
    let database = blog().await;
    let moment = at(2026, 11, 25, 8, 0);
    assert_eq!(titles(&database, today()).await, ["new", "old"]);
    assert_eq!(titles(&database, moment - chrono::Duration::seconds(1)).await, ["new", "old"]);
    assert_eq!(titles(&database, moment).await, ["ahead", "new", "old"]);
    assert_eq!(database.db.read(|conn| next_moment(conn, today())).await.unwrap(), Some(moment));
    assert_eq!(database.db.read(move |conn| count_published(conn, PostFilter::All, moment)).await.unwrap(), 3);
}

#[tokio::test]
async fn a_draft_is_not_found() {
    let database = blog().await;
    for (slug, now, found) in [
        ("draft", noon(2099, 1, 1), false),
        ("ahead", today(), false),
        ("ahead", noon(2099, 1, 1), true),
        ("new", today(), true),
    ] {
        let slug: Slug = slug.parse().unwrap();
        let post = database.db.read(move |conn| find_published(conn, &slug, now)).await.unwrap();
        assert_eq!(post.is_some(), found);
    }
}

#[tokio::test]
async fn a_post_leaves_at_its_end() {
    let database = blog().await;
    let end = noon(2026, 12, 1);
    database
        .db
        .write(move |conn| {
            diesel::update(posts::table.filter(posts::slug.eq("new"))).set(posts::unpublish_at.eq(end)).execute(conn)
        })
        .await
        .unwrap();
    assert!(titles(&database, end - chrono::Duration::seconds(1)).await.contains(&"new".to_owned()));
    assert!(!titles(&database, end).await.contains(&"new".to_owned()));
}

#[tokio::test]
async fn a_topic_is_in_use_once_a_post_on_it_is_public() {
    let database = blog().await;
    let in_use = |now| database.db.read(move |conn| list_topics_in_use(conn, now));
    assert_eq!(in_use(today()).await.unwrap().len(), 1);
    assert!(in_use(noon(2020, 1, 1)).await.unwrap().is_empty());
}
