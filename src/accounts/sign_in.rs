use diesel::prelude::*;

use super::password::verify_password;
use crate::access::{Act, Actor, Role, UserId, record};
use crate::db::Conn;
use crate::db::schema::users;
use crate::types::{EmailAddress, Timestamp};

/// How an attempt to sign in ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// They are who they say.
    Welcome(Actor),
    /// Address and password don't go together. Which of them is wrong is nobody's business.
    Refused,
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

/// Checks an address and a password.
pub fn sign_in(conn: &mut Conn, email: &EmailAddress, password: &str, now: Timestamp) -> QueryResult<SignIn> {
    let row: Option<(UserId, String, Role, Option<String>)> = users::table
        .filter(users::email.eq(email))
        .filter(users::disabled_at.is_null())
        .select((users::id, users::name, users::role, users::password_hash))
        .first(conn)
        .optional()?;
    let hash = row.as_ref().and_then(|(.., hash)| hash.as_deref());
    // An unknown address costs the same time as a wrong password.
    if !verify_password(password, hash) {
        return Ok(SignIn::Refused);
    }
    let Some((user, name, role, _)) = row else { return Ok(SignIn::Refused) };
    let actor = Actor::signed_in(user, name, role);
    diesel::update(users::table.filter(users::id.eq(user))).set(users::last_seen_at.eq(now)).execute(conn)?;
    record(conn, &actor, &Act { action: "sign-in", kind: "user", id: Some(user.0), ..Act::default() }, now)?;
    Ok(SignIn::Welcome(actor))
}
