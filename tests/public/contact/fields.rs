//! The rules of the fields, one by one and at their edges.
use super::{SHORT, THOROUGH, count, with};
use crate::support::site::{Answer, Site};

/// The fields that the summary names, in its order.
fn complained(answer: &Answer) -> Vec<String> {
    let tree = answer.tree();
    let links = tree.all("a").filter(|link| link.inside.iter().filter(|name| *name == "ul").count() == 1);
    let in_summary = links.filter(|link| link.get("href").is_some_and(|href| href.starts_with('#')));
    in_summary.map(|link| link.get("href").unwrap()[1..].to_owned()).collect()
}

#[actix_web::test]
async fn every_value_at_its_edge_is_taken_or_refused_as_the_contract_says() {
    let site = Site::academy();
    let chars = |count: usize| "ä".repeat(count);
    let local = "a".repeat(64);
    let mail =
        |count: usize| format!("{local}@{}.example.org", vec!["b".repeat(45); 4].join(".")[..count - 77].to_owned());
    let cases: Vec<(&str, String, bool)> = vec![
        ("name", chars(120), true),
        ("name", chars(121), false),
        ("name", "   ".to_owned(), false),
        ("name", format!("  {}  ", chars(120)), true),
        ("name", "Ḽavhengwa 李 O'Brien-ñ".to_owned(), true),
        ("message", chars(5000), true),
        ("message", chars(5001), false),
        ("message", "\r\n".repeat(20), false),
        ("message", format!("{}\r\nb", chars(4998)), true),
        ("company", chars(200), true),
        ("company", chars(201), false),
        ("preferred_dates", chars(201), false),
        ("attendees", "1".to_owned(), true),
        ("attendees", "500".to_owned(), true),
        ("attendees", "0".to_owned(), false),
        ("attendees", "501".to_owned(), false),
        ("attendees", "-1".to_owned(), false),
        ("attendees", "two".to_owned(), false),
        ("attendees", "2.5".to_owned(), false),
        ("email", mail(254), true),
        ("email", mail(255), false),
        ("email", "ann".to_owned(), false),
        ("email", "ann@".to_owned(), false),
        ("email", "@example.org".to_owned(), false),
        ("email", "ann@localhost".to_owned(), false),
        ("email", "ann@example.org, bob@example.org".to_owned(), false),
        ("email", "ann@example.org\r\nBcc: bob@example.org".to_owned(), false),
        ("email", "Ann <ann@example.org>".to_owned(), false),
        ("email", " ann.o'brien+x@sub.example.co.za ".to_owned(), true),
        ("kind", "interest".to_owned(), true),
        ("kind", "bribe".to_owned(), false),
        ("reply_by", "email".to_owned(), true),
        ("reply_by", "pigeon".to_owned(), false),
        ("reply_by", "phone".to_owned(), false), // without a number
        ("course", "sql-basics".to_owned(), true),
        ("course", "no-such-course".to_owned(), false),
        ("training", "RS-1-WEB-01".to_owned(), true),
        ("training", "RS-9-WEB-99".to_owned(), false),
        ("city", "durban".to_owned(), true),
        ("city", "atlantis".to_owned(), false),
    ];
    for (field, value, is_taken) in cases {
        let answer = site.post("/contact", &with(SHORT, &[(field, &value)])).await;
        assert_eq!(answer.status, if is_taken { 303 } else { 422 }, "{field}: {value:.60}");
    }
    site.deliver().await;
}

#[actix_web::test]
async fn a_phone_number_is_taken_in_its_usual_forms() {
    let site = Site::academy();
    for phone in [
        "011 123 4567",
        "0111234567",
        "(011) 123-4567",
        "+27 82 123 4567",
        "+27 (0)82 123 4567",
        "0027821234567",
        "27821234567",
        "+44 20 7946 0958",
        "+1-202-555-0143",
        "00493012345678",
    ] {
        assert_eq!(site.post("/contact", &with(SHORT, &[("phone", phone)])).await.status, 303, "{phone}");
    }
    for phone in [
        "123",
        "011 123 456",
        "011 123 45678",
        "call me",
        "+0 123 456 789",
        "+27 12 345",
        "++27821234567",
        "+1234567890123456",
        "082 123 4567 ext 9",
    ] {
        let answer = site.post("/contact", &with(SHORT, &[("phone", phone)])).await;
        assert_eq!((answer.status, complained(&answer)), (422, vec!["phone".to_owned()]), "{phone}");
    }
    site.deliver().await;
}

