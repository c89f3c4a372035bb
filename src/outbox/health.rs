use crate::db::prelude::*;
use diesel::dsl::{count_star, max, min, sql};
use diesel::sql_types::Bool;

use super::store::{CRASHES_OF_SUSPECT, MailState, OPEN, is_late};
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::types::Timestamp;

/// How the mail is doing that no server has yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailHealth {
    /// Mails that wait for a try, or are being tried.
    pub waiting: i64,
    /// Since when the oldest of them is owed.
    pub oldest: Option<Timestamp>,
    /// Mails that were refused for good, and nobody has decided about.
    pub held: i64,
    /// Whether the program stopped more than once over one that waits.
    pub has_suspect: bool,
}

impl MailHealth {
    /// Whether mail waits for so long that somebody should look.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.oldest.is_some_and(|oldest| is_late(oldest, now))
    }

    /// Whether somebody should look.
    pub fn is_alarming(&self, now: Timestamp) -> bool {
        self.held > 0 || self.is_late(now)
    }
}

/// How the mail is doing, in one statement: every page of the desk asks.
pub fn mail_health(conn: &mut Conn) -> QueryResult<MailHealth> {
    type Row = (MailState, Option<Timestamp>, i64, Option<i32>);
    let rows: Vec<Row> = outbox::table
        .filter(sql::<Bool>(OPEN))
        .filter(outbox::message.is_not_null().and(outbox::set_aside_at.is_null()))
        .group_by(outbox::state)
        .select((outbox::state, min(outbox::created_at), count_star(), max(outbox::crashes)))
        .load(conn)?;
    let mut health = MailHealth::default();
    for (state, oldest, count, crashes) in rows {
        if state == MailState::Held {
            health.held = count;
            continue;
        }
        health.waiting += count;
        health.oldest = health.oldest.into_iter().chain(oldest).min();
        health.has_suspect |= crashes.is_some_and(|crashes| crashes >= CRASHES_OF_SUSPECT);
    }
    Ok(health)
}
