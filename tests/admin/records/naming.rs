use lectern::access::Role;

use super::filling::Filled;
use crate::support::site::Site;

#[actix_web::test]
async fn an_old_address_leads_to_the_new_one_and_back_again_after_a_change_of_mind() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (index, slug, public) in [
        ("/admin/courses", "rust-services", "/courses/"),
        ("/admin/paths", "backend-developer", "/paths/"),
        ("/admin/cities", "durban", "/locations/"),
        ("/admin/topics", "backend", "/blog/topics/"),
        ("/admin/trainers", "thandi-zulu", "/blog/authors/"),
        ("/admin/pages", "about", "/"),
    ] {
        let record = record(&desk, index, slug).await;
        let (old, new) = (format!("{public}{slug}"), format!("{public}renamed"));
        assert_eq!(site.get(&old).await.status, 200, "{old}");
        record.clone().with("slug", &["renamed"]).saved(&desk).await;
        let moved = site.get(&old).await;
        assert_eq!((moved.status, moved.header("location")), (301, new.as_str()), "{old}");
        assert_eq!(site.get(&new).await.status, 200, "{new}");
        Filled::at(&desk, &record.address).await.with("slug", &[slug]).saved(&desk).await;
        assert_eq!(site.get(&old).await.status, 200, "{old}");
        let moved = site.get(&new).await;
        assert_eq!((moved.status, moved.header("location")), (301, old.as_str()), "{new}");
    }
}

/// The form of the record that bears a name.
async fn record(desk: &crate::support::site::SignedIn<'_>, index: &str, slug: &str) -> Filled {
    for id in 1..20 {
        let address = format!("{index}/{id}");
        if desk.get(&address).await.status == 200 {
            let form = Filled::at(desk, &address).await;
            if form.all("slug") == [slug] {
                return form;
            }
        }
    }
    unreachable!("{index} has no {slug}")
}

#[actix_web::test]
async fn what_others_refer_to_is_not_removed_and_they_are_counted() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (index, slug, users) in [
        ("/admin/categories", "software", "2 courses use this"),
        ("/admin/topics", "rust", "use this"),
        ("/admin/cities", "durban", "1 venue"),
        ("/admin/venues", "durban-hall", "trainings use this"),
        ("/admin/trainers", "thandi-zulu", "use this"),
    ] {
        let record = record(&desk, index, slug).await;
        let answer = desk.post(&format!("{}/removal", record.address), &[]).await;
        assert_eq!(answer.status, 422, "{slug}");
        assert!(answer.html.contains("Not removed: ") && answer.html.contains(users), "{slug}: {}", answer.html);
        assert_eq!(desk.get(&record.address).await.status, 200, "{slug}");
    }
}

#[actix_web::test]
async fn what_nothing_refers_to_is_removed_and_the_audit_keeps_what_it_was() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    for example in super::nouns::EXAMPLES {
        let new = Filled::at(&desk, &format!("{}/new", example.index)).await.filled(example.good);
        let address = new.saved(&desk).await;
        let answer = desk.post(&format!("{address}/removal"), &[]).await;
        if ["/admin/courses", "/admin/paths", "/admin/pages"].contains(&example.index) {
            // They are retired instead, so that their address says so.
            assert_eq!(answer.status, 404, "{address}");
            continue;
        }
        assert_eq!(answer.header("location"), format!("{}?done=removed", example.index));
        assert_eq!(desk.get(&address).await.status, 404);
        let title = example.good[0].1.split(' ').next().unwrap();
        assert!(desk.get("/admin/audit").await.html.contains(title), "{title}");
    }
}

#[actix_web::test]
async fn a_former_name_in_a_query_leads_to_the_present_one() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (index, from) in [("/admin/categories", "data"), ("/admin/cities", "durban"), ("/admin/courses", "sql-basics")]
    {
        record(&desk, index, from).await.with("slug", &[&format!("{from}-now")]).saved(&desk).await;
    }
    for (old, new) in [
        ("/courses?category=data", "/courses?category=data-now"),
        (
            "/courses?q=sql&category=software&category=data&sort=price",
            "/courses?q=sql&category=software&category=data-now&sort=price",
        ),
        ("/trainings?category=data&city=durban", "/trainings?category=data-now&city=durban-now"),
        ("/trainings.ics?course=sql-basics", "/trainings.ics?course=sql-basics-now"),
        (
            "/courses/compare?course=rust-services&course=sql-basics",
            "/courses/compare?course=rust-services&course=sql-basics-now",
        ),
        ("/contact?course=sql-basics&kind=group", "/contact?course=sql-basics-now&kind=group"),
        ("/contact?city=durban", "/contact?city=durban-now"),
    ] {
        let led = site.get(old).await;
        assert_eq!((led.status, led.header("location")), (301, new), "{old}");
        assert_eq!(site.get(new).await.status, 200, "{new}");
    }
    for present in
        ["/courses?category=data-now", "/courses?category=no-such&city=x%22y", "/courses?category=software", "/contact"]
    {
        assert_eq!(site.get(present).await.status, 200, "{present}");
    }
    record(&desk, "/admin/categories", "data-now").await.with("slug", &["data"]).saved(&desk).await;
    assert_eq!(site.get("/courses?category=data").await.status, 200, "the name is borne again");
    assert_eq!(site.get("/courses?category=data-now").await.header("location"), "/courses?category=data");
}

#[actix_web::test]
async fn a_card_in_a_text_follows_what_it_names() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let cards = "{{course:rust-services}}\n\n{{path:backend-developer}}\n\n{{upcoming:city=gqeberha}}";
    site.edit("pages/about.md", "The text of About.", cards).await;
    let before = site.get("/about").await;
    assert_eq!(before.links_below("/trainings/").len(), 3);
    for (index, from, to) in [
        ("/admin/courses", "rust-services", "rust-anew"),
        ("/admin/courses", "rust-anew", "rust-again"),
        ("/admin/paths", "backend-developer", "backend"),
        ("/admin/cities", "gqeberha", "bay"),
    ] {
        record(&desk, index, from).await.with("slug", &[to]).saved(&desk).await;
    }
    let page = site.get("/about").await;
    assert_eq!(page.links_below("/courses/"), ["rust-again"]);
    assert_eq!(page.links_below("/paths/"), ["backend"]);
    assert_eq!(page.links_below("/trainings/"), before.links_below("/trainings/"));
}
