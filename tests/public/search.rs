use crate::support::site::Site;

#[actix_web::test]
async fn one_search_finds_courses_dates_posts_pages_and_cities() {
    let site = Site::academy();
    let rust = site.get("/search?q=rust").await;
    assert_eq!(rust.h1(), "Search");
    assert_eq!(rust.links_below("/courses/"), ["rust-services"]);
    let dates = rust.links_below("/trainings/");
    assert!(dates.len() > 1 && dates.iter().all(|code| code.starts_with("RS-1-")), "{dates:?}");
    assert_eq!(site.get("/search?q=backend").await.links_below("/paths/"), ["backend-developer"]);
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
    assert!(page.has_link_to("/contact?q=zebra") && !page.links_below("/courses/").is_empty());
}

#[actix_web::test]
async fn before_anything_is_typed_the_page_shows_some_courses() {
    let site = Site::academy();
    let page = site.get("/search").await;
    assert!(page.html.contains("Some of our courses") && !page.links_below("/courses/").is_empty());
    assert!(!page.html.contains("Nothing was found") && !page.html.contains("Tell us what you looked for"));
}

#[actix_web::test]
async fn dates_that_do_not_fit_are_a_link_away() {
    let site = Site::demo();
    let page = site.get("/search?q=python").await;
    assert!(page.html.contains("<a href=\"/trainings\">All upcoming dates</a>"), "{}", page.html);
    let few = Site::academy().get("/search?q=rust").await;
    assert!(!few.html.contains("All upcoming dates"));
}

#[actix_web::test]
async fn the_title_says_what_was_searched_for_and_the_groups_are_counted() {
    let site = Site::academy();
    let page = site.get("/search?q=rust").await;
    assert!(page.title().starts_with("Search: rust"), "{}", page.title());
    for (address, label) in [("#courses", "Courses"), ("#dates", "Dates")] {
        assert!(page.html.contains(&format!("<a href=\"{address}\">{label} <b class=\"num\">")), "{label}");
    }
    assert_eq!(
        page.tree().all("input").filter(|input| input.get("data-suggest") == Some("/search/suggest")).count(),
        1
    );
}

#[actix_web::test]
async fn a_code_leads_straight_to_its_course() {
    let site = Site::academy();
    let page = site.get("/search?q=rs-1").await;
    assert_eq!(page.links_below("/").first().map(String::as_str), Some("courses/rust-services"));
    assert!(page.html.contains("Best match"));
}

#[actix_web::test]
async fn what_was_not_found_can_be_asked_about() {
    let site = Site::academy();
    let page = site.get("/contact?q=%3Cb%3Ezebra%22").await;
    assert_eq!(page.field("message").as_deref(), Some("I looked for “<b>zebra\"” and did not find it."));
    assert_eq!(site.get("/contact").await.field("message").as_deref().unwrap_or_default(), "");
}

#[actix_web::test]
async fn a_draft_is_not_found() {
    let site = Site::academy();
    assert_eq!(site.get("/search?q=unfinished+draft").await.links_below("/blog/"), Vec::<String>::new());
}

#[actix_web::test]
async fn the_words_of_the_catalogue_find_what_the_search_finds() {
    let site = Site::demo();
    let now = site.clock.now();
    let lexicon = site.db().read(move |conn| lectern::search::Lexicon::read(conn, now)).await.unwrap();
    let lexicon = std::sync::Arc::new(lexicon);
    for words in ["data", "python", "k8s", "Excel", "port elizabeth", "pyton", "security analyst", "zither", "beginner"]
    {
        let lexicon = lexicon.clone();
        let found = site.db().read(move |conn| lectern::search::search(conn, &lexicon, words, now)).await.unwrap();
        let is_course = |kind: lectern::index::Kind| kind == lectern::index::Kind::Course;
        let of_group = found.groups.iter().find(|group| is_course(group.kind)).map_or(0, |group| group.count.number);
        let best = usize::from(found.best.is_some_and(|best| is_course(best.kind)));
        let page = site.get(&format!("/courses?q={}", words.replace(' ', "+"))).await;
        let count = page.tree().by_id("count").unwrap().text.clone();
        assert_eq!(count.split(' ').next(), Some((of_group + best).to_string().as_str()), "{words}");
    }
}
