use diesel::prelude::*;
use diesel::upsert::excluded;

use super::password::PasswordHash;
use crate::access::{Role, UserId};
use crate::db::schema::users;
use crate::db::{Conn, Upsert};
use crate::types::{EmailAddress, Timestamp};

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
