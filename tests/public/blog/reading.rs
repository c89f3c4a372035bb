//! What a reader finds around a post: its author, its month, its neighbours, its contents.
use crate::support::site::{Site, academy};

#[actix_web::test]
async fn an_author_has_a_page_with_what_they_wrote() {
    let site = Site::academy();
    let page = site.get("/blog/authors/thandi-zulu").await;
    assert_eq!((page.h1().as_str(), page.canonical().as_deref()), ("Thandi Zulu", Some("/blog/authors/thandi-zulu")));
    assert_eq!(page.links_below("/blog/")[..3], ["backend-work", "sql-joins", "old-news"]);
    assert!(page.html.contains("<p class=\"lede\">Rust and SQL</p>"));
    assert!(site.get("/blog/backend-work").await.has_link_to("/blog/authors/thandi-zulu"));
}

#[actix_web::test]
async fn who_wrote_nothing_public_is_no_author_yet() {
    let site = Site::academy();
    let trainer = "+++\ntitle = \"Sam Naidoo\"\nrole = \"Git\"\ntopics = []\n+++\n\nNew.\n".to_owned();
    let text = academy().0["posts/rust-errors.md"].replace("thandi-zulu", "sam-naidoo");
    site.import(vec![("trainers/sam-naidoo.md".to_owned(), trainer), ("posts/rust-errors.md".to_owned(), text)]).await;
    assert_eq!(site.get("/blog/authors/sam-naidoo").await.status, 404);
    site.clock.advance(std::time::Duration::from_secs(25 * 3600));
    assert_eq!(site.get("/blog/authors/sam-naidoo").await.status, 200);
    assert_eq!(site.get("/blog/authors/nobody").await.status, 404);
}

#[actix_web::test]
async fn the_archive_counts_the_posts_of_each_month() {
    let site = Site::academy();
    let page = site.get("/blog/archive").await;
    assert_eq!(page.links_below("/blog/archive/"), ["2026-02", "2025-12"]);
    assert!(page.html.contains("2 posts") && page.html.contains("1 post<"), "{}", page.html);
    let month = site.get("/blog/archive/2026-02").await;
    assert_eq!((month.h1().as_str(), month.canonical().as_deref()), ("February 2026", Some("/blog/archive/2026-02")));
    assert_eq!(month.links_below("/blog/")[..2], ["backend-work", "sql-joins"]);
}

#[actix_web::test]
async fn a_month_without_posts_has_no_page() {
    let site = Site::academy();
    for month in [
        "2026-01",
        "2026-03",
        "2026-13",
        "2026-00",
        "2026-2",
        "26-02",
        "0000-01",
        "2026-02-01",
        "99999-01",
        "2026--1",
        "+026-02",
        "february",
    ] {
        assert_eq!(site.get(&format!("/blog/archive/{month}")).await.status, 404, "{month}");
    }
}

#[actix_web::test]
async fn a_month_begins_at_midnight_at_home() {
    let site = Site::academy();
    for (published, month) in [("2026-01-31 23:59", "2026-01"), ("2026-02-01 00:00", "2026-02")] {
        site.edit("posts/old-news.md", "2025-12-01 08:00", published).await;
        assert!(site.get(&format!("/blog/archive/{month}")).await.has_link_to("/blog/old-news"), "{published}");
    }
}

#[actix_web::test]
async fn a_post_leads_to_the_one_before_and_the_one_after() {
    let site = Site::academy();
    let around = async |slug: &str| {
        let tree = site.get(&format!("/blog/{slug}")).await.tree();
        ["prev", "next"].map(|rel| tree.one("a", "rel", rel).and_then(|link| link.get("href")).map(str::to_owned))
    };
    let post = |slug: &str| Some(format!("/blog/{slug}"));
    assert_eq!(around("backend-work").await, [post("sql-joins"), None]);
    assert_eq!(around("sql-joins").await, [post("old-news"), post("backend-work")]);
    assert_eq!(around("old-news").await, [None, post("sql-joins")]);
    // Two of one moment follow each other in the order in which they were written.
    site.edit("posts/old-news.md", "2025-12-01 08:00", "2026-02-20 08:00").await;
    let all = [around("backend-work").await, around("old-news").await];
    assert_eq!(all.iter().filter(|[_, next]| next.is_none()).count(), 1, "{all:?}");
}

#[actix_web::test]
async fn a_long_post_begins_with_its_contents() {
    let site = Site::academy();
    let text = "## One `x`\n\na\n\n## Two & *three*\n\nb\n\n### Below\n\n## One x\n\nc\n\n";
    site.edit("posts/old-news.md", "The text of Old News.", text).await;
    assert!(!site.get("/blog/old-news").await.html.contains("On this page"), "three headings are few");
    site.edit("posts/old-news.md", "The text of Old News.", &format!("{text}## Ḽast\n\nd")).await;
    let page = site.get("/blog/old-news").await;
    let tree = page.tree();
    let links: Vec<_> = tree
        .all("a")
        .filter(|link| link.inside.iter().any(|name| name == "details"))
        .map(|link| (link.get("href").unwrap().to_owned(), link.text.clone()))
        .collect();
    let wanted = [("#one-x", "One x"), ("#two-three", "Two & three"), ("#one-x-2", "One x"), ("#ḽast", "Ḽast")];
    assert_eq!(links, wanted.map(|(to, text)| (to.to_owned(), text.to_owned())));
    assert!(links.iter().all(|(to, _)| tree.by_id(&to[1..]).is_some()));
}

#[actix_web::test]
async fn a_post_that_was_revised_says_when() {
    let site = Site::academy();
    assert!(!site.get("/blog/backend-work").await.html.contains("updated <time"), "only taken in later");
    site.edit("posts/backend-work.md", "The text", "The new text").await;
    assert!(site.get("/blog/backend-work").await.html.contains("updated <time datetime=\"2026-03-02\">2 Mar 2026"));
    site.clock.advance(std::time::Duration::from_secs(26 * 3600));
    assert!(!site.get("/blog/rust-errors").await.html.contains("updated <time"), "only written ahead");
}

#[actix_web::test]
async fn a_post_cannot_take_an_address_of_the_blog_itself() {
    let site = Site::academy();
    for slug in ["archive", "authors", "topics"] {
        let files = vec![(format!("posts/{slug}.md"), academy().0["posts/old-news.md"].clone())];
        let folder = lectern::transfer::Folder(files.into_iter().collect());
        let report =
            lectern::transfer::import(site.db(), lectern::access::Actor::operator(), folder, site.clock.now(), false)
                .await
                .unwrap();
        assert_eq!(report.refused.len(), 1, "{slug}");
    }
}
