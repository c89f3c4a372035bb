//! Pages that say what went wrong, and addresses that moved.
use lectern::db::prelude::*;
use lectern::db::schema::{courses, posts, urls};
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
async fn what_belongs_to_a_course_that_moved_goes_with_it() {
    let site = Site::academy();
    redirect(&site, "/courses/rust-old", "/courses/rust-services").await;
    redirect(&site, "/courses/gone-to-list", "/courses").await;
    for part in ["/letter", "/brochure.pdf", ""] {
        let answer = site.get(&format!("/courses/rust-old{part}?x=1")).await;
        assert_eq!((answer.status, answer.header("location")), (301, &*format!("/courses/rust-services{part}?x=1")));
        assert_eq!(site.get(&format!("/courses/rust-services{part}")).await.status, 200);
        let answer = site.get(&format!("/courses/gone-to-list{part}")).await;
        assert_eq!((answer.status, answer.header("location")), (301, "/courses"), "a list has no such part");
        assert_eq!(site.get(&format!("/courses/never{part}")).await.status, 404);
    }
    redirect(&site, "/courses/rust-old/letter", "/about").await;
    assert_eq!(site.get("/courses/rust-old/letter").await.header("location"), "/about", "an address of its own wins");
    assert_eq!(site.get("/courses/rust-old/nothing").await.status, 404);
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

#[actix_web::test]
async fn a_wrong_turn_is_shown_the_nearest_pages() {
    let site = Site::demo();
    for (path, nearest) in [
        ("/courses/backend-developement-with-rust", "/courses/backend-development-with-rust"),
        ("/kurse/sql_fundamentals.html", "/courses/sql-fundamentals"),
        ("/courses/kubernets", "/courses/containers-and-kubernetes"),
        ("/blog/what-is-a-backend-dev", "/blog/what-is-a-backend-developer"),
        ("/locations/gqebera", "/locations/gqeberha"),
        ("/trainings/RS-101-WEB-99", "/trainings/RS-101-WEB-01"),
        ("/privacy-policy", "/privacy"),
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        let near = page.under("Close to what you asked for");
        let near: Vec<&str> = near.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(near.iter().take(3).any(|address| *address == nearest), "{path}: {near:?}");
    }
    let lost = site.get("/zzqx").await;
    assert!(!lost.html.contains("Close to what you asked for"), "nothing is like that");
    let other = site.post("/kurse/sql-fundamentals", &[]).await;
    assert_eq!(other.status, 404);
}

#[actix_web::test]
async fn an_address_of_any_length_gets_a_small_page() {
    let site = Site::demo();
    for letter in ["a", "%C3%A9", "a/", "a-"] {
        let page = site.get(&format!("/{}", letter.repeat(20_000 / letter.len()))).await;
        assert_eq!(page.status, 404);
        assert!(page.body.len() < 8_000, "{} bytes for {letter}", page.body.len());
    }
}

#[actix_web::test]
async fn a_course_or_post_that_was_public_and_is_withdrawn_is_gone_and_a_draft_never_was() {
    let site = Site::academy();
    assert_eq!(site.get("/courses/rust-services").await.status, 200);
    let past = site.clock.now() - chrono::Duration::seconds(1);
    site.db()
        .write(move |conn| {
            let course = courses::table.filter(courses::slug.eq("rust-services"));
            diesel::update(course).set(courses::state.eq("retired")).execute(conn)?;
            let course = courses::table.filter(courses::slug.eq("sql-basics"));
            diesel::update(course).set(courses::state.eq("draft")).execute(conn)?;
            let post = posts::table.filter(posts::slug.eq("backend-work"));
            diesel::update(post).set(posts::unpublish_at.eq(past)).execute(conn)?;
            lectern::db::raise_content_version(conn)
        })
        .await
        .unwrap();
    for (path, status) in [
        ("/courses/rust-services", 410),
        ("/courses/rust-services/", 410),
        ("/courses/sql-basics", 404),
        ("/blog/backend-work", 410),
        ("/blog/unfinished", 404),
        ("/courses/no-such", 404),
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(!page.html.contains("Rust Services"), "{path} says no more than that");
    }
}

#[actix_web::test]
async fn a_method_that_an_address_does_not_take_is_answered_with_those_it_does() {
    let site = Site::academy();
    for (path, allowed) in [("/courses", "GET, HEAD"), ("/contact", "GET, HEAD, POST"), ("/cookies", "GET, HEAD, POST")]
    {
        let answer = site.send(Ask::new(actix_web::http::Method::DELETE, path)).await;
        assert_eq!((answer.status, answer.header("allow")), (405, allowed), "{path}");
        assert_eq!(answer.h1(), "This page takes no form");
    }
    assert_eq!(site.post("/courses", &[]).await.status, 405);
}

thread_local! {
    /// What was logged on this thread, which is this test's own.
    static LOG: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
}

struct ThisThread;

impl std::io::Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn every_error_is_styled_and_small_and_its_number_stands_in_the_log() {
    let site = Site::academy();
    site.get("/").await;
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(|| ThisThread).finish();
    tracing::subscriber::set_global_default(log).expect("no other test sets one");
    let withdrawn = "UPDATE courses SET state = 'retired' WHERE slug = 'query-tuning'";
    site.db().write(move |conn| diesel::sql_query(withdrawn).execute(conn).map(|_| ())).await.unwrap();
    let asks = [
        (403, Ask::post("/contact", &[]).with("Origin", "https://evil.example")),
        (404, Ask::get("/no-such-page-0123")),
        (405, Ask::post("/courses", &[])),
        (410, Ask::get("/courses/query-tuning")),
        (413, Ask::post_raw("/contact", vec![b'x'; 70_000])),
    ];
    let mut answers = Vec::new();
    for (status, ask) in asks {
        answers.push((status, site.send(ask).await));
    }
    let broken = "ALTER TABLE courses RENAME TO hidden_courses";
    site.db().write(move |conn| diesel::sql_query(broken).execute(conn).map(|_| ())).await.unwrap();
    answers.push((500, site.get("/courses").await));
    for (status, answer) in answers {
        assert_eq!(answer.status, status);
        assert!(answer.body.len() <= 6_000, "{status}: {} bytes", answer.body.len());
        assert!(answer.is_noindex() && answer.tree().one("link", "rel", "stylesheet").is_some(), "{status}");
        let number = answer.tree().one("b", "class", "num").unwrap().text.clone();
        assert_eq!(number.len(), 8);
        let log = LOG.with_borrow(|log| String::from_utf8(log.clone()).unwrap());
        assert_eq!(log.lines().filter(|line| line.contains(&number)).count(), 1, "{status}: {log}");
    }
}
