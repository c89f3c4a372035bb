//! Light or dark as the visitor chooses, without script.
use lectern::web::COOKIES;

use super::EVERY_PAGE;
use crate::support::site::{Answer, Ask, Site};

const NAME: &str = "lectern_theme";

fn root(page: &Answer) -> Option<String> {
    page.tree().all("html").next().and_then(|root| root.get("data-theme").map(str::to_owned))
}

/// What the buttons at the foot offer.
fn offered(page: &Answer) -> Vec<String> {
    let tree = page.tree();
    let buttons = tree.all("button").filter(|button| button.get("name") == Some("theme"));
    buttons.map(|button| button.get("value").unwrap().to_owned()).collect()
}

async fn seen_with(site: &Site, path: &str, cookie: &str) -> Answer {
    site.send(Ask::get(path).with("Cookie", cookie)).await
}

#[actix_web::test]
async fn a_choice_of_colours_is_kept_for_a_year_and_leads_back() {
    let site = Site::academy();
    for theme in ["light", "dark"] {
        let ask = Ask::post("/cookies", &[("theme", theme)]);
        let answer = site.send(ask.with("Referer", "https://academy.example/courses?page=2")).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/courses?page=2"));
        let cookies = answer.cookies();
        let mut parts: Vec<_> = cookies[0].split("; ").collect();
        assert_eq!((cookies.len(), parts.remove(0)), (1, format!("{NAME}={theme}").as_str()));
        parts.sort_unstable();
        assert_eq!(parts, ["HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=Lax", "Secure"]);
    }
    assert!(COOKIES.iter().any(|cookie| cookie.name == NAME), "it stands in the register");
}

#[actix_web::test]
async fn as_the_device_says_needs_no_cookie() {
    let answer = Site::academy().post("/cookies", &[("theme", "device")]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/cookies"));
    assert!(answer.cookies()[0].starts_with(&format!("{NAME}=; ")) && answer.cookies()[0].contains("Max-Age=0"));
}

#[actix_web::test]
async fn what_is_no_colour_and_what_comes_from_elsewhere_sets_nothing() {
    let site = Site::academy();
    for theme in ["", "DARK", "blue", "dark; path=/x"] {
        let answer = site.post("/cookies", &[("theme", theme)]).await;
        assert_eq!((answer.status, answer.cookies().len()), (303, 0), "{theme}");
    }
    let ask = Ask::post("/cookies", &[("theme", "dark")]).with("Sec-Fetch-Site", "cross-site");
    assert_eq!(site.send(ask).await.status, 403);
    let ask = Ask::post("/cookies", &[("theme", "dark")]).with("Referer", "https://evil.example/courses");
    assert_eq!(site.send(ask).await.header("location"), "/cookies");
}

#[actix_web::test]
async fn every_page_says_the_chosen_colours_at_its_root_and_offers_the_others() {
    let site = Site::demo();
    for path in EVERY_PAGE {
        for (cookie, said, others) in [
            ("a=b", None, ["light", "dark"]),
            ("lectern_theme=dark", Some("dark"), ["device", "light"]),
            ("a=b; lectern_theme=light", Some("light"), ["device", "dark"]),
            ("lectern_theme=\"><b>", None, ["light", "dark"]),
        ] {
            let page = seen_with(&site, path, cookie).await;
            assert_eq!((root(&page).as_deref(), offered(&page)), (said, others.map(str::to_owned).to_vec()), "{path}");
        }
    }
    let missing = seen_with(&site, "/no-such", "lectern_theme=dark").await;
    assert_eq!((missing.status, root(&missing).as_deref()), (404, Some("dark")));
}

#[actix_web::test]
async fn kept_pages_are_kept_for_each_colour_apart() {
    let site = Site::academy();
    for _ in 0..2 {
        for (cookie, said) in [("lectern_theme=dark", Some("dark")), ("", None), ("lectern_theme=light", Some("light"))]
        {
            assert_eq!(root(&seen_with(&site, "/courses", cookie).await).as_deref(), said);
        }
    }
    let tag = async |cookie: &str| seen_with(&site, "/courses", cookie).await.header("etag").to_owned();
    assert_ne!(tag("lectern_theme=dark").await, tag("").await, "a browser does not take one for the other");
    let before = site.db().statements();
    seen_with(&site, "/courses", "lectern_theme=dark").await;
    assert_eq!(site.db().statements(), before, "and it is kept indeed");
}

#[test]
fn dark_by_choice_and_dark_by_device_are_the_same_colours() {
    let sheet = include_str!("../../static/site.css");
    let tokens = |start: &str| {
        let block = sheet.split_once(start).unwrap().1.split_once('}').unwrap().0;
        let names = block.split(';').map(str::trim).filter(|token| token.starts_with("--"));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let (device, choice) =
        (tokens(":root:where(:not([data-theme=light])) {"), tokens(":root:where([data-theme=dark]) {"));
    assert!(device.len() > 15);
    assert_eq!(device, choice);
}
