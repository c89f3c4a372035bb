//! Posts at the desk: written, kept by sitting, published to the second, thrown away and brought back.
use chrono::Duration;
use lectern::access::Role;
use lectern::blog::purge_posts;
use lectern::db::prelude::*;
use lectern::db::schema::{posts, revisions};
use lectern::types::Timestamp;

use crate::support::site::{Answer, SignedIn, Site, start};

/// Lets the clock of every instance go on to a moment.
pub fn go_to(site: &Site, at: Timestamp) {
    let ahead = u64::try_from(at.micros() - site.clock.now().micros()).unwrap();
    site.clock.advance(std::time::Duration::from_micros(ahead));
}

/// A draft by this headline; its address at the desk.
async fn draft(desk: &SignedIn<'_>, title: &str) -> String {
    let made = desk.post("/admin/posts", &[("title", title)]).await;
    assert_eq!(made.status, 303, "{}", made.html);
    made.header("location").to_owned()
}

fn fields<'a>(version: &'a str, body: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("title", "Owls at work"), ("slug", "owls-at-work"), ("version", version), ("body", body), ("act", act)]
}

async fn save(desk: &SignedIn<'_>, at: &str, version: &str, body: &str, act: &str) -> Answer {
    desk.post(at, &fields(version, body, act)).await
}

async fn kinds(site: &Site, at: &str) -> Vec<String> {
    let id: i64 = at.rsplit('/').next().unwrap().parse().unwrap();
    let load = move |conn: &mut lectern::db::Conn| {
        let of = revisions::subject_kind.eq("post").and(revisions::subject_id.eq(id));
        revisions::table.filter(of).order(revisions::id).select(revisions::kind).load(conn)
    };
    site.db().read(load).await.unwrap()
}

#[actix_web::test]
async fn a_post_is_written_published_and_taken_back() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let at = draft(&desk, "Owls at work").await;
    assert_eq!(site.get("/blog/owls-at-work").await.status, 404);
    assert_eq!(save(&desk, &at, "1", "Owls & <b>mice</b>.", "save").await.status, 303);
    assert_eq!(site.get("/blog/owls-at-work").await.status, 404, "a draft is no page");
    let published = save(&desk, &at, "2", "Owls & <b>mice</b>.", "publish").await;
    assert!(published.header("location").ends_with("?done=published"), "{}", published.html);
    let page = site.get("/blog/owls-at-work").await;
    assert!(page.status == 200 && page.html.contains("&lt;b&gt;mice"), "raw HTML stays text: {}", page.html);
    assert_eq!(save(&desk, &at, "3", "Owls.", "unpublish").await.status, 303);
    assert_eq!(site.get("/blog/owls-at-work").await.status, 410);
    assert_eq!(kinds(&site, &at).await, ["save", "save", "publish", "save"]);
    let list = desk.get("/admin/posts?shelf=withdrawn").await;
    assert!(list.html.contains("Owls at work"), "{}", list.html);
}

#[actix_web::test]
async fn a_scheduled_post_appears_and_goes_to_the_second_on_every_instance() {
    let site = Site::academy();
    let other = site.another_instance();
    let desk = site.desk(Role::Editor).await;
    let at = draft(&desk, "Owls at work").await;
    let mut typed = fields("1", "Owls.", "schedule");
    typed.extend([("published", "2026-03-03T10:00:07"), ("unpublished", "2026-03-04T10:00:09")]);
    assert_eq!(desk.post(&at, &typed).await.status, 303);
    other.db().look_for_new_content().await.unwrap();
    let second = Duration::seconds(1);
    let appears = start() + Duration::hours(25) + Duration::seconds(7);
    let goes = start() + Duration::hours(49) + Duration::seconds(9);
    for (now, status) in [(appears - second, 404), (appears + second, 200), (goes - second, 200), (goes + second, 410)]
    {
        go_to(&site, now);
        for one in [&site, &other] {
            assert_eq!(one.get("/blog/owls-at-work").await.status, status, "{now:?}");
            let is_listed = one.get("/blog").await.html.contains("Owls at work");
            assert_eq!(is_listed, status == 200, "{now:?}");
        }
    }
}

#[actix_web::test]
async fn writing_is_kept_by_sitting_and_never_in_the_post_itself() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let at = draft(&desk, "Owls at work").await;
    assert_eq!(save(&desk, &at, "1", "Old.", "publish").await.status, 303);
    for (minutes, body) in [(0, "New a"), (5, "New b"), (11, "New c")] {
        go_to(&site, start() + Duration::minutes(minutes));
        let kept = save(&desk, &format!("{at}/autosave"), "2", body, "").await;
        assert!(kept.status == 200 && kept.html.contains("Draft kept"), "{}", kept.html);
    }
    assert_eq!(kinds(&site, &at).await, ["save", "publish", "autosave", "autosave"], "two sittings");
    let page = site.get("/blog/owls-at-work").await;
    assert!(page.html.contains("Old.") && !page.html.contains("New a"), "{}", page.html);
    let editor = desk.get(&at).await;
    assert!(editor.html.contains("New c") && editor.html.contains("not saved yet"), "{}", editor.html);
    assert!(desk.get(&format!("{at}?from=saved")).await.html.contains("Old."));
}

