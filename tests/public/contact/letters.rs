//! The mails that an enquiry owes.
use lectern::db::prelude::*;
use lectern::db::schema::{categories, courses, routes};

use super::{SHORT, THOROUGH, reference, with};
use crate::support::site::{STAFF, Site};

#[actix_web::test]
async fn the_staff_mail_holds_all_that_an_answer_needs() {
    let site = Site::academy();
    let reference = reference(&site.post("/contact", THOROUGH).await);
    let mail = site.mail_to(STAFF).await;
    assert_eq!(mail.subject(), format!("[{reference}] Rust Services: Mpho Ḽavhengwa"));
    let reply_to = mail.0.reply_to().unwrap().first().unwrap();
    assert_eq!((reply_to.name(), reply_to.address()), (Some("Mpho Ḽavhengwa"), Some("mpho@example.org")));
    let from = mail.0.from().unwrap().first().unwrap();
    assert_eq!(from.address(), Some("no-reply@academy.example"), "never as the visitor");
    assert_eq!(mail.raw_header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.raw_header("Message-ID"), format!("<enquiry.{}@academy.example>", reference.to_lowercase()));
    assert_eq!(mail.0.date().unwrap().to_rfc3339(), "2026-03-02T07:00:00Z");
    let admin = format!("https://academy.example/admin/enquiries/{reference}");
    for body in [mail.text(), mail.html()] {
        for words in [
            "Is lunch included?",
            "tel:+27825550123",
            "https://wa.me/27825550123",
            &admin,
            "after Easter",
            "RS-1-GQB-01",
        ] {
            assert!(body.contains(words), "{words} in {body}");
        }
    }
    assert!(
        mail.text().starts_with("Is lunch included?\nAnd parking?")
            || mail.text().starts_with("Is lunch included?\r\n")
    );
    assert!(mail.html().contains("Baobab &#60;Ltd&#62;"), "what was typed is no markup: {}", mail.html());
    let whole = mail.whole();
    assert!(whole.find("text/plain").unwrap() < whole.find("text/html").unwrap(), "text first");
}

#[actix_web::test]
async fn the_acknowledgement_says_the_facts_and_none_of_the_visitors_words() {
    let site = Site::academy();
    let reference = reference(&site.post("/contact", THOROUGH).await);
    let mail = site.mail_to("mpho@example.org").await;
    assert_eq!(mail.subject(), format!("[{reference}] We have your enquiry"));
    assert_eq!(mail.raw_header("Auto-Submitted"), "auto-replied");
    assert_eq!(
        mail.raw_header("Message-ID"),
        format!("<acknowledgement.{}@academy.example>", reference.to_lowercase())
    );
    assert_eq!(mail.0.reply_to().unwrap().first().unwrap().address(), Some("hello@academy.example"));
    assert_eq!(mail.0.to().unwrap().first().unwrap().name(), None, "encoded or not, the name stays out");
    let bodies = [mail.text(), mail.html()];
    for body in &bodies {
        for words in [&*reference, "Rust Services", "RS-1-GQB-01", "Gqeberha", "today at 11:00", "on WhatsApp"] {
            assert!(body.contains(words), "{words} in {body}");
        }
    }
    let headers = mail.whole().split("\r\n\r\n").next().unwrap().to_owned();
    for secret in ["Mpho", "avhengwa", "lunch", "parking", "Baobab", "Easter", "082 555", "825550123"] {
        assert!(!bodies.concat().contains(secret) && !headers.contains(secret), "{secret}");
    }
}

#[actix_web::test]
async fn no_field_reaches_a_header_unencoded() {
    let site = Site::academy();
    let attacks = [
        "Eve\r\nBcc: victim@example.net",
        "Eve\nSubject: Buy",
        "\"Eve\" <victim@example.net>,",
        "Eve\u{2028}Cc: x@y.org",
        "=?utf-8?q?x?= <victim@example.net>",
        "Ḽ\r\n\r\nBody",
    ];
    for (number, attack) in attacks.iter().enumerate() {
        let email = format!("eve{number}@example.org");
        let fields =
            [("name", *attack), ("email", &email), ("message", "x"), ("company", *attack), ("form_key", *attack)];
        let reference = reference(&site.post("/contact", &fields).await);
        let mails = site.deliver().await;
        let mail = mails.iter().find(|mail| mail.subject().contains(&reference) && mail.to() == STAFF).unwrap();
        assert_eq!(mail.0.to().unwrap().iter().count(), 1);
        assert!(mail.0.bcc().is_none() && mail.0.cc().is_none(), "{attack:?}");
        let reply_to: Vec<_> = mail.0.reply_to().unwrap().iter().filter_map(|one| one.address()).collect();
        assert_eq!(reply_to, [email], "{attack:?}");
        assert!(mail.subject().starts_with(&format!("[{reference}] Question: ")), "{}", mail.subject());
    }
}

