//! What a yes to cookies buys: an enquiry then remembers how the visit began.
use lectern::db::prelude::*;
use lectern::db::schema::enquiries;

use crate::support::site::{Answer, Ask, STAFF, Site};

const ENQUIRY: &[(&str, &str)] = &[("name", "Ann"), ("email", "ann@example.org"), ("message", "Hello?")];
const YES: &str = "lectern_consent=accept";

/// A person opens a page in a browser.
fn open(path: &str) -> Ask {
    Ask::get(path).with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
}

/// The value of the cookie that remembers the visit, if this answer sets it.
fn visit(answer: &Answer) -> Option<String> {
    let cookies = answer.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("lectern_visit="))?;
    Some(cookie.split(';').next().unwrap().to_owned())
}

async fn accept(site: &Site, referer: &str) -> Answer {
    let ask = Ask::post("/cookies", &[("choice", "accept"), ("return_to", "/courses")]);
    site.send(ask.with("Referer", referer)).await
}

/// Landing and campaign of the one enquiry, and what staff read of them.
async fn kept(site: &Site) -> (Option<String>, Option<String>, String) {
    let row = |conn: &mut _| enquiries::table.select((enquiries::landing_path, enquiries::campaign)).first(conn);
    let (landing, campaign) = site.db().read(row).await.unwrap();
    let text = site.mail_to(STAFF).await.text();
    let lines = text.lines().filter(|line| line.starts_with("Visit") || line.starts_with("Campaign"));
    (landing, campaign, lines.collect::<Vec<_>>().join("\n"))
}

#[actix_web::test]
async fn an_enquiry_after_a_yes_remembers_the_page_and_the_campaign_words() {
    let site = Site::academy();
    let from = "https://academy.example/blog/backend-work?utm_source=newsletter&utm_medium=email&utm_campaign=March+2026&x=1#top";
    let answer = accept(&site, from).await;
    let cookie = visit(&answer).unwrap();
    let whole = answer.cookies().into_iter().find(|cookie| cookie.starts_with("lectern_visit")).unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(whole.contains(part), "{whole}");
    }
    assert!(!whole.contains("Max-Age") && !whole.contains("Expires"), "it goes when the browser is closed: {whole}");
    site.send(Ask::post("/contact", ENQUIRY).with("Cookie", &format!("{YES}; {cookie}"))).await;
    let (landing, campaign, mail) = kept(&site).await;
    assert_eq!(landing.as_deref(), Some("/blog/backend-work"));
    assert_eq!(campaign.as_deref(), Some("source: newsletter; medium: email; campaign: March 2026"));
    assert_eq!(
        mail,
        "Visit began on: /blog/backend-work\nCampaign: source: newsletter; medium: email; campaign: March 2026"
    );
}

#[actix_web::test]
async fn without_a_yes_an_enquiry_remembers_only_the_page_its_form_stood_on() {
    for consent in ["", "lectern_consent=decline; ", "lectern_consent=x; "] {
        let site = Site::academy();
        let cookies = format!("{consent}lectern_visit=page=%2Fblog&utm_source=x");
        let ask = Ask::post("/contact", ENQUIRY).with("Referer", "https://academy.example/about?utm_source=y");
        site.send(ask.with("Cookie", &cookies)).await;
        assert_eq!(kept(&site).await, (None, None, String::new()), "{consent}");
        assert!(site.mail_to(STAFF).await.text().contains("Asked from: /about"));
    }
}

#[actix_web::test]
async fn a_site_that_does_not_ask_remembers_nothing() {
    let site = Site::academy();
    site.edit("site.toml", "attribution = true", "attribution = false").await;
    assert_eq!(visit(&accept(&site, "https://academy.example/about").await), None);
    assert_eq!(site.send(open("/courses").with("Cookie", YES)).await.cookies().len(), 0);
    let cookies = format!("{YES}; lectern_visit=page=%2Fblog");
    site.send(Ask::post("/contact", ENQUIRY).with("Cookie", &cookies)).await;
    assert_eq!(kept(&site).await, (None, None, String::new()));
}

#[actix_web::test]
async fn the_next_visit_of_somebody_who_said_yes_begins_on_the_first_page_they_open() {
    let site = Site::academy();
    let plain = site.get("/courses").await;
    for _ in 0..2 {
        // Drawn the first time, kept the second.
        let page = site.send(open("/courses").with("Cookie", YES)).await;
        assert_eq!(visit(&page).as_deref(), Some("lectern_visit=page=%2Fcourses"));
        assert_eq!(page.header("cache-control"), "private, no-cache");
        assert_eq!(page.cookies().len(), 1);
    }
    let again = site.send(open("/courses").with("Cookie", &format!("{YES}; lectern_visit=page=%2Fabout"))).await;
    assert_eq!((again.cookies().len(), again.header("cache-control")), (0, "no-cache"));
    let yes = site.send(Ask::get("/courses").with("Cookie", YES)).await;
    let page = site.send(open("/courses").with("Cookie", YES)).await;
    assert_eq!(page.body, yes.body, "the page itself never differs");
    assert!(plain.cookies().is_empty());
    let tagged = site.send(open("/courses?utm_source=ads&utm_term=rust").with("Cookie", YES)).await;
    assert_eq!(visit(&tagged).as_deref(), Some("lectern_visit=page=%2Fcourses&utm_source=ads&utm_term=rust"));
    let etag = page.header("etag").to_owned();
    let known = site.send(open("/courses").with("Cookie", YES).with("If-None-Match", &etag)).await;
    assert_eq!((known.status, visit(&known).is_some()), (304, true), "a page from the browser's own store counts too");
}

