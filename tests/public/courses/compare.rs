//! Up to three courses side by side, by address alone.
use crate::support::site::{Answer, Site};

/// The courses of the columns, in order.
fn columns(page: &Answer) -> Vec<String> {
    let tree = page.tree();
    tree.all("th").filter(|th| th.get("scope") == Some("col")).map(|th| th.text.clone()).collect()
}

#[actix_web::test]
async fn three_courses_stand_in_one_table_from_the_basics_up() {
    let site = Site::academy();
    let page = site.get("/courses/compare?course=query-tuning&course=unix-tools&course=rust-services").await;
    assert_eq!((page.status, page.h1().as_str()), (200, "Compare courses"));
    assert!(page.is_noindex());
    assert_eq!(columns(&page), ["Rust Services", "Unix Tools", "Query Tuning"]);
    let tree = page.tree();
    let rows: Vec<_> = tree.all("th").filter(|th| th.get("scope") == Some("row")).map(|th| th.text.as_str()).collect();
    for row in ["Price", "Length", "Level", "Next dates", "What you can do afterwards", "What you need before"] {
        assert!(rows.contains(&row), "{row}");
    }
    for words in [
        "R10\u{a0}000",
        "from R8\u{a0}000",
        "on request",
        "3 days",
        "1 day",
        "Advanced",
        "No date yet",
        "9–11 Mar 2026",
    ] {
        assert!(page.html.contains(words), "{words}");
    }
    assert!(page.has_link_to("/courses/sql-basics"), "the course that comes before");
    assert_eq!(page.links_below("/trainings/"), ["RS-1-WEB-01", "RS-1-DBN-01", "RS-1-GQB-01", "SQ-2-WEB-01"]);
}

#[actix_web::test]
async fn the_same_courses_in_any_order_give_the_same_page() {
    let site = Site::academy();
    let usual = site.get("/courses/compare?course=query-tuning&course=sql-basics").await;
    let without_keys = |page: &Answer| page.html.replace(|c: char| c.is_ascii_hexdigit(), "");
    for query in [
        "course=sql-basics&course=query-tuning",
        "course=&course=sql-basics&course=&course=query-tuning&course=sql-basics&x=y",
        "course=%20sql-basics&course=query-tuning",
    ] {
        let page = site.get(&format!("/courses/compare?{query}")).await;
        assert_eq!(columns(&page), columns(&usual), "{query}");
        assert_eq!(without_keys(&page).len(), without_keys(&usual).len(), "{query}");
    }
}

#[actix_web::test]
async fn more_than_three_courses_or_unknown_ones_get_a_clear_message() {
    let site = Site::academy();
    let (few, unknown) = ("Three courses fit side by side.", "is not among ours");
    let page =
        site.get("/courses/compare?course=unix-tools&course=sql-basics&course=query-tuning&course=rust-services").await;
    assert!(page.html.contains(few) && !page.html.contains(unknown));
    assert_eq!(columns(&page), ["SQL Basics", "Unix Tools", "Query Tuning"], "the first three that were asked for");
    for wrong in ["no-such-course", "Not%20A%20Slug", "%3Cscript%3E", "compare"] {
        let page = site.get(&format!("/courses/compare?course=sql-basics&course=unix-tools&course={wrong}")).await;
        assert!(page.html.contains(unknown) && !page.html.contains(few), "{wrong}");
        assert_eq!(columns(&page), ["SQL Basics", "Unix Tools"], "{wrong}");
    }
    let page = site.get("/courses/compare?course=no-such-course").await;
    assert!(page.html.contains(unknown) && page.html.contains("Choose two or three courses"));
    assert_eq!(page.tree().all("table").count(), 0);
}

#[actix_web::test]
async fn a_withdrawn_course_is_not_compared() {
    use lectern::db::prelude::*;
    use lectern::db::schema::courses;
    use lectern::types::Publication;
    let site = Site::academy();
    let withdraw = |conn: &mut lectern::db::Conn| {
        diesel::update(courses::table.filter(courses::slug.eq("unix-tools")))
            .set(courses::state.eq(Publication::Draft))
            .execute(conn)
    };
    assert_eq!(site.db().write(withdraw).await.unwrap(), 1);
    let page = site.get("/courses/compare?course=sql-basics&course=unix-tools").await;
    assert_eq!(columns(&page), ["SQL Basics"]);
    assert!(!page.html.contains("Unix Tools"));
    assert_eq!(site.get("/courses/unix-tools/letter").await.status, 404);
}

#[actix_web::test]
async fn the_form_offers_every_course_and_keeps_what_was_chosen() {
    let site = Site::academy();
    let page = site.get("/courses/compare?course=sql-basics&course=unix-tools").await;
    let tree = page.tree();
    let fields: Vec<_> = tree.all("select").filter(|select| select.get("name") == Some("course")).collect();
    assert_eq!(fields.len(), 3);
    let chosen: Vec<_> = tree.all("option").filter(|option| option.get("selected").is_some()).collect();
    let chosen: Vec<_> = chosen.iter().map(|option| option.get("value").unwrap()).collect();
    assert_eq!(chosen, ["sql-basics", "unix-tools"]);
    let bare = site.get("/courses/compare").await;
    assert_eq!((bare.status, bare.tree().all("option").count()), (200, 15));
}

#[actix_web::test]
async fn a_course_leads_to_its_comparison_with_related_ones() {
    let site = Site::academy();
    let page = site.get("/courses/sql-basics").await;
    assert!(page.has_link_to("/courses/compare?course=query-tuning&course=rust-services&course=sql-basics"));
}
