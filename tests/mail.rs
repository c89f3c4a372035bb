//! What a mail looks like; beside it how it is carried, and what the settings say. The rules without a database.
mod carrying;
mod settings;

use lectern::mail::{AutoSubmitted, Mailbox, Message};
use lectern::types::Timestamp;

use crate::support::base64::decode_base64;

fn message() -> Message {
    Message {
        from: "Lectern <no-reply@academy.example>".parse().unwrap(),
        to: vec!["staff@academy.example".parse().unwrap()],
        reply_to: Some(Mailbox::named("Thandi Nkosi", "thandi@example.org".parse().unwrap())),
        subject: "[7Q4M-K2XE] Rust: Thandi Nkosi".to_owned(),
        text: "Name: Thandi\n.a line that starts with a dot\n".to_owned(),
        html: Some("<p>Name: <b>Thandi</b></p>".to_owned()),
        message_id: "<enquiry-17.staff@academy.example>".to_owned(),
        in_reply_to: None,
        references: Vec::new(),
        date: chrono::DateTime::from_timestamp(1_795_342_740, 0).map(Timestamp::from).unwrap(),
        auto_submitted: AutoSubmitted::Generated,
        list_id: None,
        unsubscribe: None,
    }
}

fn written(message: &Message) -> String {
    String::from_utf8(message.build().unwrap().bytes).unwrap()
}

/// The header lines, folded ones joined.
fn headers(message: &Message) -> Vec<String> {
    let mail = written(message).replace("\r\n ", " ");
    mail.split("\r\n\r\n").next().unwrap().split("\r\n").map(str::to_owned).collect()
}

fn header(message: &Message, name: &str) -> String {
    let all = headers(message);
    let found: Vec<_> = all.iter().filter_map(|line| line.strip_prefix(&format!("{name}: "))).collect();
    assert_eq!(found.len(), 1, "{name} in {all:?}");
    found[0].to_owned()
}

/// Undoes RFC 2047 for words in base64, the only ones that are written here.
fn decoded(header: &str) -> String {
    let joined = header.replace("?= =?", "?==?");
    let mut parts = joined.split("=?utf-8?b?");
    let mut text = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (word, rest) = part.split_once("?=").unwrap();
        text.extend(decode_base64(word));
        text.extend(rest.as_bytes());
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn the_same_message_builds_the_same_bytes() {
    assert_eq!(message().build().unwrap(), message().build().unwrap());
}

#[test]
fn plain_text_comes_before_html() {
    let mail = written(&message());
    assert!(header(&message(), "Content-Type").starts_with("multipart/alternative"));
    assert!(mail.find("text/plain").unwrap() < mail.find("text/html").unwrap());
    assert!(!written(&Message { html: None, ..message() }).contains("multipart"));
}

#[test]
fn other_machines_are_told_not_to_answer() {
    assert_eq!(header(&message(), "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&message(), "X-Auto-Response-Suppress"), "All");
    let reply = Message { auto_submitted: AutoSubmitted::Replied, ..message() };
    assert_eq!(header(&reply, "Auto-Submitted"), "auto-replied");
}

#[test]
fn a_mail_says_who_wrote_it_when_and_in_answer_to_what() {
    let answer = Message {
        in_reply_to: Some("<first@academy.example>".to_owned()),
        references: vec!["<zero@academy.example>".to_owned(), "<first@academy.example>".to_owned()],
        list_id: Some("enquiries.academy.example".to_owned()),
        unsubscribe: None,
        ..message()
    };
    assert_eq!(header(&answer, "Message-ID"), "<enquiry-17.staff@academy.example>");
    assert_eq!(header(&answer, "Date"), "Sun, 22 Nov 2026 10:19:00 +0000");
    assert_eq!(header(&answer, "In-Reply-To"), "<first@academy.example>");
    assert_eq!(header(&answer, "References"), "<zero@academy.example> <first@academy.example>");
    assert_eq!(header(&answer, "List-Id"), "<enquiries.academy.example>");
    assert_eq!(header(&answer, "Reply-To").matches('<').count(), 1);
}

#[test]
fn what_a_visitor_types_adds_no_header() {
    let usual: Vec<_> = headers(&message()).into_iter().map(|line| name_of(&line)).collect();
    for attack in
        ["\r\nBcc: x@evil.example", "\nBcc: x@evil.example\n\nbody", "\rBcc: x", "a\u{2028}Bcc: x", "\"\r\n b\0"]
    {
        let hostile = Message {
            subject: format!("Hello{attack}"),
            reply_to: Some(Mailbox::named(format!("Eve{attack}"), "eve@example.org".parse().unwrap())),
            to: vec![Mailbox::named(attack, "staff@academy.example".parse().unwrap())],
            ..message()
        };
        let names: Vec<_> = headers(&hostile).into_iter().map(|line| name_of(&line)).collect();
        assert_eq!(names, usual, "{attack:?}");
        assert_eq!(hostile.build().unwrap().recipients, message().build().unwrap().recipients);
    }
}

fn name_of(line: &str) -> String {
    line.split(':').next().unwrap().to_owned()
}

#[test]
fn a_name_with_quotes_stays_one_name() {
    let name = "Dr. \"Bobby\" <bobby@evil.example>, Jr";
    let quoted = Message { reply_to: Some(Mailbox::named(name, "b@example.org".parse().unwrap())), ..message() };
    let header = header(&quoted, "Reply-To");
    assert_eq!(header.matches('<').count(), 1, "{header}");
    assert_eq!(decoded(&header), format!("{name} <b@example.org>"));
}

#[test]
fn a_name_in_any_script_is_read_as_it_was_typed() {
    let name = "Mpho Ḽavhengwa";
    let named = Message {
        reply_to: Some(Mailbox::named(name, "mpho@example.org".parse().unwrap())),
        subject: format!("[7Q4M-K2XE] Zürich & Gqeberha 🎓: {name}"),
        ..message()
    };
    assert!(written(&named).is_ascii());
    assert_eq!(decoded(&header(&named, "Reply-To")), format!("{name} <mpho@example.org>"));
    assert_eq!(decoded(&header(&named, "Subject")), named.subject);
}

#[test]
fn a_domain_in_another_script_becomes_ascii() {
    let abroad = Message { to: vec!["info@zürich.example".parse().unwrap()], ..message() };
    assert_eq!(abroad.build().unwrap().recipients[0].as_str(), "info@xn--zrich-kva.example");
}

#[test]
fn every_line_ends_in_one_way_only() {
    let hostile = Message {
        text: "a\r.\rb\n.\nc\r\n.\r\nMAIL FROM:<x>".repeat(3),
        html: Some("x".repeat(5000) + "\r" + &"é".repeat(500)),
        ..message()
    };
    let mail = written(&hostile);
    assert!(!mail.replace("\r\n", "").contains(['\r', '\n']));
    assert!(mail.lines().all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
}

#[test]
fn a_mail_to_nobody_or_with_a_broken_id_is_not_built() {
    assert!(Message { to: Vec::new(), ..message() }.build().is_err());
    for id in ["a@b", "<a>", "<a@b>\r\nBcc: x@y.example", "<a b@c>", "<<a@b>>", "<@é>", ""] {
        assert!(Message { message_id: id.to_owned(), ..message() }.build().is_err(), "{id:?}");
    }
}
