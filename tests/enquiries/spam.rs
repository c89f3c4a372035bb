use lectern::access::Role;
use lectern::enquiries::{About, EnquiryKind, NewEnquiry, ReplyBy, score_of_content};

use crate::support::site::Site;

fn says(message: &str) -> NewEnquiry {
    NewEnquiry {
        kind: EnquiryKind::General,
        about: About::default(),
        name: "Mpho".to_owned(),
        email: "mpho@example.org".parse().unwrap(),
        phone: None,
        message: message.to_owned(),
        company: None,
        attendees: None,
        preferred_dates: None,
        reply_by: ReplyBy::Email,
        marketing: false,
        form_key: None,
        source_path: None,
        visit: None,
        suspicions: Vec::new(),
        took: None,
    }
}

#[test]
fn people_ask_freely_and_sellers_are_noticed() {
    for message in [
        "Is there parking?",
        "Ndi khou ṱoḓa u ḓivha nga ha khoso ya Rust.",
        "I saw https://example.org/course and wonder how yours compares.",
        "Do you cover search engines, SEO basics or betting odds in the data course?",
        "",
    ] {
        assert!(!score_of_content(&says(message)).is_suspect(), "{message}");
    }
    for message in [
        "Buy https://a.example https://b.example https://c.example now",
        "See <a href='https://x.example'>here</a>",
        "[url=https://x.example]x[/url]",
        "We offer backlinks and a guest post on casino sites",
        "Купить дешёвые часы прямо сейчас https://x.example",
    ] {
        let score = score_of_content(&says(message));
        assert!(score.is_suspect() && !score.reasons.is_empty(), "{message}: {score:?}");
    }
    let named = NewEnquiry { name: "www.cheap.example".to_owned(), ..says("Hi") };
    assert!(score_of_content(&named).is_suspect());
}

#[actix_web::test]
async fn what_looks_like_spam_is_kept_mails_nobody_and_is_released_with_one_press() {
    let site = Site::academy();
    let fields = [
        ("name", "Mpho"),
        ("email", "mpho@example.org"),
        ("message", "[url=x]Rust[/url] course?"),
        ("course", "sql-basics"),
    ];
    let thanks = site.post("/contact", &fields).await;
    assert_eq!(thanks.status, 303, "its sender sees the same thanks");
    let reference = thanks.header("location").split_once("ref=").unwrap().1.to_owned();
    assert!(site.deliver().await.is_empty());
    let desk = site.desk(Role::Staff).await;
    assert!(desk.get("/admin/enquiries?which=quarantine").await.html.contains("Mpho"));
    let sheet = desk.get(&format!("/admin/enquiries/{reference}")).await;
    assert!(sheet.html.contains("markup for links"), "{}", sheet.html);
    let released = desk.post(&format!("/admin/enquiries/{reference}/release"), &[]).await;
    assert_eq!(released.status, 303);
    let mails = site.deliver().await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().any(|mail| mail.subject().contains("SQL Basics") && mail.subject().contains(&reference)));
    assert_eq!(desk.post(&format!("/admin/enquiries/{reference}/release"), &[]).await.status, 422, "once");
}

#[actix_web::test]
async fn one_text_from_many_addresses_is_noticed() {
    let mut site = Site::academy();
    site.leave_mail();
    let text = "A long and friendly text that is the same word for word every time https://x.example";
    for sender in ["a@example.org", "b@example.org"] {
        site.post("/contact", &[("name", "A"), ("email", sender), ("message", text)]).await;
    }
    let desk = site.desk(Role::Staff).await;
    let list = desk.get("/admin/enquiries?which=quarantine").await;
    assert_eq!(list.links_below("/admin/enquiries/").iter().filter(|link| link.len() == 9).count(), 1, "{}", list.html);
}

#[actix_web::test]
async fn a_flood_mails_no_stranger_more_than_the_cap() {
    let site = Site::academy();
    for number in 0..40 {
        let message = format!("Question number {number}?");
        let fields = [("name", "A"), ("email", "stranger@example.org"), ("message", message.as_str())];
        assert_eq!(site.post("/contact", &fields).await.status, 303);
        site.clock.advance(std::time::Duration::from_secs(25 * 60));
    }
    let mails = site.deliver().await;
    let to_stranger = mails.iter().filter(|mail| mail.to() == "stranger@example.org").count();
    assert_eq!(to_stranger, 3, "40 enquiries within 17 hours");
    assert_eq!(mails.len() - to_stranger, 40, "and staff hear of each");
}

#[test]
fn haste_counts_but_alone_makes_nothing_suspect() {
    let hasty = |message, took| NewEnquiry { took: Some(took), ..says(message) };
    let (fast, slow) =
        (score_of_content(&hasty("Is there parking?", 2)), score_of_content(&hasty("Is there parking?", 3)));
    assert_eq!((fast.is_suspect(), fast.points > 0, slow.points), (false, true, 0));
    let links = "https://one.example and https://two.example";
    assert!(score_of_content(&hasty(links, 1)).is_suspect() && !score_of_content(&hasty(links, 30)).is_suspect());
}

#[actix_web::test]
async fn a_busy_network_counts_but_alone_makes_nothing_suspect() {
    let mut site = Site::academy_with(|options| options.enquiry_rate = 6);
    site.leave_mail();
    for (number, links) in [(1, true), (2, true), (3, true), (4, false), (5, true)] {
        let links = if links { "https://one.example https://two.example" } else { "" };
        let (name, email) = (format!("Person {number}"), format!("p{number}@example.org"));
        let message = format!("Question {number} {links}");
        site.post("/contact", &[("name", &name), ("email", &email), ("message", &message)]).await;
    }
    let list = site.desk(Role::Staff).await.get("/admin/enquiries?which=quarantine").await;
    let held: Vec<usize> = (1..=5).filter(|number| list.html.contains(&format!("Person {number}"))).collect();
    assert_eq!(held, [5], "the fourth says nothing suspicious, the first three came in a quiet hour");
}
