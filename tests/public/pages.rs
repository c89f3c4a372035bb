use crate::support::site::Site;

#[actix_web::test]
async fn a_page_shows_its_text_and_stands_in_every_footer() {
    let site = Site::academy();
    let page = site.get("/about").await;
    assert_eq!((page.h1().as_str(), page.canonical().as_deref()), ("About", Some("/about")));
    assert!(page.html.contains("The text of About.") && page.html.contains("Last changed on 2 Mar 2026."));
    assert!(site.get("/courses").await.has_link_to("/about"));
}

#[actix_web::test]
async fn an_unknown_page_is_not_found() {
    let site = Site::academy();
    for path in ["/imprint", "/About", "/about/us", "/.env", "/admin.php"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}
