//! The form before anything is sent, and the page afterwards.
use super::{SHORT, THOROUGH, reference};
use crate::support::site::Site;

#[actix_web::test]
async fn the_form_asks_what_the_contract_names_and_nothing_is_ticked() {
    let site = Site::academy();
    let page = site.get("/contact").await;
    assert_eq!((page.h1().as_str(), page.canonical().as_deref()), ("Ask us", Some("/contact")));
    let tree = page.tree();
    let form = tree.one("form", "class", "enquiry").unwrap();
    assert_eq!((form.get("method"), form.get("action")), (Some("post"), Some("/contact")));
    for name in ["name", "email", "phone", "message", "course", "city", "company", "attendees", "preferred_dates"] {
        assert_eq!(page.field(name).as_deref(), Some(""), "{name}");
    }
    assert_eq!(page.field("reply_by").as_deref(), Some("email"));
    assert_eq!(page.field("marketing"), None, "unticked");
    assert_eq!(page.field("form_key").unwrap().len(), 32);
    assert_eq!(page.field("website").as_deref(), Some(""));
}

#[actix_web::test]
async fn the_form_tells_what_becomes_of_the_data_before_it_is_typed() {
    let page = Site::academy().get("/contact").await;
    for words in ["Test Academy (Pty) Ltd", "24 months", "Nomsa Test", "Information Regulator"] {
        assert!(page.html.contains(words), "{words}");
    }
    assert!(page.has_link_to("/privacy"));
}

#[actix_web::test]
async fn an_address_fills_the_form_in() {
    let site = Site::academy();
    let page = site.get("/contact?course=sql-basics&city=durban&kind=group").await;
    assert_eq!(page.field("course").as_deref(), Some("sql-basics"));
    assert_eq!((page.field("city").as_deref(), page.field("kind").as_deref()), (Some("durban"), Some("group")));
    let page = site.get("/contact?training=RS-1-WEB-01").await;
    assert_eq!(page.field("training").as_deref(), Some("RS-1-WEB-01"));
    assert_eq!(page.field("kind").as_deref(), Some("training"));
    assert!(page.html.contains("Rust Services, 9–11 Mar 2026, Live online"));
    assert_eq!(site.get("/contact?course=sql-basics").await.field("kind").as_deref(), Some("course"));
    assert_eq!(site.get("/contact?course=sql-basics").await.canonical().as_deref(), Some("/contact"));
}

#[actix_web::test]
async fn an_address_cannot_fill_in_what_no_one_may_choose_for_a_visitor() {
    let site = Site::academy();
    let page = site.get("/contact?name=Eve&email=e@evil.example&message=Hi&marketing=yes&course=nonsense").await;
    assert_eq!(page.field("name").as_deref(), Some(""));
    assert_eq!(page.field("message").as_deref(), Some(""));
    assert_eq!((page.field("marketing"), page.field("course").as_deref()), (None, Some("")));
}

#[actix_web::test]
async fn a_wrong_address_gives_a_form_that_can_be_sent() {
    let site = Site::academy();
    for query in ["course=nonsense", "training=NONSENSE-1", "city=nowhere", "kind=nonsense"] {
        let page = site.get(&format!("/contact?{query}")).await;
        let mut fields = SHORT.to_vec();
        let (kind, course) = (page.field("kind").unwrap_or_default(), page.field("course").unwrap_or_default());
        let (training, city) = (page.field("training").unwrap_or_default(), page.field("city").unwrap_or_default());
        fields.extend([("kind", &*kind), ("course", &*course), ("training", &*training), ("city", &*city)]);
        assert_eq!(site.post("/contact", &fields).await.status, 303, "{query}");
    }
    site.deliver().await;
}

#[actix_web::test]
async fn the_thanks_say_what_happens_next_and_nothing_about_the_person() {
    let site = Site::academy();
    let reference = reference(&site.post("/contact", THOROUGH).await);
    let page = site.get(&format!("/contact/thanks?ref={reference}")).await;
    assert_eq!((page.status, page.h1().as_str()), (200, "Enquiry sent"));
    assert_eq!(page.tree().one("p", "class", "ref").unwrap().text, reference);
    assert!(page.html.contains("today at 11:00"), "two working hours after nine");
    assert!(page.is_noindex() && page.html.contains("wa.me/27825550199"));
    for secret in ["Mpho", "mpho@", "082 555", "27825550123", "lunch", "Baobab", "Easter", "Rust Services"] {
        assert!(!page.html.contains(secret), "{secret}");
    }
    let spoken = reference.to_lowercase().replace('-', "");
    assert_eq!(site.get(&format!("/contact/thanks?ref={spoken}")).await.status, 200, "as it is said on the phone");
    site.deliver().await;
}

#[actix_web::test]
async fn a_reference_that_was_never_given_is_not_found() {
    let site = Site::academy();
    for path in ["/contact/thanks", "/contact/thanks?ref=", "/contact/thanks?ref=7Q4M-K2XE", "/contact/thanks?ref=x"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn a_slip_in_the_address_is_mentioned_when_the_form_comes_back_and_never_holds_it_up() {
    let mut site = Site::academy();
    let slip = ("email", "thandi@gmial.com");
    let back = site.post("/contact", &[slip]).await;
    assert_eq!(back.status, 422);
    assert!(back.html.contains("Did you mean thandi@gmail.com?"));
    assert!(!site.post("/contact", &[("email", "thandi@academy.example")]).await.html.contains("Did you mean"));
    let sent = site.post("/contact", &[slip, ("name", "Thandi"), ("message", "Which course comes first?")]).await;
    assert_eq!(sent.status, 303);
    site.leave_mail();
}
