use lectern::access::{Actor, Role, UserId};
use lectern::accounts::{AccountError, change_role, list_users, set_disabled};

use crate::support::site::{PASSWORD, Site, own_post, start};

const CHOSEN: &str = "nine-patient-kudus-singing";

async fn id_of(site: &Site, email: &str) -> UserId {
    let users = site.db().read(list_users).await.unwrap();
    users.into_iter().find(|user| user.email.as_str() == email).unwrap().id
}

#[actix_web::test]
async fn somebody_new_chooses_a_password_by_mail_and_signs_in() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let fields = [("name", "Mpho Ḽavhengwa"), ("email", "mpho@academy.example"), ("role", "editor")];
    assert_eq!(desk.post("/admin/users/new", &fields).await.status, 303);
    let text = site.mail_to("mpho@academy.example").await.text();
    let link = text.split_whitespace().find(|word| word.contains("token=")).unwrap();
    assert!(link.starts_with("https://academy.example/admin/login/password?token="), "{link}");
    let token = link.split_once("token=").unwrap().1;
    let set = site.send(own_post("/admin/login/password", &[("token", token), ("new_password", CHOSEN)])).await;
    assert_eq!(set.status, 303);
    let theirs = site.sign_in("MPHO@academy.example", CHOSEN).await.unwrap();
    assert_eq!((theirs.get("/admin").await.status, theirs.get("/admin/users").await.status), (200, 403));
    assert_eq!(desk.post("/admin/users/new", &fields).await.status, 422, "an address is somebody's once");
}

#[actix_web::test]
async fn another_role_or_none_ends_what_was_open() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let theirs = site.desk(Role::Editor).await;
    let path = format!("/admin/users/{}", id_of(&site, "editor@academy.example").await.0);
    assert_eq!(desk.post(&path, &[("act", "role"), ("role", "staff")]).await.status, 303);
    assert_eq!(theirs.get("/admin").await.status, 303);
    let theirs = site.sign_in("editor@academy.example", PASSWORD).await.unwrap();
    assert_eq!(desk.post(&path, &[("act", "disable")]).await.status, 303);
    assert_eq!(theirs.get("/admin").await.status, 303);
    assert!(site.sign_in("editor@academy.example", PASSWORD).await.is_none());
    assert_eq!(desk.post(&path, &[("act", "reset")]).await.status, 422);
    assert_eq!(desk.post(&path, &[("act", "enable")]).await.status, 303);
    let theirs = site.sign_in("editor@academy.example", PASSWORD).await.unwrap();
    assert_eq!(desk.post(&path, &[("act", "sign-out")]).await.status, 303);
    assert_eq!(theirs.get("/admin").await.status, 303);
    assert_eq!(desk.post(&path, &[("act", "nothing")]).await.status, 422);
    let list = desk.get("/admin/users").await;
    assert!(list.html.contains("The editor") && list.html.contains("none"));
}

#[actix_web::test]
async fn the_last_admin_and_oneself_stay() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let own = id_of(&site, "admin@academy.example").await;
    let path = format!("/admin/users/{}", own.0);
    for fields in [[("act", "role"), ("role", "staff")], [("act", "disable"), ("role", "")]] {
        assert_eq!(desk.post(&path, &fields).await.status, 422);
    }
    // Not even another admin who is gone meanwhile, or the operator, takes the last one.
    let other = Actor::operator();
    let demoted = site.db().attempt(move |conn| change_role(conn, &other, own, Role::Staff, start())).await.unwrap();
    assert!(matches!(demoted, Err(AccountError::Refused { .. })));
    let editor = Actor::signed_in(UserId(99), "E".to_owned(), Role::Editor);
    let denied = site.db().attempt(move |conn| set_disabled(conn, &editor, own, true, start())).await.unwrap();
    assert!(matches!(denied, Err(AccountError::Denied(_))));
}
