//! The registry of addresses: what each shows, or where it moved. Chains are flattened when they are written.
use crate::db::prelude::*;
use diesel::upsert::excluded;

use crate::db::schema::urls;
use crate::db::{Conn, Upsert};
use crate::types::{Timestamp, words};

words! {
    /// What kind of thing an address shows.
    Subject {
        /// A static page.
        Page = "page",
        /// An article.
        Post = "post",
        /// A course.
        Course = "course",
        /// A dated run of a course.
        Training = "training",
        /// A career path.
        Path = "path",
        /// A city.
        City = "city",
        /// A category.
        Category = "category",
        /// A topic.
        Topic = "topic",
    }
}

/// What an address that no page answered may still be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// It moved there for good.
    Moved(String),
    /// It was withdrawn for good.
    Gone,
}

/// Where a moved or withdrawn address leads.
pub fn resolve_address(conn: &mut Conn, path: &str) -> QueryResult<Option<Resolution>> {
    let row: Option<(Option<String>, bool)> =
        urls::table.filter(urls::path.eq(path)).select((urls::redirect_to, urls::is_gone)).first(conn).optional()?;
    Ok(match row {
        Some((Some(target), _)) => Some(Resolution::Moved(target)),
        Some((None, true)) => Some(Resolution::Gone),
        _ => None,
    })
}

/// Which of these addresses moved, each with where it leads.
pub fn list_moved(conn: &mut Conn, paths: &[String]) -> QueryResult<Vec<(String, String)>> {
    let rows: Vec<(String, Option<String>)> =
        urls::table.filter(urls::path.eq_any(paths)).select((urls::path, urls::redirect_to)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(path, to)| Some((path, to?))).collect())
}

/// What an address shows, whether or not that is public.
pub fn subject_at(conn: &mut Conn, path: &str) -> QueryResult<Option<(Subject, i64)>> {
    let row: Option<(Option<Subject>, Option<i64>)> = urls::table
        .filter(urls::path.eq(path))
        .select((urls::subject_kind, urls::subject_id))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(kind, id)| kind.zip(id)))
}

/// Says that `path` shows this thing. Where the thing had another address before, that one redirects here from now on.
pub fn claim_address(conn: &mut Conn, path: &str, (kind, id): (Subject, i64), now: Timestamp) -> QueryResult<()> {
    let before: Vec<String> = urls::table
        .filter(urls::subject_kind.eq(kind).and(urls::subject_id.eq(id)).and(urls::path.ne(path)))
        .select(urls::path)
        .load(conn)?;
    let shows = (urls::subject_kind.eq(kind), urls::subject_id.eq(id), urls::path.eq(path), urls::created_at.eq(now));
    let claim = diesel::insert_into(urls::table).values(shows).on_conflict(urls::path).do_update().set((
        urls::subject_kind.eq(excluded(urls::subject_kind)),
        urls::subject_id.eq(excluded(urls::subject_id)),
        urls::redirect_to.eq(None::<String>),
        urls::is_gone.eq(false),
    ));
    Upsert(claim).execute(conn)?;
    before.iter().try_for_each(|old| redirect_address(conn, old, path, now))
}

/// Sends visitors of another name of a thing to it, unless something else stands at that address.
pub fn redirect_alias(conn: &mut Conn, alias: &str, to: &str, now: Timestamp) -> QueryResult<()> {
    let shows = urls::table.filter(urls::path.eq(alias).and(urls::subject_kind.is_not_null()));
    let is_taken: bool = diesel::select(diesel::dsl::exists(shows)).get_result(conn)?;
    if is_taken { Ok(()) } else { redirect_address(conn, alias, to, now) }
}

/// Sends visitors of `from` to `to`. Whatever led to `from` now leads to `to` directly; an address never leads to itself.
pub fn redirect_address(conn: &mut Conn, from: &str, to: &str, now: Timestamp) -> QueryResult<()> {
    let target: Option<Option<String>> =
        urls::table.filter(urls::path.eq(to)).select(urls::redirect_to).first(conn).optional()?;
    let target = target.flatten().unwrap_or_else(|| to.to_owned());
    if from == target {
        return Ok(());
    }
    diesel::update(urls::table.filter(urls::redirect_to.eq(from).and(urls::path.ne(&target))))
        .set(urls::redirect_to.eq(&target))
        .execute(conn)?;
    let moved = (urls::path.eq(from), urls::redirect_to.eq(&target), urls::created_at.eq(now));
    let insert = diesel::insert_into(urls::table).values(moved).on_conflict(urls::path).do_update().set((
        urls::redirect_to.eq(excluded(urls::redirect_to)),
        urls::subject_kind.eq(None::<Subject>),
        urls::subject_id.eq(None::<i64>),
        urls::is_gone.eq(false),
    ));
    Upsert(insert).execute(conn).map(|_| ())
}

/// As [`redirect_address`], where what stood at `from` now stands at `to`. If `to` led somewhere until now, it does so no more.
pub fn move_address(conn: &mut Conn, from: &str, to: &str, now: Timestamp) -> QueryResult<()> {
    diesel::delete(urls::table.filter(urls::path.eq(to).and(urls::subject_kind.is_null()))).execute(conn)?;
    redirect_address(conn, from, to, now)
}
