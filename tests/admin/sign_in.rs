use lectern::access::Role;

use crate::support::site::{Ask, PASSWORD, Site, own_post};

#[actix_web::test]
async fn whoever_knows_the_password_is_signed_in_and_led_on() {
    let site = Site::academy();
    let email = site.employ(Role::Editor).await;
    let asked = site.get("/admin?x=1").await;
    assert_eq!((asked.status, asked.header("location")), (303, "/admin/login?next=%2Fadmin%3Fx%3D1"));
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", "/admin?x=1")];
    let answer = site.send(own_post("/admin/login", &fields)).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/admin?x=1"));
    let cookies = answer.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-lectern_session=")).unwrap();
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.split("; ").any(|has| has == part), "{cookie}");
    }
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    let wrong = site.send(own_post("/admin/login", &[("email", &email), ("password", "wrong")])).await;
    let unknown =
        site.send(own_post("/admin/login", &[("email", "nobody@academy.example"), ("password", "wrong")])).await;
    assert_eq!((wrong.status, wrong.session_cookie()), (422, None));
    assert_eq!(wrong.html.replace(&email, ""), unknown.html.replace("nobody@academy.example", ""));
    assert!(wrong.html.contains("There is a problem") && !wrong.html.contains("wrong"));
}

#[actix_web::test]
async fn a_sign_out_ends_the_session_for_whoever_kept_the_cookie() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    assert_eq!(desk.get("/admin").await.status, 200);
    assert_eq!(desk.post("/admin/logout", &[]).await.header("location"), "/admin/login?done=signed-out");
    assert_eq!(desk.get("/admin").await.status, 303);
}

#[actix_web::test]
async fn the_way_on_never_leaves_the_desk() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/admin//evil.example",
        "/admin\\evil",
        "/administrator",
        "/",
        "/admin/\nx",
    ] {
        let answer =
            site.send(own_post("/admin/login", &[("email", &email), ("password", PASSWORD), ("next", next)])).await;
        assert_eq!(answer.header("location"), "/admin", "{next}");
    }
}

#[actix_web::test]
async fn what_was_sent_after_the_session_ended_is_kept_until_it_can_be_sent_again() {
    let site = Site::academy();
    let email = site.employ(Role::Admin).await;
    let text = "Line one\nÜber & <b>";
    let refused = site.send(own_post("/admin/logout", &[("body", text), ("tag", "a"), ("tag", "b")])).await;
    assert_eq!(refused.status, 401);
    let tree = refused.tree();
    let kept = tree.one("textarea", "name", "resume_fields").unwrap().text.clone();
    assert!(refused.html.contains("What you sent is kept") && kept.contains("body=Line+one"), "{kept}");
    let fields = [
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("resume", "/admin/logout"),
        ("resume_fields", kept.trim()),
    ];
    let back = site.send(own_post("/admin/login", &fields)).await;
    assert_eq!(back.status, 200);
    assert!(back.session_cookie().is_some() && back.html.contains("action=\"/admin/logout\""));
    assert!(
        back.html.contains("<textarea name=\"body\" hidden>\nLine one\nÜber &#38; &#60;b&#62;</textarea>"),
        "{}",
        back.html
    );
    assert!(back.html.matches("name=\"tag\"").count() == 2);
}

#[actix_web::test]
async fn the_desk_is_kept_by_nobody_and_shown_to_no_search_engine() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let page = desk.get("/admin").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.html.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert_eq!(site.send(Ask::get("/admin/login")).await.header("cache-control"), "no-store");
}
