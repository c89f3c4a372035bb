//! What is true of every page, whatever it shows.
use actix_web::HttpServer;
use actix_web::rt::spawn;
use lectern::access::Role;
use lectern::web::COOKIES;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::EVERY_PAGE;
use crate::support::site::{Ask, BASE_URL, DemoPages, PASSWORD, Site, own_post};

#[actix_web::test]
async fn every_page_has_one_heading_a_title_a_description_and_a_word_for_search_engines() {
    let site = DemoPages::default();
    for path in EVERY_PAGE {
        let page = site.get(path).await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        let tree = page.tree();
        assert_eq!(tree.all("h1").count(), 1, "{path}");
        assert!(!page.h1().is_empty() && !page.title().is_empty(), "{path}");
        let description = tree.one("meta", "name", "description").and_then(|meta| meta.get("content")).unwrap();
        assert!(description.len() >= 40, "{path}: {description:?}");
        assert!(page.canonical().is_some() != page.is_noindex(), "{path}: a canonical link or noindex");
        assert_eq!(tree.all("html").next().and_then(|html| html.get("lang")), Some("en-ZA"));
    }
}

#[actix_web::test]
async fn an_empty_site_answers_with_every_list() {
    let site = Site::empty();
    for path in ["/", "/courses", "/paths", "/trainings", "/locations", "/blog", "/search", "/contact", "/cookies"] {
        let page = site.get(path).await;
        assert_eq!((page.status, page.tree().all("h1").count()), (200, 1), "{path}");
    }
}

#[actix_web::test]
async fn every_link_inside_the_site_leads_to_a_page() {
    let site = DemoPages::default();
    let (mut seen, mut open) = (std::collections::BTreeSet::new(), vec!["/".to_owned()]);
    while let Some(path) = open.pop() {
        let page = site.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        let tree = page.tree();
        for link in tree.all("a").filter_map(|link| link.get("href")) {
            match link.split_once('#') {
                Some(("", anchor)) => assert!(tree.by_id(anchor).is_some(), "{path} has no {link}"),
                _ if !link.starts_with('/') || link.starts_with("/trainings?") || link.contains("/contact?") => {}
                _ if link.contains(".ics") => {} // no page
                _ => {
                    let address = link.split('#').next().unwrap().to_owned();
                    if seen.insert(address.clone()) {
                        open.push(address);
                    }
                }
            }
        }
    }
    assert!(seen.len() > 200, "{}", seen.len());
}

