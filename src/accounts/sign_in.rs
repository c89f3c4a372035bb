use std::fmt;

use crate::db::prelude::*;
use chrono::Duration;
use diesel::dsl::{exists, select};

use super::attempt::{Admission, AttemptId, Caller, admit, note_success};
use super::device::KnownDevice;
use super::password::matches_password;
use crate::access::{Act, Actor, Role, UserId, record};
use crate::db::schema::{passkeys, users};
use crate::db::{Conn, Db, DbError, lower};
use crate::types::Timestamp;

/// How an attempt to sign in ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// They are who they say.
    Welcome(Actor),
    /// The password is right, and this user has a second factor, which is still to be shown.
    SecondFactor(UserId),
    /// Address and password don't go together. Which of them is wrong is nobody's business.
    Refused,
    /// Too many guesses were made; the next may be made after so long.
    TooMany(Duration),
}

/// By what a user is known.
#[derive(Clone)]
pub struct Credentials {
    /// The user.
    pub user: UserId,
    /// The hash of the password, once one is set.
    pub password: Option<String>,
    /// Whether a second factor is asked for.
    pub has_second_factor: bool,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.user.0)
    }
}

/// The user of a session, if they may still work here.
pub fn find_actor(conn: &mut Conn, user: UserId) -> QueryResult<Option<Actor>> {
    let row: Option<(String, Role)> = users::table
        .filter(users::id.eq(user))
        .filter(users::disabled_at.is_null())
        .select((users::name, users::role))
        .first(conn)
        .optional()?;
    Ok(row.map(|(name, role)| Actor::signed_in(user, name, role)))
}

/// By what the user with an address is known, if they may work here. Case does not matter.
pub fn find_credentials(conn: &mut Conn, email: &str) -> QueryResult<Option<Credentials>> {
    let row: Option<(UserId, Option<String>, Option<String>)> = users::table
        .filter(lower(users::email).eq(email.trim().to_ascii_lowercase()))
        .filter(users::disabled_at.is_null())
        .select((users::id, users::password_hash, users::totp_secret))
        .first(conn)
        .optional()?;
    let Some((user, password, totp)) = row else { return Ok(None) };
    let has_passkey: bool = select(exists(passkeys::table.filter(passkeys::user_id.eq(user)))).get_result(conn)?;
    Ok(Some(Credentials { user, password, has_second_factor: totp.is_some() || has_passkey }))
}

/// Checks an address and a password. The attempt is counted first; the hash is checked between two transactions, because it takes as long as
/// hundreds of writes; and an unknown address takes the same way at the same pace.
///
/// # Errors
/// When the database fails.
pub async fn check_password(
    db: &Db,
    (email, password): (String, String),
    (network, cookie): (String, Option<String>),
    secret: String,
    now: Timestamp,
) -> Result<SignIn, DbError> {
    let begun = db.write(move |conn| {
        let known = find_credentials(conn, &email)?;
        let device = known.as_ref().zip(cookie).and_then(|(known, cookie)| {
            KnownDevice::of_cookie(&cookie, known.user, &secret).map(|device| device.name().to_owned())
        });
        let admission = admit(conn, &email, &Caller { network, device }, now)?;
        Ok((admission, known))
    });
    let (attempt, known) = match begun.await? {
        (Admission::Go(attempt), known) => (attempt, known),
        (Admission::Wait(time), _) => return Ok(SignIn::TooMany(time)),
    };
    let hash = known.as_ref().and_then(|known| known.password.clone());
    if !matches_password(password, hash).await {
        return Ok(SignIn::Refused);
    }
    let Some(known) = known else { return Ok(SignIn::Refused) };
    db.write(move |conn| passed(conn, attempt, &known, now)).await
}

/// What follows a right password. What it was checked against must still be the user's: it may have been changed meanwhile.
fn passed(conn: &mut Conn, attempt: AttemptId, known: &Credentials, now: Timestamp) -> QueryResult<SignIn> {
    let present: Option<Option<String>> = users::table
        .filter(users::id.eq(known.user))
        .filter(users::disabled_at.is_null())
        .select(users::password_hash)
        .first(conn)
        .optional()?;
    if present != Some(known.password.clone()) {
        return Ok(SignIn::Refused);
    }
    note_success(conn, attempt)?;
    if known.has_second_factor {
        return Ok(SignIn::SecondFactor(known.user));
    }
    Ok(welcome(conn, known.user, "password", now)?.map_or(SignIn::Refused, SignIn::Welcome))
}

/// Notes that a user signed in, by what; nobody where they may not work here any more.
pub fn welcome(conn: &mut Conn, user: UserId, by: &str, now: Timestamp) -> QueryResult<Option<Actor>> {
    let Some(actor) = find_actor(conn, user)? else { return Ok(None) };
    diesel::update(users::table.filter(users::id.eq(user))).set(users::last_seen_at.eq(now)).execute(conn)?;
    let after = Some(serde_json::json!({ "by": by }));
    record(conn, &actor, &Act { action: "sign-in", kind: "user", id: Some(user.0), after, ..Act::default() }, now)?;
    Ok(Some(actor))
}
