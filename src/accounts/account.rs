use crate::db::prelude::*;

use super::password::PasswordHash;
use super::session::end_sessions_of;
use crate::access::{Act, Actor, record};
use crate::db::Conn;
use crate::db::schema::{account_links, users};
use crate::types::Timestamp;

/// Gives the actor a new password, and ends all their sessions but the one that `stays`: whoever else is in is out. Links that would set
/// another one are void.
pub fn change_password(
    conn: &mut Conn,
    actor: &Actor,
    password: &PasswordHash,
    stays: impl Fn(&str) -> bool,
    now: Timestamp,
) -> QueryResult<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    diesel::update(users::table.filter(users::id.eq(user)))
        .set((users::password_hash.eq(password.as_str()), users::updated_at.eq(now)))
        .execute(conn)?;
    diesel::delete(account_links::table.filter(account_links::user_id.eq(user))).execute(conn)?;
    end_sessions_of(conn, user, |state| !stays(state))?;
    record(conn, actor, &Act { action: "change-password", kind: "user", id: Some(user.0), ..Act::default() }, now)
}

/// Ends one of the actor's own sessions; whether there was one.
pub fn end_session_of(
    conn: &mut Conn,
    actor: &Actor,
    is_meant: impl Fn(&str) -> bool,
    now: Timestamp,
) -> QueryResult<bool> {
    let Some(user) = actor.user() else { return Ok(false) };
    let ended = end_sessions_of(conn, user, is_meant)?;
    if ended > 0 {
        record(conn, actor, &Act { action: "end-session", kind: "user", id: Some(user.0), ..Act::default() }, now)?;
    }
    Ok(ended > 0)
}

/// Ends all of the actor's sessions but the one that `stays`.
pub fn end_other_sessions(
    conn: &mut Conn,
    actor: &Actor,
    stays: impl Fn(&str) -> bool,
    now: Timestamp,
) -> QueryResult<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    end_sessions_of(conn, user, |state| !stays(state))?;
    record(conn, actor, &Act { action: "end-sessions", kind: "user", id: Some(user.0), ..Act::default() }, now)
}
