use crate::db::prelude::*;

use super::addresses::{Resolution, redirect_address, resolve_address, subject_at};
use super::content::{Save, SaveError};
use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{not_founds, urls};
use crate::db::{Conn, MultiBackend};
use crate::types::{Timestamp, id_type};

id_type!(AddressId, "an address in the registry");

/// An address that leads elsewhere, or says that something was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = urls, check_for_backend(MultiBackend))]
pub struct Redirect {
    /// Row id.
    pub id: AddressId,
    /// The address that is asked for.
    pub path: String,
    /// Where it leads; nowhere where something was withdrawn.
    pub redirect_to: Option<String>,
    /// How often it was asked for.
    pub hits: i64,
    /// When it was last asked for.
    pub last_hit_at: Option<Timestamp>,
    /// Since when it leads there.
    pub created_at: Timestamp,
}

/// An address at which there is nothing, though somebody asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = not_founds, check_for_backend(MultiBackend))]
pub struct NotFound {
    /// Row id.
    pub id: i64,
    /// The address.
    pub path: String,
    /// How often it was asked for.
    pub hits: i64,
    /// When it was last asked for.
    pub last_at: Timestamp,
}

/// How many redirects have these letters in either of their addresses.
pub fn count_redirects(conn: &mut Conn, letters: &str) -> QueryResult<i64> {
    let all = urls::table.filter(leads_elsewhere()).count().into_boxed::<MultiBackend>();
    if letters.is_empty() { all.first(conn) } else { all.filter(has_letters(letters)).first(conn) }
}

/// A page of them, the most used first.
pub fn list_redirects(conn: &mut Conn, letters: &str, (limit, offset): (i64, i64)) -> QueryResult<Vec<Redirect>> {
    let all = urls::table.filter(leads_elsewhere()).select(Redirect::as_select()).into_boxed::<MultiBackend>();
    let matching = if letters.is_empty() { all } else { all.filter(has_letters(letters)) };
    matching.order((urls::hits.desc(), urls::path)).limit(limit).offset(offset).load(conn)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn leads_elsewhere() -> _ {
    urls::subject_kind.is_null()
}

type Condition = Box<dyn BoxableExpression<urls::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

fn has_letters(letters: &str) -> Condition {
    let pattern = format!("%{}%", letters.replace(['%', '_', '\\'], ""));
    let to = urls::redirect_to.like(pattern.clone()).assume_not_null();
    Box::new(urls::path.like(pattern).or(urls::redirect_to.is_not_null().and(to)))
}

/// The missing addresses that were asked for most.
pub fn list_not_founds(conn: &mut Conn, limit: i64) -> QueryResult<Vec<NotFound>> {
    not_founds::table
        .order((not_founds::hits.desc(), not_founds::path))
        .select(NotFound::as_select())
        .limit(limit)
        .load(conn)
}

/// The missing addresses that were asked for at least so often, the most wanted first, and that lead nowhere yet.
pub fn list_wanted(conn: &mut Conn, hits: i64) -> QueryResult<Vec<NotFound>> {
    let known = urls::table.filter(urls::path.eq(not_founds::path));
    not_founds::table
        .filter(not_founds::hits.ge(hits).and(diesel::dsl::not(diesel::dsl::exists(known))))
        .order((not_founds::hits.desc(), not_founds::path))
        .select(NotFound::as_select())
        .limit(100)
        .load(conn)
}

/// How many missing addresses were asked for.
pub fn count_not_founds(conn: &mut Conn) -> QueryResult<i64> {
    not_founds::table.count().first(conn)
}

/// Sends visitors of an address on for good, or says that what stood there was withdrawn.
///
/// # Errors
/// When the actor may not, when something stands at the address, or when the way would lead in a circle.
pub fn add_redirect(conn: &mut Conn, actor: &Actor, from: &str, to: Option<&str>, now: Timestamp) -> Save<()> {
    actor.must(Permission::Content)?;
    let refuse = |field, why: &str| Err(SaveError::Refused { field, why: why.to_owned() });
    if !is_path(from) || from == "/" {
        return refuse("from", "is not an address of this site like /courses/old-name, without ? or #");
    }
    if subject_at(conn, from)?.is_some() {
        return refuse(
            "from",
            "shows something of its own; change that thing’s address instead, and the redirect is written for you",
        );
    }
    match to {
        None => withdraw(conn, from, now)?,
        Some(to) => {
            let (path, _) = to.split_once(['?', '#']).unwrap_or((to, ""));
            if !is_path(path) {
                return refuse("to", "is not an address of this site like /courses/new-name");
            }
            let target = match resolve_address(conn, path)? {
                Some(Resolution::Moved(further)) => further,
                Some(Resolution::Gone) => return refuse("to", "was withdrawn itself"),
                None => path.to_owned(),
            };
            if from == path || from == target {
                return refuse("to", "leads back to the address itself");
            }
            redirect_address(conn, from, to, now)?;
        }
    }
    diesel::delete(not_founds::table.filter(not_founds::path.eq(from))).execute(conn)?;
    let after = serde_json::json!({ "from": from, "to": to });
    record(conn, actor, &Act { action: "redirect", kind: "address", after: Some(after), ..Act::default() }, now)?;
    Ok(())
}

fn withdraw(conn: &mut Conn, from: &str, now: Timestamp) -> QueryResult<()> {
    let known = urls::table.filter(urls::path.eq(from));
    let gone = (urls::redirect_to.eq(None::<String>), urls::is_gone.eq(true));
    if diesel::update(known).set(gone).execute(conn)? == 0 {
        let row = (urls::path.eq(from), urls::is_gone.eq(true), urls::created_at.eq(now));
        diesel::insert_into(urls::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// Takes a redirect back; whether it was there.
///
/// # Errors
/// When the actor may not.
pub fn remove_redirect(conn: &mut Conn, actor: &Actor, id: AddressId, now: Timestamp) -> Save<bool> {
    actor.must(Permission::Content)?;
    let row: Option<(String, Option<String>)> = urls::table
        .filter(urls::id.eq(id).and(leads_elsewhere()))
        .select((urls::path, urls::redirect_to))
        .first(conn)
        .optional()?;
    let Some((from, to)) = row else { return Ok(false) };
    diesel::delete(urls::table.filter(urls::id.eq(id))).execute(conn)?;
    let before = serde_json::json!({ "from": from, "to": to });
    record(conn, actor, &Act { action: "remove", kind: "address", before: Some(before), ..Act::default() }, now)?;
    Ok(true)
}

/// Strikes a missing address off the list: nobody needs to look at it. Whether it was there.
///
/// # Errors
/// When the actor may not.
pub fn dismiss_not_found(conn: &mut Conn, actor: &Actor, id: i64) -> Save<bool> {
    actor.must(Permission::Content)?;
    Ok(diesel::delete(not_founds::table.filter(not_founds::id.eq(id))).execute(conn)? > 0)
}

/// Whether a text is the path of an address of this site, which no browser can read as another site's.
fn is_path(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'?' | b'#' | b'<' | b'>' | b'"');
    text.starts_with('/') && !text.contains("//") && text.len() <= 300 && text.bytes().all(is_plain)
}
