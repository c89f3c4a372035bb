//! A full disk: the form answers with what was typed, keeps no half of it, and works again without a restart.
use std::io::Write;
use std::path::Path;
use std::process::Command;

use diesel::connection::SimpleConnection;
use lectern::access::Actor;
use lectern::clock::Clock;
use lectern::db::prelude::*;
use lectern::db::schema::enquiries;
use lectern::site::{Provider, save_provider};

use super::home::{Home, get, post, thanked};
use super::kills::integrity;
use super::size;
use crate::support::site::Site;

const PHONE: &str = "+27115550199";

/// What SQLite says of its pages.
#[derive(QueryableByName)]
struct Pages {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pages: i64,
}

/// The limit that SQLite then keeps.
#[derive(QueryableByName)]
struct Most {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    #[expect(dead_code, reason = "the pragma answers with it, whatever it was told")]
    max_page_count: i64,
}

/// A server says so in these words when its disk is full.
const FULL_ON_A_SERVER: &str = "CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$; \
     CREATE TRIGGER disk_is_full BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION disk_is_full();";
const ROOM_ON_A_SERVER: &str = "DROP FUNCTION disk_is_full CASCADE;";

/// Lets the database grow by no page any more, or as it likes again: the same error of the engine as when the disk is full.
async fn limit(site: &Site, is_full: bool) {
    let work = move |conn: &mut lectern::db::Conn| {
        if matches!(conn, lectern::db::Conn::Postgres(_)) {
            return conn.batch_execute(if is_full { FULL_ON_A_SERVER } else { ROOM_ON_A_SERVER });
        }
        let now: Pages = diesel::sql_query("SELECT page_count AS pages FROM pragma_page_count").get_result(conn)?;
        let most = if is_full { now.pages } else { 1_000_000_000 };
        diesel::sql_query(format!("PRAGMA max_page_count = {most}")).get_result::<Most>(conn).map(|_| ())
    };
    site.db().write(work).await.unwrap();
}

async fn count(site: &Site) -> i64 {
    site.db().read(|conn| enquiries::table.count().get_result(conn)).await.unwrap()
}

#[actix_web::test]
async fn without_a_page_left_the_form_answers_with_the_text_and_a_number_and_works_again() {
    let mut site = Site::academy_with(|options| options.enquiry_rate = 100_000);
    site.leave_mail();
    let text = "Is there parking? ".repeat(200);
    let send = async |number: usize| {
        let (name, email) = (format!("Person {number}"), format!("p{number}@example.org"));
        site.post("/contact", &[("name", &name), ("email", &email), ("message", &format!("{number} {text}"))]).await
    };
    assert_eq!(send(0).await.status, 303);
    limit(&site, true).await;
    let mut refused = 0;
    for number in 1..40 {
        let (before, answer) = (count(&site).await, send(number).await);
        if answer.status == 503 {
            refused += 1;
            assert!(answer.html.contains("Is there parking?") && answer.html.contains(PHONE), "{}", answer.html);
            assert_eq!(count(&site).await, before, "no half of it");
        }
    }
    assert!(refused > 10, "free pages inside the file run out: {refused}");
    limit(&site, false).await;
    let kept = count(&site).await;
    assert_eq!((send(99).await.status, count(&site).await), (303, kept + 1), "without a restart");
}

/// A small disk in memory; nothing where this machine lets nobody mount one.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(at: &'a Path, size: &str) -> Option<Self> {
        let at_path = at.to_str().unwrap();
        let options = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs", at_path]).status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

/// Writes until nothing more fits.
fn fill(disk: &Path) {
    let mut ballast = std::fs::File::create(disk.join("ballast")).unwrap();
    while ballast.write_all(&[7; 1024]).and_then(|()| ballast.flush()).is_ok() {}
}

/// The long form: the program itself on a real disk that is full. Told, refused, told again; then killed, and all that was told is there.
#[tokio::test]
async fn on_a_disk_that_is_full_nothing_is_told_that_is_not_kept() {
    if size(true, false) {
        return; // the short form is the one above
    }
    let home = Home::in_a_file();
    let file = home.file().unwrap();
    let Some(disk) = SmallDisk::mount(home.folder.path(), "16m") else {
        panic!("no disk can be mounted here: run it as root, or under `unshare --map-root-user --mount`");
    };
    let running = home.start(&[], "smtp://127.0.0.1:9?tls=none").await;
    let facts = Provider { name: "Academy".to_owned(), phone: PHONE.to_owned(), ..Provider::default() };
    let now = Clock::System.now();
    home.db().attempt(move |conn| save_provider(conn, &Actor::operator(), &facts, now)).await.unwrap().unwrap();
    assert!(get(home.port, "/contact").await.is_some());
    let text = "Is there parking? ".repeat(200);
    let (mut told, mut refused, mut others) = (Vec::new(), 0, 0);
    let mut number = 0;
    for (full, posts) in [(false, 50), (true, 200), (false, 50)] {
        if full {
            fill(disk.0);
        } else {
            let _ = std::fs::remove_file(disk.0.join("ballast"));
        }
        for _ in 0..posts {
            number += 1;
            let (name, email) = (format!("Person {number}"), format!("p{number}@example.org"));
            let message = format!("{number} {text}");
            let answer = post(home.port, &[("name", &name), ("email", &email), ("message", &message)]).await.unwrap();
            match thanked(&answer) {
                Some(reference) => told.push(reference),
                None if answer.starts_with("HTTP/1.1 503") && answer.contains("Is there parking?") => refused += 1,
                None => others += 1,
            }
            assert!(full || thanked(&answer).is_some(), "with room every enquiry is taken: {answer}");
        }
    }
    running.kill_9();
    let db = home.db();
    let kept: Vec<String> = db.read(|conn| enquiries::table.select(enquiries::reference).load(conn)).await.unwrap();
    let lost = told.iter().filter(|reference| !kept.contains(reference)).count();
    println!(
        "full disk: {} told, {refused} answered 503 with their text, {others} otherwise, {lost} lost, {} kept",
        told.len(),
        kept.len()
    );
    assert_eq!((lost, others, kept.len()), (0, 0, told.len()));
    assert!(refused > 100 && told.len() >= 100);
    drop(db);
    assert_eq!(integrity(&file), "ok");
}
