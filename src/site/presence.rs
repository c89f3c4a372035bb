//! Who has what open: so that two people who edit one thing know of each other before either saves.
use crate::db::prelude::*;
use chrono::Duration;
use diesel::upsert::excluded;

use crate::access::Actor;
use crate::db::schema::{presence, users};
use crate::db::{Conn, Upsert};
use crate::types::Timestamp;

/// Whoever was not heard of for so long has it open no more.
const GONE_AFTER: Duration = Duration::minutes(3);

/// Somebody else who has the thing open.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// When their browser was last heard of.
    pub seen_at: Timestamp,
}

impl Present {
    /// Whole minutes since their browser was heard of.
    pub fn minutes(&self, now: Timestamp) -> i64 {
        (now.micros() - self.seen_at.micros()).max(0) / 60_000_000
    }
}

/// Notes that somebody has a thing open.
pub fn note_presence(conn: &mut Conn, actor: &Actor, (kind, id): (&str, i64), now: Timestamp) -> QueryResult<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    let row = (
        presence::subject_kind.eq(kind),
        presence::subject_id.eq(id),
        presence::user_id.eq(user),
        presence::seen_at.eq(now),
    );
    let insert = diesel::insert_into(presence::table)
        .values(row)
        .on_conflict((presence::subject_kind, presence::subject_id, presence::user_id))
        .do_update()
        .set(presence::seen_at.eq(excluded(presence::seen_at)));
    Upsert(insert).execute(conn).map(|_| ())
}

/// Who else has a thing open.
pub fn list_present(
    conn: &mut Conn,
    actor: &Actor,
    (kind, id): (&str, i64),
    now: Timestamp,
) -> QueryResult<Vec<Present>> {
    presence::table
        .inner_join(users::table)
        .filter(presence::subject_kind.eq(kind).and(presence::subject_id.eq(id)))
        .filter(presence::user_id.ne(actor.user().map_or(0, i64::from)))
        .filter(presence::seen_at.gt(now - GONE_AFTER))
        .order((presence::seen_at.desc(), users::name))
        .select((users::name, presence::seen_at))
        .load(conn)
}
