mod calendar;
mod icalendar;
mod timetable;

use std::time::Duration;

use crate::support::site::{Answer, Site};

const AHEAD: &[&str] =
    &["RS-1-WEB-01", "SQ-1-GQB-01", "RS-1-DBN-01", "RS-1-DBN-02", "SQ-1-WEB-01", "RS-1-GQB-01", "SQ-2-WEB-01"];

/// The trainings that a page names, in order.
fn dates(page: &Answer) -> Vec<String> {
    page.links_below("/trainings/").into_iter().filter(|code| !code.ends_with(".ics")).collect()
}

#[actix_web::test]
async fn the_list_holds_what_lies_ahead_soonest_first() {
    let site = Site::academy();
    let page = site.get("/trainings").await;
    assert_eq!(dates(&page), AHEAD);
    let months: Vec<_> = page.tree().all("caption").map(|month| month.text.clone()).collect();
    assert_eq!(months, ["March 2026", "April 2026", "May 2026", "June 2026"]);
}

#[actix_web::test]
async fn each_filter_of_the_list_narrows_as_it_says() {
    let site = Site::academy();
    let cases: &[(&str, &[&str])] = &[
        ("course=sql-basics", &["SQ-1-GQB-01", "SQ-1-WEB-01"]),
        ("course=sql-basics&course=query-tuning", &["SQ-1-GQB-01", "SQ-1-WEB-01", "SQ-2-WEB-01"]),
        ("category=data", &["SQ-1-GQB-01", "SQ-1-WEB-01", "SQ-2-WEB-01"]),
        ("city=durban", &["RS-1-DBN-01", "RS-1-DBN-02"]),
        ("city=gqeberha", &["SQ-1-GQB-01", "RS-1-GQB-01"]),
        ("city=gqeberha&city=durban&category=software", &["RS-1-DBN-01", "RS-1-DBN-02", "RS-1-GQB-01"]),
        ("mode=virtual", &["RS-1-WEB-01", "SQ-1-WEB-01", "RS-1-GQB-01", "SQ-2-WEB-01"]),
        ("mode=in-person", &["SQ-1-GQB-01", "RS-1-DBN-01", "RS-1-DBN-02", "RS-1-GQB-01"]),
        ("mode=in-person&mode=virtual", AHEAD),
        ("month=2026-03", &["RS-1-WEB-01", "SQ-1-GQB-01", "RS-1-DBN-01"]),
        ("month=2026-06&month=2026-05", &["RS-1-GQB-01", "SQ-2-WEB-01"]),
        ("month=2026-07&month=July", AHEAD),
        ("from=2026-03-16", &AHEAD[1..]),
        ("from=2026-03-17", &AHEAD[2..]),
        ("to=2026-03-16", &["RS-1-WEB-01", "SQ-1-GQB-01"]),
        ("to=2026-03-15", &["RS-1-WEB-01"]),
        ("from=2026-03-10&to=2026-03-31", &["SQ-1-GQB-01", "RS-1-DBN-01"]),
        ("from=2026-03-10&mode=virtual&category=software", &["RS-1-GQB-01"]),
        ("from=next+week&mode=sideways&city=Durban!", AHEAD),
        ("course=no-such-course&category=none&city=atlantis", AHEAD),
    ];
    for (query, wanted) in cases {
        assert_eq!(dates(&site.get(&format!("/trainings?{query}")).await), *wanted, "{query}");
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
        seen.extend(dates(&site.get(&format!("/trainings?page={page}")).await));
    }
    let before = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), before, "no date stands on two pages");
    assert!(seen.len() >= 90, "{}", seen.len());
    assert_eq!(site.get("/trainings?page=2").await.canonical().as_deref(), Some("/trainings?page=2"));
}

/// The row of the list in which a training stands.
fn row(page: &Answer, code: &str) -> String {
    let rows: Vec<_> = page.html.split("<tr").collect();
    let row = rows.iter().find(|row| row.contains(&format!("<a href=\"/trainings/{code}\"><time")));
    (*row.unwrap_or_else(|| panic!("no row for {code}"))).to_owned()
}

