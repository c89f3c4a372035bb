use crate::support::site::Site;

#[actix_web::test]
async fn one_search_finds_courses_dates_posts_pages_and_cities() {
    let site = Site::academy();
    let rust = site.get("/search?q=rust").await;
    assert_eq!(rust.h1(), "Search");
    assert_eq!(rust.links_below("/courses/"), ["rust-services"]);
    assert_eq!(rust.links_below("/trainings/"), ["RS-1-WEB-01"]);
    assert_eq!(site.get("/search?q=JOINS").await.links_below("/blog/"), ["sql-joins"]);
    assert!(site.get("/search?q=privacy").await.links_below("/privacy").contains(&String::new()));
}

#[actix_web::test]
async fn a_city_is_found_by_its_former_name() {
    let site = Site::academy();
    for q in ["Port+Elizabeth", "port%20elizabeth", "pe", "gqeberha", "training+in+port+elizabeth"] {
        let page = site.get(&format!("/search?q={q}")).await;
        assert!(page.links_below("/locations/").contains(&"gqeberha".to_owned()), "{q}");
    }
    let page = site.get("/search?q=pe").await;
    assert_eq!(page.links_below("/trainings/"), ["SQ-1-GQB-01", "RS-1-GQB-01"]);
}

#[actix_web::test]
async fn a_search_keeps_what_was_typed_and_shows_it_as_text() {
    let site = Site::academy();
    let page = site.get("/search?q=%3Cb%3E%22rust%22+%26+co").await;
    assert_eq!(page.field("q").as_deref(), Some("<b>\"rust\" & co"));
    assert!(page.is_noindex() && page.tree().all("b").count() == 0);
}

#[actix_web::test]
async fn nothing_found_says_so_and_offers_some_courses() {
    let site = Site::academy();
    let page = site.get("/search?q=zebra").await;
    assert!(page.html.contains("Nothing was found for “zebra”."));
    assert!(page.has_link_to("/contact") && !page.links_below("/courses/").is_empty());
}

#[actix_web::test]
async fn a_draft_is_not_found() {
    let site = Site::academy();
    assert_eq!(site.get("/search?q=unfinished+draft").await.links_below("/blog/"), Vec::<String>::new());
}
