//! The weight that a page tells at its foot is what really goes out.
use std::io::Read;

use crate::public::EVERY_PAGE;
use crate::support::site::{Ask, Site};

/// What the page says, in bytes.
fn said(html: &str) -> f64 {
    let (_, rest) = html.rsplit_once("This page: ").unwrap();
    rest.split_once(" KB").unwrap().0.parse::<f64>().unwrap() * 1000.0
}

async fn packed(site: &Site, path: &str) -> (Vec<u8>, String) {
    let body = site.send(Ask::get(path).with("Accept-Encoding", "br")).await.body;
    let mut html = String::new();
    brotli::Decompressor::new(&*body, 4096).read_to_string(&mut html).unwrap();
    (body, html)
}

/// What every page fetches besides.
async fn besides(site: &Site, html: &str) -> usize {
    let mut weight = 0;
    for (before, name) in [("href=\"", "site.css"), ("src=\"", "site.js"), ("href=\"", "icon.svg")] {
        let address =
            html.split(before).skip(1).filter_map(|rest| rest.split('"').next()).find(|one| one.ends_with(name));
        weight += site.send(Ask::get(address.unwrap()).with("Accept-Encoding", "br")).await.body.len();
    }
    weight
}

#[actix_web::test]
async fn every_page_tells_what_it_weighs_with_what_it_fetches() {
    let site = Site::demo();
    for path in EVERY_PAGE {
        let (body, html) = packed(&site, path).await;
        let real = (body.len() + besides(&site, &html).await) as f64;
        let told = said(&html);
        assert!((told - real).abs() <= 250.0, "{path} tells {told}, and is {real}");
    }
}

#[actix_web::test]
async fn a_page_that_goes_out_once_tells_what_it_was_packed_as() {
    let site = Site::demo();
    let path = "/search?q=python";
    let (body, html) = packed(&site, path).await;
    let plain = site.get(path).await;
    let besides = besides(&site, &html).await as f64;
    assert!((said(&plain.html) - besides - plain.body.len() as f64).abs() <= 250.0);
    assert!((said(&html) - besides - body.len() as f64).abs() <= 250.0);
}

#[actix_web::test]
async fn errors_and_forms_that_come_back_tell_it_too() {
    let site = Site::academy();
    for answer in
        [site.get("/no-such").await, site.post("/contact", &[("message", "This page: <!--weight-5-->")]).await]
    {
        assert!(said(&answer.html) > answer.body.len() as f64, "{}", answer.status);
        assert!(!answer.html.contains("<!--weight-"), "{}", answer.status);
        assert_eq!(answer.html.matches("</html>").count(), 1);
    }
}
