use crate::db::prelude::*;
use diesel::upsert::excluded;
use serde_json::json;

use super::error::AccountError;
use super::link::{PendingLink, new_link};
use super::password::PasswordHash;
use super::session::end_sessions_of;
use super::totp::forget_totp;
use crate::access::{Act, Actor, Permission, Role, UserId, record};
use crate::db::schema::{account_links, passkeys, users};
use crate::db::{Conn, Upsert, lower, take_turns};
use crate::types::{EmailAddress, Timestamp};

/// Names the queue in which admins come and go, so that two who demote each other do not both succeed.
const ADMINS: i64 = 0x6164_6d69_6e00;

/// A user to write.
#[derive(Debug)]
pub struct NewUser {
    /// Where they sign in from, and what identifies them.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The password, if one is set.
    pub password: Option<PasswordHash>,
}

/// A user as admins see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The row.
    pub id: UserId,
    /// Where they sign in from.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they have chosen a password yet.
    pub has_password: bool,
    /// Whether they show codes of their phone.
    pub has_totp: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// Since when they may not work here.
    pub disabled_at: Option<Timestamp>,
    /// When they last signed in.
    pub last_seen_at: Option<Timestamp>,
}

/// Adds a user, or gives the one with this address the new name, role and password.
pub fn save_user(conn: &mut Conn, user: &NewUser, now: Timestamp) -> QueryResult<UserId> {
    let row = (
        users::email.eq(&user.email),
        users::name.eq(&user.name),
        users::role.eq(user.role),
        users::password_hash.eq(user.password.as_ref().map(PasswordHash::as_str)),
        users::created_at.eq(now),
        users::updated_at.eq(now),
    );
    let insert = diesel::insert_into(users::table).values(row).on_conflict(users::email).do_update().set((
        users::name.eq(excluded(users::name)),
        users::role.eq(excluded(users::role)),
        users::password_hash.eq(excluded(users::password_hash)),
        users::updated_at.eq(excluded(users::updated_at)),
    ));
    Upsert(insert).execute(conn)?;
    users::table.filter(users::email.eq(&user.email)).select(users::id).first(conn)
}

/// Adds somebody who is not here yet. Without a password they choose one by `link`.
///
/// # Errors
/// When the actor may not, or the address is somebody's already.
pub fn add_user(
    conn: &mut Conn,
    actor: &Actor,
    new: &NewUser,
    link: Option<&PendingLink>,
    now: Timestamp,
) -> Result<UserId, AccountError> {
    actor.must(Permission::Site)?;
    if find_user_by_email(conn, new.email.as_str())?.is_some() {
        return Err(AccountError::Refused { field: "email", why: "Somebody with this address is here already" });
    }
    let id = save_user(conn, new, now)?;
    if let Some(link) = link {
        new_link(conn, Some(id), link, now)?;
    }
    let after = Some(json!({ "name": new.name, "role": new.role }));
    record(conn, actor, &Act { action: "add", kind: "user", id: Some(id.0), after, ..Act::default() }, now)?;
    Ok(id)
}

/// Every user, by name.
pub fn list_users(conn: &mut Conn) -> QueryResult<Vec<User>> {
    type Row =
        (UserId, EmailAddress, String, Role, Option<String>, Option<String>, Option<Timestamp>, Option<Timestamp>);
    let rows: Vec<Row> = users::table
        .order((users::name, users::id))
        .select((
            users::id,
            users::email,
            users::name,
            users::role,
            users::password_hash,
            users::totp_secret,
            users::disabled_at,
            users::last_seen_at,
        ))
        .load(conn)?;
    let keys: Vec<UserId> = passkeys::table.select(passkeys::user_id).load(conn)?;
    let user = |(id, email, name, role, password, totp, disabled_at, last_seen_at): Row| User {
        id,
        email,
        name,
        role,
        has_password: password.is_some(),
        has_totp: totp.is_some(),
        passkeys: i64::try_from(keys.iter().filter(|owner| **owner == id).count()).unwrap_or_default(),
        disabled_at,
        last_seen_at,
    };
    Ok(rows.into_iter().map(user).collect())
}

/// One user.
pub fn find_user(conn: &mut Conn, id: UserId) -> QueryResult<Option<User>> {
    Ok(list_users(conn)?.into_iter().find(|user| user.id == id))
}

/// The user with an address, however its letters are written.
pub fn find_user_by_email(conn: &mut Conn, email: &str) -> QueryResult<Option<UserId>> {
    users::table
        .filter(lower(users::email).eq(email.trim().to_ascii_lowercase()))
        .select(users::id)
        .first(conn)
        .optional()
}

/// How many users there are at all.
pub fn count_users(conn: &mut Conn) -> QueryResult<i64> {
    users::table.count().get_result(conn)
}

