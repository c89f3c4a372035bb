//! Only our own pages send our forms.
use super::{SHORT, count};
use crate::support::site::{Ask, Site};

#[actix_web::test]
async fn a_form_from_another_site_is_refused_and_nothing_is_kept() {
    let site = Site::academy();
    for (name, value) in [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", ""),
        ("Origin", "https://academy.example.evil.example"),
        ("Origin", "https://academy.example:8443"),
        ("Origin", "academy.example"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Sec-Fetch-Site", "anything"),
    ] {
        let answer = site.send(Ask::post("/contact", SHORT).with(name, value)).await;
        assert_eq!((answer.status, answer.header("location")), (403, ""), "{name}: {value}");
    }
    let both =
        Ask::post("/contact", SHORT).with("Sec-Fetch-Site", "cross-site").with("Origin", "https://academy.example");
    assert_eq!(site.send(both).await.status, 403);
    assert_eq!(count(&site).await, 0);
}

#[actix_web::test]
async fn a_form_from_our_own_page_or_from_no_browser_is_taken() {
    let site = Site::academy();
    for (name, value) in [
        ("Origin", "https://academy.example"),
        ("Origin", "http://academy.example"), // behind a proxy that ends TLS
        ("Sec-Fetch-Site", "same-origin"),
        ("Sec-Fetch-Site", "none"),
        ("X-Other", "no browser says so little"),
    ] {
        assert_eq!(site.send(Ask::post("/contact", SHORT).with(name, value)).await.status, 303, "{name}: {value}");
    }
    site.deliver().await;
}