#[actix_web::test]
async fn the_subject_names_the_course_or_else_the_kind() {
    let site = Site::academy();
    for (changes, wanted) in [
        (&[("kind", "general")][..], "Question: Ann"),
        (&[("kind", "callback")], "Call back: Ann"),
        (&[("kind", "group"), ("course", "sql-basics")], "SQL Basics: Ann"),
        (&[("kind", "training"), ("training", "SQ-2-WEB-01")], "Query Tuning: Ann"),
    ] {
        let reference = reference(&site.post("/contact", &with(SHORT, changes)).await);
        let subjects: Vec<_> = site.deliver().await.iter().map(|mail| mail.subject().to_owned()).collect();
        assert!(subjects.contains(&format!("[{reference}] {wanted}")), "{wanted} in {subjects:?}");
    }
}

#[actix_web::test]
async fn a_number_that_whatsapp_cannot_reach_gets_no_such_link() {
    let site = Site::academy();
    site.post("/contact", &with(SHORT, &[("phone", "011 123 4567")])).await;
    let mail = site.mail_to(STAFF).await;
    assert!(mail.text().contains("tel:+27111234567") && !mail.text().contains("wa.me"), "{}", mail.text());
}

/// A rule of routing: what it fits, and whom it sends to.
async fn rule(
    site: &Site,
    priority: i32,
    (kind, course, category): (Option<&str>, Option<&str>, Option<&str>),
    to: &str,
) {
    let (kind, to) = (kind.map(str::to_owned), to.to_owned());
    let (course, category) = (course.map(str::to_owned), category.map(str::to_owned));
    site.db()
        .write(move |conn| {
            let course: Option<i64> = match course {
                Some(slug) => Some(courses::table.filter(courses::slug.eq(slug)).select(courses::id).first(conn)?),
                None => None,
            };
            let category: Option<i64> = match category {
                Some(slug) => {
                    Some(categories::table.filter(categories::slug.eq(slug)).select(categories::id).first(conn)?)
                }
                None => None,
            };
            let row = (
                routes::priority.eq(priority),
                routes::kind.eq(kind),
                routes::course_id.eq(course),
                routes::category_id.eq(category),
                routes::recipients.eq(to),
                routes::answer_within_minutes.eq(60),
            );
            diesel::insert_into(routes::table).values(row).execute(conn).map(|_| ())
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn the_routing_rules_say_who_gets_it_and_the_fallback_gets_the_rest() {
    let site = Site::academy();
    rule(&site, 1, (None, Some("sql-basics"), None), "sql@academy.example").await;
    rule(&site, 2, (None, None, Some("data")), "data@academy.example\nlead@academy.example").await;
    rule(&site, 3, (Some("group"), None, None), "groups@academy.example").await;
    for (changes, wanted) in [
        (&[("course", "sql-basics"), ("kind", "group")][..], &["sql@academy.example"][..]),
        (&[("training", "SQ-2-WEB-01")], &["data@academy.example", "lead@academy.example"]),
        (&[("kind", "group")], &["groups@academy.example"]),
        (&[("course", "rust-services")], &[STAFF]),
    ] {
        let reference = reference(&site.post("/contact", &with(SHORT, changes)).await);
        let mails = site.deliver().await;
        let of_this = mails.iter().filter(|mail| mail.subject().contains(&reference));
        let to: Vec<_> = of_this.map(|mail| mail.to()).filter(|to| *to != "ann@example.org").collect();
        assert_eq!(to, wanted, "{changes:?}");
    }
}
