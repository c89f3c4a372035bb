use std::path::Path;

use lectern::access::{Actor, Role, UserId};
use lectern::db::prelude::*;
use lectern::db::schema::{audit, enquiries};
use lectern::privacy::{erase_person, find_holdings, replay_tombstones};
use lectern::site::SaveError;

use crate::support::site::{Site, start};

const EMAIL: &str = "Zanele.Qwabe@example.org";
const NAME: &str = "Zanele Qwabe";
const PHONE: &str = "082 555 7788";
const WORDS: &str = "Ubuntu question about baobab joins";

fn actor() -> Actor {
    Actor::signed_in(UserId(1), "The staff".to_owned(), Role::Staff)
}

async fn ask(site: &Site) {
    let fields = [("name", NAME), ("email", EMAIL), ("phone", PHONE), ("message", WORDS), ("marketing", "yes")];
    assert_eq!(site.post("/contact", &fields).await.status, 303);
}

/// Whether any file of a folder holds these bytes, in whatever case.
fn holds(folder: &Path, text: &str) -> Vec<String> {
    let wanted = text.to_lowercase();
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let has = |path: &std::path::PathBuf| {
        String::from_utf8_lossy(&std::fs::read(path).unwrap()).to_lowercase().contains(&wanted)
    };
    files.filter(has).map(|path| path.display().to_string()).collect()
}

#[actix_web::test]
async fn whoever_asks_sees_all_that_is_held() {
    let mut site = Site::academy();
    site.leave_mail();
    ask(&site).await;
    site.employ(Role::Staff).await;
    let held = site
        .db()
        .attempt(|conn| find_holdings(conn, &actor(), &"zanele.qwabe@EXAMPLE.org".parse().unwrap(), start()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((held.enquiries.len(), held.mails.len(), held.consents.len()), (1, 2, 1));
    let json = serde_json::to_string(&held).unwrap();
    for text in [NAME, EMAIL, PHONE, WORDS, "granted"] {
        assert!(json.contains(text), "{text} is missing in {json}");
    }
    let audit: Option<String> = site
        .db()
        .read(|conn| audit::table.filter(audit::action.eq("read")).select(audit::after_json).first(conn))
        .await
        .unwrap();
    assert!(!audit.unwrap().contains("zanele"), "the audit names nobody");
}

#[actix_web::test]
async fn after_an_erasure_no_byte_of_the_person_is_left() {
    let mut site = Site::academy();
    ask(&site).await;
    site.deliver().await;
    let folders = site.folders();
    let found = |text: &str| folders.iter().flat_map(|folder| holds(folder, text)).collect::<Vec<_>>();
    let is_file = folders.len() == 2;
    let secrets = [NAME, "zanele.qwabe", "82 555 7788", "825557788", WORDS];
    assert!(secrets.iter().filter(|text| !found(text).is_empty()).count() >= 3, "the search finds what is there");

    let desk = site.desk(Role::Staff).await;
    let unsure = desk.post("/admin/privacy/person/erasure", &[("email", EMAIL)]).await;
    assert_eq!(unsure.status, 422);
    let done = desk.post("/admin/privacy/person/erasure", &[("email", EMAIL), ("sure", "yes")]).await;
    assert!(done.html.contains("Erased from 1 enquiries"), "{}", done.html);
    for text in secrets {
        assert_eq!(found(text), Vec::<String>::new(), "{text} is still there (SQLite: {is_file})");
    }
    let left: (String, String) = site
        .db()
        .read(|conn| enquiries::table.select((enquiries::name, enquiries::message)).first(conn))
        .await
        .unwrap();
    assert_eq!(left, (String::new(), String::new()));
    site.leave_mail();
}

#[actix_web::test]
async fn a_backup_that_is_restored_forgets_them_again() {
    let mut site = Site::academy();
    site.leave_mail();
    ask(&site).await;
    site.employ(Role::Staff).await;
    let erase = |conn: &mut lectern::db::Conn| erase_person(conn, &actor(), &EMAIL.parse().unwrap(), start());
    site.db().attempt(erase).await.unwrap().unwrap();
    // What an old backup brings back.
    ask(&site).await;
    let again = site.db().attempt(|conn| replay_tombstones(conn, &Actor::operator(), start())).await.unwrap().unwrap();
    assert_eq!(again, 1);
    let named = site.db().read(|conn| enquiries::table.filter(enquiries::email.ne("")).count().first::<i64>(conn));
    assert_eq!(named.await.unwrap(), 0);
}

#[actix_web::test]
async fn a_correction_reaches_everything_they_sent() {
    let mut site = Site::academy();
    site.leave_mail();
    ask(&site).await;
    let desk = site.desk(Role::Staff).await;
    let fields = [("email", EMAIL), ("name", "Zanele Ngcobo"), ("new_email", "zanele@example.net"), ("phone", "")];
    let done = desk.post("/admin/privacy/person/correction", &fields).await;
    assert!(done.html.contains("Corrected in 1 enquiries."), "{}", done.html);
    let row: (String, String, Option<String>) = site
        .db()
        .read(|conn| enquiries::table.select((enquiries::name, enquiries::email, enquiries::phone_e164)).first(conn))
        .await
        .unwrap();
    assert_eq!(row, ("Zanele Ngcobo".to_owned(), "zanele@example.net".to_owned(), None));
    let wrong =
        desk.post("/admin/privacy/person/correction", &[("email", "zanele@example.net"), ("new_email", "x")]).await;
    assert_eq!(wrong.status, 422);
}

#[actix_web::test]
async fn who_only_writes_content_reaches_nobodys_data() {
    let site = Site::academy();
    let editor = Actor::signed_in(UserId(1), "The editor".to_owned(), Role::Editor);
    let by = editor.clone();
    let email = || EMAIL.parse().unwrap();
    let read = site.db().attempt(move |conn| find_holdings(conn, &by, &email(), start())).await.unwrap();
    assert!(matches!(read, Err(SaveError::Denied(_))));
    let erase = site.db().attempt(move |conn| erase_person(conn, &editor, &email(), start())).await.unwrap();
    assert!(matches!(erase, Err(SaveError::Denied(_))));
}
