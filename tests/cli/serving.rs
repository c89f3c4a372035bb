//! `serve`: its start, its key, and its end.
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use super::{Running, Said, connect, enquiry, free_port, get, program, say};

fn serve(folder: &Path, port: u16) -> Running {
    let bind = format!("127.0.0.1:{port}");
    Running::start(program(folder).arg("serve").env("LECTERN_BIND", bind).env("LECTERN_LOG", "warn"))
}

#[test]
fn a_new_site_serves_after_making_its_database_and_its_key() {
    let (place, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut server = serve(place.path(), port);
    assert!(get(port, "/").starts_with("HTTP/1.1 200"));
    assert!(get(port, "/healthz").ends_with("alive\n") && get(port, "/readyz").ends_with("ready\n"));
    let file = place.path().join("var/secret.key");
    let key = fs::read_to_string(&file).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(key.trim().len() == 64 && key.trim().bytes().all(|digit| digit.is_ascii_hexdigit()));
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    let mut again = serve(place.path(), port);
    assert!(get(port, "/").starts_with("HTTP/1.1 200"));
    again.terminate();
    assert_eq!(again.ended(), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), key, "it is made once");
}

#[test]
fn a_key_that_is_set_is_not_made() {
    let (place, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut command = program(place.path());
    command.arg("serve").env("LECTERN_BIND", format!("127.0.0.1:{port}")).env("LECTERN_SECRET_KEY", "ab".repeat(32));
    let mut server = Running::start(&mut command);
    assert!(get(port, "/healthz").starts_with("HTTP/1.1 200"));
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    assert!(place.path().join("var/lectern.db").exists() && !place.path().join("var/secret.key").exists());
}

#[test]
fn a_key_file_that_holds_no_key_stops_the_start() {
    let place = tempfile::tempdir().unwrap();
    say(place.path(), &["migrate"]).succeeded();
    fs::write(place.path().join("var/secret.key"), "hunter2\n").unwrap();
    let output = program(place.path()).arg("serve").env("LECTERN_BIND", "127.0.0.1:0").output().unwrap();
    let said = Said::from(&output);
    said.failed(1, &["secret.key cannot be used", "64 hexadecimal digits"]);
    assert!(!said.err.contains("hunter2"));
}

#[test]
fn a_port_that_is_taken_is_said_in_a_sentence() {
    let place = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap().to_string();
    for words in [&["serve"][..], &["demo", "--bind", &bind]] {
        let output =
            program(place.path()).args(words).env("LECTERN_BIND", &bind).env("LECTERN_LOG", "error").output().unwrap();
        let said = Said::from(&output);
        said.failed(1, &["cannot listen on", &bind, "Set LECTERN_BIND to a free address"]);
        assert_eq!(said.out, "", "nothing is promised before");
    }
}

/// What a site says from its start to its end, with a visitor at an address where there is nothing.
fn logged(filter: &str, format: &str) -> String {
    let (place, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut command = program(place.path());
    command.arg("serve").env("LECTERN_BIND", format!("127.0.0.1:{port}"));
    let mut server = Running::start(command.env("LECTERN_LOG", filter).env("LECTERN_LOG_FORMAT", format));
    assert!(get(port, "/nowhere").starts_with("HTTP/1.1 404"));
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    let mut said = String::new();
    server.0.stderr.as_mut().unwrap().read_to_string(&mut said).unwrap();
    said
}

#[test]
fn the_log_holds_what_its_settings_let_through() {
    let (start, visit) = ("serving http://", "there is no page at this address");
    let all = logged("info", "text");
    assert!(all.contains(start) && all.contains(visit), "{all}");
    let without = logged("lectern::web=off, info", "text");
    assert!(without.contains(start) && !without.contains(visit), "{without}");
    assert_eq!(logged("error", "text"), "");
    let lines = logged("info", "json");
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["level"] == "INFO"), "{lines:?}");
    assert!(lines.iter().any(|line| line["fields"]["message"] == visit), "{lines:?}");
}

/// The head of the request has arrived and its body has not, when the server is asked to stop.
#[test]
fn a_request_in_hand_is_finished_before_the_end() {
    let (place, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut server = serve(place.path(), port);
    assert!(get(port, "/healthz").starts_with("HTTP/1.1 200"));
    let request = enquiry(port);
    let (first, rest) = request.split_at(request.len() - 10);
    let mut stream = connect(port);
    stream.write_all(first.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.terminate();
    std::thread::sleep(Duration::from_millis(2500));
    assert!(server.0.try_wait().unwrap().is_none(), "it waits for the request");
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(server.ended(), Some(0));
}