#[actix_web::test]
async fn a_question_is_needed_only_where_nothing_else_says_what_is_asked() {
    let site = Site::academy();
    for (kind, status) in [("general", 422), ("", 422), ("course", 303), ("callback", 303), ("interest", 303)] {
        let fields = with(&[("name", "Ann"), ("email", "ann@example.org")], &[("kind", kind)]);
        assert_eq!(site.post("/contact", &fields).await.status, status, "{kind}");
    }
    site.deliver().await;
}

#[actix_web::test]
async fn all_that_is_wrong_is_said_at_once_beside_each_field_and_above_the_heading() {
    let site = Site::academy();
    let wrong = [
        ("kind", "bribe"),
        ("course", "no-such"),
        ("training", "NO-1"),
        ("city", "atlantis"),
        ("email", "ann"),
        ("phone", "call me"),
        ("attendees", "501"),
        ("reply_by", "pigeon"),
        ("message", &"x".repeat(5001)),
        ("company", &"x".repeat(201)),
        ("preferred_dates", &"x".repeat(201)),
    ];
    let answer = site.post("/contact", &wrong).await;
    assert_eq!(answer.status, 422);
    let mut fields = complained(&answer);
    fields.sort();
    assert_eq!(
        fields,
        [
            "attendees",
            "city",
            "company",
            "course",
            "email",
            "kind",
            "message",
            "name",
            "phone",
            "preferred_dates",
            "reply_by",
            "training"
        ]
    );
    let tree = answer.tree();
    for field in &fields {
        let target = tree.by_id(field);
        assert!(target.is_some(), "#{field} leads nowhere");
        assert_ne!(target.unwrap().get("type"), Some("hidden"), "{field} cannot be mended where nobody sees it");
        assert!(tree.by_id(&format!("{field}-error")).is_some(), "{field}");
    }
    assert!(answer.title().starts_with("Error: ") && answer.is_noindex());
    assert!(answer.html.find("There is a problem").unwrap() < answer.html.find("<h1").unwrap());
    assert!(tree.all("details").next().unwrap().get("open").is_some(), "nothing wrong is folded away");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(count(&site).await, 0);
}

#[actix_web::test]
async fn what_is_wrong_only_in_the_folded_part_unfolds_it() {
    let site = Site::academy();
    for (field, value) in [("city", "atlantis"), ("attendees", "0"), ("company", &*"x".repeat(201))] {
        let answer = site.post("/contact", &with(SHORT, &[(field, value)])).await;
        assert_eq!(complained(&answer), [field]);
        assert!(answer.tree().all("details").next().unwrap().get("open").is_some(), "{field}");
    }
}

#[actix_web::test]
async fn every_value_is_kept_as_it_was_typed_and_shown_as_text() {
    let site = Site::academy();
    let typed =
        with(THOROUGH, &[("name", ""), ("message", "</textarea><script>alert(1)</script>\n\n \"quoted\" & <b>")]);
    let answer = site.post("/contact", &typed).await;
    assert_eq!((answer.status, complained(&answer)), (422, vec!["name".to_owned()]));
    for (field, value) in &typed {
        if *field != "course" {
            assert_eq!(answer.field(field).as_deref(), Some(*value), "{field}");
        }
    }
    assert_eq!(answer.tree().strange_scripts().len() + answer.tree().all("b").count(), 1, "one <b>, the date's");
}

#[actix_web::test]
async fn wrong_values_are_kept_too() {
    let site = Site::academy();
    let typed =
        [("name", "Ann"), ("email", "ann at example"), ("phone", "\"><img>"), ("attendees", "9999"), ("message", "x")];
    let answer = site.post("/contact", &typed).await;
    for (field, value) in typed {
        assert_eq!(answer.field(field).as_deref(), Some(value), "{field}");
    }
    assert_eq!(answer.tree().all("img").count(), 0);
}

#[actix_web::test]
async fn a_form_with_errors_can_be_mended_and_sent() {
    let site = Site::academy();
    for (field, value) in [("kind", "bribe"), ("training", "NO-1"), ("course", "no-such"), ("city", "atlantis")] {
        let again = site.post("/contact", &with(SHORT, &[(field, value)])).await;
        assert_eq!(again.status, 422);
        let names = ["kind", "training", "course", "city", "name", "email", "message", "form_key", "reply_by"];
        let mut fields: Vec<(&str, String)> =
            names.iter().filter_map(|name| Some((*name, again.field(name)?))).collect();
        fields.retain(|(name, _)| *name != field); // what was wrong, mended by leaving it out
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(site.post("/contact", &fields).await.status, 303, "{field}");
    }
    site.deliver().await;
}

#[actix_web::test]
async fn fields_that_nobody_asked_for_are_ignored() {
    let site = Site::academy();
    assert_eq!(site.post("/contact", &with(SHORT, &[("state", "booked"), ("reference", "x")])).await.status, 303);
    site.deliver().await;
}
