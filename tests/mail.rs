//! What a mail looks like, and how it is carried: the rules without a database.
use std::time::Duration;

use lectern::mail::{AutoSubmitted, Deadlines, Mailbox, Mailer, MailerOptions, Message, Outgoing, SendError, SmtpUrl};
use lectern::types::Timestamp;

use crate::support::smtp_server::{Setup, SmtpServer, Trick, decode_base64};

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

fn url(text: &str) -> SmtpUrl {
    text.parse().unwrap()
}

#[test]
fn an_address_for_mail_is_understood() {
    for (given, shown) in [
        ("file://var/mail", "file://var/mail"),
        ("smtp://mail.example", "smtp://mail.example:587"),
        ("smtp://mail.example?tls=none", "smtp://mail.example:25?tls=none"),
        ("smtps://u:p@mail.example/", "smtps://mail.example:465"),
        ("smtp://[::1]:2525", "smtp://[::1]:2525"),
        ("smtp://u:p@127.0.0.1?tls=none", "smtp://127.0.0.1:25?tls=none"),
    ] {
        assert_eq!(url(given).to_string(), shown);
    }
}

#[test]
fn a_wrong_address_for_mail_says_what_is_allowed() {
    for wrong in [
        "",
        "mail.example",
        "file://",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example?tls=maybe",
        "smtp://m/path",
        "smtps://mail.example?tls=none",
        "smtp://user@mail.example",
        "smtp://u:p@mail.example?tls=none",
        "smtp://m:99999",
    ] {
        let error = wrong.parse::<SmtpUrl>().unwrap_err();
        assert!(error.contains("smtp://[USER:PASSWORD@]HOST"), "{wrong}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let url = url("smtps://robot:s3cr%40t+&x@mail.example");
    let mailer = Mailer::new(&url, MailerOptions::default()).unwrap();
    let SmtpUrl::Server(server) = &url else { panic!() };
    for shown in [format!("{url} {url:?}"), format!("{server} {server:?}"), format!("{mailer:?}")] {
        assert!(!shown.contains("s3cr"), "{shown}");
    }
    let password = &server.login.as_ref().unwrap().password;
    assert_eq!(secrecy::ExposeSecret::expose_secret(password), "s3cr@t+&x");
}

#[tokio::test]
async fn a_folder_keeps_each_mail_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mailer =
        Mailer::new(&url(&format!("file://{}/mail", folder.path().display())), MailerOptions::default()).unwrap();
    mailer.check().await.unwrap();
    let mail = message().build().unwrap();
    mailer.send(&mail).await.unwrap();
    mailer.send(&mail).await.unwrap();
    let elsewhere = Message { message_id: "<../../../tmp/x@y>".to_owned(), ..message() }.build().unwrap();
    mailer.send(&elsewhere).await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(folder.path().join("mail")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(std::fs::read(folder.path().join("mail/enquiry-17.staff@academy.example.eml")).unwrap(), mail.bytes);
}

/// A mailer for `server`, with short deadlines; `{}` stands for its port.
fn mailer(server: &SmtpServer, address: &str) -> Mailer {
    let ms = Duration::from_millis;
    let deadlines = Deadlines { connect: ms(500), command: ms(500), final_dot: ms(500), ..Deadlines::default() };
    let options = MailerOptions { deadlines, extra_root: Some(server.ca.clone()) };
    Mailer::new(&url(&address.replace("{}", &server.port.to_string())), options).unwrap()
}

const STARTTLS: &str = "smtp://localhost:{}";

fn mail() -> Outgoing {
    message().build().unwrap()
}

#[tokio::test]
async fn a_mail_reaches_the_server_over_starttls() {
    let server = SmtpServer::start(Setup::default()).await;
    mailer(&server, STARTTLS).send(&mail()).await.unwrap();
    let [received] = &server.kept()[..] else { panic!() };
    assert!(received.encrypted);
    assert_eq!(
        (received.from.as_str(), &received.to[..]),
        ("no-reply@academy.example", &["staff@academy.example".to_owned()][..])
    );
    assert_eq!(received.data.as_bytes(), mail().bytes, "byte for byte, the leading dot too");
}

#[tokio::test]
async fn a_mail_reaches_the_server_over_tls_from_the_first_byte() {
    let server = SmtpServer::start(Setup { implicit_tls: true, ..Setup::default() }).await;
    mailer(&server, "smtps://127.0.0.1:{}").send(&mail()).await.unwrap();
    assert!(server.kept()[0].encrypted);
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing_unless_the_setting_says_so() {
    let server = SmtpServer::start(Setup { starttls: false, ..Setup::default() }).await;
    let error = mailer(&server, STARTTLS).send(&mail()).await.unwrap_err();
    assert!(!error.permanent && error.words.contains("STARTTLS"), "{error}");
    assert!(!server.commands().iter().any(|command| command.starts_with("MAIL")));
    mailer(&server, "smtp://localhost:{}?tls=none").send(&mail()).await.unwrap();
    assert!(!server.kept()[0].encrypted);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let server = SmtpServer::start(Setup::default()).await;
    let stranger =
        Mailer::new(&url(&STARTTLS.replace("{}", &server.port.to_string())), MailerOptions::default()).unwrap();
    let error = stranger.send(&mail()).await.unwrap_err();
    assert!(!error.permanent && error.words.contains("certificate"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_server_that_asks_for_it_gets_the_password() {
    let setup = Setup { login: Some(("robot", "s3cr@t")), ..Setup::default() };
    let server = SmtpServer::start(setup).await;
    mailer(&server, "smtp://robot:s3cr%40t@localhost:{}").send(&mail()).await.unwrap();
    assert_eq!(server.kept()[0].login.as_deref(), Some("robot"));
}

#[tokio::test]
async fn a_wrong_password_blames_no_mail() {
    let setup = Setup { login: Some(("robot", "right")), ..Setup::default() };
    let server = SmtpServer::start(setup).await;
    for address in ["smtp://robot:wr0ng@localhost:{}", STARTTLS] {
        let mailer = mailer(&server, address);
        let error = mailer.send(&mail()).await.unwrap_err();
        assert!(!error.permanent && matches!(error.code, Some(535 | 530)), "{error:?}");
        assert!(!error.words.contains("wr0ng"));
    }
}

async fn failure(trick: Trick) -> SendError {
    let server = SmtpServer::start(Setup::default()).await;
    server.plan(&[trick]);
    mailer(&server, STARTTLS).send(&mail()).await.unwrap_err()
}

#[tokio::test]
async fn only_a_refusal_of_the_mail_is_final() {
    for (trick, permanent, code) in [
        (Trick::AtRecipient("550 5.1.1 no such user"), true, Some(550)),
        (Trick::AtEnd("554 5.7.1 looks like spam"), true, Some(554)),
        (Trick::AtRecipient("450 later"), false, Some(450)),
        (Trick::AtEnd("451 4.3.0 later"), false, Some(451)),
        (Trick::DropAfterData, false, None),
        (Trick::SilentAfterData, false, None),
        (Trick::HangUp, false, None),
        (Trick::NeverGreet, false, None),
    ] {
        let error = failure(trick).await;
        assert_eq!((error.permanent, error.code), (permanent, code), "{trick:?}: {error}");
    }
}

#[tokio::test]
async fn an_error_repeats_the_server_but_not_the_recipient() {
    let error = failure(Trick::AtRecipient("550 5.1.1 <staff@academy.example>: no such user")).await;
    assert!(error.words.contains("no such user") && error.words.starts_with("RCPT"), "{error}");
    assert!(!error.words.contains("staff@"), "{error}");
}

#[tokio::test]
async fn a_connection_is_used_again_even_after_a_refusal() {
    let server = SmtpServer::start(Setup::default()).await;
    let mailer = mailer(&server, STARTTLS);
    server.plan(&[Trick::Behave, Trick::AtRecipient("550 no")]);
    mailer.send(&mail()).await.unwrap();
    mailer.send(&mail()).await.unwrap_err();
    mailer.send(&mail()).await.unwrap();
    assert_eq!((server.connections(), server.kept().len()), (1, 2));
    mailer.close().await;
    assert_eq!(server.commands().last().unwrap(), "QUIT");
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closed_costs_no_try() {
    let server = SmtpServer::start(Setup::default()).await;
    let mailer = mailer(&server, STARTTLS);
    server.plan(&[Trick::CloseAfterwards]);
    mailer.send(&mail()).await.unwrap();
    mailer.send(&mail()).await.unwrap();
    assert_eq!((server.connections(), server.kept().len()), (2, 2));
}

#[tokio::test]
async fn a_check_signs_in_but_sends_nothing() {
    let setup = Setup { login: Some(("robot", "right")), ..Setup::default() };
    let server = SmtpServer::start(setup).await;
    mailer(&server, "smtp://robot:right@localhost:{}").check().await.unwrap();
    assert!(mailer(&server, "smtp://robot:wrong@localhost:{}").check().await.is_err());
    assert!(!server.commands().iter().any(|command| command.starts_with("MAIL")));
}
