//! What is offered while somebody types.
use crate::support::site::{Ask, Site};

async fn offered(site: &Site, text: &str) -> Vec<(String, String, String)> {
    let query: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let answer = site.get(&format!("/search/suggest?q={query}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{text}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&answer.html).unwrap();
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(row, "label"), text(row, "kind"), text(row, "address"))).collect()
}

#[actix_web::test]
async fn the_beginning_of_a_name_an_alias_and_a_slip_lead_to_it() {
    let site = Site::demo();
    for (text, kind, address) in [
        ("kub", "Course", "/courses/containers-and-kubernetes"),
        ("k8s", "Course", "/courses/containers-and-kubernetes"),
        ("kuberne", "Course", "/courses/containers-and-kubernetes"),
        ("kubrne", "Course", "/courses/containers-and-kubernetes"),
        ("exc", "Course", "/courses/excel-for-analysis"),
        ("PE", "City", "/locations/gqeberha"),
        ("port eliz", "City", "/locations/gqeberha"),
        ("johanes", "City", "/locations/johannesburg"),
        ("backend dev", "Path", "/paths/backend-developer"),
        ("priv", "Page", "/privacy"),
        ("spot phish", "Post", "/blog/teaching-staff-to-spot-phishing"),
    ] {
        let rows = offered(&site, text).await;
        assert!(rows.iter().any(|row| row.1 == kind && row.2 == address), "{text}: {rows:?}");
        assert!(rows.len() <= 8, "{text}");
    }
}

#[actix_web::test]
async fn a_date_is_offered_by_its_code_and_with_its_course() {
    let site = Site::academy();
    let rows = offered(&site, "rs-1-w").await;
    assert_eq!(
        rows,
        [("RS-1-WEB-01 Rust Services".to_owned(), "Date".to_owned(), "/trainings/RS-1-WEB-01".to_owned())]
    );
}

#[actix_web::test]
async fn too_little_is_answered_by_nothing_and_so_is_what_is_not_there() {
    let site = Site::academy();
    for text in ["", "r", "é", "-", "zzzzzzzz", "\u{e000}course"] {
        assert_eq!(offered(&site, text).await.len(), 0, "{text}");
    }
}

#[actix_web::test]
async fn an_offer_for_the_first_letters_need_not_be_sent_again() {
    let site = Site::academy();
    let first = site.get("/search/suggest?q=rust").await;
    let again = site.send(Ask::get("/search/suggest?q=rust").with("If-None-Match", first.header("etag"))).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}
