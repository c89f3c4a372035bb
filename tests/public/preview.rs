//! Links to posts that are not public.
use chrono::Duration;
use lectern::access::Role;

use crate::admin::posts::go_to;
use crate::support::site::{SignedIn, Site, start};

/// A draft with a link to it: its address at the desk, the link's path.
async fn shared(desk: &SignedIn<'_>) -> (String, String) {
    let at = desk.post("/admin/posts", &[("title", "Owls at work")]).await.header("location").to_owned();
    let typed = [("title", "Owls at work"), ("slug", "owls-at-work"), ("version", "1"), ("body", "Owls.")];
    assert_eq!(desk.post(&at, &typed).await.status, 303);
    assert_eq!(desk.post(&format!("{at}/previews"), &[]).await.status, 303);
    let page = desk.get(&at).await.html;
    let link = page.split("value=\"https://academy.example").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (at, link)
}

#[actix_web::test]
async fn a_signed_link_shows_a_draft_for_seven_days_and_to_no_search_engine() {
    let site = Site::academy();
    let (_, link) = shared(&site.desk(Role::Editor).await).await;
    let page = site.get(&link).await;
    assert!(page.status == 200 && page.html.contains("Owls.") && page.is_noindex(), "{}", page.html);
    assert_eq!((page.header("cache-control"), page.header("x-robots-tag")), ("no-store", "noindex, nofollow"));
    go_to(&site, start() + Duration::days(7) - Duration::seconds(1));
    assert_eq!(site.get(&link).await.status, 200);
    go_to(&site, start() + Duration::days(7));
    assert_eq!(site.get(&link).await.status, 410);
}

#[actix_web::test]
async fn a_link_that_nobody_signed_leads_nowhere() {
    let site = Site::academy();
    let (_, link) = shared(&site.desk(Role::Editor).await).await;
    let parts: Vec<&str> = link.trim_start_matches("/preview/").splitn(3, '-').collect();
    let later = (parts[1].parse::<i64>().unwrap() + 1).to_string();
    let forged = parts[2].chars().rev().collect::<String>();
    for token in [
        format!("{}-{later}-{}", parts[0], parts[2]),
        format!("{}-{}-{forged}", parts[0], parts[1]),
        "1".to_owned(),
        format!("2-{}-{}", parts[1], parts[2]),
    ] {
        assert_eq!(site.get(&format!("/preview/{token}")).await.status, 404, "{token}");
    }
}

#[actix_web::test]
async fn a_link_is_taken_back_and_leads_to_the_page_once_the_post_is_public() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let (at, link) = shared(&desk).await;
    let typed =
        [("title", "Owls at work"), ("slug", "owls-at-work"), ("version", "2"), ("body", "Owls."), ("act", "publish")];
    assert_eq!(desk.post(&at, &typed).await.status, 303);
    let led = site.get(&link).await;
    assert_eq!((led.status, led.header("location")), (301, "/blog/owls-at-work"));
    let id = link.trim_start_matches("/preview/").split('-').next().unwrap().to_owned();
    assert_eq!(desk.post(&format!("{at}/previews/{id}/revocation"), &[]).await.status, 303);
    assert_eq!(site.get(&link).await.status, 410);
}
