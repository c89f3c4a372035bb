use std::time::Duration;

use crate::support::site::Site;

const UPCOMING: &[&str] = &["RS-1-WEB-01", "SQ-1-GQB-01", "RS-1-DBN-01", "RS-1-GQB-01", "SQ-2-WEB-01"];

#[actix_web::test]
async fn the_list_holds_what_can_still_be_joined_soonest_first() {
    let site = Site::academy();
    let page = site.get("/trainings").await;
    assert_eq!(page.links_below("/trainings/"), UPCOMING);
    let months: Vec<_> = page.tree().all("caption").map(|month| month.text.clone()).collect();
    assert_eq!(months, ["March 2026", "May 2026", "June 2026"]);
}

#[actix_web::test]
async fn each_filter_of_the_list_narrows_as_it_says() {
    let site = Site::academy();
    let cases: &[(&str, &[&str])] = &[
        ("course=sql-basics", &["SQ-1-GQB-01"]),
        ("category=data", &["SQ-1-GQB-01", "SQ-2-WEB-01"]),
        ("city=durban", &["RS-1-DBN-01"]),
        ("city=gqeberha", &["SQ-1-GQB-01", "RS-1-GQB-01"]),
        ("mode=virtual", &["RS-1-WEB-01", "RS-1-GQB-01", "SQ-2-WEB-01"]),
        ("mode=in-person", &["SQ-1-GQB-01", "RS-1-DBN-01", "RS-1-GQB-01"]),
        ("from=2026-03-16", &["SQ-1-GQB-01", "RS-1-DBN-01", "RS-1-GQB-01", "SQ-2-WEB-01"]),
        ("from=2026-03-17", &["RS-1-DBN-01", "RS-1-GQB-01", "SQ-2-WEB-01"]),
        ("to=2026-03-16", &["RS-1-WEB-01", "SQ-1-GQB-01"]),
        ("to=2026-03-15", &["RS-1-WEB-01"]),
        ("from=2026-03-10&to=2026-03-31", &["SQ-1-GQB-01", "RS-1-DBN-01"]),
        ("from=2026-03-10&mode=virtual&category=software", &["RS-1-GQB-01"]),
        ("from=next+week&mode=sideways&city=Durban!", UPCOMING),
        ("course=no-such-course&category=none&city=atlantis", UPCOMING),
    ];
    for (query, wanted) in cases {
        assert_eq!(site.get(&format!("/trainings?{query}")).await.links_below("/trainings/"), *wanted, "{query}");
    }
}

#[actix_web::test]
async fn one_list_has_one_address_whatever_the_order_of_its_parameters() {
    let site = Site::academy();
    for query in ["city=durban", "x=1&city=durban&page=1", "mode=&city=durban&from=", "page=-3&city=durban"] {
        let page = site.get(&format!("/trainings?{query}")).await;
        assert_eq!(page.canonical().as_deref(), Some("/trainings?city=durban"), "{query}");
    }
    let page = site.get("/trainings?to=2026-12-31&city=durban").await;
    assert!(page.is_noindex());
    assert_eq!(page.field("to").as_deref(), Some("2026-12-31"));
    assert!(page.has_link_to("/trainings?city=durban") && page.has_link_to("/trainings?to=2026-12-31"));
}

#[actix_web::test]
async fn a_long_list_is_cut_into_pages() {
    let site = Site::demo();
    let mut seen = Vec::new();
    let pages = site.get("/trainings").await.tree().all("a").filter(|a| a.get("aria-current") == Some("page")).count();
    assert_eq!(pages, 1, "one page is the present one");
    for page in 1..=4 {
        seen.extend(site.get(&format!("/trainings?page={page}")).await.links_below("/trainings/"));
    }
    let before = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), before, "no date stands on two pages");
    assert!(seen.len() >= 90, "{}", seen.len());
    assert_eq!(site.get("/trainings?page=2").await.canonical().as_deref(), Some("/trainings?page=2"));
}

