//! `migrate`, `import` and `export`.
use std::fs;
use std::io::Write;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use lectern::media::Library;
use lectern::tokens::Tokens;
use lectern::transfer::Folder;

use super::{Said, free_port, program, say};
use crate::support::academy::{course, small};
use crate::support::pictures::jpeg;

/// Changes the database behind the program's back.
fn meddle(folder: &Path, statement: &str) {
    let file = folder.join("var/lectern.db");
    SqliteConnection::establish(file.to_str().unwrap()).unwrap().batch_execute(statement).unwrap();
}

#[test]
fn migrate_brings_the_schema_up_to_date_and_check_only_tells() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate", "--check"]).failed(1, &["does not exist", "lectern migrate"]);
    assert!(!place.path().join("var").exists(), "telling makes nothing");
    let said = say(place.path(), &["migrate"]);
    said.succeeded();
    assert_eq!(said.out, "the schema is current\n");
    say(place.path(), &["migrate", "--check"]).succeeded();
    say(place.path(), &["migrate"]).succeeded();
    meddle(
        place.path(),
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)",
    );
    say(place.path(), &["migrate", "--check"]).failed(1, &["one migration behind", "lectern migrate"]);
}

#[test]
fn a_newer_schema_is_refused_by_every_verb() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    meddle(place.path(), "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    small().write(&place.path().join("content")).unwrap();
    for words in [&["migrate"][..], &["migrate", "--check"], &["serve"], &["import", "content"], &["export", "out"]] {
        say(place.path(), words).failed(1, &["the schema is newer than this program", "install the newer Lectern"]);
    }
}

#[test]
fn a_schema_that_is_behind_is_not_served_where_migrating_is_off() {
    let place = tempfile::tempdir().unwrap();
    let serve = || {
        let bind = format!("127.0.0.1:{}", free_port());
        let output =
            program(place.path()).arg("serve").env("LECTERN_MIGRATE", "never").env("LECTERN_BIND", bind).output();
        Said::from(&output.unwrap())
    };
    serve().failed(1, &["migrations behind", "lectern migrate"]);
    say(place.path(), &["migrate"]).succeeded();
    meddle(
        place.path(),
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)",
    );
    serve().failed(1, &["one migration behind", "lectern migrate"]);
}

#[test]
fn content_goes_in_and_comes_out() {
    let place = tempfile::tempdir().unwrap();
    let there = place.path().join("content");
    small().write(&there).unwrap();
    let dry = say(place.path(), &["import", "content", "--dry-run"]);
    dry.succeeded();
    assert_eq!(dry.out, "5 new, 0 changed, 0 unchanged, 0 refused; nothing was kept (dry run)\n");
    let first = say(place.path(), &["import", "content"]);
    assert_eq!((first.code, first.out.as_str()), (Some(0), "5 new, 0 changed, 0 unchanged, 0 refused\n"));
    let again = say(place.path(), &["import", "content"]);
    assert_eq!((again.code, again.out.as_str()), (Some(0), "0 new, 0 changed, 5 unchanged, 0 refused\n"));
    let export = say(place.path(), &["export", "out"]);
    assert_eq!((export.code, export.out.as_str()), (Some(0), "5 files in out\n"));
    assert_eq!(Folder::read(&place.path().join("out")).unwrap().0.len(), 5);
    say(place.path(), &["export", "out"]).failed(1, &["out is not empty"]);
}

