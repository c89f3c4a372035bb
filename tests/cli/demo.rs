//! `demo`: one command to a whole academy.
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Running, ask, enquiry, get, program};

/// The port in the address that a line names.
fn port_in(line: &str) -> u16 {
    let (_, port) = line.split_once(" http://127.0.0.1:").unwrap_or_else(|| panic!("{line}"));
    port.parse().unwrap()
}

/// The mails that are whole.
fn mails(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().map(|mail| mail.unwrap().path());
    let whole = files.filter(|path| path.extension().is_some_and(|kind| kind == "eml"));
    whole.map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn a_demo_is_open_within_seconds_takes_an_enquiry_and_writes_two_mails() {
    let place = tempfile::tempdir().unwrap();
    let mut demo = Running::start(program(place.path()).args(["demo", "--dir", "try", "--bind", "127.0.0.1:0"]));
    let begun = Instant::now();
    let lines = demo.lines(3);
    let port = port_in(&lines[0]);
    assert!(lines[2].starts_with("Admin: admin@kgotla.example, password "), "{lines:?}");
    assert!(lines[2].rsplit(' ').next().unwrap().len() >= 20, "{lines:?}");
    let home = get(port, "/");
    let took = begun.elapsed();
    println!("the demo answered after {took:?}");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("Kgotla Training"), "{home}");
    assert!(took.as_secs_f64() <= 5.0, "{took:?}");
    let answer = ask(port, &enquiry(port));
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("/contact/thanks?ref="), "{answer}");
    let folder = place.path().join("try/mail");
    while mails(&folder).len() < 2 && begun.elapsed().as_secs() < 20 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let texts = mails(&folder);
    assert_eq!(texts.len(), 2);
    for to in ["To: team@kgotla.example", "To: thandi@academy.example"] {
        assert!(texts.iter().any(|text| text.contains(to)), "{to}");
    }
    demo.terminate();
    assert_eq!(demo.ended(), Some(0));
}

#[test]
fn a_demo_starts_again_on_what_is_there() {
    let place = tempfile::tempdir().unwrap();
    let mut passwords = Vec::new();
    for _ in 0..2 {
        let mut demo = Running::start(program(place.path()).args(["demo", "--bind", "127.0.0.1:0"]));
        let mut lines = demo.lines(3);
        passwords.push(lines.pop().unwrap());
        assert!(get(port_in(&lines[0]), "/healthz").starts_with("HTTP/1.1 200"));
        demo.terminate();
        assert_eq!(demo.ended(), Some(0));
    }
    assert_ne!(passwords[0], passwords[1]);
    assert!(place.path().join("var/demo/lectern.db").exists());
}
