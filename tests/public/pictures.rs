use std::time::Duration;

use lectern::press::{HEIGHT, WIDTH};

use crate::support::site::{Answer, Site};

/// Until the post `rust-errors` appears.
const SCHEDULED: Duration = Duration::from_secs(25 * 3600);
const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn assert_is_picture(path: &str, answer: &Answer) {
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{path}");
    let reader = png::Decoder::new(std::io::Cursor::new(&answer.body)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (WIDTH, HEIGHT), "{path}");
    assert!(answer.body.len() <= 60_000, "{path}: {} bytes", answer.body.len());
}

#[actix_web::test]
async fn every_course_post_and_city_of_the_demo_and_the_site_have_a_picture() {
    let site = Site::demo();
    let mut paths = vec!["/og/site.png".to_owned()];
    for (list, below) in [
        ("/courses", "courses"),
        ("/courses?page=2", "courses"),
        ("/courses?page=3", "courses"),
        ("/blog", "blog"),
        ("/blog?page=2", "blog"),
        ("/locations", "locations"),
    ] {
        let links = site.get(list).await.links_below(&format!("/{below}/"));
        let plain = links.into_iter().filter(|link| !link.contains(['/', '?', '.', '#']) && !link.is_empty());
        paths.extend(plain.map(|link| format!("/og/{below}/{link}.png")));
    }
    paths.retain(|path| path != "/og/blog/archive.png");
    assert!(paths.len() > 31 + 15 + 9, "{paths:?}");
    let mut drawn = Vec::new();
    for path in paths {
        let answer = site.get(&path).await;
        assert_is_picture(&path, &answer);
        drawn.push(answer.body);
    }
    let all = drawn.len();
    drawn.sort();
    drawn.dedup();
    assert_eq!(drawn.len(), all, "no two are alike");
}

#[actix_web::test]
async fn a_scheduled_post_has_no_picture_until_its_moment() {
    let site = Site::academy();
    let path = "/og/blog/rust-errors.png";
    assert_eq!(site.get(path).await.status, 404);
    site.clock.advance(SCHEDULED - SECOND);
    assert_eq!(site.get(path).await.status, 404, "one second before");
    site.clock.advance(SECOND);
    assert_is_picture(path, &site.get(path).await);
}

#[actix_web::test]
async fn what_is_not_public_has_no_picture() {
    let site = Site::academy();
    site.withdraw_course("unix-tools").await;
    for path in ["blog/unfinished", "blog/no-such", "courses/unix-tools", "locations/nowhere", "trainings/RS-1-WEB-01"]
    {
        assert_eq!(site.get(&format!("/og/{path}.png")).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn a_picture_may_stand_on_other_sites_and_a_page_may_not() {
    let site = Site::academy();
    let policy = "cross-origin-resource-policy";
    assert_eq!(site.get("/og/site.png").await.header(policy), "cross-origin");
    assert_eq!(site.get("/courses/rust-services/brochure.pdf").await.header(policy), "same-origin");
    assert_eq!(site.get("/courses").await.header(policy), "same-origin");
}

#[actix_web::test]
async fn a_changed_title_changes_the_picture() {
    let site = Site::academy();
    let before = site.get("/og/courses/rust-services.png").await;
    site.edit("courses/rust-services.md", "\"Rust Services\"", "\"Ferrous Services\"").await;
    let after = site.get("/og/courses/rust-services.png").await;
    assert_is_picture("after", &after);
    assert!(before.body != after.body && before.header("etag") != after.header("etag"));
}
