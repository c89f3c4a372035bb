use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use super::{Outcome, open, system};
use crate::accounts::count_admins;
use crate::config::Config;
use crate::db::SchemaState;
use crate::mail::{Mailbox, Mailer, MailerOptions, Message};
use crate::media::Library;
use crate::outbox::{is_late, oldest_owed};
use crate::tokens::Tokens;
use crate::types::{EmailAddress, Timestamp};

/// How late mail is mended.
const LATE_MAIL: &str = "See that `lectern serve` runs, and mend what is wrong with mail below; what waited for the mail server then \
    leaves by itself. Enquiries are safe meanwhile, and can be read on the site";

/// What was looked at, and what is wrong with it.
#[derive(Default)]
struct Findings {
    wrong: usize,
}

impl Findings {
    fn say<E: Display>(&mut self, what: &str, found: Result<String, E>, mend: &str) {
        match found {
            Ok(words) => println!("ok     {what}: {words}"),
            Err(error) => {
                self.wrong += 1;
                println!("WRONG  {what}: {error}. {mend}");
            }
        }
    }
}

/// Looks at everything that an installation needs, and says how to mend what is wrong.
pub(super) async fn run(send_test: Option<EmailAddress>) -> Outcome {
    let config = Config::load()?;
    let mut findings = Findings::default();
    println!("ok     settings: all can be read");
    database(&config, &mut findings).await;
    findings.say("media", writable(&config.media, &system().1), "Make the folder writable, or set LECTERN_MEDIA");
    mail(&config, send_test, &mut findings).await;
    if findings.wrong == 0 {
        println!("Nothing is wrong.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} things are wrong.", findings.wrong);
    Ok(ExitCode::FAILURE)
}

async fn database(config: &Config, findings: &mut Findings) {
    if config.database_url.is_missing() {
        let found: Result<String, _> = Err(format!("{} does not exist", config.database_url));
        findings.say("database", found, "Run `lectern migrate`, or set LECTERN_DATABASE_URL");
        return;
    }
    let db = match open(config) {
        Ok(db) => db,
        Err(failure) => return findings.say::<String>("database", Err(failure.0), "Is the server running?"),
    };
    findings.say::<String>("database", Ok(config.database_url.to_string()), "");
    let state = match db.schema_state().await {
        Ok(SchemaState::Current) => Ok(SchemaState::Current.to_string()),
        Ok(state) => Err(state.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let is_current = state.is_ok();
    findings.say("schema", state, "");
    if is_current {
        let now = system().0.now();
        let oldest = match db.read(oldest_owed).await {
            Ok(None) => Ok("no mail is owed".to_owned()),
            Ok(Some(at)) => age(at, now),
            Err(error) => Err(error.to_string()),
        };
        findings.say("outbox", oldest, LATE_MAIL);
        let admins = match db.read(count_admins).await {
            Ok(0) => Err("nobody can sign in as an admin".to_owned()),
            Ok(1) => Ok("one admin".to_owned()),
            Ok(count) => Ok(format!("{count} admins")),
            Err(error) => Err(error.to_string()),
        };
        findings.say("users", admins, "Run `lectern user add --role admin --email E --name N`");
    }
}

/// Late mail is wrong: somebody waits for an answer that nobody knows of.
fn age(oldest: Timestamp, now: Timestamp) -> Result<String, String> {
    let minutes = now.micros().saturating_sub(oldest.micros()).max(0) / 60_000_000;
    let words = format!("the oldest mail that is owed is {minutes} minutes old");
    if is_late(oldest, now) { Err(words) } else { Ok(words) }
}

fn writable(folder: &Path, tokens: &Tokens) -> Result<String, std::io::Error> {
    Library::new(folder.to_owned(), tokens.clone()).check()?;
    Ok(format!("{} can be written", folder.display()))
}

async fn mail(config: &Config, send_test: Option<EmailAddress>, findings: &mut Findings) {
    const MEND: &str = "Check LECTERN_SMTP_URL, the name and password in it, and the firewall";
    let mailer = match Mailer::new(&config.smtp_url, MailerOptions::default()) {
        Ok(mailer) => mailer,
        Err(error) => return findings.say::<String>("mail", Err(error.to_string()), MEND),
    };
    let checked = mailer.check().await.map(|()| config.smtp_url.to_string());
    findings.say("mail", checked.map_err(|error| error.words), MEND);
    if let Some(to) = send_test {
        let sent = send(config, &mailer, to).await;
        findings.say("test mail", sent.map(|()| "sent".to_owned()), MEND);
    }
    mailer.close().await;
}

async fn send(config: &Config, mailer: &Mailer, to: EmailAddress) -> Result<(), String> {
    let (clock, tokens) = system();
    let id = tokens.hex().map_err(|error| error.to_string())?;
    let id = format!("<test.{id}@{}>", config.mail_from.address.domain());
    let message = Message {
        subject: "Lectern can send mail".to_owned(),
        text: format!("This test mail was sent by `lectern doctor` of {}.\n", config.base_url),
        ..Message::new(config.mail_from.clone(), Mailbox::from(to), id, clock.now())
    };
    let outgoing = message.build().map_err(|error| error.to_string())?;
    mailer.send(&outgoing).await.map_err(|error| error.words)
}
