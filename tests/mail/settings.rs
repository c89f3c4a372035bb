//! The address of a mail server, as a setting.
use lectern::mail::{Mailer, MailerOptions, SmtpUrl};

pub fn url(text: &str) -> SmtpUrl {
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
    let SmtpUrl::Server(server) = &url else { unreachable!("it names a server") };
    for shown in [format!("{url} {url:?}"), format!("{server} {server:?}"), format!("{mailer:?}")] {
        assert!(!shown.contains("s3cr"), "{shown}");
    }
    let password = &server.login.as_ref().unwrap().password;
    assert_eq!(secrecy::ExposeSecret::expose_secret(password), "s3cr@t+&x");
}
