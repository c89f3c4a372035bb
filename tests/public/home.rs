use crate::support::site::Site;

#[actix_web::test]
async fn the_start_page_shows_what_is_taught_the_next_dates_and_the_latest_posts() {
    let site = Site::academy();
    let page = site.get("/").await;
    assert_eq!((page.h1().as_str(), page.title().as_str()), ("Test Academy", "Test Academy"));
    assert_eq!(page.canonical().as_deref(), Some("/"));
    let dates = ["RS-1-WEB-01", "SQ-1-GQB-01", "RS-1-DBN-01", "RS-1-GQB-01", "SQ-2-WEB-01"];
    assert_eq!(page.links_below("/trainings/"), dates, "soonest first, without what is over, cancelled or postponed");
    assert_eq!(page.links_below("/blog/"), ["backend-work", "sql-joins", "old-news"], "newest first");
    assert_eq!(page.links_below("/courses?category="), ["software", "data"]);
    for address in ["/contact", "/trainings", "/locations/durban", "/privacy"] {
        assert!(page.has_link_to(address), "{address}");
    }
}

#[actix_web::test]
async fn the_start_page_counts_what_there_is() {
    let site = Site::academy();
    let tree = site.get("/").await.tree();
    let facts: Vec<_> = tree.all("dd").map(|fact| fact.text.as_str()).collect();
    assert_eq!(facts, ["4", "5", "2"], "courses, dates ahead, cities");
}
