//! The blog in a feed reader.
use feed_rs::model::Feed;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::site::{Ask, BASE_URL, Site, Tree, academy};

const FEED: &str = "/blog/feed.xml";

/// The feed as the crate feed-rs reads it, once quick-xml has found it well formed.
async fn feed(site: &Site, address: &str) -> Feed {
    let answer = site.get(address).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/atom+xml; charset=utf-8"),
        "{address}"
    );
    let mut reader = Reader::from_str(&answer.html);
    reader.config_mut().enable_all_checks(true);
    while !matches!(reader.read_event().unwrap_or_else(|fault| panic!("{fault} in {}", answer.html)), Event::Eof) {}
    feed_rs::parser::parse(answer.body.as_slice()).unwrap()
}

/// What stands in the feed's entries, as HTML.
fn contents(feed: &Feed) -> Vec<String> {
    feed.entries.iter().map(|entry| entry.content.clone().unwrap().body.unwrap()).collect()
}

fn instant(at: Option<chrono::DateTime<chrono::Utc>>) -> String {
    at.unwrap().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[actix_web::test]
async fn the_feed_holds_the_public_posts_whole_newest_first() {
    let site = Site::academy();
    let feed = feed(&site, FEED).await;
    assert_eq!(feed.id, format!("{BASE_URL}{FEED}"));
    assert_eq!(feed.title.unwrap().content, "Test Academy: blog");
    let links: Vec<_> = feed.links.iter().map(|link| (link.rel.as_deref().unwrap(), link.href.as_str())).collect();
    assert_eq!(
        links,
        [("self", "https://academy.example/blog/feed.xml"), ("alternate", "https://academy.example/blog")]
    );
    let ids: Vec<_> = feed.entries.iter().map(|entry| entry.id.strip_prefix(BASE_URL).unwrap()).collect();
    assert_eq!(ids, ["/blog/backend-work", "/blog/sql-joins", "/blog/old-news"]);
    let post = &feed.entries[0];
    assert_eq!(post.title.as_ref().unwrap().content, "Backend Work");
    assert_eq!(post.summary.as_ref().unwrap().content, "What Backend Work is about.");
    assert_eq!(
        (post.authors[0].name.as_deref(), post.authors[0].uri.as_deref()),
        (Some("Thandi Zulu"), Some("https://academy.example/blog/authors/thandi-zulu"))
    );
    let topics: Vec<_> = post.categories.iter().map(|topic| (topic.term.as_str(), topic.label.as_deref())).collect();
    assert_eq!(topics, [("backend", Some("Backend")), ("careers", Some("Careers"))]);
    assert!(post.content.as_ref().unwrap().body.as_ref().unwrap().contains("<p>The text of Backend Work.</p>"));
}

#[actix_web::test]
async fn a_post_is_as_new_as_its_last_change_or_the_moment_it_appeared() {
    let site = Site::academy();
    let first = feed(&site, FEED).await;
    // Taken in at nine on 2 March, which is later than it was published, and never changed since.
    assert_eq!(instant(first.entries[0].published), "2026-02-20T06:00:00Z");
    assert_eq!(instant(first.entries[0].updated), "2026-02-20T06:00:00Z");
    assert_eq!(instant(first.updated), "2026-02-20T06:00:00Z");
    site.clock.advance(std::time::Duration::from_secs(26 * 3600));
    let later = feed(&site, FEED).await;
    assert_eq!(later.entries[0].id, "https://academy.example/blog/rust-errors");
    assert_eq!(instant(later.entries[0].updated), "2026-03-03T08:00:00Z", "it was written ahead");
    assert_eq!(instant(later.updated), "2026-03-03T08:00:00Z");
    site.edit("posts/old-news.md", "The text", "The new text").await;
    let changed = feed(&site, FEED).await;
    assert_eq!(instant(changed.entries[3].updated), "2026-03-03T09:00:00Z");
    assert_eq!(
        (instant(changed.updated), &changed.entries[3].id),
        ("2026-03-03T09:00:00Z".to_owned(), &later.entries[3].id)
    );
}

#[actix_web::test]
async fn a_topic_has_a_feed_of_its_own() {
    let site = Site::academy();
    let careers = feed(&site, "/blog/topics/careers/feed.xml").await;
    let ids: Vec<_> = careers.entries.iter().map(|entry| entry.id.strip_prefix(BASE_URL).unwrap()).collect();
    assert_eq!(ids, ["/blog/backend-work", "/blog/old-news"]);
    assert_eq!(careers.title.unwrap().content, "Test Academy: Careers");
    let rust = feed(&site, "/blog/topics/rust/feed.xml").await;
    assert!(rust.entries.is_empty() && rust.updated.is_some(), "its only posts are a draft and one of tomorrow");
    assert_eq!(site.get("/blog/topics/no-such/feed.xml").await.status, 404);
    assert_eq!(site.get("/blog/topics/NO/feed.xml").await.status, 404);
}

#[actix_web::test]
async fn every_link_in_a_feed_leads_there_from_anywhere() {
    let site = Site::demo();
    let feed = feed(&site, FEED).await;
    assert_eq!(feed.entries.len(), 15);
    let mut links = 0;
    for html in contents(&feed) {
        let tree = Tree::parse(&html);
        for link in tree.0.iter().filter_map(|element| element.get("href").or(element.get("src"))) {
            assert!(link.starts_with("https://"), "{link}");
            if let Some(own) = link.strip_prefix(BASE_URL) {
                assert_eq!(site.get(own.split('#').next().unwrap()).await.status, 200, "{own}");
            }
            links += 1;
        }
        assert!(!html.contains("{{"), "cards are shown as words");
    }
    assert!(links > 60, "{links}");
}

#[actix_web::test]
async fn text_that_shows_markup_or_what_xml_cannot_hold_comes_through() {
    let site = Site::academy();
    let title = "title = \"A <b> & ]]> “Ḽ” 👩🏾‍🏫 \\u0007\\uFFFF'\"";
    site.edit("posts/sql-joins.md", "title = \"Joins Explained\"", title).await;
    let body = "```html\n<a href=\"/x\">\n```\n\n[In](/courses) [down](#more) ]]> &amp;lt;\n\n## More\n\nBell: \u{8}.";
    site.edit("posts/old-news.md", "The text of Old News.", body).await;
    let feed = feed(&site, FEED).await;
    assert_eq!(feed.entries[1].title.as_ref().unwrap().content, "A <b> & ]]> “Ḽ” 👩🏾‍🏫 '");
    let old = &contents(&feed)[2];
    let tree = Tree::parse(old);
    assert_eq!(tree.all("code").next().unwrap().text, "<a href=\"/x\">\n");
    let links: Vec<_> = tree.all("a").filter_map(|link| link.get("href")).collect();
    assert_eq!(links, ["https://academy.example/courses", "https://academy.example/blog/old-news#more"]);
    assert_eq!(tree.all("p").next().unwrap().text, "In down ]]> &lt;");
}

#[actix_web::test]
async fn the_pages_of_the_blog_say_where_the_feeds_are() {
    let site = Site::academy();
    for path in ["/blog", "/blog/backend-work", "/blog/topics/careers", "/blog/authors/thandi-zulu", "/blog/archive"] {
        let tree = site.get(path).await.tree();
        let feeds: Vec<_> = tree.all("link").filter(|link| link.get("rel") == Some("alternate")).collect();
        assert!(feeds.iter().all(|feed| feed.get("type") == Some("application/atom+xml")), "{path}");
        let addresses: Vec<_> = feeds.iter().filter_map(|feed| feed.get("href")).collect();
        let wanted: &[&str] = if path.contains("topics") { &[FEED, "/blog/topics/careers/feed.xml"] } else { &[FEED] };
        assert_eq!(addresses, wanted, "{path}");
    }
}

#[actix_web::test]
async fn a_feed_that_did_not_change_is_not_sent_again() {
    let site = Site::academy();
    let etag = site.get(FEED).await.header("etag").to_owned();
    site.edit("pages/about.md", "The text of About.", "Something else.").await;
    let again = site.send(Ask::get(FEED).with("If-None-Match", &etag)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[actix_web::test]
async fn a_blog_without_posts_has_a_feed() {
    let site = Site::empty();
    assert!(feed(&site, FEED).await.entries.is_empty());
}

#[actix_web::test]
async fn a_draft_is_in_no_feed() {
    let site = Site::academy();
    site.clock.advance(std::time::Duration::from_secs(400 * 24 * 3600));
    assert!(academy().0["posts/unfinished.md"].contains("Unfinished Draft"));
    for address in [FEED, "/blog/topics/rust/feed.xml"] {
        assert!(!site.get(address).await.html.contains("nfinished"), "{address}");
    }
}
