//! The form by which people ask about their own data.
use lectern::access::Role;
use lectern::db::prelude::*;
use lectern::db::schema::{outbox, rights_requests};
use lectern::privacy::count_open_requests;

use crate::support::site::{Ask, Site};

const ASKED: [(&str, &str); 3] =
    [("right", "delete"), ("email", "mpho@example.org"), ("details", "Forget my question of May.")];

async fn registered(site: &Site) -> i64 {
    site.db().read(|conn| rights_requests::table.count().get_result(conn)).await.unwrap()
}

#[actix_web::test]
async fn the_privacy_page_leads_to_the_form_and_a_request_is_in_the_register_with_its_due_date() {
    let site = Site::academy();
    assert!(site.get("/privacy").await.has_link_to("/contact/rights"));
    assert!(!site.get("/about").await.has_link_to("/contact/rights"));
    let form = site.get("/contact/rights").await;
    form.tree();
    assert!(form.html.contains("See what you hold about me") && form.status == 200);

    let sent = site.post("/contact/rights", &ASKED).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let thanks = site.get(sent.header("location")).await;
    let reference = sent.header("location").rsplit_once('=').unwrap().1;
    assert!(thanks.html.contains(reference) && thanks.html.contains("within 30 days") && thanks.is_noindex());
    let due = "2026-04-01".parse().unwrap();
    assert_eq!(site.db().read(move |conn| count_open_requests(conn, due)).await.unwrap(), (1, 1));

    let mails = site.deliver().await;
    assert_eq!(mails.len(), 1, "the officer alone is told: an address that was typed proves nothing");
    let mail = &mails[0];
    assert!(mail.subject().contains(reference) && mail.text().contains("Delete what you hold about me"));
    assert!(mail.text().contains("1 April 2026") && mail.text().contains("proves nothing"));
    assert!(!mail.whole().contains("mpho@") && !mail.whole().contains("May"), "the person stands in the register only");

    let again = site.post("/contact/rights", &ASKED).await;
    assert_eq!((again.header("location"), registered(&site).await), (sent.header("location"), 1));
    let desk = site.desk(Role::Staff).await;
    let register = desk.get("/admin/privacy").await;
    assert!(register.html.contains("mpho@example.org") && register.html.contains("Forget my question of May."));
    assert_eq!(site.deliver().await.len(), 1);
}

#[actix_web::test]
async fn what_is_missing_is_said_and_what_was_typed_is_kept() {
    let site = Site::academy();
    site.get("/contact/rights").await;
    let long = "x".repeat(2001);
    for (right, email, details, message) in [
        ("", "mpho@example.org", "a", "Choose what you ask for"),
        ("access", "", "a", "Enter your email address"),
        ("access", "mpho", "a", "email"),
        ("correct", "mpho@example.org", "", "Say what is wrong and what is right"),
        ("access", "mpho@example.org", &long, "you typed 2001"),
    ] {
        let fields = [("right", right), ("email", email), ("details", details)];
        let again = site.post("/contact/rights", &fields).await;
        assert!(again.status == 422 && again.html.contains(message), "{message}: {}", again.html);
        assert_eq!(again.field("email").as_deref(), Some(email));
        assert!(again.title().starts_with("Error: "));
        again.tree();
    }
    let foreign = Ask::post("/contact/rights", &ASKED).with("Sec-Fetch-Site", "cross-site");
    assert_eq!(site.send(foreign).await.status, 403);
    assert_eq!(registered(&site).await, 0);
}

#[actix_web::test]
async fn a_robot_is_registered_and_mails_nobody_and_a_network_sends_only_so_many() {
    let site = Site::academy_with(|options| options.enquiry_rate = 2);
    let robot = [ASKED[0], ASKED[1], ASKED[2], ("website", "http://spam.example")];
    assert_eq!(site.post("/contact/rights", &robot).await.status, 303);
    let mails: i64 = site.db().read(|conn| outbox::table.count().get_result(conn)).await.unwrap();
    assert_eq!((registered(&site).await, mails), (1, 0), "kept for a person to see, but nobody is mailed");
    let other = [("right", "access"), ("email", "ann@example.org"), ("details", "")];
    assert_eq!(site.post("/contact/rights", &other).await.status, 303);
    let third = [("right", "object"), ("email", "ann@example.org"), ("details", "Stop it.")];
    let refused = site.post("/contact/rights", &third).await;
    assert!(refused.status == 429 && refused.html.contains("Stop it.") && !refused.header("retry-after").is_empty());
    site.deliver().await;
}
