use lectern::access::Role;
use lectern::enquiries::seed_fallback;

use crate::support::site::Site;

const RULE: [(&str, &str); 5] = [
    ("label", "Groups"),
    ("kind", "group"),
    ("recipients", "groups@academy.example\nboss@academy.example"),
    ("answer_within", "60"),
    ("active", "yes"),
];

#[actix_web::test]
async fn a_rule_sends_what_it_names_to_whom_it_says_and_nothing_again() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let ask = [("name", "Mpho"), ("email", "mpho@example.org"), ("kind", "group"), ("message", "Ten of us.")];
    site.post("/contact", &ask).await;
    assert_eq!(site.deliver().await.len(), 2);
    assert_eq!(desk.post("/admin/routes", &RULE).await.status, 303);
    assert_eq!(site.deliver().await.len(), 2, "a changed rule sends nothing again");
    let tried = desk.get("/admin/routes?try_kind=group").await;
    let said = tried.tree().all("p").find(|part| part.get("role") == Some("status")).unwrap().text.clone();
    assert!(said.contains("groups@academy.example") && said.contains("boss@academy.example"), "{said}");
    assert_eq!(site.deliver().await.len(), 2, "a dry run sends nothing");
    site.post(
        "/contact",
        &[("name", "Mpho"), ("email", "mpho@example.org"), ("kind", "group"), ("message", "Twelve.")],
    )
    .await;
    let mails = site.deliver().await;
    assert!(mails.iter().any(|mail| mail.to() == "groups@academy.example"));
}

#[actix_web::test]
async fn wrong_rules_come_back_with_what_was_typed() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    for (field, value, says) in [
        ("recipients", "", "needs at least one address"),
        ("recipients", "nobody", "is not an email address"),
        ("answer_within", "soon", "Enter a whole number"),
        ("kind", "", "needs a kind, course, category or city"),
        ("label", "", "needs a name"),
    ] {
        let fields = RULE.map(|(name, typed)| if name == field { (name, value) } else { (name, typed) });
        let refused = desk.post("/admin/routes", &fields).await;
        assert!(refused.status == 422 && refused.html.contains(says), "{field} {value}: {}", refused.html);
        assert!(field == "recipients" || refused.html.contains("groups@academy.example"), "{field}");
    }
}

#[actix_web::test]
async fn a_rule_changed_by_somebody_else_is_not_overwritten() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    desk.post("/admin/routes", &RULE).await;
    let rule = desk.get("/admin/routes").await.links_below("/admin/routes/")[0].clone();
    let at = format!("/admin/routes/{rule}");
    let seen = desk.get(&at).await.field("seen").unwrap();
    let with = |label: &'static str| {
        let mut fields = RULE.to_vec();
        fields[0].1 = label;
        fields.push(("seen", &seen));
        fields
    };
    assert_eq!(desk.post(&at, &with("One")).await.status, 303);
    let refused = desk.post(&at, &with("Two")).await;
    assert!(refused.status == 422 && refused.html.contains("Somebody else changed this rule"), "{}", refused.html);
    assert_eq!(desk.post(&format!("{at}/removal"), &[]).await.status, 303);
    assert_eq!(desk.get(&at).await.status, 404);
}

#[actix_web::test]
async fn the_last_rule_asks_only_for_what_can_be_changed_in_it() {
    let site = Site::academy();
    let staff = "team@academy.example".parse().unwrap();
    site.db().write(move |conn| seed_fallback(conn, &staff)).await.unwrap();
    let desk = site.desk(Role::Admin).await;
    let rule = desk.get("/admin/routes").await.links_below("/admin/routes/")[0].clone();
    let at = format!("/admin/routes/{rule}");
    let page = desk.get(&at).await;
    assert_eq!((page.field("kind"), page.field("priority")), (None, None));
    let typed = ["label", "recipients", "owner", "answer_within", "active", "seen"]
        .map(|name| (name, page.field(name).unwrap_or_default()));
    let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(desk.post(&at, &fields).await.status, 303);
}

#[actix_web::test]
async fn texts_to_answer_with_fill_in_what_is_known() {
    let mut site = Site::academy();
    site.leave_mail();
    let desk = site.desk(Role::Admin).await;
    let text = [("title", "Dates"), ("subject", "{course}"), ("body", "Dear {name}, {course} runs in {city}. {me}")];
    assert_eq!(desk.post("/admin/replies", &text).await.status, 303);
    let ask = [("name", "Mpho {me}"), ("email", "mpho@example.org"), ("course", "sql-basics"), ("kind", "course")];
    let sent = site.post("/contact", &ask).await;
    let reference = sent.header("location").split_once("ref=").unwrap().1.to_owned();
    let id = desk.get("/admin/replies").await.links_below("/admin/replies?id=")[0].clone();
    let id = id.split('#').next().unwrap();
    let filled = desk.get(&format!("/admin/enquiries/{reference}?text={id}")).await;
    let body = filled.tree().one("textarea", "id", "body").unwrap().text.clone();
    assert_eq!(body.trim(), "Dear Mpho {me}, SQL Basics runs in online. The admin");
    assert_eq!(desk.post("/admin/replies", &[("title", "Dates"), ("subject", "x"), ("body", "y")]).await.status, 422);
}
