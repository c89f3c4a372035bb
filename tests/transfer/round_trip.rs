//! What goes in comes out, and goes in again to the same site.
use lectern::access::Actor;
use lectern::db::Db;
use lectern::db::prelude::*;
use lectern::db::schema::{content_versions, courses, outbox, pages, revisions, settings, trainings, urls};
use lectern::transfer::{Folder, Report, export, import};

use crate::support::academy::{academy, course, folder, holding, noon, small, take, today, training};
use crate::support::database::fresh;

/// Content version, revisions, addresses and calendar sequences.
async fn traces(db: &Db) -> (i64, i64, i64, i64) {
    let look = |conn: &mut _| {
        let version = content_versions::table.select(content_versions::version).first(conn)?;
        let sequences: i64 = trainings::table.filter(trainings::ical_sequence.gt(0)).count().get_result(conn)?;
        Ok((version, revisions::table.count().get_result(conn)?, urls::table.count().get_result(conn)?, sequences))
    };
    db.read(look).await.unwrap()
}

#[tokio::test]
async fn taking_it_in_twice_changes_nothing() {
    let academy = academy().await;
    let before = traces(&academy.db).await;
    let report = take(&academy, &Folder::demo(), today()).await;
    assert_eq!((report.created, report.changed, &report.refused[..]), (0, 0, &[][..]), "{report}");
    assert_eq!(report.unchanged, Folder::demo().0.len());
    assert_eq!(traces(&academy.db).await, before);
}

/// Each of these is written in a way that is not the way it is kept.
#[tokio::test]
async fn what_is_written_another_way_is_still_the_same() {
    let mut files = small();
    let wide = course("RS-102", "Wide", "topics = [\"rust\", \"rust\"]\n").replace("1000.00", "1000");
    files.0.insert("courses/wide.md".to_owned(), wide);
    files.0.insert("trainings/NOW.md".to_owned(), training("NOW", "rust", "+1w mon", "price = \"900\"\n"));
    let days = |day| format!("[[sessions]]\nday = \"2027-02-{day}\"\nstarts = \"09:00:00\"\nends = \"12:00:00\"\n");
    let listed = training("LIST", "rust", "x", &(days("04") + &days("02")));
    let listed = listed.replace("first_day = \"x\"\ndays = 2\nhours = \"09:00-16:00\"\n", "");
    files.0.insert("trainings/LIST.md".to_owned(), listed);
    let database = holding(&files, today()).await;
    let before = traces(&database.db).await;
    let report = take(&database, &files, today()).await;
    assert_eq!((report.created, report.changed, report.unchanged), (0, 0, files.0.len()), "{report}");
    assert_eq!(traces(&database.db).await, before);
}

#[tokio::test]
async fn a_change_is_seen_and_leaves_one_revision() {
    let database = holding(&small(), today()).await;
    let (version, revisions, ..) = traces(&database.db).await;
    let mut changed = small();
    changed.0.insert("courses/rust.md".to_owned(), course("RS-101", "Rust anew", ""));
    let report = take(&database, &changed, today()).await;
    assert_eq!((report.created, report.changed, report.unchanged), (0, 1, small().0.len() - 1));
    let now = traces(&database.db).await;
    assert!(now.0 > version && now.1 == revisions + 1, "{now:?}");
}

#[tokio::test]
async fn a_dry_run_tells_and_keeps_nothing() {
    let database = fresh();
    let before = traces(&database.db).await;
    let told = import(&database.db, Actor::operator(), Folder::demo(), today(), true).await.unwrap();
    assert_eq!(told, Report { created: Folder::demo().0.len(), ..Report::default() });
    assert_eq!(traces(&database.db).await, before);
    let look = |conn: &mut _| {
        let counts = (courses::table.count().get_result(conn)?, pages::table.count().get_result(conn)?);
        Ok((counts, settings::table.count().get_result(conn)?, outbox::table.count().get_result(conn)?))
    };
    let counts: ((i64, i64), i64, i64) = database.db.read(look).await.unwrap();
    assert_eq!(counts, ((0, 0), 0, 0));
    let really = take(&database, &Folder::demo(), today()).await;
    assert_eq!(really, told, "it told the truth");
}

#[tokio::test]
async fn export_then_import_gives_the_same_files_byte_for_byte() {
    let (academy, other) = (academy().await, fresh());
    let menus =
        "[[header]]\nlabel = \"All\"\naddress = \"/courses\"\n\n[[footer]]\nlabel = \"Us\"\naddress = \"/about\"\n";
    let holidays = "[[holidays]]\nday = \"2027-12-24\"\nname = \"We are closed\"\n";
    let more = folder([("menus.toml", menus.to_owned()), ("holidays.toml", holidays.to_owned())]);
    assert_eq!(take(&academy, &more, today()).await, Report { created: 2, ..Report::default() });
    let written = academy.db.read(export).await.unwrap();
    assert_eq!(written.0.len(), Folder::demo().0.len() + 2);
    assert_eq!((written.0["menus.toml"].as_str(), written.0["holidays.toml"].as_str()), (menus, holidays));
    // Another day: what was exported no longer depends on it.
    let report = take(&other, &written, noon(2028, 3, 1)).await;
    assert_eq!(report, Report { created: written.0.len(), ..Report::default() });
    let again = other.db.read(export).await.unwrap();
    for (name, text) in &written.0 {
        assert_eq!(again.0.get(name), Some(text), "{name}");
    }
    assert_eq!(again, written);
}

#[tokio::test]
async fn an_export_into_its_own_site_changes_nothing() {
    let academy = academy().await;
    let written = academy.db.read(export).await.unwrap();
    let report = take(&academy, &written, today()).await;
    assert_eq!((report.created, report.changed, report.unchanged), (0, 0, written.0.len()), "{report}");
}

#[test]
fn a_folder_survives_the_disk() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("new/place");
    Folder::demo().write(&root).unwrap();
    std::fs::write(root.join(".hidden"), "x").unwrap();
    assert_eq!(Folder::read(&root).unwrap(), Folder::demo());
}

#[tokio::test]
async fn a_file_from_windows_is_read_as_any_other() {
    let place = tempfile::tempdir().unwrap();
    let mut files = small();
    files.0.insert("site.toml".to_owned(), "name = \"Kgotla\"\n".to_owned());
    let post = "+++\ntitle = \"Post\"\nstandfirst = \"s\"\ndescription = \"d\"\n+++\n\nOne.\n\n{{contact}}\n";
    files.0.insert("posts/post.md".to_owned(), post.to_owned());
    let windows = |text: &String| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let there = folder(files.0.iter().map(|(name, text)| (name.as_str(), windows(text))));
    there.write(place.path()).unwrap();
    let database = holding(&Folder::read(place.path()).unwrap(), today()).await;
    let report = take(&database, &files, today()).await;
    assert_eq!((report.changed, report.unchanged), (0, files.0.len()), "{report}");
    let written = database.db.read(export).await.unwrap();
    assert!(written.0.values().all(|text| !text.contains(['\r', '\u{feff}'])));
}
