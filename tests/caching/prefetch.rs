//! Which links a browser may fetch ahead, and who is spared that.
use serde_json::Value;

use crate::support::site::{Ask, Site};

const RULES: &str = "speculation-rules";

#[actix_web::test]
async fn pages_name_the_rules_for_fetching_ahead_when_drawn_and_when_kept() {
    let site = Site::academy();
    for path in ["/", "/courses/rust-services", "/search?q=rust"] {
        let (drawn, kept) = (site.get(path).await, site.get(path).await);
        assert!(drawn.header(RULES).starts_with("\"/assets/"), "{path}: {}", drawn.header(RULES));
        assert_eq!(kept.header(RULES), drawn.header(RULES), "{path}");
    }
    let kept = site.get("/").await;
    let again = site.send(Ask::get("/").with("If-None-Match", kept.header("etag"))).await;
    assert_eq!((again.status, again.header(RULES)), (304, kept.header(RULES)));
}

#[actix_web::test]
async fn whoever_saves_data_is_told_of_nothing_to_fetch_ahead() {
    let site = Site::academy();
    for path in ["/", "/courses/rust-services", "/search?q=rust"] {
        for _ in ["drawn", "kept"] {
            for (wish, spared) in [("on", true), ("On", true), ("off", false), ("", false)] {
                let answer = site.send(Ask::get(path).with("Save-Data", wish)).await;
                assert_eq!(!answer.headers.contains_key(RULES), spared, "{path}, Save-Data: {wish}");
                assert!(answer.header("vary").contains("Save-Data"), "{path}");
            }
        }
    }
}

#[actix_web::test]
async fn the_rules_reach_courses_dates_and_posts_and_are_of_their_own_media_type() {
    let site = Site::academy();
    let rules = site.get("/").await.header(RULES).trim_matches('"').to_owned();
    let answer = site.get(&rules).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/speculationrules+json"));
    let rules: Value = serde_json::from_str(&answer.html).unwrap();
    assert_eq!(rules["prefetch"][0]["eagerness"], "moderate");
    let places = &rules["prefetch"][0]["where"]["and"][0]["href_matches"];
    assert_eq!(*places, serde_json::json!(["/courses/*", "/blog/*", "/trainings/*"]));
    assert!(rules.get("prerender").is_none(), "a page that nobody looks at must not run");
}

#[actix_web::test]
async fn errors_and_forms_that_come_back_fetch_nothing_ahead() {
    let site = Site::academy();
    for answer in [site.get("/no-such").await, site.post("/contact", &[]).await] {
        assert!(!answer.headers.contains_key(RULES), "{}", answer.status);
    }
}