#[actix_web::test]
async fn a_stale_save_is_refused_with_the_difference_and_both_are_kept() {
    let site = Site::academy();
    let (one, other) = (site.desk(Role::Editor).await, site.desk(Role::Admin).await);
    let at = draft(&one, "Owls at work").await;
    assert_eq!(save(&other, &at, "1", "Theirs.", "save").await.status, 303);
    let refused = save(&one, &at, "1", "Mine.", "save").await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.html.contains("</span> Theirs.</del>") && refused.html.contains("</span> Mine.</ins>"),
        "{}",
        refused.html
    );
    assert_eq!(refused.field("version").as_deref(), Some("2"), "who saves now has seen the difference");
    assert_eq!(kinds(&site, &at).await, ["save", "save", "autosave"], "mine is kept beside theirs");
    let saved: String = site
        .db()
        .read(|conn| posts::table.filter(posts::slug.eq("owls-at-work")).select(posts::body).first(conn))
        .await
        .unwrap();
    assert_eq!(saved, "Theirs.");
}

#[actix_web::test]
async fn a_new_address_leads_on_from_the_old_one_unless_nobody_knew_it() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let at = draft(&desk, "Secret owls").await;
    assert_eq!(save(&desk, &at, "1", "Owls.", "save").await.status, 303);
    assert_eq!(site.get("/blog/secret-owls").await.status, 404, "a redirect would tell of a draft");
    assert_eq!(save(&desk, &at, "2", "Owls.", "publish").await.status, 303);
    let mut typed = fields("3", "Owls.", "save");
    typed[1].1 = "wise-owls";
    assert_eq!(desk.post(&at, &typed).await.status, 303);
    let led = site.get("/blog/owls-at-work").await;
    assert_eq!((led.status, led.header("location")), (301, "/blog/wise-owls"));
    typed[1].1 = "archive";
    typed[2].1 = "4";
    assert_eq!(desk.post(&at, &typed).await.status, 422);
}

#[actix_web::test]
async fn the_trash_keeps_a_post_for_thirty_days() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let at = draft(&desk, "Owls at work").await;
    assert_eq!(save(&desk, &at, "1", "Owls.", "publish").await.status, 303);
    assert_eq!(desk.post(&format!("{at}/trash"), &[]).await.status, 303);
    assert_eq!(site.get("/blog/owls-at-work").await.status, 410);
    assert!(desk.get("/admin/posts?shelf=trash").await.html.contains("Owls at work"));
    assert!(!desk.get("/admin/posts").await.html.contains("Owls at work</a>"));
    assert_eq!(desk.post(&format!("{at}/untrash"), &[]).await.status, 303);
    assert!(desk.get("/admin/posts").await.html.contains("Owls at work</a>"));
    assert_eq!(desk.post(&format!("{at}/trash"), &[]).await.status, 303);
    for (days, gone) in [(29, 0), (30, 1)] {
        let now = start() + Duration::days(days);
        assert_eq!(site.db().write(move |conn| purge_posts(conn, now)).await.unwrap(), gone, "{days} days");
    }
    assert_eq!(desk.get(&at).await.status, 404);
    assert_eq!(site.get("/blog/owls-at-work").await.status, 410);
}

#[actix_web::test]
async fn versions_are_compared_and_brought_back() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let at = draft(&desk, "Owls at work").await;
    assert_eq!(save(&desk, &at, "1", "First words.", "save").await.status, 303);
    assert_eq!(save(&desk, &at, "2", "Other words.", "save").await.status, 303);
    let list = desk.get(&format!("{at}/versions")).await;
    let versions = list.links_below(&format!("{at}/versions/"));
    let second = format!("{at}/versions/{}", versions[1]);
    let shown = desk.get(&second).await;
    assert!(shown.html.contains("</span> Other words.</del>"), "{}", shown.html);
    assert_eq!(desk.post(&format!("{second}/restoration"), &[]).await.status, 303);
    assert!(desk.get(&at).await.html.contains("First words."));
    assert_eq!(kinds(&site, &at).await.last().map(String::as_str), Some("restore"));
}

#[actix_web::test]
async fn several_posts_are_changed_at_once_or_none() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let (one, other) = (draft(&desk, "Owls at work").await, draft(&desk, "Mice at work").await);
    let id = |at: &str| at.rsplit('/').next().unwrap().to_owned();
    let (a, b) = (id(&one), id(&other));
    assert_eq!(save(&desk, &one, "1", "Owls.", "save").await.status, 303);
    let chosen = [("post", a.as_str()), ("post", b.as_str()), ("act", "publish")];
    let refused = desk.post("/admin/posts/bulk", &chosen).await;
    assert!(refused.status == 422 && refused.html.contains("Mice at work"), "one has no text: {}", refused.html);
    assert_eq!(site.get("/blog/owls-at-work").await.status, 404, "then neither is public");
    let mut trash = chosen;
    trash[2].1 = "trash";
    assert_eq!(desk.post("/admin/posts/bulk", &trash).await.status, 303);
    let shelf = desk.get("/admin/posts?shelf=trash").await;
    assert!(shelf.html.contains("Owls at work") && shelf.html.contains("Mice at work"));
}

#[actix_web::test]
async fn the_editor_says_who_else_is_at_it_and_looks_as_the_page_will() {
    let site = Site::academy();
    let (one, other) = (site.desk(Role::Editor).await, site.desk(Role::Admin).await);
    let at = draft(&one, "Owls at work").await;
    assert_eq!(other.post(&format!("{at}/presence"), &[]).await.status, 200);
    let told = one.post(&format!("{at}/presence"), &[]).await;
    assert!(told.html.contains("Also open: The admin, now"), "{}", told.html);
    let body = "# A\n\n#### B\n\n[x](/blog/nowhere) ![](/media/a.png) <script>alert(1)</script>";
    let look = save(&one, &format!("{at}/look"), "1", body, "").await;
    for said in
        ["Nothing at: /blog/nowhere", "skips a level", "no text in its place", "No course is linked", "&lt;script&gt;"]
    {
        assert!(look.html.contains(said), "{said}: {}", look.html);
    }
    assert!(!look.html.contains("<script"), "{}", look.html);
}
