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
    assert_eq!(page.links_below("/courses/"), ["sql-basics", "sql-basics#self-check", "rust-services"]);
    assert!(page.html.contains("R16\u{a0}000"), "6 000 and 10 000");
    assert_eq!(page.links_below("/blog/"), ["backend-work"]);
    assert_eq!(page.links_below("/trainings/"), ["SQ-1-GQB-01", "RS-1-WEB-01"], "each with its next date");
}

#[actix_web::test]
async fn a_path_says_where_to_start_and_when() {
    let site = Site::academy();
    let page = site.get("/paths/backend-developer").await;
    let start = page.under("Your first step");
    for words in ["/courses/sql-basics", "/courses/sql-basics#self-check", "SQ-1-GQB-01", "full, with a waiting list"] {
        assert!(start.contains(words), "{words}: {start}");
    }
    assert!(start.contains(">Join the waiting list</a>"));
    site.edit("paths/backend-developer.md", "\"sql-basics\", \"rust-services\"", "\"unix-tools\", \"rust-services\"")
        .await;
    let page = site.get("/paths/backend-developer").await;
    assert!(page.under("Your first step").contains("It has no date yet."));
    assert!(page.has_link_to("/contact?course=unix-tools"));
}

#[actix_web::test]
async fn a_price_that_is_not_fixed_leaves_the_sum_open() {
    let site = Site::academy();
    let cost = async |steps: &str| {
        site.edit("paths/backend-developer.md", "\"sql-basics\", \"rust-services\"", steps).await;
        let html = site.get("/paths/backend-developer").await.html;
        html.split("<dt>All courses</dt><dd>").nth(1).unwrap().split("</dd>").next().unwrap().replace('\u{a0}', " ")
    };
    let of = |price: &str| format!("<span class=\"num\">{price}</span> incl. VAT");
    assert_eq!(cost("\"sql-basics\", \"query-tuning\"").await, of("from R14 000"), "one of them costs R8 000 or more");
    assert_eq!(cost("\"rust-services\", \"unix-tools\"").await, of("from R10 000"), "one tells its price on request");
    assert_eq!(cost("\"unix-tools\"").await, "Price on request");
    let list = site.get("/paths").await.html;
    assert!(list.contains("1 course<") && list.contains("1 day in all") && list.contains("Start with Unix Tools"));
}

#[actix_web::test]
async fn a_path_without_a_course_promises_nothing() {
    let site = Site::academy();
    site.edit("paths/backend-developer.md", "\"sql-basics\", \"rust-services\"", "").await;
    let page = site.get("/paths/backend-developer").await;
    assert_eq!((page.status, page.html.contains("Your first step")), (200, false));
    assert_eq!(site.get("/paths").await.status, 200);
}
