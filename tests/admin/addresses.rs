use lectern::access::{Actor, Role};
use lectern::site::{AddressId, SaveError, add_redirect, list_not_founds, list_redirects, remove_redirect};

use crate::support::site::{Site, start};

async fn count(site: &Site) {
    site.context.tally.store(site.db(), site.clock.now()).await.unwrap();
}

#[actix_web::test]
async fn a_redirect_leads_visitors_on_and_is_counted() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let saved = desk.post("/admin/addresses", &[("from", "/old"), ("to", "/courses/sql-basics")]).await;
    assert_eq!((saved.status, saved.header("location")), (303, "/admin/addresses?done=saved"));
    for _ in 0..2 {
        let led = site.get("/old?utm_source=x").await;
        assert_eq!((led.status, led.header("location")), (301, "/courses/sql-basics?utm_source=x"));
    }
    let written = |site: &Site| {
        let db = site.db().clone();
        async move { db.read(|conn| list_redirects(conn, "/old", (9, 0))).await.unwrap().remove(0) }
    };
    assert_eq!(written(&site).await.hits, 0, "reading a page writes nothing");
    count(&site).await;
    let redirect = written(&site).await;
    assert_eq!((redirect.hits, redirect.last_hit_at), (2, Some(start())));
    let page = desk.get("/admin/addresses?q=old").await;
    assert!(page.tree().all("th").any(|cell| cell.text == "/old"), "{}", page.html);

    let removed = desk.post(&format!("/admin/addresses/{}/removal", redirect.id.0), &[]).await;
    assert_eq!(removed.status, 303);
    assert_eq!(site.get("/old").await.status, 404);
}

#[actix_web::test]
async fn chains_are_flattened_and_circles_refused() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (from, to) in [("/a", "/b"), ("/b", "/courses")] {
        assert_eq!(desk.post("/admin/addresses", &[("from", from), ("to", to)]).await.status, 303);
    }
    assert_eq!(site.get("/a").await.header("location"), "/courses");
    for (from, to, says) in [
        ("/c", "/c", "leads back"),
        ("/courses/sql-basics", "/blog", "shows something of its own"),
        ("//evil.example", "/blog", "is not an address"),
        ("/d", "https://evil.example", "is not an address"),
        ("/d", "//evil.example", "is not an address"),
        ("", "/blog", "is not an address"),
        ("/d?x=1", "/blog", "is not an address"),
    ] {
        let refused = desk.post("/admin/addresses", &[("from", from), ("to", to)]).await;
        assert_eq!(refused.status, 422, "{from} {to}");
        let tree = refused.tree();
        assert!(refused.title().starts_with("Error: ") && refused.html.contains(says), "{from} {to}: {}", refused.html);
        assert_eq!(tree.one("input", "id", "from").unwrap().get("value"), Some(from), "what was typed is kept");
    }
    // The target's target is the address itself.
    assert_eq!(desk.post("/admin/addresses", &[("from", "/e"), ("to", "/f")]).await.status, 303);
    assert_eq!(desk.post("/admin/addresses", &[("from", "/f"), ("to", "/e")]).await.status, 422);
}

#[actix_web::test]
async fn what_was_withdrawn_says_so() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    desk.post("/admin/addresses", &[("from", "/old-offer"), ("gone", "yes")]).await;
    assert_eq!(site.get("/old-offer").await.status, 410);
    assert_eq!(desk.post("/admin/addresses", &[("from", "/older"), ("to", "/old-offer")]).await.status, 422);
}

#[actix_web::test]
async fn the_test_box_says_what_a_visitor_finds() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    desk.post("/admin/addresses", &[("from", "/old"), ("to", "/courses")]).await;
    for (path, finds) in [
        ("/courses/sql-basics", "shows a page"),
        ("/courses/sql-basics/brochure.pdf", "shows a page"),
        ("/blog/unfinished", "not public"),
        ("/old", "301"),
        ("/nothing", "404"),
    ] {
        let page = desk.get(&format!("/admin/addresses?try={path}")).await;
        let said = page.tree().all("p").find(|part| part.get("role") == Some("status")).unwrap().text.clone();
        assert!(said.contains(path) && said.contains(finds), "{path}: {said}");
    }
}

#[actix_web::test]
async fn missing_addresses_are_counted_without_anything_personal_and_come_with_proposals() {
    let site = Site::academy();
    for path in ["/courses/sql-basic", "/courses/sql-basic", "/mpho@example.org", "/call/0825550123", "/x%40y"] {
        assert_eq!(site.get(path).await.status, 404);
    }
    count(&site).await;
    let missed = site.db().read(|conn| list_not_founds(conn, 9)).await.unwrap();
    assert_eq!(
        missed.iter().map(|missed| (missed.path.as_str(), missed.hits)).collect::<Vec<_>>(),
        [("/courses/sql-basic", 2)]
    );

    let desk = site.desk(Role::Editor).await;
    let page = desk.get("/admin/addresses/missing").await;
    let tree = page.tree();
    assert!(tree.all("input").any(|field| field.get("value") == Some("/courses/sql-basics")), "{}", page.html);
    desk.post("/admin/addresses", &[("from", "/courses/sql-basic"), ("to", "/courses/sql-basics")]).await;
    assert!(!desk.get("/admin/addresses/missing").await.html.contains("sql-basic<"), "a redirect strikes it off");

    site.get("/nonsense").await;
    count(&site).await;
    let id = site.db().read(|conn| list_not_founds(conn, 9)).await.unwrap()[0].id;
    assert_eq!(desk.post(&format!("/admin/addresses/missing/{id}/dismissal"), &[]).await.status, 303);
    assert!(site.db().read(|conn| list_not_founds(conn, 9)).await.unwrap().is_empty());
}

#[actix_web::test]
async fn links_that_lead_nowhere_are_listed_with_where_they_stand() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let fine = desk.get("/admin/addresses/links").await;
    assert!(fine.html.contains("lead straight to a public page."), "{}", fine.html);
    let text = "[a](/blog/unfinished) [b](/nowhere?x=1) [c](/courses/sql-basics#dates) [d](https://example.org/)";
    site.edit("pages/about.md", "The text of About.", text).await;
    let page = desk.get("/admin/addresses/links").await;
    let listed: Vec<String> = page.tree().all("code").map(|code| code.text.clone()).collect();
    assert_eq!(listed, ["/blog/unfinished", "/nowhere"]);
    assert!(page.html.contains("2 of 3 links") && page.html.contains("<a href=\"/about\">About</a>"), "{}", page.html);
}

#[actix_web::test]
async fn only_those_who_write_may_change_addresses() {
    let site = Site::academy();
    let staff = Actor::signed_in(lectern::access::UserId(1), "The staff".to_owned(), Role::Staff);
    let add = {
        let staff = staff.clone();
        site.db().attempt(move |conn| add_redirect(conn, &staff, "/x", Some("/courses"), start())).await.unwrap()
    };
    assert!(matches!(add, Err(SaveError::Denied(_))));
    let remove = site.db().attempt(move |conn| remove_redirect(conn, &staff, AddressId(1), start())).await.unwrap();
    assert!(matches!(remove, Err(SaveError::Denied(_))));
}
