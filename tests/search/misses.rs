//! What nobody found is counted for the owner; nothing personal is, and no flood of nonsense.
use chrono::{Days, NaiveDate};
use lectern::search::{Misses, list_misses};

use crate::support::database::fresh;
use crate::support::site::Site;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

async fn counted(site: &Site) -> Vec<(String, i64)> {
    site.context.misses.store(site.db(), day()).await.unwrap();
    site.db().read(|conn| list_misses(conn, day(), 99)).await.unwrap()
}

#[actix_web::test]
async fn a_search_without_result_is_counted_in_one_form_and_others_are_not() {
    let site = Site::academy();
    for text in ["zebra", "ZEBRA!", "blue%20zebra", "rust", "", "%20"] {
        site.get(&format!("/search?q={text}")).await;
    }
    assert_eq!(counted(&site).await, [("zebra".to_owned(), 2), ("blue zebra".to_owned(), 1)]);
    site.get("/search?q=zebra").await;
    assert_eq!(counted(&site).await[0], ("zebra".to_owned(), 3), "what is stored goes on");
}

#[actix_web::test]
async fn a_wild_guess_is_a_question_and_the_search_is_counted() {
    let site = Site::academy();
    let text = "summary = \"Learn either Rust Services or patience.\"";
    site.edit("courses/rust-services.md", "summary = \"Learn Rust Services by doing it.\"", text).await;
    let page = site.get("/search?q=zither").await;
    assert!(page.html.contains("Nothing was found for “zither”. Did you mean <a"), "{}", page.html);
    assert!(page.has_link_to("/search?q=either") && page.has_link_to("/contact?q=zither"));
    assert!(page.html.contains("Tell us what you looked for") && page.tree().all("mark").count() == 0);
    let list = site.get("/courses?q=zither").await;
    assert_eq!(list.tree().by_id("count").unwrap().text, "0 courses");
    let found = site.get("/search?q=either").await;
    assert!(found.links_below("/courses/").contains(&"rust-services".to_owned()), "{}", found.html);
    let mended = site.get("/search?q=servces").await;
    assert!(mended.html.contains("for “services”") && mended.html.contains("<mark>Services</mark>"));
    assert_eq!(counted(&site).await, [("zither".to_owned(), 1)]);
}

#[actix_web::test]
async fn reading_a_page_writes_nothing() {
    let site = Site::academy();
    site.get("/search?q=zebra").await;
    let stored = site.db().read(|conn| list_misses(conn, day(), 99)).await.unwrap();
    assert!(stored.is_empty());
}

#[tokio::test]
async fn what_may_say_who_somebody_is_is_not_counted() {
    let database = fresh();
    let misses = Misses::default();
    for text in
        ["ann@example.org", "mail ann@example.org zebra", "082 555 0123", "+27825550123", "8001015009087", "   ", "!!!"]
    {
        misses.note(text);
    }
    misses.note("az-9999");
    misses.store(&database.db, day()).await.unwrap();
    let stored = database.db.read(|conn| list_misses(conn, day(), 99)).await.unwrap();
    assert_eq!(stored, [("az 9999".to_owned(), 1)]);
}

#[tokio::test]
async fn nonsense_fills_neither_memory_nor_table_and_the_old_goes() {
    let database = fresh();
    let misses = Misses::default();
    for number in 0..400_u32 {
        let letters: String = number.to_string().bytes().map(|digit| char::from(b'a' + (digit - b'0'))).collect();
        misses.note(&letters);
    }
    misses.store(&database.db, day()).await.unwrap();
    let stored = database.db.read(|conn| list_misses(conn, day(), 9_999)).await.unwrap();
    assert_eq!(stored.len(), 200, "in memory");
    for round in 0..8_u8 {
        for number in 0..200_u32 {
            let letters: String = number.to_string().bytes().map(|digit| char::from(b'a' + (digit - b'0'))).collect();
            misses.note(&format!("{} {letters}", char::from(b'p' + round)));
        }
        misses.store(&database.db, day()).await.unwrap();
    }
    let stored = database.db.read(|conn| list_misses(conn, day(), 9_999)).await.unwrap();
    assert_eq!(stored.len(), 1_000, "in the table");
    misses.note("later");
    misses.store(&database.db, day() + Days::new(401)).await.unwrap();
    let stored = database.db.read(|conn| list_misses(conn, day(), 9_999)).await.unwrap();
    assert_eq!(stored, [("later".to_owned(), 1)]);
}