#[tokio::test]
async fn pictures_go_in_and_come_out_and_one_that_is_lost_is_told() {
    let place = tempfile::tempdir().unwrap();
    let there = place.path().join("content");
    small().write(&there).unwrap();
    let library = Library::new(place.path().join("elsewhere"), Tokens::seeded(1));
    let mut upload = library.incoming().unwrap();
    upload.write_all(&jpeg(600, 400, 1)).unwrap();
    let hash = library.take_in(upload).await.unwrap().0.hash;
    let picture = library.read_full(&hash).unwrap().unwrap();
    fs::create_dir(there.join("media")).unwrap();
    fs::write(there.join(format!("media/{hash}.webp")), &picture).unwrap();
    fs::write(there.join(format!("media/{hash}.md")), "+++\nname = \"room.webp\"\nfocus = [50, 50]\n+++\n").unwrap();
    let first = say(place.path(), &["import", "content"]);
    assert_eq!((first.code, first.out.as_str()), (Some(0), "6 new, 0 changed, 0 unchanged, 0 refused\n"));
    say(place.path(), &["export", "out"]).succeeded();
    assert_eq!(fs::read(place.path().join(format!("out/media/{hash}.webp"))).unwrap(), picture);
    fs::remove_dir_all(place.path().join("var/media")).unwrap();
    let lost = say(place.path(), &["export", "again"]);
    let told = format!("media/{hash}.webp: the folder of pictures does not have it\n");
    assert_eq!((lost.code, lost.out.as_str(), lost.err), (Some(1), "6 files in again\n", told));
}

#[test]
fn what_cannot_be_taken_is_reported_and_the_rest_is_taken() {
    let place = tempfile::tempdir().unwrap();
    let mut files = small();
    files.0.insert("courses/new.md".to_owned(), course("RS-102", "New", "colour = \"red\"\n"));
    files.write(&place.path().join("content")).unwrap();
    let said = say(place.path(), &["import", "content"]);
    assert_eq!(said.code, Some(1));
    let (refusal, sum) = said.out.split_once('\n').unwrap();
    assert!(refusal.starts_with("courses/new.md:12: ") && refusal.contains("colour"), "{refusal}");
    assert_eq!(sum, "5 new, 0 changed, 0 unchanged, 1 refused\n");
}

#[test]
fn a_folder_that_cannot_be_read_is_one_line() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["import", "nowhere"]).failed(1, &["nowhere cannot be read"]);
    fs::create_dir(place.path().join("empty")).unwrap();
    say(place.path(), &["import", "empty"]).failed(1, &["empty holds no files"]);
    fs::create_dir_all(place.path().join("bytes/pages")).unwrap();
    fs::write(place.path().join("bytes/pages/a.md"), [0xff, 0xfe]).unwrap();
    say(place.path(), &["import", "bytes"]).failed(1, &["bytes", "a.md"]);
    assert!(!place.path().join("var").exists(), "nothing was made for it");
}

#[test]
fn trainings_come_from_a_csv_file_once_and_each_line_that_cannot_is_told() {
    let place = tempfile::tempdir().unwrap();
    small().write(&place.path().join("content")).unwrap();
    say(place.path(), &["import", "content"]).succeeded();
    let csv = "code,course,city,first_day\nRS-101-DBN-01,rust,Durban,2027-02-01\nRS-101-WEB-01,cobol,,2027-02-01\n";
    fs::write(place.path().join("new.csv"), csv).unwrap();
    let refusal = "new.csv:3: course “cobol” is not known\n";
    let dry = say(place.path(), &["import", "--from", "csv", "new.csv", "--dry-run"]);
    let sum = "1 new, 0 changed, 0 unchanged, 1 refused";
    assert_eq!((dry.code, dry.out), (Some(1), format!("{refusal}{sum}; nothing was kept (dry run)\n")));
    let first = say(place.path(), &["import", "--from", "csv", "new.csv"]);
    assert_eq!((first.code, first.out), (Some(1), format!("{refusal}{sum}\n")));
    let again = say(place.path(), &["import", "--from", "csv", "new.csv"]);
    assert_eq!(again.out, format!("{refusal}0 new, 0 changed, 1 unchanged, 1 refused\n"));
    say(place.path(), &["import", "--from", "csv", "none.csv"]).failed(1, &["none.csv cannot be read"]);
    fs::write(place.path().join("old.csv"), [b'c', 0xe9]).unwrap();
    say(place.path(), &["import", "--from", "csv", "old.csv"]).failed(1, &["old.csv is not UTF-8"]);
    say(place.path(), &["import", "--from", "fax", "new.csv"]).failed(2, &["fax"]);
}
