mod brochure;
mod compare;
mod letter;
mod self_check;

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
        ("topic=rust", &["rust-services"]),
        ("topic=backend&topic=rust", &["rust-services", "sql-basics"]),
        ("topic=sql&category=software", &[]),
        ("topic=sql&level=advanced", &["query-tuning"]),
        ("topic=careers", &[]),
        ("topic=nonsense", &["query-tuning", "rust-services", "sql-basics", "unix-tools"]),
        ("q=sql", &["query-tuning", "sql-basics"]),
        ("q=basic", &["sql-basics"]),
        ("q=tunning", &["query-tuning"]),
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
    for address in [
        "/courses/rust-services/brochure.pdf",
        "/courses/rust-services/letter",
        "/contact?course=rust-services&kind=group",
        "/trainings.ics?course=rust-services",
    ] {
        assert!(page.has_link_to(address), "{address}");
    }
    assert!(page.html.contains("<dt>Taught by</dt><dd>Thandi Zulu</dd>"));
}

#[actix_web::test]
async fn a_date_without_a_free_seat_offers_its_waiting_list() {
    let page = Site::academy().get("/courses/rust-services").await;
    let tree = page.tree();
    let words = |code: &str| {
        let address = format!("/contact?training={code}");
        let leads_there = |href: &str| href == address || href == format!("{address}&kind=interest");
        tree.all("a").find(|link| link.get("href").is_some_and(leads_there)).unwrap().text.clone()
    };
    assert!(words("RS-1-WEB-01").starts_with("Enquire about Rust Services, 9–11 Mar 2026, Live online"));
    assert!(words("RS-1-DBN-01").starts_with("Join waiting list about Rust Services"));
}

#[actix_web::test]
async fn posts_on_the_topics_of_a_course_follow_those_that_are_tied_to_it() {
    let site = Site::academy();
    let page = site.get("/courses/query-tuning").await;
    assert_eq!(page.links_below("/blog/"), ["backend-work", "sql-joins"], "tied, then on the topic SQL; no draft");
}

#[actix_web::test]
async fn whoever_finds_no_date_leaves_a_few_lines_and_is_taken_as_interested() {
    let mut site = Site::academy();
    site.leave_mail();
    for (course, words) in [("rust-services", "No date in your city?"), ("unix-tools", "There is no date yet.")] {
        let page = site.get(&format!("/courses/{course}")).await;
        assert!(page.html.contains(words), "{words}");
        let tree = page.tree();
        let button = tree.one("button", "name", "kind").unwrap();
        assert_eq!(button.get("value"), Some("interest"));
        for id in ["interest-city", "interest-name", "interest-email"] {
            assert!(tree.by_id(id).is_some(), "{id}");
        }
        let key = page.field("form_key").unwrap();
        let fields = [
            ("form_key", key.as_str()),
            ("course", course),
            ("city", "gqeberha"),
            ("name", "Thabo Test"),
            ("email", "thabo@example.org"),
            ("website", ""),
            ("kind", "interest"),
        ];
        assert_eq!(site.post("/contact", &fields).await.status, 303, "{course}");
        let without_address = fields.map(|(name, value)| if name == "email" { (name, "") } else { (name, value) });
        let again = site.post("/contact", &without_address).await;
        assert_eq!((again.status, again.field("name").as_deref()), (422, Some("Thabo Test")));
        assert_eq!(again.field("city").as_deref(), Some("gqeberha"));
        assert_eq!(again.field("course").as_deref(), Some(course));
        assert_eq!(again.field("kind").as_deref(), Some("interest"));
    }
}

#[actix_web::test]
async fn a_question_about_a_private_class_opens_the_fields_for_a_team() {
    let site = Site::academy();
    let open = async |address: &str| {
        let html = site.get(address).await.html;
        html.contains("<details open><summary>For a team?</summary>")
    };
    assert!(open("/contact?course=rust-services&kind=group").await);
    assert!(!open("/contact?course=rust-services").await, "the fields stay folded for one person");
}
