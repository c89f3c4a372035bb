//! A picture as a browser fetches it.
use actix_web::http::Method;

use super::uploaded;
use crate::support::pictures::jpeg;
use crate::support::site::{Ask, Site};

#[actix_web::test]
async fn a_picture_may_be_kept_for_ever_and_can_do_nothing() {
    let site = Site::empty();
    let media = uploaded(&site, "Room.jpg", &jpeg(600, 400, 1)).await;
    for path in [media.address(), media.thumbnail()] {
        let answer = site.get(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/webp"), "{path}");
        for (name, value) in [
            ("cache-control", "public, max-age=31536000, immutable"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
            ("content-disposition", "inline"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        assert!(answer.header("strict-transport-security").contains("max-age"));
        assert_eq!(&answer.body[..4], b"RIFF");
        let again = site.send(Ask::get(&path).with("If-None-Match", answer.header("etag"))).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        let head = site.send(Ask::new(Method::HEAD, &path)).await;
        assert_eq!((head.status, head.header("etag")), (200, answer.header("etag")));
    }
    assert_ne!(site.get(&media.address()).await.header("etag"), site.get(&media.thumbnail()).await.header("etag"));
}

#[actix_web::test]
async fn no_other_address_leads_to_a_file() {
    let site = Site::academy();
    let media = uploaded(&site, "room.jpg", &jpeg(60, 40, 1)).await;
    std::fs::write(site.media_folder().join("secret.webp"), b"secret").unwrap();
    let hash = media.content_hash.to_string();
    let other = "0".repeat(32);
    for path in [
        format!("/media/{hash}"),
        format!("/media/{hash}/961.webp"),
        format!("/media/{hash}/060.webp"),
        format!("/media/{hash}/+60.webp"),
        format!("/media/{hash}/60.png"),
        format!("/media/{hash}/room.jpg"),
        format!("/media/{hash}/..%2f..%2f..%2fsecret.webp/x"),
        format!("/media/{}/room.webp", hash.to_uppercase()),
        format!("/media/{other}/room.webp"),
        format!("/media/..%2f{}/secret.webp", &hash[..29]),
        "/media/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fx/secret.webp".to_owned(),
        "/media/..%5c/secret.webp".to_owned(),
        "/media/%00/secret.webp".to_owned(),
    ] {
        assert_eq!(site.get(&path).await.status, 404, "{path}");
    }
    // The name is for people: it names no file.
    assert_eq!(site.get(&format!("/media/{hash}/..%2f..%2fsecret.webp")).await.body[..4], *b"RIFF");
}
