//! The letter by which a student asks an employer for a course.
use crate::support::site::{Answer, Site};

fn letter(page: &Answer) -> String {
    page.tree().all("article").next().unwrap().text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[actix_web::test]
async fn the_letter_states_results_costs_dates_teachers_and_how_to_book() {
    let site = Site::academy();
    let page = site.get("/courses/rust-services/letter").await;
    assert_eq!((page.status, page.h1().as_str()), (200, "Letter to your manager"));
    assert!(page.is_noindex());
    let letter = letter(&page);
    for words in [
        "Dear [name]",
        "Rust Services, a course of 3 days with Test Academy. What it teaches: Learn Rust Services by doing it.",
        "Use Rust Services at work.",
        "R10 000 for one person, incl. VAT. The price includes:",
        "A workbook.",
        "9–11 Mar 2026, Live online: 10 seats left",
        "24–26 Mar 2026, Durban (Durban Hall, 2 Hall Road, Durban 4001): full, with a waiting list",
        "4–6 May 2026, Gqeberha: 1 seat left",
        "Thandi Zulu (Rust and SQL).",
        "https://academy.example/courses/rust-services (RS-1)",
        "hello@academy.example",
        "Test Academy (Pty) Ltd",
        "[your name]",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    assert!(!letter.contains("RS-1-DBN-02") && !letter.contains("13–15 Apr"), "a cancelled date is no offer");
}

#[actix_web::test]
async fn a_letter_without_date_or_price_says_so() {
    let site = Site::academy();
    let letter = letter(&site.get("/courses/unix-tools/letter").await);
    assert!(letter.contains("No date is set yet.") && letter.contains("Test Academy gives the price on request."));
    assert!(!letter.contains("VAT") && !letter.contains("Who teaches"), "{letter}");
}

#[actix_web::test]
async fn a_provider_that_is_no_vat_vendor_names_no_vat() {
    let site = Site::academy();
    site.edit("site.toml", "vat_vendor = true", "vat_vendor = false").await;
    for path in ["/courses/rust-services/letter", "/courses/compare?course=rust-services&course=sql-basics"] {
        assert!(!site.get(path).await.html.contains("VAT"), "{path}");
    }
}

#[actix_web::test]
async fn the_email_begins_with_the_request_and_a_link_to_the_letter() {
    let site = Site::academy();
    let page = site.get("/courses/rust-services/letter").await;
    let tree = page.tree();
    let link = tree.all("a").filter_map(|link| link.get("href")).find(|href| href.starts_with("mailto:")).unwrap();
    assert!(
        link.starts_with("mailto:?subject=Training%20request%3A%20Rust%20Services&body=Dear%20%5Bname%5D%0D%0A%0D%0A")
    );
    assert!(link.contains("https%3A%2F%2Facademy.example%2Fcourses%2Frust-services%2Fletter"), "{link}");
    assert!(!link.contains('+') && link.len() < 1900, "mail programs cut longer links");
}

#[actix_web::test]
async fn no_letter_of_the_demo_makes_a_link_that_a_mail_program_would_cut() {
    let site = Site::demo();
    for slug in site.get("/courses").await.links_below("/courses/") {
        let page = site.get(&format!("/courses/{slug}/letter")).await;
        let tree = page.tree();
        let link = tree.all("a").filter_map(|link| link.get("href")).find(|href| href.starts_with("mailto:")).unwrap();
        assert!(link.len() < 1900, "{slug}: {}", link.len());
    }
    assert_eq!(site.get("/courses/no-such-course/letter").await.status, 404);
}
