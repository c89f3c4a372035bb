//! The trainings at the desk.
mod pasting;
mod standing;
mod waiting;

use lectern::access::Role;
use lectern::schedule::{TrainingContent, load_training};

use crate::support::site::{Answer, SignedIn, Site};

pub async fn training(site: &Site, code: &str) -> Option<TrainingContent> {
    let code = code.parse().unwrap();
    site.db().read(move |conn| load_training(conn, &code)).await.unwrap()
}

/// What the table's form would send for some trainings, with these fields changed.
fn filled(page: &Answer, codes: &[&str], changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let tree = page.tree();
    let mut pairs = Vec::new();
    for code in codes {
        pairs.push(("row".to_owned(), (*code).to_owned()));
        let own = |name: &str| name.starts_with(&format!("{code}."));
        for input in tree.all("input").filter(|input| input.get("name").is_some_and(own)) {
            let name = input.get("name").unwrap();
            let now = input.get("value").unwrap_or_default();
            let value = changed.iter().find(|(known, _)| *known == name).map_or(now, |(_, value)| *value);
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    pairs
}

async fn post(desk: &SignedIn<'_>, path: &str, pairs: &[(String, String)]) -> Answer {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(path, &pairs).await
}

const GRID: &str = "/admin/trainings";

#[actix_web::test]
async fn the_table_shows_what_lies_ahead_and_can_be_narrowed() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get(GRID).await;
    assert_eq!(page.status, 200);
    for code in ["SQ-1-WEB-02", "RS-1-DBN-01", "RS-1-DBN-02", "SQ-1-WEB-01"] {
        assert!(page.has_link_to(&format!("/admin/trainings/{code}")), "{code}");
    }
    assert!(!page.html.contains("RS-1-WEB-00"), "what is over is left out");
    assert!(page.html.contains("Thandi Zulu"));
    for (query, inside, outside) in [
        ("from=", "RS-1-WEB-00", "NONE-1"),
        ("city=durban", "RS-1-DBN-01", "RS-1-GQB-01"),
        ("mode=hybrid", "RS-1-GQB-01", "RS-1-DBN-01"),
        ("state=cancelled", "RS-1-DBN-02", "RS-1-DBN-01"),
        ("course=query-tuning", "SQ-2-WEB-01", "SQ-1-WEB-01"),
        ("q=dbn", "RS-1-DBN-01", "RS-1-GQB-01"),
        ("q=TUNING", "SQ-2-WEB-01", "RS-1-GQB-01"),
        ("to=2026-03-31", "RS-1-DBN-01", "RS-1-GQB-01"),
    ] {
        let page = desk.get(&format!("{GRID}?{query}")).await;
        assert!(page.html.contains(inside) && !page.html.contains(outside), "{query}");
    }
    let nothing = desk.get(&format!("{GRID}?q=%25_%5C&city=x&from=x&state=x&page=-1")).await;
    assert_eq!(nothing.status, 200);
    assert!(desk.get(&format!("{GRID}?q=zzz")).await.html.contains("No trainings here"));
}

#[actix_web::test]
async fn every_changed_row_is_saved_and_the_others_are_left() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get(GRID).await;
    let changed = [
        ("RS-1-GQB-01.seats", "9"),
        ("RS-1-GQB-01.price", "R 9 500,50"),
        ("SQ-2-WEB-01.first_day", "2026-06-08"),
        ("SQ-2-WEB-01.trainer", ""),
        ("SQ-2-WEB-01.decide_by", "25/05/2026"),
    ];
    let all = filled(&page, &["RS-1-GQB-01", "SQ-2-WEB-01", "RS-1-WEB-01"], &changed);
    let answer = post(&desk, GRID, &all).await;
    assert_eq!(answer.header("location"), "/admin/trainings?from=2026-03-02&done=saved");
    let hybrid = training(&site, "RS-1-GQB-01").await.unwrap();
    assert_eq!((hybrid.seats, hybrid.price.unwrap().cents(), hybrid.seats_taken), (9, 950_050, 7));
    let tuning = training(&site, "SQ-2-WEB-01").await.unwrap();
    assert_eq!(tuning.sessions[0].day.to_string(), "2026-06-08");
    assert_eq!(
        (tuning.sessions[1].trainer.clone(), tuning.decide_by.unwrap().to_string()),
        (None, "2026-05-25".to_owned())
    );
    let again = post(&desk, GRID, &filled(&desk.get(GRID).await, &["RS-1-GQB-01"], &[])).await;
    assert!(again.header("location").ends_with("done=unchanged"));
}

