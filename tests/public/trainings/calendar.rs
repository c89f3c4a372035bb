//! Trainings in the calendars of those who subscribe.
use std::time::Duration;

use lectern::db::prelude::*;
use lectern::db::schema::courses;
use lectern::db::{Conn, raise_content_version};

use crate::public::nasty_values::NASTY;
use crate::support::calendar::{Agenda, Event};
use crate::support::site::{Ask, Site, academy};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// What the small academy's calendar holds at first: also what is called off, and what was over within thirty days.
const ALL: &[&str] = &[
    "RS-1-WEB-00",
    "SQ-1-DBN-00",
    "SQ-1-WEB-02",
    "RS-1-WEB-01",
    "SQ-1-GQB-01",
    "RS-1-DBN-01",
    "RS-1-DBN-02",
    "SQ-1-WEB-01",
    "RS-1-GQB-01",
    "SQ-2-WEB-01",
];
/// Those of them that lie ahead, and so stand in the list.
const AHEAD: &[&str] = ALL.split_at(3).1;

async fn agenda(site: &Site, address: &str) -> Agenda {
    let answer = site.get(address).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"), "{address}");
    Agenda::read(&answer.html)
}

async fn first_day(site: &Site, code: &str) -> Event {
    agenda(site, &format!("/trainings/{code}.ics")).await.events.remove(0)
}

#[actix_web::test]
async fn each_day_of_a_training_is_an_event_with_a_name_that_stays() {
    let site = Site::academy();
    let agenda = agenda(&site, "/trainings/RS-1-DBN-01.ics").await;
    assert_eq!(agenda.name, "Rust Services, Durban");
    let said: Vec<_> = agenda.events.iter().map(|event| (event.uid.as_str(), event.starts.as_str())).collect();
    assert_eq!(
        said,
        [
            ("RS-1-DBN-01-1@academy.example", "2026-03-24T06:00:00Z"),
            ("RS-1-DBN-01-2@academy.example", "2026-03-25T06:00:00Z"),
            ("RS-1-DBN-01-3@academy.example", "2026-03-26T06:00:00Z"),
        ]
    );
    let event = &agenda.events[1];
    assert_eq!(event.ends, "2026-03-25T13:00:00Z");
    assert_eq!(event.summary, "Rust Services (day 2 of 3)");
    assert_eq!(event.location, "Durban Hall, 2 Hall Road, Durban 4001");
    assert_eq!(event.url, "https://academy.example/trainings/RS-1-DBN-01");
    assert!(event.description.contains("It will run, and it is full.") && event.description.ends_with(&event.url));
    let text = site.get("/trainings/RS-1-DBN-01.ics").await.html;
    assert!(text.contains("\r\nGEO:-29.7;31\r\n") && text.contains("\r\nCATEGORIES:Software\r\n"), "{text}");
    assert!(text.contains("\r\nDTSTART;TZID=Africa/Johannesburg:20260324T080000\r\n"), "{text}");
    assert!(text.contains("\r\nTZOFFSETTO:+0200\r\nTZNAME:SAST\r\n"), "{text}");
}

#[actix_web::test]
async fn the_state_of_a_training_is_the_state_of_its_events() {
    let site = Site::academy();
    for (state, status, summary) in [
        ("scheduled", "TENTATIVE", "Rust Services (day 1 of 3)"),
        ("confirmed", "CONFIRMED", "Rust Services (day 1 of 3)"),
        ("full", "CONFIRMED", "Rust Services (day 1 of 3)"),
        ("completed", "CONFIRMED", "Rust Services (day 1 of 3)"),
        ("postponed", "CANCELLED", "Postponed: Rust Services (day 1 of 3)"),
        ("cancelled", "CANCELLED", "Cancelled: Rust Services (day 1 of 3)"),
    ] {
        site.edit("trainings/RS-1-WEB-01.md", "\"confirmed\"", &format!("\"{state}\"")).await;
        let event = first_day(&site, "RS-1-WEB-01").await;
        assert_eq!((event.status.as_str(), event.summary.as_str()), (status, summary));
        assert_eq!(event.location, "Live online");
    }
}

#[actix_web::test]
async fn the_filters_of_the_list_are_the_filters_of_the_calendar() {
    let site = Site::academy();
    assert_eq!(agenda(&site, "/trainings.ics").await.codes(), ALL);
    for query in [
        "course=sql-basics",
        "category=data",
        "city=durban",
        "mode=virtual",
        "mode=in-person",
        "from=2026-03-17",
        "to=2026-03-16",
        "from=2026-03-10&mode=virtual&category=software",
        "city=durban&city=gqeberha",
        "month=2026-04",
        "city=atlantis&mode=sideways",
    ] {
        let mut listed = site.get(&format!("/trainings?{query}")).await.links_below("/trainings/");
        listed.retain(|code| !code.ends_with(".ics"));
        let mut codes = agenda(&site, &format!("/trainings.ics?{query}")).await.codes();
        codes.retain(|code| AHEAD.contains(&code.as_str()));
        assert_eq!(codes, listed, "{query}");
    }
    let city = agenda(&site, "/trainings.ics?city=durban").await;
    assert_eq!(city.name, "Test Academy: Durban");
    assert_eq!(city.codes(), ["SQ-1-DBN-00", "RS-1-DBN-01", "RS-1-DBN-02"]);
}