#[actix_web::test]
async fn only_a_page_that_a_person_opens_begins_a_visit() {
    let site = Site::academy();
    for ask in [
        open("/courses"),
        open("/courses").with("Cookie", "lectern_consent=decline"),
        Ask::get("/courses").with("Cookie", YES),
        Ask::get("/sitemap.xml").with("Cookie", YES).with("Accept", "*/*"),
        open("/courses").with("Cookie", YES).with("Sec-Purpose", "prefetch"),
        open("/no-such-page").with("Cookie", YES),
        open("/blog/").with("Cookie", YES),
    ] {
        assert_eq!(visit(&site.send(ask.clone()).await), None, "{ask:?}");
    }
}

#[actix_web::test]
async fn a_no_takes_the_memory_away() {
    let site = Site::academy();
    let no = Ask::post("/cookies", &[("choice", "decline")]);
    let answer = site.send(no.clone().with("Cookie", &format!("{YES}; lectern_visit=page=%2Fabout"))).await;
    let removal = answer.cookies().into_iter().find(|cookie| cookie.starts_with("lectern_visit=;")).unwrap().to_owned();
    assert!(removal.contains("Max-Age=0") && removal.contains("Path=/"), "{removal}");
    assert_eq!(site.send(no).await.cookies().len(), 1, "where there is none, only the choice is kept");
}

#[actix_web::test]
async fn only_own_pages_and_words_that_look_like_a_campaign_are_remembered() {
    let site = Site::academy();
    let value = |query: &str| format!("https://academy.example/about?{query}");
    let long = "a".repeat(81);
    for (referer, wanted) in [
        (value("gclid=abc&fbclid=d&utm_id=7&UTM_SOURCE=x"), "page=%2Fabout"),
        (value("utm_source=ann%40example.org&utm_medium=%3Cb%3E&utm_term=a%0D%0Ab"), "page=%2Fabout"),
        (value(&format!("utm_source={long}&utm_medium=")), "page=%2Fabout"),
        (value("utm_source=one&utm_source=two"), "page=%2Fabout&utm_source=one"),
        (value("utm_source=%E1%B8%BCavhengwa"), "page=%2Fabout&utm_source=%E1%B8%BCavhengwa"),
        ("https://evil.example/x?utm_source=y".to_owned(), "page=%2Fcourses"),
        ("https://academy.example.evil.example/x".to_owned(), "page=%2Fcourses"),
        ("nonsense".to_owned(), "page=%2Fcourses"),
        (value(&format!("x={}&utm_source=late", "b".repeat(20_000))), "page=%2Fabout"),
    ] {
        let cookie = visit(&accept(&site, &referer).await).unwrap();
        assert_eq!(cookie, format!("lectern_visit={wanted}"), "{}", &referer[..referer.len().min(90)]);
    }
    let far = Ask::post("/cookies", &[("choice", "accept"), ("return_to", "//evil.example/")]);
    assert_eq!(visit(&site.send(far).await), None);
}

#[actix_web::test]
async fn a_cookie_that_somebody_wrote_by_hand_is_held_to_the_same_rules() {
    for forged in [
        "page=https%3A%2F%2Fevil.example%2F",
        "page=%2F%2Fevil.example",
        "page=%2Fx%0D%0ABcc%3A%20evil%40example.org",
        "utm_source=x",
        "",
        "%FF%FE",
    ] {
        let mut site = Site::academy();
        let cookies = format!("{YES}; lectern_visit={forged}");
        let answer = site.send(Ask::post("/contact", ENQUIRY).with("Cookie", &cookies)).await;
        assert_eq!(answer.status, 303);
        assert_eq!(kept(&site).await, (None, None, String::new()), "{forged}");
        site.leave_mail();
    }
    let site = Site::academy();
    let cookies = format!("{YES}; lectern_visit=page=%2Fabout&utm_source=a%0D%0ABcc%3A%20x&utm_medium=ok");
    site.send(Ask::post("/contact", ENQUIRY).with("Cookie", &cookies)).await;
    assert_eq!(kept(&site).await.1.as_deref(), Some("medium: ok"));
}
