use crate::support::site::{Ask, Site};
use lectern::web::COOKIES;

#[actix_web::test]
async fn the_policy_lists_every_cookie_that_the_program_can_set() {
    let site = Site::academy();
    let page = site.get("/cookies").await;
    assert!(page.html.contains("The text of Cookies."));
    for cookie in COOKIES {
        assert!(page.html.contains(&format!("<code>{}</code>", cookie.name)) && page.html.contains(cookie.lasts));
    }
}

#[actix_web::test]
async fn a_choice_is_kept_for_a_year() {
    let site = Site::academy();
    for choice in ["accept", "decline"] {
        let answer = site.post("/cookies", &[("choice", choice), ("return_to", "/blog?page=2")]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/blog?page=2"));
        let cookies = answer.cookies();
        let cookie = cookies.iter().find(|cookie| cookie.starts_with("lectern_consent")).unwrap();
        let mut parts: Vec<_> = cookie.split("; ").collect();
        assert_eq!(parts.remove(0), format!("lectern_consent={choice}"));
        parts.sort_unstable();
        assert_eq!(parts, ["HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=Lax", "Secure"]);
    }
}

#[actix_web::test]
async fn without_tls_the_cookie_does_not_insist_on_it() {
    let site = Site::academy_with(|options| options.base_url = "http://academy.example".to_owned());
    let answer = site.post("/cookies", &[("choice", "accept")]).await;
    assert!(!answer.cookies()[0].contains("Secure"));
    assert_eq!(answer.header("location"), "/cookies", "where nothing says where it came from");
}

#[actix_web::test]
async fn no_choice_sets_nothing() {
    let site = Site::academy();
    for fields in [&[][..], &[("choice", "")], &[("choice", "maybe")], &[("choice", "ACCEPT")]] {
        let answer = site.post("/cookies", fields).await;
        assert_eq!((answer.status, answer.cookies().len()), (303, 0), "{fields:?}");
    }
}

#[actix_web::test]
async fn the_way_back_never_leaves_the_site() {
    let site = Site::academy();
    for attack in [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\r\nSet-Cookie: x=y",
        "/\u{0}/evil.example",
        "/\u{7f}/evil.example",
        "/\u{85}/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "@evil.example",
        ".evil.example",
        "/\u{e9}\u{2028}",
        "",
    ] {
        let answer = site.post("/cookies", &[("choice", "accept"), ("return_to", attack)]).await;
        let to = answer.header("location");
        assert_eq!(answer.status, 303, "{attack:?}");
        let base = url::Url::parse("https://academy.example/cookies").unwrap();
        assert_eq!(base.join(to).unwrap().host_str(), Some("academy.example"), "{attack:?} leads to {to}");
        assert!(to.starts_with('/') && answer.cookies().len() == 1, "{attack:?} leads to {to}");
    }
}

#[actix_web::test]
async fn a_choice_from_another_site_is_refused() {
    let site = Site::academy();
    let ask = Ask::post("/cookies", &[("choice", "accept")]);
    let answer = site.send(ask.with("Sec-Fetch-Site", "cross-site")).await;
    assert_eq!((answer.status, answer.cookies().len()), (403, 0));
}

#[actix_web::test]
async fn the_question_goes_away_once_it_is_answered_and_comes_only_where_it_is_needed() {
    let site = Site::academy();
    let asks = |page: &crate::support::site::Answer| page.html.contains("Cookies on this site");
    let fresh = site.get("/courses?page=1").await;
    assert!(asks(&fresh));
    assert_eq!(fresh.field("return_to").as_deref(), Some("/courses"));
    for choice in ["accept", "decline"] {
        let cookie = format!("other=1; lectern_consent={choice}");
        assert!(!asks(&site.send(Ask::get("/courses").with("Cookie", &cookie)).await));
        let page = site.send(Ask::get("/cookies").with("Cookie", &cookie)).await;
        assert_eq!(page.field("choice").as_deref(), Some(choice), "and the policy shows what was chosen");
    }
    assert!(asks(&site.send(Ask::get("/courses").with("Cookie", "lectern_consent=x")).await));
    site.edit("site.toml", "attribution = true", "attribution = false").await;
    assert!(!asks(&site.get("/courses").await), "a site that remembers nothing asks nothing");
}
