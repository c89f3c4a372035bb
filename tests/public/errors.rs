//! Pages that say what went wrong, and addresses that moved.
use diesel::prelude::*;
use lectern::db::schema::urls;
use lectern::site::redirect_address;

use crate::support::site::{Ask, Site};

async fn redirect(site: &Site, from: &'static str, to: &'static str) {
    let now = site.clock.now();
    site.db().write(move |conn| redirect_address(conn, from, to, now)).await.unwrap();
}

#[actix_web::test]
async fn an_unknown_address_gets_a_styled_page_with_a_search_box_filled_from_it() {
    let site = Site::academy();
    let page = site.get("/kurse/rust-for_beginners").await;
    assert_eq!((page.status, page.h1().as_str()), (404, "Page not found"));
    assert!(page.is_noindex() && page.has_link_to("/courses"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.field("q").as_deref(), Some("rust for beginners"));
    let tree = page.tree();
    assert_eq!(tree.one("form", "class", "search").unwrap().get("action"), Some("/search"));
    assert!(tree.one("link", "rel", "stylesheet").is_some());
}

#[actix_web::test]
async fn words_of_other_alphabets_reach_the_search_box_as_they_are_read() {
    let site = Site::academy();
    assert_eq!(site.get("/kursus/%E1%B8%BCavhengwa-caf%C3%A9").await.field("q").as_deref(), Some("Ḽavhengwa café"));
    assert_eq!(site.get("/a/%3Cb%3E%22x%22").await.field("q").as_deref(), Some("b  x"));
}

#[actix_web::test]
async fn a_moved_address_redirects_once_and_keeps_its_query() {
    let site = Site::academy();
    redirect(&site, "/old-post", "/blog/older-post").await;
    redirect(&site, "/blog/older-post", "/blog/backend-work").await;
    for from in ["/old-post", "/blog/older-post", "/old-post/", "/blog/older-post/"] {
        let answer = site.get(&format!("{from}?utm_source=x&y=%C3%A9")).await;
        assert_eq!((answer.status, answer.header("location")), (301, "/blog/backend-work?utm_source=x&y=%C3%A9"));
    }
    assert_eq!(site.get("/blog/backend-work").await.status, 200);
}

#[actix_web::test]
async fn a_slash_at_the_end_redirects_once() {
    let site = Site::academy();
    for path in ["/courses", "/courses/rust-services", "/trainings/RS-1-WEB-01", "/about", "/contact"] {
        let answer = site.get(&format!("{path}/")).await;
        assert_eq!((answer.status, answer.header("location")), (301, path));
        assert_eq!(site.get(answer.header("location")).await.status, 200);
        assert_eq!(site.get(&format!("{path}///")).await.header("location"), path);
    }
}

#[actix_web::test]
async fn a_redirect_never_leaves_the_site() {
    let site = Site::academy();
    for path in ["//evil.example/", "///evil.example/", "/\\evil.example/", "/\\/evil.example/", "//evil.example//"] {
        let answer = site.get(path).await;
        let to = answer.header("location");
        assert!(!to.starts_with("//") && !to.starts_with("/\\"), "{path} leads to {to}");
    }
}

#[actix_web::test]
async fn a_redirect_takes_any_query_along() {
    let site = Site::academy();
    for query in ["q=é", "q=%0D%0ASet-Cookie:x", "q=\u{7f}", "\"<>"] {
        let path = format!("/courses/?{query}");
        if path.parse::<actix_web::http::Uri>().is_ok() {
            assert_eq!(site.get(&path).await.status, 301, "{query}");
        }
    }
}

#[actix_web::test]
async fn a_withdrawn_address_is_gone_in_words() {
    let site = Site::academy();
    redirect(&site, "/blog/withdrawn", "/blog").await;
    let gone = (urls::redirect_to.eq(None::<String>), urls::is_gone.eq(true));
    site.db()
        .write(move |conn| diesel::update(urls::table.filter(urls::path.eq("/blog/withdrawn"))).set(gone).execute(conn))
        .await
        .unwrap();
    let page = site.get("/blog/withdrawn").await;
    assert_eq!((page.status, page.h1().as_str()), (410, "This page was withdrawn"));
    assert!(page.is_noindex() && page.has_link_to("/courses"));
}

#[actix_web::test]
async fn a_post_from_elsewhere_and_a_post_too_large_are_refused_in_words() {
    let site = Site::academy();
    let foreign = site.send(Ask::post("/contact", &[]).with("Origin", "https://evil.example")).await;
    assert_eq!((foreign.status, foreign.h1().as_str()), (403, "That form came from another site"));
    let large = site.send(Ask::post_raw("/contact", vec![b'x'; 64 * 1024 + 1])).await;
    assert_eq!(large.status, 413);
    assert!(large.is_noindex() && large.html.contains("larger than a form can be"));
    assert_eq!(site.send(Ask::post_raw("/contact", vec![b'x'; 64 * 1024])).await.status, 422, "64 KiB are taken");
}

#[actix_web::test]
async fn a_fault_of_ours_has_a_number_and_no_secrets() {
    let site = Site::academy();
    site.get("/").await;
    site.db()
        .write(|conn| diesel::sql_query("ALTER TABLE courses RENAME TO hidden_courses").execute(conn).map(|_| ()))
        .await
        .unwrap();
    let page = site.get("/courses").await;
    assert_eq!((page.status, page.h1().as_str()), (500, "Something went wrong on our side"));
    assert!(!page.html.contains("hidden_courses") && !page.html.to_lowercase().contains("table"));
    let number = page.tree().one("b", "class", "num").unwrap().text.clone();
    assert_eq!(number.len(), 8);
    assert_eq!(page.header("cache-control"), "no-store");
}
