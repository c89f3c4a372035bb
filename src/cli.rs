//! The command line: one verb a module. Exit status 0 is done, 1 failed, 2 wrong use; an error is one line that says what to do.
mod content;
mod demo;
mod doctor;
mod logging;
mod migrate;
mod serve;
mod user;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, SchemaState};
use crate::search::fill_index;
use crate::tokens::Tokens;
use crate::types::EmailAddress;

/// A website for a training provider: courses, dates, blog, and every enquiry answered.
#[derive(Debug, Parser)]
#[command(name = "lectern", version, about)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// A complete academy to try, with its own database and its mail in a folder
    Demo {
        /// The folder for its database and mail
        #[arg(long, default_value = "var/demo")]
        dir: PathBuf,
        /// Where to listen
        #[arg(long, default_value = "127.0.0.1:8080")]
        bind: SocketAddr,
    },
    /// Serves the site
    Serve,
    /// Brings the database's schema up to date
    Migrate {
        /// Only tell whether it is; exit status 1 if not
        #[arg(long)]
        check: bool,
    },
    /// Adds, lists, disables and resets users
    User {
        #[command(subcommand)]
        act: user::Act,
    },
    /// Takes in a content folder (Markdown and TOML), or what another program wrote
    Import {
        /// The folder or file
        path: PathBuf,
        /// What the file is; a content folder unless given
        #[arg(long)]
        from: Option<content::Source>,
        /// Only tell what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes all content as a folder that `import` takes
    Export {
        /// The folder to make
        dir: PathBuf,
    },
    /// Checks settings, database, schema, media and mail, and says how to mend what is wrong
    Doctor {
        /// Also send a test mail to this address
        #[arg(long, value_name = "ADDRESS")]
        send_test: Option<EmailAddress>,
    },
}

/// Why a verb failed, as one line.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

type Outcome = Result<ExitCode, Failure>;

/// Runs one command line.
pub fn run(words: Vec<OsString>) -> ExitCode {
    if words.len() < 2 {
        let _ = Line::command().print_help();
        return ExitCode::SUCCESS;
    }
    let line = match Line::try_parse_from(words) {
        Ok(line) => line,
        Err(error) => return wrong_use(&error),
    };
    match actix_web::rt::System::new().block_on(act(line.verb)) {
        Ok(code) => code,
        Err(Failure(why)) => {
            eprintln!("lectern: {}", why.replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

fn wrong_use(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    eprintln!("lectern: {what}; `lectern --help` lists the verbs, and every verb takes --help");
    ExitCode::from(2)
}

async fn act(verb: Verb) -> Outcome {
    match verb {
        Verb::Demo { dir, bind } => demo::run(&dir, bind).await,
        Verb::Serve => serve::run(&Config::load()?).await,
        Verb::Migrate { check } => migrate::run(&Config::load()?, check).await,
        Verb::User { act } => user::run(&Config::load()?, act).await,
        Verb::Import { path, from, dry_run } => content::import(&Config::load()?, (&path, from), dry_run).await,
        Verb::Export { dir } => content::export(&Config::load()?, &dir).await,
        Verb::Doctor { send_test } => doctor::run(send_test).await,
    }
}

/// Opens the database; a SQLite file's folder is made if it is missing.
fn open(config: &Config) -> Result<Db, Failure> {
    config.database_url.make_folder().map_err(|error| Failure(format!("{}: {error}", config.database_url)))?;
    Db::connect(&config.database_url, config.database_pool)
        .map_err(|error| Failure(format!("{}: {error}. Check LECTERN_DATABASE_URL", config.database_url)))
}

/// Opens a database whose schema must be current already.
async fn open_current(config: &Config) -> Result<Db, Failure> {
    let db = open(config)?;
    match db.schema_state().await? {
        SchemaState::Current => {
            db.write(fill_index).await?;
            Ok(db)
        }
        state => Err(Failure(state.to_string())),
    }
}

/// Brings the schema up to date, or says why it cannot be.
async fn migrated(db: Db) -> Result<Db, Failure> {
    match db.migrate().await? {
        SchemaState::Current => Ok(db),
        state => Err(Failure(state.to_string())),
    }
}

fn system() -> (Clock, Tokens) {
    (Clock::System, Tokens::System)
}
