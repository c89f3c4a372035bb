use crate::db::prelude::*;

use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::saved_views;
use crate::site::SaveError;

const LONGEST_NAME: usize = 40;

/// A list that somebody comes back to: a name for a filter. It is theirs alone.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SavedView {
    /// Row id.
    pub id: i64,
    /// What they call it.
    pub name: String,
    /// The filter as it stands behind the `?`.
    pub query: String,
}

/// Somebody's lists by name.
pub fn list_views(conn: &mut Conn, actor: &Actor) -> QueryResult<Vec<SavedView>> {
    saved_views::table
        .filter(saved_views::user_id.nullable().eq(actor.user()))
        .order((saved_views::name, saved_views::id))
        .select((saved_views::id, saved_views::name, saved_views::query))
        .load(conn)
}

/// Keeps a filter under a name; the name's earlier filter gives way.
///
/// # Errors
/// When the actor may not, or the name says nothing.
pub fn save_view(conn: &mut Conn, actor: &Actor, name: &str, query: &str) -> Result<(), SaveError> {
    actor.must(Permission::Enquiries)?;
    let name = name.trim();
    let Some(user) = actor.user().filter(|_| (1..=LONGEST_NAME).contains(&name.chars().count())) else {
        return Err(SaveError::Refused { field: "view", why: "needs a name of at most 40 characters".to_owned() });
    };
    let same = saved_views::table.filter(saved_views::user_id.eq(user)).filter(saved_views::name.eq(name));
    if diesel::update(same).set(saved_views::query.eq(query)).execute(conn)? == 0 {
        let row = (saved_views::user_id.eq(user), saved_views::name.eq(name), saved_views::query.eq(query));
        diesel::insert_into(saved_views::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// Forgets one of somebody's own lists; `false` where they have no such.
///
/// # Errors
/// When the actor may not.
pub fn remove_view(conn: &mut Conn, actor: &Actor, id: i64) -> Result<bool, SaveError> {
    actor.must(Permission::Enquiries)?;
    let theirs = saved_views::table.find(id).filter(saved_views::user_id.nullable().eq(actor.user()));
    Ok(diesel::delete(theirs).execute(conn)? > 0)
}
