//! How many enquiries one network may send.
use std::time::Duration;

use super::{SHORT, THOROUGH, count, with};
use crate::support::site::{Answer, Ask, Site};

fn three_an_hour(proxies: &[&str]) -> Site {
    Site::academy_with(|options| {
        options.enquiry_rate = 3;
        options.trusted_proxies = proxies.iter().map(|network| network.parse().unwrap()).collect();
    })
}

async fn from(site: &Site, peer: &str, forwarded: &[&str]) -> Answer {
    let ask =
        forwarded.iter().fold(Ask::post("/contact", SHORT).from(peer), |ask, hop| ask.with("X-Forwarded-For", hop));
    site.send(ask).await
}

async fn use_up(site: &Site, peer: &str, forwarded: &[&str]) {
    for _ in 0..3 {
        assert_eq!(from(site, peer, forwarded).await.status, 303);
    }
    assert_eq!(from(site, peer, forwarded).await.status, 429);
}

#[actix_web::test]
async fn one_too_many_is_told_when_to_come_back_and_keeps_the_text() {
    let site = three_an_hour(&[]);
    use_up(&site, "203.0.113.9", &[]).await;
    let answer = site.post("/contact", THOROUGH).await;
    assert_eq!(answer.status, 429);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=1200).contains(&seconds), "{seconds}");
    for (field, value) in THOROUGH {
        assert_eq!(answer.field(field).as_deref(), Some(*value), "{field}");
    }
    assert_eq!((count(&site).await, answer.header("cache-control")), (3, "no-store"));
    site.clock.advance(Duration::from_secs(seconds - 1));
    assert_eq!(site.post("/contact", THOROUGH).await.status, 429, "a second too early");
    site.clock.advance(Duration::from_secs(1));
    assert_eq!(site.post("/contact", THOROUGH).await.status, 303);
    site.deliver().await;
}

#[actix_web::test]
async fn another_network_is_not_held_up() {
    let site = three_an_hour(&[]);
    use_up(&site, "203.0.113.9", &[]).await;
    assert_eq!(from(&site, "203.0.113.10", &[]).await.status, 303);
    site.deliver().await;
}

#[actix_web::test]
async fn an_ipv6_household_is_one_network() {
    let site = three_an_hour(&[]);
    use_up(&site, "2001:db8:1:2::1", &[]).await;
    assert_eq!(from(&site, "2001:db8:1:2:ffff::9", &[]).await.status, 429, "the same /64");
    assert_eq!(from(&site, "2001:db8:1:3::1", &[]).await.status, 303, "the next /64");
    use_up(&site, "::ffff:192.0.2.1", &[]).await;
    assert_eq!(from(&site, "192.0.2.1", &[]).await.status, 429, "IPv4 inside IPv6 is IPv4");
    site.deliver().await;
}

#[actix_web::test]
async fn a_stranger_cannot_say_that_somebody_else_is_asking() {
    let site = three_an_hour(&["10.0.0.0/8"]);
    use_up(&site, "203.0.113.9", &["198.51.100.1"]).await;
    assert_eq!(from(&site, "203.0.113.9", &["198.51.100.2"]).await.status, 429);
    site.deliver().await;
}

#[actix_web::test]
async fn a_trusted_proxy_says_who_asks() {
    let site = three_an_hour(&["10.0.0.0/8"]);
    use_up(&site, "10.0.0.1", &["198.51.100.1"]).await;
    assert_eq!(from(&site, "10.0.0.2", &["198.51.100.1"]).await.status, 429, "by another proxy");
    assert_eq!(
        from(&site, "10.0.0.1", &["1.2.3.4, 198.51.100.1"]).await.status,
        429,
        "what the visitor added counts not"
    );
    assert_eq!(from(&site, "10.0.0.1", &["1.2.3.4", "198.51.100.1, 10.9.9.9"]).await.status, 429, "two proxies");
    assert_eq!(from(&site, "10.0.0.1", &["198.51.100.2"]).await.status, 303);
    assert_eq!(from(&site, "::ffff:10.0.0.1", &["198.51.100.1"]).await.status, 429, "a proxy seen through IPv6");
    site.deliver().await;
}

#[actix_web::test]
async fn a_repeat_uses_up_nothing() {
    let site = three_an_hour(&[]);
    let keyed = with(SHORT, &[("form_key", "k-1")]);
    for _ in 0..10 {
        assert_eq!(site.post("/contact", &keyed).await.status, 303);
    }
    assert_eq!(site.post("/contact", SHORT).await.status, 303);
    assert_eq!(site.post("/contact", SHORT).await.status, 303);
    assert_eq!(site.post("/contact", SHORT).await.status, 429);
    assert_eq!(site.post("/contact", &keyed).await.status, 303, "and is answered even when nothing is left");
    site.deliver().await;
}

#[actix_web::test]
async fn a_form_with_errors_uses_up_nothing() {
    let site = three_an_hour(&[]);
    for _ in 0..10 {
        assert_eq!(site.post("/contact", &[]).await.status, 422);
    }
    use_up(&site, "203.0.113.9", &[]).await;
    site.deliver().await;
}
