//! People who wait are people: they see it, have it corrected, and are forgotten.
use std::time::Duration;

use lectern::access::{Actor, Role, UserId};
use lectern::app::purge_once;
use lectern::db::prelude::*;
use lectern::db::schema::interests;
use lectern::privacy::{erase_person, find_holdings, report_retention};

use crate::support::site::{Site, start};

const DAY: u64 = 86_400;

fn actor() -> Actor {
    Actor::signed_in(UserId(1), "The staff".to_owned(), Role::Staff)
}

async fn wish(site: &Site, email: &str, about: &[(&str, &str)]) -> String {
    let mut fields = vec![("name", "Zanele"), ("email", email), ("kind", "interest"), ("form_key", email)];
    fields.extend(about);
    let answer = site.post("/contact", &fields).await;
    answer.header("location").split_once("ref=").unwrap().1.to_owned()
}

async fn left(site: &Site) -> i64 {
    site.db().read(|conn| interests::table.count().get_result(conn)).await.unwrap()
}

#[actix_web::test]
async fn what_somebody_waits_for_is_shown_to_them_and_erased_with_them() {
    let mut site = Site::academy();
    site.leave_mail();
    site.employ(Role::Staff).await;
    wish(&site, "zanele@example.org", &[("course", "sql-basics"), ("city", "durban")]).await;
    wish(&site, "Zanele@example.org", &[("training", "RS-1-DBN-01")]).await;
    wish(&site, "other@example.org", &[("city", "durban")]).await;
    let email = || "ZANELE@example.org".parse().unwrap();
    let held = site.db().attempt(move |conn| find_holdings(conn, &actor(), &email(), start())).await.unwrap().unwrap();
    let json = serde_json::to_value(&held.interests).unwrap();
    assert_eq!(json[0]["course"], "SQL Basics");
    assert_eq!((&json[0]["city"], &json[1]["training"]), (&"Durban".into(), &"RS-1-DBN-01".into()));
    assert!(held.consents.iter().any(|consent| consent.purpose == "dates" && consent.wording.contains("email us")
        || consent.wording.contains("email you")));
    site.db().attempt(move |conn| erase_person(conn, &actor(), &email(), start())).await.unwrap().unwrap();
    assert_eq!(left(&site).await, 1, "theirs are gone, the other's is not");
}

#[actix_web::test]
async fn a_wish_goes_with_its_enquiry_and_ninety_days_after_it_ended() {
    let site = Site::academy();
    let stopped = wish(&site, "one@example.org", &[("city", "durban")]).await;
    wish(&site, "two@example.org", &[("city", "durban")]).await;
    site.deliver().await;
    let word = site.context.desk.links.sign_stop(&stopped.parse().unwrap());
    assert_eq!(site.post(&format!("/contact/stop/{word}"), &[]).await.status, 200);
    site.clock.advance(Duration::from_secs(89 * DAY));
    purge_once(&site.context).await.unwrap();
    assert_eq!(left(&site).await, 2);
    site.clock.advance(Duration::from_secs(2 * DAY));
    let now = site.clock.now();
    assert_eq!(site.db().read(move |conn| report_retention(conn, now)).await.unwrap().interests, 1);
    purge_once(&site.context).await.unwrap();
    assert_eq!(left(&site).await, 1);
    site.clock.advance(Duration::from_secs(700 * DAY));
    purge_once(&site.context).await.unwrap();
    assert_eq!(left(&site).await, 0, "the enquiry's time is over, and the wish's with it");
    assert_eq!(site.get(&format!("/contact/stop/{word}")).await.status, 410, "nobody is known by the link any more");
}
