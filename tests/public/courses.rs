use crate::support::site::Site;

async fn shown(site: &Site, query: &str) -> Vec<String> {
    let mut courses = site.get(&format!("/courses?{query}")).await.links_below("/courses/");
    courses.sort();
    courses
}

#[actix_web::test]
async fn the_catalogue_lists_every_course_the_soonest_first() {
    let site = Site::academy();
    let page = site.get("/courses").await;
    assert_eq!(page.links_below("/courses/"), ["rust-services", "sql-basics", "query-tuning", "unix-tools"]);
    assert!(page.html.contains("4 courses"));
    assert!(page.html.contains("on request") || page.html.contains("On request"), "a course without a price says so");
}

#[actix_web::test]
async fn each_filter_of_the_catalogue_narrows_as_it_says() {
    let site = Site::academy();
    let cases: &[(&str, &[&str])] = &[
        ("category=software", &["rust-services", "unix-tools"]),
        ("category=data", &["query-tuning", "sql-basics"]),
        ("level=beginner", &["rust-services", "sql-basics"]),
        ("level=advanced", &["query-tuning"]),
        ("mode=virtual", &["query-tuning", "rust-services"]),
        ("mode=in-person", &["rust-services", "sql-basics"]),
        ("city=durban", &["rust-services"]),
        ("city=gqeberha", &["rust-services", "sql-basics"]),
        ("q=sql", &["sql-basics"]),
        ("q=RUST", &["rust-services"]),
        ("q=sq-2", &["query-tuning"]),
        ("q=learn+tuning", &["query-tuning"]),
        ("q=%25", &["query-tuning", "rust-services", "sql-basics", "unix-tools"]),
        ("q=nothing+like+it", &[]),
        ("category=data&level=beginner", &["sql-basics"]),
        ("category=software&city=gqeberha&mode=virtual", &["rust-services"]),
        ("category=data&city=durban", &[]),
        ("category=data&category=software", &["query-tuning", "rust-services", "sql-basics", "unix-tools"]),
        ("city=durban&city=gqeberha", &["rust-services", "sql-basics"]),
        ("city=durban&city=gqeberha&level=beginner&level=advanced&category=data", &["sql-basics"]),
        ("month=2026-03", &["rust-services", "sql-basics"]),
        ("month=2026-06", &["query-tuning"]),
        ("month=2026-04", &["query-tuning", "rust-services", "sql-basics", "unix-tools"]),
        ("month=2026-06&city=gqeberha", &[]),
        ("month=2026-05&city=durban", &[]),
        ("length=1", &["unix-tools"]),
        ("length=2-3", &["query-tuning", "rust-services", "sql-basics"]),
        ("price=5000-10000", &["query-tuning", "sql-basics"]),
        ("price=10000-15000", &["rust-services"]),
        ("price=on-request&price=10000-15000", &["rust-services", "unix-tools"]),
        ("price=cheap&length=9&month=May", &["query-tuning", "rust-services", "sql-basics", "unix-tools"]),
    ];
    for (query, wanted) in cases {
        assert_eq!(shown(&site, query).await, *wanted, "{query}");
    }
}

#[actix_web::test]
async fn a_filter_that_is_on_can_be_taken_off() {
    let site = Site::academy();
    let page = site.get("/courses?category=data&level=beginner").await;
    assert!(page.has_link_to("/courses?level=beginner") && page.has_link_to("/courses?category=data"));
    assert!(page.has_link_to("/courses"));
    assert_eq!((page.field("category").as_deref(), page.field("level").as_deref()), (Some("data"), Some("beginner")));
    assert!(page.is_noindex(), "beyond one filter search engines stay away");
    assert!(!site.get("/courses?category=data").await.is_noindex());
}

#[actix_web::test]
async fn no_match_says_so_and_offers_a_way_on() {
    let site = Site::academy();
    let page = site.get("/courses?category=data&city=durban").await;
    assert!(page.html.contains("No course fits all of that."));
    assert!(page.has_link_to("/contact") && page.is_noindex());
    let ways: Vec<_> = page.tree().all("a").filter(|a| a.text.starts_with("Without")).cloned().collect();
    let ways: Vec<_> = ways.iter().map(|a| (a.text.as_str(), a.get("href").unwrap())).collect();
    let wanted = [
        ("Without “Durban”: 2 courses", "/courses?category=data"),
        ("Without “Data”: 1 course", "/courses?city=durban"),
    ];
    assert_eq!(ways, wanted);
    let page = site.get("/courses?q=zither&city=durban&city=gqeberha").await;
    assert!(page.html.contains("Without “zither”: 2 courses"), "one filter is enough to take off");
}

