use std::time::Duration;

use crate::support::pdf::Pdf;
use crate::support::site::{Ask, Site};

const PATH: &str = "/courses/rust-services/brochure.pdf";

#[actix_web::test]
async fn every_course_of_the_demo_has_a_brochure_of_one_or_two_pages() {
    let site = Site::demo();
    let mut courses = Vec::new();
    for page in 1..4 {
        courses.extend(site.get(&format!("/courses?page={page}")).await.links_below("/courses/"));
    }
    assert_eq!(courses.len(), 31);
    for course in courses {
        let title = site.get(&format!("/courses/{course}")).await.h1();
        let answer = site.get(&format!("/courses/{course}/brochure.pdf")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{course}");
        assert!(answer.body.len() <= 150_000, "{course}: {} bytes", answer.body.len());
        let pdf = Pdf::parse(&answer.body);
        assert!((1..=2).contains(&pdf.pages()), "{course}: {} pages", pdf.pages());
        assert!(pdf.text().contains(&title), "{course}: no {title} in {}", pdf.text());
        assert!(pdf.is_tagged() && pdf.metadata().contains("<pdfuaid:part>1</pdfuaid:part>"), "{course}");
    }
}

#[actix_web::test]
async fn a_brochure_says_what_the_page_says() {
    let site = Site::academy();
    let answer = site.get(PATH).await;
    let pdf = Pdf::parse(&answer.body);
    assert_eq!(pdf.title(), "Rust Services – Test Academy");
    assert_eq!(pdf.language(), "en-ZA");
    assert_eq!(pdf.alternatives(), ["QR code that leads to https://academy.example/courses/rust-services"]);
    assert!(pdf.embedded_faces() >= 3, "every face is in the file");
    let text = pdf.text();
    for words in [
        "Rust Services",
        "Learn Rust Services by doing it.",
        "3 days",
        "From basics",
        "R10 000 incl. VAT",
        "RS-1",
        "Use Rust Services at work.",
        "First steps.",
        "You can open a terminal.",
        "Take first, or know as much as: SQL Basics",
        "A workbook.",
        "Live online",
        "Durban",
        "011 555 0199",
        "hello@academy.example",
        "1 Test Street, Durban 4001",
        "as on 2 March 2026",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    let links = pdf.links();
    for link in ["https://academy.example/courses/rust-services", "tel:+27115550199", "mailto:hello@academy.example"] {
        assert!(links.iter().any(|known| known == link), "{link} in {links:?}");
    }
}

#[actix_web::test]
async fn a_course_without_a_date_or_a_price_says_so_in_print() {
    let site = Site::academy();
    let text = Pdf::parse(&site.get("/courses/unix-tools/brochure.pdf").await.body).text();
    assert!(text.contains("There is no date yet.") && text.contains("On request"), "{text}");
}

#[actix_web::test]
async fn a_brochure_is_saved_under_the_name_of_its_course_and_leaves_searchers_to_the_page() {
    let site = Site::academy();
    let answer = site.get(PATH).await;
    assert_eq!(answer.header("content-disposition"), "inline; filename=\"rust-services.pdf\"");
    assert_eq!(answer.header("link"), "<https://academy.example/courses/rust-services>; rel=\"canonical\"");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.cookies(), Vec::<&str>::new());
}

#[actix_web::test]
async fn a_course_that_is_not_public_has_no_brochure() {
    let site = Site::academy();
    site.withdraw_course("unix-tools").await;
    for course in ["unix-tools", "no-such", "Not%20A%20Slug"] {
        assert_eq!(site.get(&format!("/courses/{course}/brochure.pdf")).await.status, 404, "{course}");
    }
    assert_eq!(site.get(PATH).await.status, 200);
}

#[actix_web::test]
async fn a_file_is_kept_until_something_changes_and_serves_every_visitor() {
    let site = Site::academy();
    for path in [PATH, "/og/courses/rust-services.png"] {
        let first = site.get(path).await;
        let before = site.db().statements();
        for cookie in ["a=b", "lectern_consent=accept", "lectern_consent=decline"] {
            let again = site.send(Ask::get(path).with("Cookie", cookie).with("Accept-Encoding", "gzip, br")).await;
            assert!(again.body == first.body && again.header("content-encoding").is_empty(), "{path} {cookie}");
        }
        assert_eq!(site.db().statements(), before, "{path}");
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
        let known = site.send(Ask::get(path).with("If-None-Match", &tag)).await;
        assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, &*tag), "{path}");
        let head = site.send(Ask::new(actix_web::http::Method::HEAD, path)).await;
        assert_eq!((head.status, head.header("etag")), (200, &*tag), "{path}");
    }
    let before = site.get(PATH).await.header("etag").to_owned();
    site.edit("courses/rust-services.md", "\"Rust Services\"", "\"Ferrous Services\"").await;
    let changed = site.get(PATH).await;
    assert!(Pdf::parse(&changed.body).text().contains("Ferrous Services"));
    assert_ne!(changed.header("etag"), before);
    site.clock.advance(Duration::from_secs(24 * 3600));
    assert!(Pdf::parse(&site.get(PATH).await.body).text().contains("as on 3 March 2026"));
}
