//! Whether a course is the right one, asked in plain statements and answered without script.
use crate::support::site::Site;

/// A course with three statements, and one course below it.
async fn site() -> Site {
    let site = Site::academy();
    let three = "[\"You can open a terminal.\", \"You know what a row is.\", \"You have written a loop.\"]";
    site.edit("courses/rust-services.md", "[\"You can open a terminal.\"]", three).await;
    site
}

async fn answer(site: &Site, query: &str) -> String {
    let page = site.get(&format!("/courses/rust-services{query}")).await;
    assert_eq!(page.status, 200, "{query}");
    let tree = page.tree();
    let notice = tree.all("p").find(|p| p.get("class").is_some_and(|class| class.starts_with("notice")));
    notice.map(|notice| notice.text.clone()).unwrap_or_default()
}

#[actix_web::test]
async fn the_statements_are_boxes_of_a_form_that_asks_the_course_itself() {
    let site = site().await;
    let page = site.get("/courses/rust-services").await;
    let tree = page.tree();
    let form = tree.one("form", "action", "/courses/rust-services").unwrap();
    assert_eq!(form.get("method"), None, "an answer is asked for by address");
    assert!(tree.by_id("self-check").is_some());
    let boxes: Vec<_> = tree.all("input").filter(|input| input.get("type") == Some("checkbox")).collect();
    let values: Vec<_> =
        boxes.iter().filter(|one| one.get("name") == Some("can")).map(|one| one.get("value")).collect();
    assert_eq!(values, [Some("1"), Some("2"), Some("3")]);
    assert!(
        boxes.iter().all(|one| one.inside.last().is_some_and(|around| around == "label") || one.get("id").is_some())
    );
    assert_eq!(answer(&site, "").await, "", "nobody asked yet");
}

#[actix_web::test]
async fn whoever_ticks_everything_is_ready_and_is_told_what_comes_next() {
    let site = site().await;
    assert_eq!(answer(&site, "?can=0&can=1&can=2&can=3").await, "You are ready for this course.");
    // SQL Basics leads to two courses.
    let page = site.get("/courses/sql-basics?can=0&can=1").await;
    let notice = page.html.split("You are ready").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(notice.contains("/courses/query-tuning") && notice.contains("/courses/rust-services"), "{notice}");
}

#[actix_web::test]
async fn whoever_does_not_is_led_to_the_course_below_by_name() {
    let site = site().await;
    for (query, open) in
        [("?can=0", "3 statements are"), ("?can=0&can=2", "2 statements are"), ("?can=1&can=3", "one statement is")]
    {
        let words = answer(&site, query).await;
        assert!(
            words.starts_with(&format!("Not quite yet: {open} still open. Start with SQL Basics")),
            "{query}: {words}"
        );
    }
    let page = site.get("/courses/unix-tools?can=0").await;
    assert!(page.html.contains("Not quite yet:") && page.html.contains("Ask us</a> how to get there."));
    assert!(page.has_link_to("/contact?course=unix-tools") && page.has_link_to("/courses/unix-tools"));
    let page = site.get("/courses/rust-services?can=0&can=2").await;
    let ticked: Vec<_> = page
        .tree()
        .all("input")
        .filter(|one| one.get("checked").is_some())
        .filter(|one| one.get("name") == Some("can"))
        .map(|one| one.get("value").unwrap_or_default().to_owned())
        .collect();
    assert_eq!(ticked, ["2"], "what was ticked stays ticked");
}

#[actix_web::test]
async fn what_is_no_number_of_a_statement_is_ignored() {
    let site = site().await;
    for query in ["?can=", "?can=x", "?can=-1", "?can=99999999999999999999", "?can=61", "?cannot=1"] {
        assert_eq!(answer(&site, query).await, "", "{query}");
    }
    let usual = answer(&site, "?can=0&can=2").await;
    for query in ["?can=2", "?can=2&can=2&can=0", "?can=x&can=2&can=7&can=60", "?utm_source=a&can=%202%20"] {
        assert_eq!(answer(&site, query).await, usual, "{query}");
    }
    let many = "&can=1".repeat(3000);
    assert_eq!(answer(&site, &format!("?can=2{many}")).await, answer(&site, "?can=1&can=2").await);
}

#[actix_web::test]
async fn an_answer_does_not_push_other_pages_out_of_memory() {
    let site = site().await;
    site.get("/courses/rust-services").await;
    let before = site.db().statements();
    site.get("/courses/rust-services").await;
    assert_eq!(site.db().statements(), before, "the course's own page is kept");
    site.get("/courses/rust-services?can=1").await;
    let first = site.db().statements();
    site.get("/courses/rust-services?can=1").await;
    assert!(site.db().statements() > first, "the answer is not");
}
