//! Courses at the desk: when they are public, why not, and what they claim.
use lectern::access::Role;

use super::records::Filled;
use crate::support::site::{SignedIn, Site};

async fn set(desk: &SignedIn<'_>, values: &[(&str, &str)]) {
    Filled::at(desk, "/admin/courses/1").await.filled(values).saved(desk).await;
}

/// The public address of the course that the tests change.
async fn public(desk: &SignedIn<'_>) -> String {
    format!("/courses/{}", Filled::at(desk, "/admin/courses/1").await.all("slug")[0])
}

#[actix_web::test]
async fn a_draft_is_seen_by_nobody_but_editors_and_says_why() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let address = public(&desk).await;
    set(&desk, &[("state", "draft"), ("title", "Qwyx")]).await;
    assert_eq!(site.get(&address).await.status, 404);
    for place in ["/courses", "/", "/search?q=Qwyx", "/sitemap.xml", "/llms.txt", "/trainings"] {
        let html = site.get(place).await.html;
        assert!(!html.contains("Qwyx<") && !html.contains(&format!("{address}<")), "{place}");
    }
    let page = desk.get("/admin/courses/1").await;
    assert!(page.html.contains("Not visible: it is a draft."), "{}", page.html);
    assert!(desk.get("/admin/courses?seen=no").await.html.contains("Not visible: it is a draft"));
    let preview = desk.get("/admin/courses/1/preview").await;
    assert_eq!((preview.status, preview.header("cache-control")), (200, "no-store"));
    assert!(preview.h1() == "Qwyx" && preview.is_noindex() && preview.title().starts_with("Preview: "));
    assert_eq!(site.get("/admin/courses/1/preview").await.status, 303);
}

#[actix_web::test]
async fn a_course_goes_live_and_expires_to_the_second() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let address = public(&desk).await;
    set(&desk, &[("go_live", "2026-03-02T09:20"), ("expires", "2026-03-02T09:40")]).await;
    let wait = |seconds| site.clock.advance(std::time::Duration::from_secs(seconds));
    assert_eq!(site.get(&address).await.status, 404);
    assert!(desk.get("/admin/courses/1").await.html.contains("Not visible: goes live on 2 March 09:20."));
    wait(20 * 60 - 1);
    assert_eq!(site.get(&address).await.status, 404);
    wait(1);
    assert_eq!(site.get(&address).await.status, 200);
    assert_eq!(desk.get("/admin/courses/1").await.tree().one("h2", "id", "standing").unwrap().text, "Visible");
    wait(20 * 60 - 1);
    assert_eq!(site.get(&address).await.status, 200);
    wait(1);
    assert_eq!(site.get(&address).await.status, 410);
    assert!(desk.get("/admin/courses/1").await.html.contains("Not visible: it expired on 2 March 09:40."));
}

#[actix_web::test]
async fn a_retired_course_is_gone_for_good() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let address = public(&desk).await;
    set(&desk, &[("state", "retired")]).await;
    assert_eq!(site.get(&address).await.status, 410);
    assert!(desk.get("/admin/courses/1").await.html.contains("Not visible: it is retired."));
}

#[actix_web::test]
async fn a_claim_is_shown_only_on_the_days_on_which_it_holds() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let address = public(&desk).await;
    let claim = |from, to| {
        [
            ("accreditations-body", "MICT SETA"),
            ("accreditations-number", "ACC-77"),
            ("accreditations-claim", "Accredited"),
            ("accreditations-from", from),
            ("accreditations-to", to),
        ]
    };
    for (from, to, is_shown) in [
        ("2026-03-02", "", true),
        ("2026-03-02", "2026-03-02", true),
        ("2026-03-03", "", false),
        ("2020-01-01", "2026-03-01", false),
    ] {
        set(&desk, &claim(from, to)).await;
        let html = site.get(&address).await.html;
        assert_eq!(html.contains("MICT SETA, number") && html.contains("ACC-77"), is_shown, "{from} {to}");
        let desk_says = desk.get("/admin/courses/1").await.html;
        assert_eq!(desk_says.contains("shown on the course&#39;s page"), is_shown, "{from} {to}: {desk_says}");
    }
    let backward = Filled::at(&desk, "/admin/courses/1").await.filled(&claim("2026-03-02", "2026-03-01"));
    let refused = backward.send(&desk).await;
    assert!(refused.status == 422 && refused.html.contains("have one that ends before it begins"), "{}", refused.html);
    let twice = Filled::at(&desk, "/admin/courses/2").await.filled(&claim("2026-03-02", ""));
    let refused = twice.send(&desk).await;
    assert!(refused.status == 422 && refused.html.contains("stands on the course"), "{}", refused.html);
}