#[actix_web::test]
async fn a_row_that_somebody_changed_meanwhile_is_shown_with_both_values_and_the_others_are_saved() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get(GRID).await;
    post(&desk, GRID, &filled(&page, &["RS-1-GQB-01"], &[("RS-1-GQB-01.seats", "20")])).await;
    let late = [("RS-1-GQB-01.seats", "15"), ("RS-1-WEB-01.seats", "14")];
    let answer = post(&desk, GRID, &filled(&page, &["RS-1-GQB-01", "RS-1-WEB-01"], &late)).await;
    assert_eq!(answer.status, 409);
    assert!(answer.html.contains("1 saved, 1 not saved") && answer.html.contains("somebody else changed it meanwhile"));
    assert_eq!(answer.field("RS-1-GQB-01.seats").as_deref(), Some("15"));
    assert!(answer.html.contains("Now: 20."));
    assert_eq!(training(&site, "RS-1-GQB-01").await.unwrap().seats, 20, "theirs stays until it is decided");
    assert_eq!(training(&site, "RS-1-WEB-01").await.unwrap().seats, 14);
    let answer = post(&desk, GRID, &filled(&answer, &["RS-1-GQB-01"], &[])).await;
    assert_eq!(answer.status, 303, "the page that showed both saves mine");
    assert_eq!(training(&site, "RS-1-GQB-01").await.unwrap().seats, 15);
}

#[actix_web::test]
async fn a_row_that_nobody_touched_is_never_written_back_over_what_is_newer() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get(GRID).await;
    post(&desk, GRID, &filled(&page, &["RS-1-GQB-01"], &[("RS-1-GQB-01.seats", "20")])).await;
    let answer =
        post(&desk, GRID, &filled(&page, &["RS-1-GQB-01", "RS-1-WEB-01"], &[("RS-1-WEB-01.seats", "14")])).await;
    assert_eq!(answer.status, 303);
    assert_eq!(training(&site, "RS-1-GQB-01").await.unwrap().seats, 20);
}

#[actix_web::test]
async fn a_cell_that_is_wrong_keeps_what_was_typed_and_says_what_to_do() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get(GRID).await;
    let typed = [("RS-1-GQB-01.price", "cheap <b>"), ("RS-1-WEB-01.seats", "14")];
    let answer = post(&desk, GRID, &filled(&page, &["RS-1-GQB-01", "RS-1-WEB-01"], &typed)).await;
    assert_eq!((answer.status, answer.title().starts_with("Error: ")), (422, true));
    assert_eq!(answer.field("RS-1-GQB-01.price").as_deref(), Some("cheap <b>"));
    assert!(answer.html.contains("The price is not an amount") && answer.has_link_to("#RS-1-GQB-01.price"));
    assert_eq!(training(&site, "RS-1-WEB-01").await.unwrap().seats, 14);
}

#[actix_web::test]
async fn seats_are_counted_by_two_buttons_that_say_where_the_end_is() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let press =
        async |by| desk.post("/admin/trainings/RS-1-GQB-01/seats", &[("by", by), ("back", "city=gqeberha")]).await;
    assert_eq!(press("1").await.header("location"), "/admin/trainings?city=gqeberha&done=saved");
    let full = press("1").await;
    assert_eq!(full.header("location"), "/admin/trainings?city=gqeberha&seats=RS-1-GQB-01%2B1");
    assert!(desk.get(full.header("location")).await.html.contains("RS-1-GQB-01 has no seat left."));
    assert_eq!(training(&site, "RS-1-GQB-01").await.unwrap().seats_taken, 8);
    for by in ["2", "0", "", "x"] {
        assert_eq!(press(by).await.status, 400, "{by}");
    }
    let evil = desk.post("/admin/trainings/RS-1-GQB-01/seats", &[("by", "-1"), ("back", "//evil.example")]).await;
    assert!(evil.header("location").starts_with("/admin/trainings?"), "{}", evil.header("location"));
}

#[actix_web::test]
async fn a_training_is_made_changed_and_keeps_its_address() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let new = [
        ("code", "RS-1-DBN-09"),
        ("state", "confirmed"),
        ("course", "rust-services"),
        ("mode", "in-person"),
        ("city", "durban"),
        ("venue", "durban-hall"),
        ("seats", "10"),
        ("seats_taken", "0"),
        ("seats_minimum", "4"),
        ("decide_by", "2026-07-01"),
        ("price", "8 000"),
        ("time_zone", "Africa/Johannesburg"),
        ("day", "2026-07-13"),
        ("starts", "09:00"),
        ("ends", "16:00"),
        ("trainer", "thandi-zulu"),
        ("room", "Blue"),
    ];
    let made = desk.post("/admin/trainings/new", &new).await;
    assert_eq!(made.header("location"), "/admin/trainings/RS-1-DBN-09?done=created");
    assert_eq!(site.get("/trainings/RS-1-DBN-09").await.status, 200);
    let taken = desk.post("/admin/trainings/new", &new).await;
    assert_eq!(taken.status, 422);
    assert!(taken.html.contains("The code is taken") && taken.field("room").as_deref() == Some("Blue"));

    let page = desk.get("/admin/trainings/RS-1-DBN-09").await;
    let version = page.field("version").unwrap();
    let mut changed: Vec<(&str, &str)> = new.to_vec();
    changed[0] = ("code", "OTHER-1");
    changed[6] = ("seats", "8");
    changed.extend([
        ("version", version.as_str()),
        ("day", "2026-07-14"),
        ("starts", "09:00"),
        ("ends", "12:00"),
        ("trainer", ""),
        ("room", ""),
    ]);
    let saved = desk.post("/admin/trainings/RS-1-DBN-09", &changed).await;
    assert_eq!(saved.header("location"), "/admin/trainings/RS-1-DBN-09?done=saved");
    let now = training(&site, "RS-1-DBN-09").await.unwrap();
    assert_eq!((now.seats, now.sessions.len(), training(&site, "OTHER-1").await), (8, 2, None));
    assert_eq!(now.state, lectern::schedule::TrainingState::Confirmed, "the form never changes how it stands");

    changed[6] = ("seats", "6");
    let late = desk.post("/admin/trainings/RS-1-DBN-09", &changed).await;
    assert_eq!(late.status, 409);
    assert!(late.html.contains("<th scope=\"row\">seats</th><td>8</td><td>6</td>"), "{}", late.html);
    assert_eq!(late.field("seats").as_deref(), Some("6"));
}

