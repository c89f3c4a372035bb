use std::fmt;

use crate::db::prelude::*;
use chrono::Duration;

use super::error::AccountError;
use super::password::PasswordHash;
use super::session::end_sessions_of;
use super::sign_in::find_actor;
use super::user::{NewUser, count_users, save_user};
use crate::access::{Act, Actor, Role, UserId, record};
use crate::db::schema::{account_links, users};
use crate::db::{Conn, take_turns};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Timestamp, words};

/// Names the queue for the first user, of whom there is one.
const FIRST: i64 = 0x6669_7273_7400;

words! {
    /// What a one-time link is for.
    LinkPurpose {
        /// A new user chooses a password.
        SetUp = "set-up",
        /// A user who forgot the password chooses another.
        Reset = "reset",
        /// Whoever started the site becomes its first user.
        First = "first",
    }
}

impl LinkPurpose {
    /// How long such a link works.
    pub fn lasts(self) -> Duration {
        match self {
            Self::SetUp | Self::First => Duration::hours(24),
            Self::Reset => Duration::hours(1),
        }
    }
}

/// A link that was just made: the only time that its token is known.
pub struct PendingLink {
    /// What stands in the address.
    pub token: String,
    /// What it is for.
    pub purpose: LinkPurpose,
}

impl fmt::Debug for PendingLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PendingLink({})", self.purpose)
    }
}

/// Whom an unused link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The user; nobody for the very first.
    pub user: Option<UserId>,
    /// Their address; empty for the very first.
    pub email: String,
    /// Their name; empty for the very first.
    pub name: String,
    /// What it is for.
    pub purpose: LinkPurpose,
}

/// Keeps the hash of a link's token. Older links of the same user are void.
pub fn new_link(conn: &mut Conn, user: Option<UserId>, link: &PendingLink, now: Timestamp) -> QueryResult<()> {
    if let Some(user) = user {
        diesel::delete(account_links::table.filter(account_links::user_id.eq(user))).execute(conn)?;
    }
    let row = (
        account_links::token_hash.eq(sha256_hex(link.token.as_bytes())),
        account_links::user_id.eq(user),
        account_links::purpose.eq(link.purpose),
        account_links::created_at.eq(now),
        account_links::expires_at.eq(now + link.purpose.lasts()),
    );
    diesel::insert_into(account_links::table).values(row).execute(conn).map(|_| ())
}

/// Address, name and, where they may not work here any more, since when.
type Who = (String, String, Option<Timestamp>);

/// Whom a token is for, while it works. Looking changes nothing: programs that check mail open every link.
pub fn find_link(conn: &mut Conn, token: &str, now: Timestamp) -> QueryResult<Option<Opened>> {
    let row: Option<(Option<UserId>, LinkPurpose, Option<Who>)> = account_links::table
        .left_join(users::table)
        .filter(account_links::token_hash.eq(sha256_hex(token.as_bytes())))
        .filter(account_links::used_at.is_null())
        .filter(account_links::expires_at.gt(now))
        .select((
            account_links::user_id,
            account_links::purpose,
            (users::email, users::name, users::disabled_at).nullable(),
        ))
        .first(conn)
        .optional()?;
    Ok(match row {
        Some((user, purpose, Some((email, name, None)))) => Some(Opened { user, email, name, purpose }),
        Some((None, LinkPurpose::First, None)) if count_users(conn)? == 0 => {
            Some(Opened { user: None, email: String::new(), name: String::new(), purpose: LinkPurpose::First })
        }
        _ => None,
    })
}

/// Marks a link as used; whether it was not before. Of two who come at once, one passes.
fn take(conn: &mut Conn, token: &str, now: Timestamp) -> QueryResult<bool> {
    let unused = account_links::table
        .filter(account_links::token_hash.eq(sha256_hex(token.as_bytes())))
        .filter(account_links::used_at.is_null())
        .filter(account_links::expires_at.gt(now));
    Ok(diesel::update(unused).set(account_links::used_at.eq(now)).execute(conn)? == 1)
}

/// Sets the password of the user whom a link is for and ends all their sessions. It signs nobody in, so a second factor is still asked for.
///
/// # Errors
/// [`AccountError::Missing`] when the link does not work any more.
pub fn set_password_by_link(
    conn: &mut Conn,
    token: &str,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<UserId, AccountError> {
    let user = find_link(conn, token, now)?.and_then(|opened| opened.user).ok_or(AccountError::Missing)?;
    if !take(conn, token, now)? {
        return Err(AccountError::Missing);
    }
    diesel::update(users::table.filter(users::id.eq(user)))
        .set((users::password_hash.eq(password.as_str()), users::updated_at.eq(now)))
        .execute(conn)?;
    end_sessions_of(conn, user, |_| true)?;
    let actor = find_actor(conn, user)?.ok_or(AccountError::Missing)?;
    record(conn, &actor, &Act { action: "set-password", kind: "user", id: Some(user.0), ..Act::default() }, now)?;
    Ok(user)
}

/// Makes the first user, an admin, by the address that the first start printed.
///
/// # Errors
/// [`AccountError::Missing`] when the link was used, or somebody works here already.
pub fn make_first_user(
    conn: &mut Conn,
    token: &str,
    (email, name): (EmailAddress, String),
    password: PasswordHash,
    now: Timestamp,
) -> Result<Actor, AccountError> {
    take_turns(conn, FIRST)?;
    let is_first = find_link(conn, token, now)?.is_some_and(|opened| opened.purpose == LinkPurpose::First);
    if !is_first || !take(conn, token, now)? {
        return Err(AccountError::Missing);
    }
    let new = NewUser { email, name: name.clone(), role: Role::Admin, password: Some(password) };
    let user = save_user(conn, &new, now)?;
    let actor = Actor::signed_in(user, name, Role::Admin);
    record(conn, &actor, &Act { action: "make-first", kind: "user", id: Some(user.0), ..Act::default() }, now)?;
    Ok(actor)
}
