use std::io::Read;
use std::process::ExitCode;

use clap::Subcommand;

use super::{Failure, Outcome, open_current, system};
use crate::access::{Actor, Role};
use crate::accounts::{
    AccountError, LinkPurpose, NewUser, PendingLink, User, add_user, check_passphrase, find_user_by_email,
    hash_password, list_users, reset_user, set_disabled,
};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::tokens::{Tokens, hex};
use crate::types::{EmailAddress, Timestamp};
use crate::urls;

/// Longer than any password may be, so that a wrong file is not read to its end.
const MOST_BYTES: u64 = 4096;

#[derive(Debug, Subcommand)]
pub(super) enum Act {
    /// Adds a user; without a password prints a one-time link to choose one
    Add {
        /// The address to sign in with
        #[arg(long)]
        email: EmailAddress,
        /// The name
        #[arg(long)]
        name: String,
        /// admin, editor or staff
        #[arg(long)]
        role: Role,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Lists the users
    List,
    /// Lets a user work here no more, and signs them out
    Disable {
        /// The address they sign in with
        email: EmailAddress,
    },
    /// Prints a one-time link by which a user chooses another password
    Reset {
        /// The address they sign in with
        email: EmailAddress,
    },
}

/// Acts on users as the operator.
pub(super) async fn run(config: &Config, act: Act) -> Outcome {
    let db = open_current(config).await?;
    let (clock, tokens) = system();
    let now = clock.now();
    match act {
        Act::Add { email, name, role, password_stdin } => {
            let password = if password_stdin { Some(read_password(&[email.as_str(), &name], &tokens)?) } else { None };
            add(config, &db, NewUser { email, name, role, password }, (&tokens, now)).await?;
        }
        Act::List => {
            for user in db.read(list_users).await? {
                println!("{}", line(&user));
            }
        }
        Act::Disable { email } => {
            let shown = email.to_string();
            settle(&db, move |conn| {
                let id = find_user_by_email(conn, email.as_str())?.ok_or(AccountError::Missing)?;
                set_disabled(conn, &Actor::operator(), id, true, now)
            })
            .await?;
            println!("{shown} is disabled and signed out.");
        }
        Act::Reset { email } => {
            let link = link(&tokens, LinkPurpose::Reset)?;
            let address = address(config, &link);
            settle(&db, move |conn| {
                let id = find_user_by_email(conn, email.as_str())?.ok_or(AccountError::Missing)?;
                reset_user(conn, &Actor::operator(), id, &link, now).map(|_| ())
            })
            .await?;
            println!("Choose a new password within one hour at {address}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(config: &Config, db: &Db, new: NewUser, (tokens, now): (&Tokens, Timestamp)) -> Result<(), Failure> {
    if new.name.trim().is_empty() {
        return Err(Failure("the name is empty".to_owned()));
    }
    let link = if new.password.is_none() { Some(link(tokens, LinkPurpose::SetUp)?) } else { None };
    let address = link.as_ref().map(|link| address(config, link));
    let shown = new.email.to_string();
    settle(db, move |conn| add_user(conn, &Actor::operator(), &new, link.as_ref(), now).map(|_| ())).await?;
    match address {
        Some(address) => println!("{shown} is added. Choose a password within 24 hours at {address}"),
        None => println!("{shown} is added."),
    }
    Ok(())
}

async fn settle(
    db: &Db,
    work: impl FnOnce(&mut Conn) -> Result<(), AccountError> + Send + 'static,
) -> Result<(), Failure> {
    db.attempt(work).await?.map_err(Failure::from)
}

fn link(tokens: &Tokens, purpose: LinkPurpose) -> Result<PendingLink, Failure> {
    Ok(PendingLink { token: hex(&tokens.bytes::<32>()?), purpose })
}

fn address(config: &Config, link: &PendingLink) -> String {
    format!("{}{}", config.base_url, urls::set_password(&link.token))
}

/// One line, as `echo` writes it.
fn read_password(known: &[&str], tokens: &Tokens) -> Result<crate::accounts::PasswordHash, Failure> {
    let mut text = String::new();
    std::io::stdin().take(MOST_BYTES).read_to_string(&mut text)?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    check_passphrase(password, known).map_err(|why| Failure(format!("the password is refused: {why}")))?;
    hash_password(password, &tokens.bytes()?).map_err(|error| Failure(error.to_string()))
}

fn line(user: &User) -> String {
    let state = if user.disabled_at.is_some() {
        "disabled"
    } else if user.has_password {
        "active"
    } else {
        "no password yet"
    };
    format!("{}\t{}\t{}\t{state}", user.email, user.role, user.name)
}
