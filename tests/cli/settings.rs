//! Where settings come from: the environment first, then `lectern.toml`, then the default.
use std::fs;

use super::{Said, program, say};

#[test]
fn the_file_speaks_where_the_environment_is_silent() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("lectern.toml"), "database_url = \"sqlite://of/file.db\"\nenquiry_rate = 5\n").unwrap();
    say(place.path(), &["migrate"]).succeeded();
    assert!(place.path().join("of/file.db").exists() && !place.path().join("var").exists());
}

#[test]
fn the_environment_speaks_before_the_file() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("lectern.toml"), "database_url = \"sqlite://of/file.db\"\n").unwrap();
    let output =
        program(place.path()).arg("migrate").env("LECTERN_DATABASE_URL", "sqlite://of/env.db").output().unwrap();
    Said::from(&output).succeeded();
    assert!(place.path().join("of/env.db").exists() && !place.path().join("of/file.db").exists());
}

#[test]
fn without_either_the_default_holds() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    assert!(place.path().join("var/lectern.db").exists());
}

#[test]
fn an_unknown_key_in_the_file_stops_the_start() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("lectern.toml"), "bnid = \"127.0.0.1:1\"\n").unwrap();
    say(place.path(), &["serve"]).failed(1, &["lectern.toml", "“bnid”", "bind", "smtp_url"]);
}

#[test]
fn a_file_that_is_no_toml_stops_the_start() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("lectern.toml"), "bind = \n").unwrap();
    say(place.path(), &["serve"]).failed(1, &["lectern.toml cannot be read"]);
}

#[test]
fn a_bad_setting_stops_every_verb_that_needs_it_with_one_line() {
    let place = tempfile::tempdir().unwrap();
    for verb in [&["serve"][..], &["migrate"], &["import", "."], &["export", "x"], &["doctor"]] {
        let output =
            program(place.path()).args(verb).env("LECTERN_DATABASE_URL", "sqlit://u:hunter2@x").output().unwrap();
        let said = Said::from(&output);
        said.failed(1, &["LECTERN_DATABASE_URL", "not shown", "sqlite://FILE"]);
        assert!(!said.err.contains("hunter2"));
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "no file was made");
}
