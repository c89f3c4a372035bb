//! Tags and packings (RFC 9110, 8.8.3 and 12.5.3).
use std::io::Read;

use crate::support::site::{Answer, Ask, Site};

async fn packed(site: &Site, path: &str, accept: &str) -> Answer {
    site.send(Ask::get(path).with("Accept-Encoding", accept)).await
}

fn unpacked(answer: &Answer) -> String {
    let mut text = String::new();
    match answer.header("content-encoding") {
        "gzip" => flate2::read::GzDecoder::new(&*answer.body).read_to_string(&mut text).unwrap(),
        "br" => brotli::Decompressor::new(&*answer.body, 4096).read_to_string(&mut text).unwrap(),
        _ => answer.body.as_slice().read_to_string(&mut text).unwrap(),
    };
    text
}

#[actix_web::test]
async fn every_packing_holds_the_same_text_under_a_strong_tag_of_its_own() {
    let site = Site::demo();
    let sheet = site.get("/").await.tree().one("link", "rel", "stylesheet").unwrap().get("href").unwrap().to_owned();
    for path in ["/", "/courses/backend-development-with-rust", "/blog/what-is-a-backend-developer", &sheet] {
        let (plain, gzip, brotli) =
            (site.get(path).await, packed(&site, path, "gzip").await, packed(&site, path, "gzip, deflate, br").await);
        let names = [&plain, &gzip, &brotli].map(|answer| answer.header("content-encoding"));
        assert_eq!(names, ["", "gzip", "br"], "{path}");
        assert!(unpacked(&gzip) == plain.html && unpacked(&brotli) == plain.html, "{path}");
        assert!(brotli.body.len() < gzip.body.len() && gzip.body.len() * 2 < plain.body.len(), "{path}");
        let tags = [&plain, &gzip, &brotli].map(|answer| answer.header("etag"));
        assert!(tags.iter().all(|tag| tag.starts_with('"') && tag.ends_with('"') && tag.len() > 10), "{tags:?}");
        assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{path}: {tags:?}");
        assert!(plain.header("vary").contains("Accept-Encoding"), "{path}");
    }
}

#[actix_web::test]
async fn a_packing_that_is_refused_is_not_sent() {
    let site = Site::academy();
    for (accept, wanted) in [
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;q=0.000", ""),
        ("BR", "br"),
        ("identity", ""),
        ("deflate, zstd", ""),
        ("br ; q=0", ""),
        ("gzip;q=0.5, br;q=0.1", "br"),
    ] {
        assert_eq!(packed(&site, "/", accept).await.header("content-encoding"), wanted, "{accept}");
    }
}

#[actix_web::test]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let site = Site::academy();
    for accept in ["identity", "gzip", "br"] {
        let page = packed(&site, "/courses", accept).await;
        let tag = page.header("etag");
        for known in [
            tag.to_owned(),
            format!("W/{tag}"),
            format!("\"other\", {tag}"),
            format!("\"a\",W/{tag} ,\"b\""),
            "*".to_owned(),
        ] {
            let ask = Ask::get("/courses").with("Accept-Encoding", accept).with("If-None-Match", &known);
            let answer = site.send(ask).await;
            assert_eq!((answer.status, answer.body.len(), answer.header("etag")), (304, 0, tag), "{known}");
            assert_eq!(answer.header("cache-control"), page.header("cache-control"));
            assert_eq!(answer.header("vary"), page.header("vary"));
        }
        for other in ["\"other\"", "", &tag[1..], &tag.replace('"', ""), "W/\"\""] {
            let ask = Ask::get("/courses").with("Accept-Encoding", accept).with("If-None-Match", other);
            assert_eq!(site.send(ask).await.status, 200, "{other}");
        }
    }
}

#[actix_web::test]
async fn a_changed_page_has_another_tag() {
    let site = Site::academy();
    let tag = site.get("/about").await.header("etag").to_owned();
    site.edit("pages/about.md", "The text of About.", "Rewritten.").await;
    let answer = site.send(Ask::get("/about").with("If-None-Match", &tag)).await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.header("etag"), tag);
}

#[actix_web::test]
async fn a_page_is_asked_about_each_time_and_an_asset_never_again() {
    let site = Site::academy();
    let page = site.get("/").await;
    assert_eq!(page.header("cache-control"), "no-cache");
    let tree = page.tree();
    let sheet = tree.one("link", "rel", "stylesheet").unwrap().get("href").unwrap().to_owned();
    let asset = site.get(&sheet).await;
    assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
    let again = site.send(Ask::get(&sheet).with("If-None-Match", asset.header("etag"))).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}
