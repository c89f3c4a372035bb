use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use super::{Failure, Outcome, logging, migrated, open, system};
use crate::access::{Actor, Role};
use crate::accounts::{NewUser, hash_password, save_user};
use crate::app::{App, keep_secret};
use crate::config::Config;
use crate::db::{DatabaseUrl, Db};
use crate::schedule::{TrainingFilter, list_matching};
use crate::tokens::Tokens;
use crate::transfer::{self, Folder};
use crate::types::Timestamp;

/// The demo promises that so many dates lie ahead; below that its content is taken in again, counted from today.
const DATES_AHEAD: usize = 90;
const ADMIN: &str = "admin@kgotla.example";

/// A complete academy in a folder of its own.
pub(super) async fn run(dir: &Path, bind: SocketAddr) -> Outcome {
    let folder = std::path::absolute(dir)?;
    let database = DatabaseUrl::file_in(&folder).to_string();
    let shown = folder.to_string_lossy();
    let bind_text = bind.to_string();
    let config = Config::from_values([
        ("BIND", bind_text.as_str()),
        ("DATABASE_URL", &database),
        ("SMTP_URL", &format!("file://{shown}/mail")),
        ("MEDIA", &format!("file://{shown}/media")),
        ("MAIL_FROM", "Kgotla Training <enquiries@kgotla.example>"),
        ("STAFF_EMAIL", "team@kgotla.example"),
        ("LOG", "warn"),
    ])?;
    logging::start(&config)?;
    let db = migrated(open(&config)?).await?;
    let (clock, tokens) = system();
    fill(&db, clock.now()).await?;
    let password = add_admin(&db, &tokens, clock.now()).await?;
    let secret = keep_secret(None, &folder, &tokens)?;
    let app = App::build(&config, db, &secret, (clock, tokens))?;
    println!("Kgotla Training, a demo academy, is open at http://{}", app.addr);
    println!("Mail is written to {shown}/mail");
    println!("Admin: {ADMIN}, password {password}");
    app.run_until_stopped().await?;
    Ok(ExitCode::SUCCESS)
}

async fn fill(db: &Db, now: Timestamp) -> Result<(), Failure> {
    let ahead = db.read(move |conn| list_matching(conn, &TrainingFilter::default(), now)).await?;
    if ahead.len() >= DATES_AHEAD {
        return Ok(());
    }
    let report = transfer::import(db, Actor::operator(), Folder::demo(), now, false).await?;
    if report.refused.is_empty() { Ok(()) } else { Err(Failure(format!("the demo's own content is wrong: {report}"))) }
}

/// A new password at every start: the demo is for trying, and nobody remembers yesterday's.
async fn add_admin(db: &Db, tokens: &Tokens, now: Timestamp) -> Result<String, Failure> {
    let password = tokens.hex()?;
    let hash = hash_password(&password, &tokens.bytes()?).map_err(|error| Failure(error.to_string()))?;
    let email = ADMIN.parse().map_err(|why: &str| Failure(why.to_owned()))?;
    let admin = NewUser { email, name: "Demo admin".to_owned(), role: Role::Admin, password: Some(hash) };
    db.write(move |conn| save_user(conn, &admin, now)).await?;
    Ok(password)
}
