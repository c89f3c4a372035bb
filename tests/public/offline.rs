use crate::support::site::Site;

#[actix_web::test]
async fn the_page_without_a_connection_says_whom_to_call_and_is_not_for_search_engines() {
    let site = Site::demo();
    let page = site.get("/offline").await;
    assert_eq!((page.status, page.h1().as_str()), (200, "No connection"));
    assert!(page.has_link_to("tel:+27115550100") && page.is_noindex());
    assert_eq!(
        page.tree().all("form").filter(|form| form.get("method") == Some("post")).count(),
        2,
        "the banner's and the colours' alone"
    );
    assert_eq!(page.tree().all("ul").filter(|list| list.get("data-kept").is_some()).count(), 1);
}

#[actix_web::test]
async fn courses_dates_and_posts_can_be_kept_and_nothing_personal_can() {
    let mut site = Site::demo();
    site.leave_mail();
    let offered = |html: &str| html.contains("data-keep hidden");
    for path in [
        "/courses/backend-development-with-rust",
        "/trainings",
        "/trainings/RS-101-WEB-01",
        "/blog/what-is-a-backend-developer",
    ] {
        assert!(offered(&site.get(path).await.html), "{path}");
    }
    let thanks = site.post("/contact", &[("name", "A"), ("email", "a@b.example"), ("message", "Hello")]).await;
    for path in [
        "/contact",
        "/contact?course=sql-fundamentals",
        "/cookies",
        "/search?q=rust",
        "/offline",
        thanks.header("location"),
    ] {
        assert!(!offered(&site.get(path).await.html), "{path}");
    }
}