#[actix_web::test]
async fn a_form_with_mistakes_comes_back_with_all_of_them() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let answer = desk.post("/admin/trainings/new", &[("code", "small"), ("seats", "-1"), ("day", "soon")]).await;
    assert_eq!(answer.status, 422);
    for field in ["code", "course", "mode", "seats", "seats_taken", "seats_minimum", "sessions"] {
        assert!(answer.has_link_to(&format!("#{field}")), "{field}");
        assert!(answer.html.contains(&format!("id=\"{field}\"")), "{field} is where the link leads");
    }
    assert_eq!(answer.field("code").as_deref(), Some("small"));
}

#[actix_web::test]
async fn a_change_of_prices_is_shown_before_it_is_made_and_made_once() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let chosen =
        [("pick", "RS-1-GQB-01"), ("RS-1-GQB-01.version", "1"), ("pick", "RS-1-WEB-01"), ("RS-1-WEB-01.version", "1")];
    let with = |more: &[(&'static str, &'static str)]| [&chosen[..], more].concat();
    let prices = "/admin/trainings/prices";
    let first = desk.post(prices, &with(&[("step", "choose")])).await;
    assert_eq!(first.status, 200);
    for (how, by) in [("percent", "many"), ("percent", "0"), ("amount", ""), ("set", "-5"), ("bend", "5")] {
        assert_eq!(
            desk.post(prices, &with(&[("step", "preview"), ("how", how), ("by", by)])).await.status,
            422,
            "{how} {by}"
        );
    }
    let set = [("how", "set"), ("by", "7 500")];
    let preview = desk.post(prices, &with(&[&[("step", "preview")], &set[..]].concat())).await;
    assert!(preview.html.contains("2 of 2 prices would change") && preview.html.contains("R7\u{a0}500"));
    assert_eq!(training(&site, "RS-1-GQB-01").await.unwrap().price, None, "only looked at");
    let take = with(&[&[("step", "take")], &set[..]].concat());
    assert!(desk.post(prices, &take).await.html.contains("2 of 2 prices changed"));
    assert_eq!(training(&site, "RS-1-GQB-01").await.unwrap().price.unwrap().cents(), 750_000);
    assert!(desk.post(prices, &take).await.html.contains("0 of 2 prices changed"), "pressed twice");
    assert_eq!(desk.post(prices, &[]).await.status, 422);
}

#[actix_web::test]
async fn a_repetition_is_shown_before_it_is_made_and_made_once() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let path = "/admin/trainings/RS-1-DBN-01/repeat";
    assert_eq!(desk.get(path).await.status, 200);
    let wanted = [("place", "gqeberha"), ("place", "online"), ("every", "4"), ("times", "1")];
    let preview = desk.post(path, &[&wanted[..], &[("step", "preview")]].concat()).await;
    let codes = preview.field("codes").unwrap();
    assert_eq!(codes, "RS-1-GQB-02 RS-1-WEB-02");
    assert!(training(&site, "RS-1-GQB-02").await.is_none());
    let take = [&wanted[..], &[("step", "take"), ("codes", &codes)]].concat();
    assert_eq!(desk.post(path, &take).await.header("location"), "/admin/trainings?done=created");
    let copy = training(&site, "RS-1-GQB-02").await.unwrap();
    assert_eq!((copy.seats_taken, copy.sessions[0].day.to_string()), (0, "2026-04-21".to_owned()));
    let twice = desk.post(path, &take).await;
    assert_eq!(twice.status, 422, "pressed twice");
    assert!(training(&site, "RS-1-GQB-03").await.is_none());
    assert_eq!(desk.post(path, &[("every", "x")]).await.status, 422);
}
