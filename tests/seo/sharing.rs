//! How a page looks where its address is shared, and which lists may be indexed.
use crate::public::EVERY_PAGE;
use crate::support::site::{Answer, BASE_URL, DemoPages, Site};

#[track_caller]
fn meta(page: &Answer, name: &str) -> String {
    let tree = page.tree();
    let found = tree.one("meta", "property", name).or(tree.one("meta", "name", name));
    found.and_then(|meta| meta.get("content")).unwrap_or_else(|| panic!("no {name}")).to_owned()
}

#[actix_web::test]
async fn every_page_says_how_it_looks_where_it_is_shared() {
    let site = DemoPages::default();
    for path in EVERY_PAGE {
        let page = site.get(path).await;
        let title = meta(&page, "og:title");
        assert!(!title.is_empty() && page.title().starts_with(&title), "{path}: {title}");
        assert_eq!(meta(&page, "og:description"), meta(&page, "description"), "{path}");
        if let Some(canonical) = page.canonical() {
            assert_eq!(meta(&page, "og:url"), format!("{BASE_URL}{canonical}"));
        }
        let picture = meta(&page, "og:image");
        assert!(picture.starts_with(&format!("{BASE_URL}/og/")) && picture.ends_with(".png"), "{picture}");
        assert!(!meta(&page, "og:image:alt").is_empty());
        assert_eq!((meta(&page, "og:image:width").as_str(), meta(&page, "og:image:height").as_str()), ("1200", "630"));
        assert_eq!(meta(&page, "twitter:card"), "summary_large_image");
        assert_eq!(meta(&page, "og:site_name"), "Kgotla Training");
    }
}

#[actix_web::test]
async fn courses_posts_and_cities_have_pictures_of_their_own() {
    let site = DemoPages::default();
    for (path, picture, kind) in [
        ("/", "/og/site.png", "website"),
        ("/courses/sql-fundamentals", "/og/courses/sql-fundamentals.png", "website"),
        ("/trainings/RS-101-WEB-01", "/og/courses/backend-development-with-rust.png", "website"),
        ("/blog/what-is-a-backend-developer", "/og/blog/what-is-a-backend-developer.png", "article"),
        ("/locations/gqeberha", "/og/locations/gqeberha.png", "website"),
    ] {
        let page = site.get(path).await;
        assert_eq!(
            (meta(&page, "og:image"), meta(&page, "og:type")),
            (format!("{BASE_URL}{picture}"), kind.to_owned())
        );
    }
    assert!(!site.get("/no-such-page").await.html.contains("og:"), "an error is not shared");
}

#[actix_web::test]
async fn search_engines_index_lists_with_one_filter_at_most_and_never_words_of_a_visitor() {
    let site = Site::demo();
    for (path, canonical) in [
        ("/courses", Some("/courses")),
        ("/courses?page=2", Some("/courses?page=2")),
        ("/courses?category=software", Some("/courses?category=software")),
        ("/courses?unknown=1&category=software", Some("/courses?category=software")),
        ("/courses?utm_source=x", Some("/courses")),
        ("/courses?category=software&level=beginner", None),
        ("/courses?q=rust", None),
        ("/courses?q=rust&page=2", None),
        ("/trainings?city=durban", Some("/trainings?city=durban")),
        ("/trainings?city=durban&mode=virtual", None),
        ("/blog?page=2", Some("/blog?page=2")),
        ("/search", None),
        ("/search?q=rust", None),
    ] {
        assert_eq!(site.get(path).await.canonical().as_deref(), canonical, "{path}");
    }
}