#[actix_web::test]
async fn a_training_says_how_it_stands_in_words() {
    let site = Site::academy();
    let cases = [
        ("RS-1-WEB-01", "This training is confirmed: it will run."),
        ("SQ-1-GQB-01", "This training is full."),
        ("RS-1-DBN-01", "This training is full."),
        ("RS-1-DBN-02", "This training is cancelled."),
        ("SQ-1-WEB-01", "This training is postponed."),
        ("RS-1-WEB-00", "This training is over."),
        ("SQ-1-DBN-00", "This training is over."),
        ("SQ-1-WEB-02", "This training has begun."),
        ("RS-1-GQB-01", "1 seat"),
        ("RS-1-WEB-01", "10 seats"),
    ];
    for (code, words) in cases {
        let page = site.get(&format!("/trainings/{code}")).await;
        assert_eq!(page.status, 200, "{code}");
        assert!(page.html.contains(words), "{code}: {words}");
    }
    let scheduled = site.get("/trainings/SQ-2-WEB-01").await;
    assert!(!scheduled.html.contains("class=\"notice"), "a training that is only planned claims nothing");
}

#[actix_web::test]
async fn what_is_over_or_cancelled_cannot_be_joined_but_shows_other_dates() {
    let site = Site::academy();
    for code in ["RS-1-WEB-00", "SQ-1-DBN-00", "RS-1-DBN-02", "SQ-1-WEB-02"] {
        let page = site.get(&format!("/trainings/{code}")).await;
        assert!(page.tree().by_id("ask").is_none(), "{code}");
        assert!(page.html.contains("Other dates of this course"), "{code}");
    }
    let full = site.get("/trainings/RS-1-DBN-01").await;
    assert!(full.html.contains("Join the waiting list"));
    assert_eq!(full.field("training").as_deref(), Some("RS-1-DBN-01"));
    assert_eq!(full.links_below("/trainings/"), ["RS-1-WEB-01", "RS-1-GQB-01"], "not itself");
}

#[actix_web::test]
async fn a_training_keeps_its_address_when_it_is_over() {
    let site = Site::academy();
    let page = site.get("/trainings/RS-1-WEB-01").await;
    assert!(!page.html.contains("over."));
    site.clock.advance(Duration::from_secs(400 * 24 * 3600));
    let page = site.get("/trainings/RS-1-WEB-01").await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("This training is over."));
    assert_eq!(site.get("/trainings").await.links_below("/trainings/").len(), 0);
}

#[actix_web::test]
async fn a_training_leaves_the_lists_at_the_minute_it_starts() {
    let site = Site::academy();
    let begins = Duration::from_secs(6 * 24 * 3600 + 23 * 3600);
    site.clock.advance(begins - Duration::from_secs(1));
    assert!(site.get("/trainings").await.has_link_to("/trainings/RS-1-WEB-01"));
    site.clock.advance(Duration::from_secs(1));
    assert!(!site.get("/trainings").await.has_link_to("/trainings/RS-1-WEB-01"));
    assert!(site.get("/trainings/RS-1-WEB-01").await.html.contains("This training has begun."));
    site.clock.advance(Duration::from_secs(2 * 24 * 3600 + 7 * 3600));
    assert!(site.get("/trainings/RS-1-WEB-01").await.html.contains("This training is over."));
}

#[actix_web::test]
async fn a_training_tells_its_days_hours_place_and_price() {
    let site = Site::academy();
    let page = site.get("/trainings/RS-1-DBN-01").await;
    assert_eq!(page.h1(), "Rust Services");
    for words in [
        "Tuesday 24 March 2026",
        "Thursday 26 March 2026",
        "08:00–15:00",
        "24–26 Mar 2026",
        "Durban Hall",
        "2 Hall Road, Durban 4001",
        "R10\u{a0}000",
        "incl. VAT",
    ] {
        assert!(page.html.contains(words), "{words} in {}", page.html);
    }
    assert!(page.has_link_to("/locations/durban") && page.has_link_to("/courses/rust-services"));
}
