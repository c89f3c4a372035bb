//! “Usually answered within …”: true, or not said.
use std::time::Duration;

use lectern::types::Timestamp;

use super::keep;
use crate::support::academy::at;
use crate::support::site::Site;

const WORDS: &str = "Usually answered within";

/// So many enquiries of last week that were answered after so many minutes of office time.
fn answered(count: usize, minutes: i64) -> Vec<(Timestamp, Timestamp, Option<Timestamp>)> {
    let came = at(2026, 2, 25, 8, 0);
    let answered = came + chrono::Duration::minutes(minutes);
    (0..count).map(|_| (came, at(2026, 2, 25, 16, 0), Some(answered))).collect()
}

/// Enquiries of last week that nobody answered.
fn ignored(count: usize) -> Vec<(Timestamp, Timestamp, Option<Timestamp>)> {
    let came = at(2026, 2, 26, 8, 0);
    (0..count).map(|_| (came, came, None)).collect()
}

async fn said(rows: Vec<(Timestamp, Timestamp, Option<Timestamp>)>) -> Option<String> {
    let site = Site::academy();
    keep(&site, rows).await;
    let html = site.get("/contact").await.html;
    let (_, rest) = html.split_once(WORDS)?;
    Some(rest.split(" of office time").next().unwrap().trim().to_owned())
}

#[actix_web::test]
async fn it_is_said_where_it_is_good_and_there_is_enough_to_go_by() {
    assert_eq!(said(answered(10, 40)).await.as_deref(), Some("45 min"));
    assert_eq!(said(answered(10, 61)).await.as_deref(), Some("2 h"), "never better than it was");
    assert_eq!(said(answered(9, 40)).await, None, "nine say nothing");
    assert_eq!(said(answered(10, 241)).await, None, "slow is not said");
    assert_eq!(said([answered(10, 40), ignored(11)].concat()).await, None, "ignoring people makes nothing better");
    assert_eq!(said([answered(11, 40), ignored(9)].concat()).await.as_deref(), Some("45 min"));
}

#[actix_web::test]
async fn a_kept_page_shows_it_as_of_the_days_first_minute_and_the_next_day_anew() {
    let site = Site::academy();
    site.get("/contact").await;
    // Answered today: it counts from tomorrow on, on a page that was kept and on one that is made anew.
    let today = at(2026, 3, 2, 8, 30);
    let rows = (0..10).map(|_| (at(2026, 3, 2, 8, 0), at(2026, 3, 2, 10, 0), Some(today))).collect();
    keep(&site, rows).await;
    assert!(!site.get("/contact").await.html.contains(WORDS));
    let mut other = site.another_instance();
    other.leave_mail();
    assert!(!other.get("/contact").await.html.contains(WORDS), "all instances show the same");
    let tag = site.get("/contact").await.header("etag").to_owned();
    site.clock.advance(Duration::from_secs(86_400));
    let tomorrow = site.get("/contact").await;
    assert!(tomorrow.html.contains("Usually answered within 30 min of office time."), "{}", tomorrow.html);
    assert_ne!(tomorrow.header("etag"), tag);
}