#[actix_web::test]
async fn one_list_has_one_address_whatever_the_order_of_its_parameters() {
    let site = Site::academy();
    for query in [
        "category=data&city=gqeberha",
        "city=gqeberha&category=data",
        "city=gqeberha&q=&page=1&category=data&utm_source=x",
        "page=77&level=nonsense&category=data&city=gqeberha&category=data&category=Software",
    ] {
        let page = site.get(&format!("/courses?{query}")).await;
        assert!(page.is_noindex());
        assert_eq!(page.links_below("/courses/"), ["sql-basics"], "{query}");
    }
    for query in
        ["level=beginner", "page=1&level=beginner", "x=y&level=beginner&q=+", "level=beginner&sort=soonest&q=%3F"]
    {
        let page = site.get(&format!("/courses?{query}")).await;
        assert_eq!(page.canonical().as_deref(), Some("/courses?level=beginner"), "{query}");
    }
}

#[actix_web::test]
async fn a_long_catalogue_is_cut_into_pages() {
    let site = Site::demo();
    let (first, second, last) =
        (site.get("/courses").await, site.get("/courses?page=2").await, site.get("/courses?page=3").await);
    let mut all = [&first, &second, &last].map(|page| page.links_below("/courses/")).concat();
    assert_eq!((first.links_below("/courses/").len(), second.links_below("/courses/").len()), (12, 12));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 31, "every course stands on one page");
    assert_eq!(second.canonical().as_deref(), Some("/courses?page=2"));
    assert!(second.title().starts_with("Courses, page 2 of 3"));
    assert!(second.has_link_to("/courses") && second.has_link_to("/courses?page=3"));
    let beyond = site.get("/courses?page=4").await;
    assert_eq!((beyond.status, beyond.canonical().as_deref()), (200, Some("/courses")));
}

#[actix_web::test]
async fn the_order_of_the_catalogue_can_be_chosen() {
    let site = Site::academy();
    for (order, wanted) in [
        ("soonest", ["rust-services", "sql-basics", "query-tuning", "unix-tools"]),
        ("name", ["query-tuning", "rust-services", "sql-basics", "unix-tools"]),
        ("length", ["unix-tools", "query-tuning", "sql-basics", "rust-services"]),
        ("price", ["sql-basics", "query-tuning", "rust-services", "unix-tools"]),
        ("nonsense", ["rust-services", "sql-basics", "query-tuning", "unix-tools"]),
    ] {
        let page = site.get(&format!("/courses?sort={order}")).await;
        assert_eq!(page.links_below("/courses/"), wanted, "{order}");
        assert_eq!(page.is_noindex(), ["name", "length", "price"].contains(&order));
    }
    let page = site.get("/courses?sort=price&category=data").await;
    assert_eq!(page.field("sort").as_deref(), Some("price"), "the order stays when a filter is set");
    assert!(page.has_link_to("/courses?category=data&sort=name") && page.has_link_to("/courses?category=data"));
    assert!(page.has_link_to("/courses?sort=price"), "and when one is taken off");
}

#[actix_web::test]
async fn a_course_shows_the_next_of_its_dates_that_fit() {
    let site = Site::academy();
    for (query, date) in [
        ("", "RS-1-WEB-01"),
        ("city=gqeberha", "RS-1-GQB-01"),
        ("city=durban", "RS-1-DBN-01"),
        ("month=2026-05", "RS-1-GQB-01"),
    ] {
        let page = site.get(&format!("/courses?category=software&{query}")).await;
        assert_eq!(page.links_below("/trainings/"), [date], "{query}");
    }
}

#[actix_web::test]
async fn a_list_with_one_value_is_named_for_it() {
    let site = Site::academy();
    assert!(site.get("/courses?city=durban").await.title().starts_with("Courses: Durban –"));
    assert!(site.get("/courses?city=durban&level=beginner").await.title().starts_with("Courses –"));
}

#[actix_web::test]
async fn a_course_says_all_there_is_to_know() {
    let site = Site::academy();
    let page = site.get("/courses/rust-services").await;
    assert_eq!((page.h1().as_str(), page.canonical().as_deref()), ("Rust Services", Some("/courses/rust-services")));
    for words in [
        "Use Rust Services at work.",
        "People who need Rust Services.",
        "You can open a terminal.",
        "Day 1: Begin",
        "First steps.",
        "A workbook.",
        "Is there an exam?",
        "The text about Rust Services.",
        "at most 12",
        "incl. VAT",
        "From basics",
        "RS-1",
        "POPIA",
    ] {
        assert!(page.html.contains(words), "{words}");
    }
    assert_eq!(page.links_below("/trainings/"), ["RS-1-WEB-01", "RS-1-DBN-01", "RS-1-GQB-01"], "only its own dates");
    for address in ["/courses/sql-basics", "/paths/backend-developer", "/contact?training=RS-1-WEB-01"] {
        assert!(page.has_link_to(address), "{address}");
    }
    assert_eq!(
        (page.field("course").as_deref(), page.field("kind").as_deref()),
        (Some("rust-services"), Some("course"))
    );
}

#[actix_web::test]
async fn a_course_without_a_date_offers_to_tell_when_there_is_one() {
    let site = Site::academy();
    let page = site.get("/courses/unix-tools").await;
    assert!(page.html.contains("There is no date yet."));
    assert!(page.has_link_to("/contact?course=unix-tools&kind=interest"));
}
