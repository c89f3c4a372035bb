//! `user`: who works here, from the command line; and the very first of them, by the address that `serve` prints.
use std::io::Write;
use std::process::Stdio;

use super::{Said, program, say};

fn add(folder: &std::path::Path, role: &str, password: &str) -> Said {
    let email = format!("{role}@academy.example");
    let mut child = program(folder)
        .args(["user", "add", "--email", &email, "--name", "Thandi Nkosi", "--role", role, "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    Said::from(&child.wait_with_output().unwrap())
}

#[test]
fn users_are_added_listed_disabled_and_reset() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    add(place.path(), "admin", "nine-patient-kudus-singing\n").succeeded();
    add(place.path(), "editor", "password1234\n").failed(1, &["refused"]);
    let said = say(place.path(), &["user", "add", "--email", "e@academy.example", "--name", "E", "--role", "editor"]);
    said.succeeded();
    assert!(said.out.contains("/admin/login/password?token="), "{}", said.out);
    let list = say(place.path(), &["user", "list"]);
    assert!(list.out.contains("admin@academy.example\tadmin\tThandi Nkosi\tactive"), "{}", list.out);
    assert!(list.out.contains("e@academy.example\teditor\tE\tno password yet"), "{}", list.out);
    let reset = say(place.path(), &["user", "reset", "admin@academy.example"]);
    assert!(
        reset.out.contains("within one hour at http://127.0.0.1:8080/admin/login/password?token="),
        "{}",
        reset.out
    );
    say(place.path(), &["user", "disable", "e@academy.example"]).succeeded();
    assert!(say(place.path(), &["user", "list"]).out.contains("\tdisabled"));
    say(place.path(), &["user", "disable", "admin@academy.example"]).failed(1, &["last admin"]);
    say(place.path(), &["user", "reset", "nobody@academy.example"]).failed(1, &["no such user"]);
    say(place.path(), &["user", "add", "--email", "x", "--name", "N", "--role", "king"]).failed(2, &[]);
}

#[test]
fn the_doctor_misses_an_admin() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    let said = say(place.path(), &["doctor"]);
    assert!(said.code == Some(1) && said.out.contains("WRONG  users: nobody can sign in as an admin"), "{}", said.out);
}
