mod feeds;
mod reading;

use std::time::Duration;

use crate::support::site::{Site, academy};

/// Until the post `rust-errors` appears.
const SCHEDULED: Duration = Duration::from_secs(25 * 3600);
const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn place_of(words: &str, text: &str) -> usize {
    let place = text.find(words);
    assert!(place.is_some(), "{words} in {text}");
    place.unwrap()
}

#[actix_web::test]
async fn the_blog_lists_public_posts_newest_first_and_topics_in_use() {
    let site = Site::academy();
    let page = site.get("/blog").await;
    let links = page.links_below("/blog/");
    assert_eq!(links[..3], ["backend-work", "sql-joins", "old-news"]);
    assert_eq!(links[3..6], ["topics/backend", "topics/careers", "topics/sql"], "rust has only what is not public yet");
    assert_eq!(links[6..], ["archive", "feed.xml"]);
    assert_eq!(site.get("/blog/unfinished").await.status, 404, "a draft is not found");
}

#[actix_web::test]
async fn a_topic_lists_its_own_posts() {
    let site = Site::academy();
    let page = site.get("/blog/topics/careers").await;
    assert_eq!((page.h1().as_str(), page.canonical().as_deref()), ("Careers", Some("/blog/topics/careers")));
    assert_eq!(page.links_below("/blog/")[..2], ["backend-work", "old-news"]);
    let bare = site.get("/blog/topics/rust").await;
    assert_eq!(bare.status, 200);
    assert!(bare.html.contains("There is no post on this yet."));
}

#[actix_web::test]
async fn a_long_blog_is_cut_into_pages() {
    let site = Site::demo();
    let pages = [site.get("/blog").await, site.get("/blog?page=2").await];
    let posts = |at: usize| {
        let links = pages[at].links_below("/blog/");
        let others = ["archive", "feed.xml"];
        links.into_iter().filter(|link| !link.contains('/') && !others.contains(&link.as_str())).collect::<Vec<_>>()
    };
    assert_eq!((posts(0).len(), posts(1).len()), (10, 5));
    assert!(posts(0).iter().all(|post| !posts(1).contains(post)));
    assert_eq!(pages[1].canonical().as_deref(), Some("/blog?page=2"));
    assert!(pages[1].title().starts_with("Blog, page 2 of 2"));
}

#[actix_web::test]
async fn a_post_shows_related_trainings_pinned_first_then_by_shared_topics_each_with_its_next_date() {
    let site = Site::academy();
    let page = site.get("/blog/backend-work").await;
    assert_eq!(page.h1(), "Backend Work");
    let related = page.under("Related trainings");
    let at = |words: &str| place_of(words, &related);
    assert!(at("/courses/query-tuning") < at("/courses/rust-services"), "pinned first");
    assert!(at("/courses/rust-services") < at("/courses/sql-basics"));
    assert!(!related.contains("unix-tools"), "no shared topic");
    assert!(related.contains("next 1–2 Jun 2026, Live online"), "{related}");
    assert!(related.contains("next 9–11 Mar 2026, Live online"), "{related}");
    assert!(related.contains("next 16–17 Mar 2026, Gqeberha"), "{related}");
}

#[actix_web::test]
async fn more_shared_topics_stand_before_fewer() {
    let site = Site::academy();
    site.edit("posts/sql-joins.md", "\"sql\"", "\"rust\", \"backend\"").await;
    let related = site.get("/blog/sql-joins").await.under("Related trainings");
    let at = |words: &str| related.find(words).unwrap();
    assert!(at("rust-services") < at("sql-basics"), "two shared topics before one");
    site.edit("posts/sql-joins.md", "\"sql\"", "\"sql\", \"backend\"").await;
    let related = site.get("/blog/sql-joins").await.under("Related trainings");
    let at = |words: &str| related.find(words).unwrap();
    assert!(at("sql-basics") < at("rust-services"));
}

#[actix_web::test]
async fn a_post_shows_upcoming_trainings_and_the_latest_posts_but_not_itself() {
    let site = Site::academy();
    let mut files = Vec::new();
    for number in 1..=6 {
        let text = academy().0["posts/sql-joins.md"].replace("2026-02-10", &format!("2026-01-0{number}"));
        files.push((format!("posts/extra-{number}.md"), text.replace("Joins Explained", &format!("Extra {number}"))));
    }
    site.import(files).await;
    let page = site.get("/blog/backend-work").await;
    let upcoming = page.under("Upcoming trainings");
    assert_eq!(upcoming.matches("<li>").count(), 5);
    assert!(upcoming.find("RS-1-WEB-01").unwrap() < upcoming.find("SQ-1-GQB-01").unwrap());
    let latest = page.under("Latest blogs");
    let latest = latest.split("</div>").next().unwrap();
    assert!(!latest.contains("/blog/backend-work"));
    assert_eq!(latest.matches("<li>").count(), 5);
    let at = |words: &str| place_of(words, latest);
    assert!(at("/blog/sql-joins") < at("/blog/extra-6") && at("/blog/extra-6") < at("/blog/extra-3"));
}

/// On its page, in the index, on its topic, beside other posts, on the start page and in the search; in both feeds; with its author,
/// in the archive and in its month; behind the post before it.
async fn where_it_shows(site: &Site) -> [bool; 12] {
    let address = "/blog/rust-errors";
    [
        site.get(address).await.status == 200,
        site.get("/blog").await.has_link_to(address),
        site.get("/blog/topics/rust").await.has_link_to(address),
        site.get("/blog/backend-work").await.has_link_to(address),
        site.get("/").await.has_link_to(address),
        site.get("/search?q=foretold").await.has_link_to(address),
        site.get("/blog/feed.xml").await.html.contains(address),
        site.get("/blog/topics/rust/feed.xml").await.html.contains(address),
        site.get("/blog/authors/thandi-zulu").await.has_link_to(address),
        site.get("/blog/archive").await.has_link_to("/blog/archive/2026-03"),
        site.get("/blog/archive/2026-03").await.status == 200,
        site.get("/blog/backend-work").await.tree().one("a", "rel", "next").is_some(),
    ]
}

#[actix_web::test]
async fn a_scheduled_post_appears_everywhere_at_its_moment_and_not_a_second_before() {
    let site = Site::academy();
    assert_eq!(where_it_shows(&site).await, [false; 12]);
    site.clock.advance(SCHEDULED - SECOND);
    assert_eq!(where_it_shows(&site).await, [false; 12], "one second before");
    site.clock.advance(2 * SECOND);
    assert_eq!(where_it_shows(&site).await, [true; 12], "one second after");
    assert!(site.get("/courses/rust-services").await.has_link_to("/blog/rust-errors"), "and at its course");
}

#[actix_web::test]
async fn a_post_names_its_author_its_day_and_its_topics() {
    let site = Site::academy();
    let page = site.get("/blog/backend-work").await;
    assert!(page.html.contains("Written by <b>Thandi Zulu</b> (Rust and SQL)."));
    assert!(page.html.contains(r#"<time datetime="2026-02-20">20 Feb 2026</time>"#));
    assert!(page.has_link_to("/blog/topics/backend") && page.has_link_to("/blog/topics/careers"));
}