#[actix_web::test]
async fn each_row_says_in_words_how_the_training_stands_and_what_can_be_done() {
    let site = Site::academy();
    let page = site.get("/trainings").await;
    for (code, words, act) in [
        ("RS-1-WEB-01", ">Confirmed<", "Enquire<"),
        ("RS-1-WEB-01", ">10 seats<", "Enquire<"),
        ("RS-1-GQB-01", ">1 seat left<", "Enquire<"),
        ("SQ-1-GQB-01", ">Full<", "Join waiting list<"),
        ("RS-1-DBN-02", ">Cancelled<", "Other dates<"),
        ("SQ-1-WEB-01", ">Postponed<", "Other dates<"),
    ] {
        let row = row(&page, code);
        assert!(row.contains(words) && row.contains(act), "{code}: {words}, {act} in {row}");
        let is_off = act == "Other dates<";
        assert_eq!(row.contains(&format!("href=\"/trainings/{code}.ics\"")), !is_off, "one tap to the calendar: {row}");
        assert_eq!(row.contains("/contact?training="), !is_off, "{row}");
    }
    assert!(!row(&page, "SQ-2-WEB-01").contains("Confirmed"), "what is only planned claims nothing");
}

#[actix_web::test]
async fn what_is_called_off_stands_in_the_list_of_dates_and_nowhere_else() {
    let site = Site::academy();
    for path in ["/", "/courses?category=data", "/courses/rust-services", "/locations/durban"] {
        let page = site.get(path).await;
        for code in ["RS-1-DBN-02", "SQ-1-WEB-01"] {
            assert!(!page.has_link_to(&format!("/trainings/{code}")), "{code} at {path}");
        }
    }
}

#[actix_web::test]
async fn the_list_counts_as_the_start_page_does_and_says_what_is_called_off_besides() {
    let site = Site::academy();
    let home = site.get("/").await;
    assert!(home.html.contains("<a href=\"/trainings\">All 5 dates</a>"), "{}", home.html);
    let count = |page: &Answer| page.tree().by_id("count").unwrap().text.clone();
    assert_eq!(count(&site.get("/trainings").await), "5 dates, and 2 cancelled or postponed");
    let durban = site.get("/trainings?city=durban").await;
    assert_eq!((count(&durban).as_str(), dates(&durban).len()), ("1 date, and 1 cancelled or postponed", 2));
    assert_eq!(count(&site.get("/trainings?city=gqeberha").await), "2 dates");
    let tree = site.get("/trainings").await.tree();
    let beside = tree.all("small").filter(|small| small.get("data-count").is_some());
    let beside: Vec<_> = beside.map(|small| small.text.as_str()).take(2).collect();
    assert_eq!(beside, ["1", "2"], "Durban and Gqeberha");
}

#[actix_web::test]
async fn who_asks_for_a_full_date_is_led_to_the_waiting_list() {
    let site = Site::academy();
    for path in ["/trainings", "/"] {
        let link = "/contact?training=SQ-1-GQB-01&kind=interest";
        assert!(site.get(path).await.has_link_to(link), "{path}");
    }
    let form = site.get("/contact?training=SQ-1-GQB-01&kind=interest").await;
    assert!(form.html.contains(">Join the waiting list</button>"), "{}", form.html);
    assert!(site.get("/trainings/RS-1-WEB-01").await.html.contains(">Send enquiry</button>"));
}

#[actix_web::test]
async fn a_postponed_training_offers_no_calendar_for_days_that_do_not_hold() {
    let site = Site::academy();
    let page = site.get("/trainings/SQ-1-WEB-01").await;
    assert!(page.html.contains("<dt>First planned</dt>") && page.html.contains("<dt>State</dt>"), "{}", page.html);
    assert!(!page.has_link_to("/trainings/SQ-1-WEB-01.ics") && page.tree().by_id("ask").is_some());
}

#[actix_web::test]
async fn the_list_offers_itself_as_a_calendar_with_the_same_filters() {
    let site = Site::academy();
    assert!(site.get("/trainings").await.has_link_to("/trainings.ics"));
    let page = site.get("/trainings?city=gqeberha&mode=virtual&city=durban&page=1").await;
    assert!(page.has_link_to("/trainings.ics?city=durban&city=gqeberha&mode=virtual"));
    let tree = page.tree();
    let calendars: Vec<_> = tree.all("a").filter_map(|a| a.get("href")).filter(|href| href.contains(".ics")).collect();
    assert_eq!(calendars.len(), 2, "the list and its one date: {calendars:?}");
    for address in calendars {
        assert_eq!(site.get(address).await.status, 200, "{address}");
    }
    assert!(site.get("/trainings/RS-1-WEB-01").await.has_link_to("/trainings/RS-1-WEB-01.ics"));
    assert!(!site.get("/trainings/RS-1-DBN-02").await.has_link_to("/trainings/RS-1-DBN-02.ics"));
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
        ("RS-1-GQB-01", "1 seat left"),
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
    assert_eq!(dates(&full), ["RS-1-WEB-01", "RS-1-GQB-01"], "not itself");
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
    assert_eq!(dates(&site.get("/trainings").await).len(), 0);
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
        "Tue 24 Mar 2026",
        "Thu 26 Mar 2026",
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
