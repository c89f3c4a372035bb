//! What search engines are asked to leave alone, as RFC 9309 reads it.
use crate::support::site::{BASE_URL, Site};

/// Whether a rule's path matches: `*` is anything, `$` the end (RFC 9309, 2.2.3).
fn matches(rule: &str, address: &str) -> bool {
    let (rule, is_whole) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = address.strip_prefix(parts.next().unwrap()) else { return false };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !is_whole || rest.is_empty()
}

fn is_allowed(robots: &str, address: &str) -> bool {
    robots.lines().filter_map(|line| line.strip_prefix("Disallow: ")).all(|rule| !matches(rule, address))
}

#[actix_web::test]
async fn admin_and_search_are_left_alone_and_nothing_else_is() {
    let site = Site::demo();
    let robots = site.get("/robots.txt").await;
    assert_eq!((robots.status, robots.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert!(robots.html.starts_with("User-agent: *\n"));
    assert!(robots.html.contains(&format!("\nSitemap: {BASE_URL}/sitemap.xml\n")));
    for hidden in
        ["/admin", "/admin/login", "/search", "/search?q=rust", "/search/suggest?q=ru", "/contact/thanks?ref=X"]
    {
        assert!(!is_allowed(&robots.html, hidden), "{hidden}");
    }
    let sitemap = site.get("/sitemap.xml").await.html;
    let listed = sitemap.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap());
    let listed = listed.map(|address| address.strip_prefix(BASE_URL).unwrap());
    for open in listed.chain([
        "/administration",
        "/search-tips",
        "/contact",
        "/courses?page=2",
        "/og/site.png",
        "/assets/x/site.css",
    ]) {
        assert!(is_allowed(&robots.html, open), "{open}");
    }
}

#[test]
fn a_rule_that_hides_too_much_is_caught() {
    assert!(!is_allowed("Disallow: /search\n", "/search-tips"));
    assert!(is_allowed("Disallow: /search$\n", "/search-tips") && !is_allowed("Disallow: /search$\n", "/search"));
    assert!(!is_allowed("Disallow: /*.png$\n", "/og/site.png"));
}