#[actix_web::test]
async fn what_was_cancelled_stays_for_subscribers_until_thirty_days_after_its_last_day() {
    let site = Site::academy();
    let has = async |code: &str| agenda(&site, "/trainings.ics").await.codes().iter().any(|known| known == code);
    assert!(has("RS-1-DBN-02").await);
    // It was to end on 15 April; it is 2 March, 09:00.
    site.clock.advance(DAY * 74 + Duration::from_secs(14 * 3600));
    assert!(has("RS-1-DBN-02").await, "15 May, 23:00");
    site.clock.advance(Duration::from_secs(3600));
    assert!(!has("RS-1-DBN-02").await, "16 May, 00:00");
    assert_eq!(first_day(&site, "RS-1-DBN-02").await.status, "CANCELLED", "its own calendar stays good");
}

#[actix_web::test]
async fn the_sequence_rises_with_every_change_that_a_subscriber_sees_and_with_no_other() {
    let site = Site::academy();
    let mut last = first_day(&site, "RS-1-DBN-01").await;
    assert_eq!(last.sequence, 0);
    site.import(academy().0.into_iter().collect()).await;
    assert_eq!(first_day(&site, "RS-1-DBN-01").await, last, "nothing changed");
    for (file, from, to) in [
        ("trainings/RS-1-DBN-01.md", "2026-03-24", "2026-03-25"),
        ("trainings/RS-1-DBN-01.md", "\"scheduled\"", "\"postponed\""),
        ("venues/durban-hall.md", "2 Hall Road", "4 Hall Road"),
        ("cities/durban.md", "title = \"Durban\"", "title = \"eThekwini\""),
        ("courses/rust-services.md", "title = \"Rust Services\"", "title = \"Services in Rust\""),
    ] {
        site.clock.advance(Duration::from_secs(60));
        site.edit(file, from, to).await;
        let event = first_day(&site, "RS-1-DBN-01").await;
        assert_eq!(event.sequence, last.sequence + 1, "{file}: {to}");
        assert!(event.changed > last.changed && event.uid == last.uid, "{file}: {to}");
        last = event;
    }
}

#[actix_web::test]
async fn a_change_elsewhere_raises_no_other_training() {
    let site = Site::academy();
    let before = first_day(&site, "SQ-1-GQB-01").await;
    site.edit("venues/durban-hall.md", "2 Hall Road", "4 Hall Road").await;
    site.edit("courses/rust-services.md", "title = \"Rust Services\"", "title = \"Services in Rust\"").await;
    site.edit("venues/durban-hall.md", "Free.", "Ten rand.").await;
    assert_eq!(first_day(&site, "SQ-1-GQB-01").await, before);
    assert_eq!(first_day(&site, "RS-1-DBN-01").await.sequence, 3, "parking is nothing that a calendar says");
}

#[actix_web::test]
async fn a_page_and_its_calendar_do_not_swallow_each_other() {
    let site = Site::academy();
    let page = site.get("/trainings/RS-1-WEB-01").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    for path in [
        "/trainings/NO-1.ics",
        "/trainings/.ics",
        "/trainings/rs-1-web-01.ics",
        "/trainings/RS-1-WEB-01.ics.ics",
        "/trainings/%00.ics",
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
    for value in NASTY {
        for name in ["course", "category", "city", "mode", "from", "to", "page"] {
            let address = format!("/trainings.ics?{name}={value}");
            assert_eq!(site.get(&address).await.status, 200, "{address}");
        }
    }
}

#[actix_web::test]
async fn a_calendar_that_did_not_change_is_not_sent_again() {
    let site = Site::academy();
    for address in ["/trainings.ics", "/trainings.ics?city=durban", "/trainings/RS-1-WEB-01.ics"] {
        let etag = site.get(address).await.header("etag").to_owned();
        let again = site.send(Ask::get(address).with("If-None-Match", &etag)).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{address}");
    }
    let etag = site.get("/trainings.ics").await.header("etag").to_owned();
    site.edit("pages/about.md", "The text of About.", "Something else.").await;
    assert_eq!(site.get("/trainings.ics").await.header("etag"), etag, "a new era, but the same calendar");
    let before = site.db().statements();
    site.get("/trainings.ics?x=1").await;
    assert_eq!(site.db().statements(), before, "one list has one address");
}

#[actix_web::test]
async fn a_calendar_without_trainings_is_still_a_calendar() {
    let site = Site::empty();
    let text = site.get("/trainings.ics").await.html;
    assert!(Agenda::read(&text).events.is_empty() && Agenda::read_by_python(&text).events.is_empty(), "{text}");
    assert!(text.contains("BEGIN:VTIMEZONE"), "a calendar holds at least one part");
}

#[actix_web::test]
async fn the_trainings_of_a_course_that_is_not_public_are_in_no_calendar() {
    let site = Site::academy();
    let hide = |conn: &mut Conn| {
        diesel::update(courses::table.filter(courses::slug.eq("rust-services")))
            .set(courses::state.eq("draft"))
            .execute(conn)?;
        raise_content_version(conn)
    };
    site.db().write(hide).await.unwrap();
    assert_eq!(site.get("/trainings/RS-1-WEB-01.ics").await.status, 404);
    assert_eq!(
        agenda(&site, "/trainings.ics").await.codes(),
        ["SQ-1-DBN-00", "SQ-1-WEB-02", "SQ-1-GQB-01", "SQ-1-WEB-01", "SQ-2-WEB-01"]
    );
}
