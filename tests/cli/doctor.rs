//! `doctor` says what is wrong and how to mend it.
use std::fs;

use super::{Said, program, say};

fn add_admin(folder: &std::path::Path) {
    let words = ["user", "add", "--email", "admin@academy.example", "--name", "Admin", "--role", "admin"];
    say(folder, &words).succeeded();
}

#[test]
fn a_sound_installation_is_well() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    add_admin(place.path());
    let said = say(place.path(), &["doctor"]);
    said.succeeded();
    for part in ["settings", "database", "schema", "users", "media", "mail"] {
        assert!(said.out.lines().any(|line| line.starts_with(&format!("ok     {part}: "))), "{part}: {}", said.out);
    }
    assert!(said.out.ends_with("Nothing is wrong.\n"));
}

#[test]
fn a_test_mail_is_sent_when_asked_for() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    add_admin(place.path());
    say(place.path(), &["doctor", "--send-test", "thandi@academy.example"]).succeeded();
    let mails: Vec<_> = fs::read_dir(place.path().join("var/mail")).unwrap().map(|mail| mail.unwrap().path()).collect();
    assert_eq!(mails.len(), 1);
    assert!(fs::read_to_string(&mails[0]).unwrap().contains("To: thandi@academy.example"));
}

#[test]
fn each_thing_that_is_wrong_is_said_with_its_remedy() {
    let place = tempfile::tempdir().unwrap();
    let said = say(place.path(), &["doctor"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.out.contains("WRONG  database: sqlite://var/lectern.db does not exist. Run `lectern migrate`"),
        "{}",
        said.out
    );
    assert!(!place.path().join("var/lectern.db").exists(), "looking makes no database");
    fs::write(place.path().join("wall"), "").unwrap();
    let output = program(place.path())
        .arg("doctor")
        .env("LECTERN_MEDIA", "file://wall/media")
        .env("LECTERN_SMTP_URL", "smtp://u:hunter2@127.0.0.1:1")
        .output();
    let said = Said::from(&output.unwrap());
    assert_eq!(said.code, Some(1));
    for words in
        ["WRONG  media: ", "set LECTERN_MEDIA", "WRONG  mail: ", "Check LECTERN_SMTP_URL", "3 things are wrong."]
    {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(!said.out.contains("hunter2"));
}