/// How many admins may work here.
pub fn count_admins(conn: &mut Conn) -> QueryResult<i64> {
    users::table.filter(users::role.eq(Role::Admin)).filter(users::disabled_at.is_null()).count().get_result(conn)
}

/// Whom an act concerns; an admin never acts on themselves here, and never on the last admin.
fn other(conn: &mut Conn, actor: &Actor, id: UserId, takes_admin: bool) -> Result<User, AccountError> {
    actor.must(Permission::Site)?;
    take_turns(conn, ADMINS)?;
    let user = find_user(conn, id)?.ok_or(AccountError::Missing)?;
    if takes_admin && actor.user() == Some(id) {
        return Err(AccountError::Refused {
            field: "role",
            why: "Another admin has to do this: nobody does it to themselves",
        });
    }
    let is_admin = user.role == Role::Admin && user.disabled_at.is_none();
    if takes_admin && is_admin && count_admins(conn)? < 2 {
        return Err(AccountError::Refused {
            field: "role",
            why: "This is the last admin. Make somebody else an admin first",
        });
    }
    Ok(user)
}

/// Gives a user another role and ends their sessions, so that nothing is done under the old one.
///
/// # Errors
/// When the actor may not, or it would leave the site without an admin.
pub fn change_role(conn: &mut Conn, actor: &Actor, id: UserId, role: Role, now: Timestamp) -> Result<(), AccountError> {
    let user = other(conn, actor, id, role != Role::Admin)?;
    if user.role == role {
        return Ok(());
    }
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((users::role.eq(role), users::updated_at.eq(now)))
        .execute(conn)?;
    end_sessions_of(conn, id, |_| true)?;
    let (before, after) = (Some(json!({ "role": user.role })), Some(json!({ "role": role })));
    record(conn, actor, &Act { action: "change-role", kind: "user", id: Some(id.0), before, after }, now)?;
    Ok(())
}

/// Lets a user work here no more, or again. Their sessions end, and links that would set a password are void.
///
/// # Errors
/// As [`change_role`].
pub fn set_disabled(
    conn: &mut Conn,
    actor: &Actor,
    id: UserId,
    is_disabled: bool,
    now: Timestamp,
) -> Result<(), AccountError> {
    let user = other(conn, actor, id, is_disabled)?;
    if user.disabled_at.is_some() == is_disabled {
        return Ok(());
    }
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((users::disabled_at.eq(is_disabled.then_some(now)), users::updated_at.eq(now)))
        .execute(conn)?;
    end_sessions_of(conn, id, |_| true)?;
    diesel::delete(account_links::table.filter(account_links::user_id.eq(id))).execute(conn)?;
    let action = if is_disabled { "disable" } else { "enable" };
    record(conn, actor, &Act { action, kind: "user", id: Some(id.0), ..Act::default() }, now)?;
    Ok(())
}

/// Makes the link by which a user chooses another password; the old one works until then, and so does a second factor afterwards.
///
/// # Errors
/// When the actor may not, or the user may not work here.
pub fn reset_user(
    conn: &mut Conn,
    actor: &Actor,
    id: UserId,
    link: &PendingLink,
    now: Timestamp,
) -> Result<User, AccountError> {
    let user = other(conn, actor, id, false)?;
    if user.disabled_at.is_some() {
        return Err(AccountError::Refused { field: "role", why: "This user is disabled. Enable them first" });
    }
    new_link(conn, Some(id), link, now)?;
    record(conn, actor, &Act { action: "reset", kind: "user", id: Some(id.0), ..Act::default() }, now)?;
    Ok(user)
}

/// Ends all sessions of a user.
///
/// # Errors
/// When the actor may not, or there is no such user.
pub fn sign_out_user(conn: &mut Conn, actor: &Actor, id: UserId, now: Timestamp) -> Result<(), AccountError> {
    other(conn, actor, id, false)?;
    end_sessions_of(conn, id, |_| true)?;
    record(conn, actor, &Act { action: "sign-out", kind: "user", id: Some(id.0), ..Act::default() }, now)?;
    Ok(())
}

/// Takes a user's codes and passkeys away, for somebody who lost phone and recovery codes alike; and ends their sessions.
///
/// # Errors
/// When the actor may not, or it is the actor: their own are removed on their own page.
pub fn remove_second_factor(conn: &mut Conn, actor: &Actor, id: UserId, now: Timestamp) -> Result<(), AccountError> {
    other(conn, actor, id, false)?;
    if actor.user() == Some(id) {
        return Err(AccountError::Refused {
            field: "role",
            why: "You remove your own second factor under “Your account”",
        });
    }
    forget_totp(conn, id)?;
    diesel::delete(passkeys::table.filter(passkeys::user_id.eq(id))).execute(conn)?;
    end_sessions_of(conn, id, |_| true)?;
    record(conn, actor, &Act { action: "remove-second-factor", kind: "user", id: Some(id.0), ..Act::default() }, now)?;
    Ok(())
}
