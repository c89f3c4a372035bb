//! The same enquiry twice is one; two people's never become one.
use std::collections::HashSet;

use futures_util::future::join_all;

use super::{SHORT, THOROUGH, count, reference, with};
use crate::support::site::{Ask, Site};

const KEYED: &[(&str, &str)] =
    &[("name", "Ann"), ("email", "ann@example.org"), ("message", "Hello?"), ("form_key", "k-1")];

#[actix_web::test]
async fn the_same_key_and_content_twice_is_one_enquiry_with_one_answer() {
    let site = Site::academy();
    let first = reference(&site.post("/contact", THOROUGH).await);
    site.clock.advance(std::time::Duration::from_secs(3600));
    let again = reference(&site.another_instance().post("/contact", THOROUGH).await);
    assert_eq!((first, count(&site).await), (again, 1));
    assert_eq!(site.deliver().await.len(), 2, "one set of mails");
}

#[actix_web::test]
async fn two_hundred_at_once_are_one_enquiry_with_two_hundred_equal_answers() {
    let site = Site::academy();
    let mut answers = HashSet::new();
    for answer in join_all((0..200).map(|_| site.post("/contact", THOROUGH))).await {
        answers.insert((answer.status, reference(&answer), answer.body));
    }
    assert_eq!((answers.len(), count(&site).await), (1, 1));
    assert_eq!(site.deliver().await.len(), 2, "one set of mails");
}

#[actix_web::test]
async fn twenty_people_at_once_are_twenty_enquiries_though_a_cached_page_gave_all_one_key() {
    let site = Site::academy();
    let names: Vec<String> = (0..20).map(|number| format!("Person {number}")).collect();
    let asks = names.iter().map(|name| Ask::post("/contact", &with(KEYED, &[("name", name)])));
    let answers = join_all(asks.map(|ask| site.send(ask))).await;
    let references: HashSet<String> = answers.iter().map(reference).collect();
    assert_eq!((references.len(), count(&site).await), (20, 20));
    // They gave one address, which gets one acknowledgement an hour.
    assert_eq!(site.deliver().await.len(), 21);
}

#[actix_web::test]
async fn the_same_key_with_any_other_content_is_another_enquiry() {
    let site = Site::academy();
    let mut references = HashSet::from([reference(&site.post("/contact", KEYED).await)]);
    let changes = [
        ("name", "Bob"),
        ("email", "bob@example.org"),
        ("message", "Hello!"),
        ("phone", "0821234567"),
        ("kind", "group"),
        ("course", "sql-basics"),
        ("training", "RS-1-WEB-01"),
        ("city", "durban"),
        ("company", "X"),
        ("attendees", "2"),
        ("preferred_dates", "May"),
        ("marketing", "yes"),
        ("form_key", "k-2"),
    ];
    for change in changes {
        assert!(references.insert(reference(&site.post("/contact", &with(KEYED, &[change])).await)), "{change:?}");
    }
    assert_eq!(count(&site).await, 14);
    site.deliver().await;
}

#[actix_web::test]
async fn without_a_key_every_post_is_an_enquiry() {
    let site = Site::academy();
    let first = reference(&site.post("/contact", SHORT).await);
    assert_ne!(first, reference(&site.post("/contact", SHORT).await));
    assert_eq!(count(&site).await, 2);
    site.deliver().await;
}

#[actix_web::test]
async fn white_space_around_a_value_makes_no_other_enquiry() {
    let site = Site::academy();
    let first = reference(&site.post("/contact", KEYED).await);
    let spaced = with(KEYED, &[("name", " Ann "), ("unknown", "x")]);
    assert_eq!(first, reference(&site.post("/contact", &spaced).await));
    site.deliver().await;
}
