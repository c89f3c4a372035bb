//! How a mail reaches a folder or a server, and what is said when it does not.
use std::time::Duration;

use lectern::mail::{Deadlines, Mailer, MailerOptions, Message, Outgoing, SendError};

use super::message;
use super::settings::url;
use crate::support::smtp_server::{Setup, SmtpServer, Trick};

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
    let kept = server.kept();
    assert_eq!(kept.len(), 1);
    let received = &kept[0];
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
async fn a_reply_slipped_in_before_tls_makes_no_mail_count_as_sent() {
    let setup = Setup { slipped_in: "\r\n250 test.example", ..Setup::default() };
    let server = SmtpServer::start(setup).await;
    let mailer = mailer(&server, STARTTLS);
    for _ in 0..2 {
        let error = mailer.send(&mail()).await.unwrap_err();
        assert!(!error.permanent, "{error}");
    }
    assert!(server.seen().is_empty());
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
