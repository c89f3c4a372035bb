use lectern::access::Role;

use super::filling::Filled;
use crate::support::site::Site;

#[actix_web::test]
async fn every_save_is_kept_and_can_be_brought_back() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (address, public) in [("/admin/courses/1", None), ("/admin/pages/1", None), ("/admin/menus", Some("/"))] {
        let name = if public.is_some() { "header-label" } else { "title" };
        let first = Filled::at(&desk, address).await;
        let mut changed: Vec<&str> = first.all(name);
        changed[0] = "Another name";
        first.clone().with(name, &changed).saved(&desk).await;
        let mut again: Vec<&str> = first.all(name);
        again[0] = "A third name";
        Filled::at(&desk, address).await.with(name, &again).saved(&desk).await;
        let history = if public.is_some() { "/admin/menus/0/history".to_owned() } else { format!("{address}/history") };
        let revisions = desk.get(&history).await.links_below(&format!("{history}?revision="));
        let wanted = &revisions[1];
        let shown = desk.get(&format!("{history}?revision={wanted}")).await;
        assert!(shown.html.contains("</span> Another name"), "{}", shown.html);
        let seen = shown.field("seen").unwrap();
        let stale = desk.post(&history, &[("revision", wanted), ("seen", "1")]).await;
        assert_eq!(stale.header("location"), format!("{history}?done=overtaken"));
        let back = desk.post(&history, &[("revision", wanted), ("seen", &seen)]).await;
        assert_eq!(back.header("location"), format!("{address}?done=saved"));
        assert_eq!(Filled::at(&desk, address).await.all(name)[0], "Another name");
    }
}

#[actix_web::test]
async fn a_version_of_something_else_cannot_be_brought_back() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    Filled::at(&desk, "/admin/pages/1").await.with("title", &["New"]).saved(&desk).await;
    let revisions = desk.get("/admin/pages/1/history").await.links_below("/admin/pages/1/history?revision=");
    let seen = Filled::at(&desk, "/admin/courses/1").await.all("seen")[0].to_owned();
    let answer = desk.post("/admin/courses/1/history", &[("revision", &revisions[0]), ("seen", &seen)]).await;
    assert_eq!(answer.status, 404);
}