#[actix_web::test]
async fn every_label_and_description_names_something_on_the_page() {
    let site = DemoPages::default();
    for path in EVERY_PAGE {
        let page = site.get(path).await;
        let tree = page.tree();
        for element in &tree.0 {
            for name in ["for", "aria-describedby", "aria-labelledby"] {
                for id in element.get(name).into_iter().flat_map(str::split_whitespace) {
                    assert!(tree.by_id(id).is_some(), "{path}: {name}={id}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn a_page_loads_nothing_from_elsewhere_and_its_own_assets_exist() {
    let site = DemoPages::default();
    for path in EVERY_PAGE {
        let tree = site.get(path).await.tree();
        let is_link = |name: &str| matches!(name, "canonical" | "alternate");
        let loads = tree.0.iter().filter(|element| element.name != "a" && !element.get("rel").is_some_and(is_link));
        for address in loads.flat_map(|element| [element.get("href"), element.get("src")]).flatten() {
            let asset = site.get(address).await;
            assert_eq!(asset.status, 200, "{path}: {address}");
            assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
        }
        assert!(tree.all("style").count() == 0 && tree.0.iter().all(|element| element.get("style").is_none()));
    }
    assert_eq!(site.get("/assets/000000000000/site.css").await.status, 404);
}

#[actix_web::test]
async fn no_page_sets_a_cookie_before_a_choice() {
    let site = DemoPages::default();
    for path in EVERY_PAGE.iter().chain(&["/no-such-page", "/healthz", "/readyz", "/blog/"]) {
        assert_eq!(site.get(path).await.cookies(), Vec::<&str>::new(), "{path}");
    }
}

#[actix_web::test]
async fn every_cookie_that_is_ever_set_is_registered() {
    let mut site = Site::demo();
    site.leave_mail();
    let email = site.employ(Role::Editor).await;
    let enquiry = [("name", "A"), ("email", "a@example.org"), ("message", "x")];
    let asks = [
        Ask::post("/contact", &enquiry),
        Ask::post("/contact", &[]),
        Ask::post("/cookies", &[("choice", "accept"), ("return_to", "/about")]),
        Ask::post("/cookies", &[("choice", "decline")]).with("Cookie", "lectern_visit=page=%2Fabout"),
        Ask::post("/cookies", &[("theme", "dark")]),
        Ask::post("/cookies", &[("theme", "device")]),
        Ask::get("/courses").with("Cookie", "lectern_consent=accept").with("Accept", "text/html"),
        own_post("/admin/login", &[("email", &email), ("password", PASSWORD)]),
    ];
    let mut set = std::collections::BTreeSet::new();
    for ask in asks {
        for cookie in site.send(ask.clone()).await.cookies() {
            let name = cookie.split('=').next().unwrap().to_owned();
            assert!(COOKIES.iter().any(|known| known.name == name), "{cookie}");
            set.insert(name);
        }
    }
    assert_eq!(set.len(), COOKIES.len(), "and every registered one can be set");
}

/// Headers that no answer may lack.
fn assert_protected(answer: &crate::support::site::Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"] {
        assert!(policy.contains(rule), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert!(answer.header("strict-transport-security").starts_with("max-age="), "{what}");
}

#[actix_web::test]
async fn every_kind_of_answer_carries_the_security_headers() {
    let mut site = Site::demo();
    site.leave_mail();
    let sheet = site.get("/").await.tree().one("link", "rel", "stylesheet").unwrap().get("href").unwrap().to_owned();
    let etag = site.get("/").await.header("etag").to_owned();
    let enquiry = [("name", "A"), ("email", "a@example.org"), ("message", "x")];
    let kinds = [
        (200, Ask::get("/")),
        (200, Ask::get("/healthz")),
        (301, Ask::get("/blog/")),
        (303, Ask::post("/contact", &enquiry)),
        (303, Ask::post("/cookies", &[("choice", "accept")])),
        (304, Ask::get("/").with("If-None-Match", &etag)),
        (403, Ask::post("/contact", &enquiry).with("Origin", "https://evil.example")),
        (404, Ask::get("/no-such-page")),
        (405, Ask::post("/courses", &[])),
        (413, Ask::post_raw("/contact", vec![b'a'; 70_000])),
        (422, Ask::post("/contact", &[])),
    ];
    for (status, ask) in kinds {
        let answer = site.send(ask.clone()).await;
        assert_eq!(answer.status, status, "{ask:?}");
        assert_protected(&answer, &format!("{status}"));
    }
    // A stylesheet is never opened as a page, so it carries only what speaks of files.
    let sheet = site.get(&sheet).await;
    assert_eq!(sheet.header("x-content-type-options"), "nosniff");
    assert_eq!(sheet.header("cross-origin-resource-policy"), "same-origin");
    assert!(sheet.header("strict-transport-security").starts_with("max-age="));
    assert_eq!(sheet.header("content-security-policy"), "");
    let icon = site.get("/").await.tree().one("link", "rel", "icon").unwrap().get("href").unwrap().to_owned();
    assert_protected(&site.get(&icon).await, "a picture that could hold script");
}

#[actix_web::test]
async fn only_a_site_on_tls_insists_on_tls() {
    let site = Site::academy_with(|options| options.base_url = "http://academy.example".to_owned());
    let page = site.get("/").await;
    assert_eq!(page.header("strict-transport-security"), "");
    assert!(BASE_URL.starts_with("https"), "the other tests are on TLS");
}

/// A real server, because only there a HEAD loses its body.
#[actix_web::test]
async fn a_head_gets_what_a_get_gets_without_the_body() {
    let site = Site::demo();
    let context = site.context.clone();
    let server = HttpServer::new(move || lectern::app::site(context.clone())).workers(1).disable_signals();
    let server = server.bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    spawn(server);
    let others = ["/healthz", "/readyz", "/no-such-page", "/blog/", "/contact/thanks?ref=nonsense"];
    for path in EVERY_PAGE.iter().chain(&others) {
        // The first request of a page makes it; what a search brings is made anew each time.
        site.get(path).await;
        let (get, body) = ask(address, "GET", path).await;
        let (head, nothing) = ask(address, "HEAD", path).await;
        assert_eq!(get, head, "{path}");
        assert_eq!(nothing, "", "{path}");
        assert!(get[0].contains("301") || !body.is_empty(), "{path}");
    }
    handle.stop(false).await;
}

async fn ask(address: std::net::SocketAddr, method: &str, path: &str) -> (Vec<String>, String) {
    let mut wire = TcpStream::connect(address).await.unwrap();
    let request = format!("{method} {path} HTTP/1.1\r\nHost: academy.example\r\nConnection: close\r\n\r\n");
    wire.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    wire.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    // A page that is made for this request alone has its own form key, and so its own tag; the time of day goes on.
    let fixed = |line: &&str| !(line.starts_with("date:") || line.starts_with("etag:") && path.contains('?'));
    let mut lines: Vec<_> = head.split("\r\n").filter(fixed).map(str::to_owned).collect();
    lines[1..].sort();
    (lines, body.to_owned())
}