#[actix_web::test]
async fn the_desk_says_how_complete_a_course_is_and_when_it_runs_next() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get("/admin/courses/1").await;
    assert!(page.html.contains("% complete") && page.html.contains("Next training"));
    set(&desk, &[("outcomes", ""), ("description", "Short.")]).await;
    let page = desk.get("/admin/courses/1").await;
    assert!(page.html.contains("<li>Name three outcomes or more</li>"), "{}", page.html);
}

#[actix_web::test]
async fn a_course_made_at_the_desk_comes_out_of_the_export_and_in_again() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    set(&desk, &[("go_live", "2026-04-01T08:00"), ("state", "draft"), ("search_title", "Other title")]).await;
    let folder = site.db().read(lectern::transfer::export).await.unwrap();
    let copy = Site::empty();
    copy.import(folder.0.clone().into_iter().collect()).await;
    assert_eq!(copy.db().read(lectern::transfer::export).await.unwrap(), folder);
}

#[actix_web::test]
async fn a_retired_course_leads_to_the_one_that_takes_its_place() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let ids = ["query-tuning", "rust-services", "sql-basics"];
    let mut forms = Vec::new();
    for id in 1..=4 {
        let form = Filled::at(&desk, &format!("/admin/courses/{id}")).await;
        if ids.contains(&form.all("slug")[0]) {
            forms.push((form.all("slug")[0].to_owned(), form.address));
        }
    }
    forms.sort();
    let at = |name: &str| forms.iter().find(|(slug, _)| slug == name).unwrap().1.clone();
    let change = async |name: &str, values: &[(&str, &str)]| {
        Filled::at(&desk, &at(name)).await.filled(values).saved(&desk).await;
    };
    let itself = Filled::at(&desk, &at("query-tuning")).await.with("replaced_by", &["query-tuning"]).send(&desk).await;
    assert!(itself.status == 422 && itself.html.contains("names the course itself"), "{}", itself.html);
    change("query-tuning", &[("replaced_by", "rust-services")]).await;
    assert_eq!(site.get("/courses/query-tuning").await.status, 200, "while it is public it stays where it is");
    change("query-tuning", &[("state", "retired")]).await;
    change("rust-services", &[("replaced_by", "sql-basics")]).await;
    for (path, to) in [("", "/courses/rust-services"), ("/letter", "/courses/rust-services/letter")] {
        let led = site.get(&format!("/courses/query-tuning{path}")).await;
        assert_eq!((led.status, led.header("location")), (301, to));
    }
    site.edit("pages/about.md", "The text of About.", "[a](/courses/query-tuning)").await;
    let report = desk.get("/admin/addresses/links").await;
    assert!(report.html.contains("leads to <a href=\"/courses/rust-services\">"), "{}", report.html);
    change("rust-services", &[("state", "retired")]).await;
    assert_eq!(
        site.get("/courses/query-tuning").await.header("location"),
        "/courses/sql-basics",
        "at once to the last"
    );
    change("sql-basics", &[("replaced_by", "query-tuning")]).await;
    change("sql-basics", &[("state", "retired")]).await;
    for slug in ids {
        assert_eq!(
            site.get(&format!("/courses/{slug}")).await.status,
            410,
            "{slug}: a circle of the withdrawn is an end"
        );
    }
    let report = desk.get("/admin/addresses/links").await;
    assert!(report.html.contains("<span class=\"chip off\">410</span>"), "{}", report.html);
}
