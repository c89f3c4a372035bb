use crate::support::site::Site;

#[actix_web::test]
async fn the_paths_say_how_many_courses_and_days_they_take() {
    let site = Site::academy();
    let page = site.get("/paths").await;
    assert_eq!(page.links_below("/paths/"), ["backend-developer"]);
    assert!(page.html.contains("2 courses") && page.html.contains("5 days"));
}

#[actix_web::test]
async fn a_path_shows_its_courses_in_order_their_cost_and_what_was_written_about_it() {
    let site = Site::academy();
    let page = site.get("/paths/backend-developer").await;
    assert_eq!(page.h1(), "Backend developer");
    assert_eq!(page.links_below("/courses/"), ["sql-basics", "rust-services"]);
    assert!(page.html.contains("R16\u{a0}000"), "6 000 and 10 000");
    assert_eq!(page.links_below("/blog/"), ["backend-work"]);
    assert_eq!(page.links_below("/trainings/"), ["SQ-1-GQB-01", "RS-1-WEB-01"], "each with its next date");
}
