//! The guide for language models.
use crate::support::site::{BASE_URL, Site};

#[actix_web::test]
async fn the_guide_names_the_provider_how_to_ask_and_every_course_once() {
    let site = Site::demo();
    let guide = site.get("/llms.txt").await;
    assert_eq!((guide.status, guide.header("content-type")), (200, "text/markdown; charset=utf-8"));
    assert!(guide.html.starts_with("# Kgotla Training\n\n> "), "{}", guide.html);
    assert!(guide.html.contains("## How to ask\n") && guide.html.contains("/contact?course=SLUG"));
    let sitemap = site.get("/sitemap.xml").await.html;
    let courses = sitemap.matches("/courses/").count();
    assert_eq!(guide.html.matches(&format!("({BASE_URL}/courses/")).count(), courses);
    for line in guide.html.lines().filter(|line| line.contains("/courses/")) {
        assert!(line.contains("Price ") && line.contains(" day"), "{line}");
    }
    assert!(!guide.html.contains("\n\n\n"), "{}", guide.html);
}

#[actix_web::test]
async fn every_address_in_the_guide_is_a_page() {
    let site = Site::demo();
    let guide = site.get("/llms.txt").await.html;
    let links: Vec<&str> = guide.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert!(links.len() > 40);
    for link in links {
        assert_eq!(site.get(link.strip_prefix(BASE_URL).unwrap()).await.status, 200, "{link}");
    }
}

#[actix_web::test]
async fn a_site_without_content_has_a_guide_without_empty_parts() {
    let guide = Site::empty().get("/llms.txt").await;
    assert_eq!(guide.status, 200);
    assert!(!guide.html.contains("## Courses") && !guide.html.contains("## Cities"));
}
