//! A robot names strangers in thousands of enquiries: all are kept, and no stranger hears of more than the cap allows.
use std::collections::BTreeMap;
use std::time::Duration;

use lectern::db::prelude::*;
use lectern::db::schema::enquiries;

use super::size;
use crate::support::site::{Ask, Site};

/// Acknowledgements that one address gets in a day.
const CAP: usize = 3;
const STRANGERS: usize = 5;

#[actix_web::test]
async fn a_robot_that_names_strangers_mails_none_of_them_more_than_the_cap() {
    let posts = size(300, 10_000);
    let site = Site::academy_with(|options| options.enquiry_rate = 1_000_000);
    for number in 0..posts {
        let email = format!("stranger{}@example.org", number % STRANGERS);
        let (name, message) = (format!("Person {number}"), format!("Is there parking on day {number}?"));
        let fields = [("name", name.as_str()), ("email", &email), ("message", &message)];
        // From as many networks as it likes.
        let peer = format!("198.{}.{}.9", 18 + number / 250 % 2, number % 250);
        assert_eq!(site.send(Ask::post("/contact", &fields).from(&peer)).await.status, 303);
        site.clock.advance(Duration::from_secs(50_000) / u32::try_from(posts).unwrap());
    }
    let kept: i64 = site.db().read(|conn| enquiries::table.count().get_result(conn)).await.unwrap();
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for mail in site.deliver().await {
        *told.entry(mail.to().to_owned()).or_default() += 1;
    }
    let most = told.iter().filter(|(to, _)| to.starts_with("stranger")).map(|(_, mails)| *mails).max();
    println!("{posts} posts of a robot: {kept} kept, at most {most:?} mails to each of {STRANGERS} strangers");
    assert_eq!(kept, i64::try_from(posts).unwrap(), "none is lost");
    assert!(posts / STRANGERS > 10 * CAP, "without the cap each would hear of many more");
    assert_eq!(most, Some(CAP));
}
