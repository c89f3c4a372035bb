//! Finished pages: served as they are until something changes, and never to the wrong visitor.
mod costs;
mod prefetch;
mod tags;
mod weight;

use crate::support::site::{Ask, Site};

#[actix_web::test]
async fn a_page_that_is_kept_costs_no_statement() {
    let site = Site::demo();
    for path in ["/", "/courses?page=2", "/courses/backend-development-with-rust", "/trainings?city=durban", "/blog"] {
        let first = site.get(path).await;
        let before = site.db().statements();
        for _ in 0..2 {
            assert_eq!(site.get(path).await.body, first.body, "{path}");
        }
        assert_eq!(site.db().statements(), before, "{path}");
    }
}

#[actix_web::test]
async fn a_change_shows_at_the_next_request() {
    let site = Site::academy();
    for path in
        ["/courses/rust-services", "/courses", "/", "/trainings", "/paths/backend-developer", "/blog/backend-work"]
    {
        assert!(!site.get(path).await.html.contains("Ferrous Services"));
    }
    site.edit("courses/rust-services.md", "\"Rust Services\"", "\"Ferrous Services\"").await;
    for path in
        ["/courses/rust-services", "/courses", "/", "/trainings", "/paths/backend-developer", "/blog/backend-work"]
    {
        assert!(site.get(path).await.html.contains("Ferrous Services"), "{path}");
    }
}

#[actix_web::test]
async fn a_change_shows_on_another_instance_once_it_has_looked() {
    let site = Site::academy();
    let other = site.another_instance();
    assert_eq!(other.get("/about").await.status, 200);
    site.edit("pages/about.md", "The text of About.", "Rewritten.").await;
    assert!(site.get("/about").await.html.contains("Rewritten."));
    assert!(!other.get("/about").await.html.contains("Rewritten."), "the other has not looked yet");
    other.db().look_for_new_content().await.unwrap();
    assert!(other.get("/about").await.html.contains("Rewritten."));
}

#[actix_web::test]
async fn a_change_that_is_taken_back_changes_nothing() {
    let site = Site::academy();
    let before = site.get("/about").await;
    let files = vec![("pages/about.md".to_owned(), "+++\ntitle = \"X\"\n+++\n".to_owned())];
    let report = lectern::transfer::import(
        site.db(),
        lectern::access::Actor::operator(),
        lectern::transfer::Folder(files.into_iter().collect()),
        site.clock.now(),
        true,
    );
    assert_eq!(report.await.unwrap().refused.len(), 1);
    let statements = site.db().statements();
    assert_eq!(site.get("/about").await.body, before.body);
    assert_eq!(site.db().statements(), statements, "and the page is still kept");
}

#[actix_web::test]
async fn a_page_made_for_one_choice_about_cookies_is_not_served_to_another() {
    let site = Site::academy();
    let ask = |cookie: &str| Ask::get("/courses").with("Cookie", cookie);
    let cookies = ["a=b", "lectern_consent=accept", "lectern_consent=decline"];
    let mut pages = Vec::new();
    for cookie in cookies {
        pages.push(site.send(ask(cookie)).await);
    }
    let asks: Vec<_> = pages.iter().map(|page| page.html.contains("Cookies on this site")).collect();
    assert_eq!(asks, [true, false, false]);
    for (cookie, page) in cookies.iter().zip(&pages) {
        let again = site.send(ask(cookie)).await;
        assert_eq!((&again.body, again.header("etag")), (&page.body, page.header("etag")), "{cookie}");
        assert!(page.header("vary").contains("Cookie"));
    }
    let policy = |cookie: &str| Ask::get("/cookies").with("Cookie", cookie);
    for cookie in ["lectern_consent=accept", "lectern_consent=decline", "lectern_consent=accept"] {
        let chosen = site.send(policy(cookie)).await.field("choice");
        assert_eq!(chosen.as_deref(), cookie.split('=').nth(1), "the policy shows each their own choice");
    }
    let stale = site.send(ask("lectern_consent=accept").with("If-None-Match", pages[0].header("etag"))).await;
    assert_eq!(stale.status, 200, "the page with the question is not what this visitor should see");
}

#[actix_web::test]
async fn no_personal_page_and_no_error_is_kept() {
    let site = Site::academy();
    for path in ["/no-such", "/courses/no-such"] {
        assert_eq!(site.get(path).await.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(site.post("/contact", &[]).await.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn what_was_not_found_is_found_once_it_exists() {
    let site = Site::academy();
    assert_eq!(site.get("/imprint").await.status, 404);
    let page = crate::support::site::academy().0["pages/about.md"].replace("About", "Imprint");
    site.import(vec![("pages/imprint.md".to_owned(), page)]).await;
    assert_eq!((site.get("/imprint").await.status, site.get("/imprint").await.h1().as_str()), (200, "Imprint"));
}

#[actix_web::test]
async fn a_day_that_ends_makes_new_pages() {
    let site = Site::academy();
    let before = site.get("/").await;
    site.clock.advance(std::time::Duration::from_secs(14 * 3600 + 59 * 60));
    assert_eq!(site.get("/").await.body, before.body, "still the same day at home");
    site.clock.advance(std::time::Duration::from_secs(120));
    let statements = site.db().statements();
    site.get("/").await;
    assert!(site.db().statements() > statements);
}
