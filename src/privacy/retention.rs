use crate::db::prelude::*;
use chrono::Duration;

use super::erase::erase_enquiries;
use crate::db::Conn;
use crate::db::schema::{enquiries, interests, login_attempts, outbox, retention_rules, sessions};
use crate::types::Timestamp;

/// Enquiries that one night erases at most; the next night goes on.
const MOST_A_NIGHT: i64 = 5_000;

/// What has been kept as long as it may be (POPIA, s 14).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetentionReport {
    /// Enquiries whose time is over.
    pub enquiries: i64,
    /// Texts of mails that were sent long ago.
    pub mail_texts: i64,
    /// Attempts to sign in of long ago.
    pub login_attempts: i64,
    /// Sessions that ended.
    pub sessions: i64,
    /// Wishes for a date that ended long ago.
    pub interests: i64,
}

impl RetentionReport {
    /// Whether nothing is overdue.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Before which moment things of a kind are too old; nothing where there is no rule.
fn limit(conn: &mut Conn, kind: &str, now: Timestamp) -> QueryResult<Option<Timestamp>> {
    let days: Option<i32> = retention_rules::table
        .filter(retention_rules::kind.eq(kind))
        .select(retention_rules::days)
        .first(conn)
        .optional()?;
    Ok(days.map(|days| now - Duration::days(i64::from(days))))
}

/// What a purge would take, without taking it.
pub fn report_retention(conn: &mut Conn, now: Timestamp) -> QueryResult<RetentionReport> {
    let mut report = RetentionReport {
        enquiries: enquiries::table
            .filter(enquiries::keep_until_on.lt(now.home_day()).and(enquiries::erased_at.is_null()))
            .count()
            .first(conn)?,
        sessions: sessions::table.filter(sessions::expires_at.lt(now)).count().first(conn)?,
        ..RetentionReport::default()
    };
    if let Some(limit) = limit(conn, "outbox-body", now)? {
        let old = outbox::message.is_not_null().and(outbox::sent_at.lt(limit).assume_not_null());
        report.mail_texts = outbox::table.filter(outbox::sent_at.is_not_null()).filter(old).count().first(conn)?;
    }
    if let Some(limit) = limit(conn, "login-attempt", now)? {
        let old = login_attempts::table.filter(login_attempts::attempted_at.lt(limit));
        report.login_attempts = old.count().first(conn)?;
    }
    if let Some(limit) = limit(conn, "interest", now)? {
        report.interests = interests::table.filter(interests::ended_at.lt(limit)).count().first(conn)?;
    }
    Ok(report)
}

/// Takes what has been kept as long as it may be: persons out of enquiries, texts out of mails, old attempts and sessions whole. What it
/// took, with the ids of mails whose files go too.
pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<(RetentionReport, Vec<String>)> {
    let report = report_retention(conn, now)?;
    let over: Vec<i64> = enquiries::table
        .filter(enquiries::keep_until_on.lt(now.home_day()).and(enquiries::erased_at.is_null()))
        .order(enquiries::id)
        .limit(MOST_A_NIGHT)
        .select(enquiries::id)
        .load(conn)?;
    let message_ids = erase_enquiries(conn, &over, now)?;
    if let Some(limit) = limit(conn, "outbox-body", now)? {
        let old = outbox::message.is_not_null().and(outbox::sent_at.lt(limit).assume_not_null());
        diesel::update(outbox::table.filter(outbox::sent_at.is_not_null()).filter(old))
            .set((outbox::message.eq(None::<Vec<u8>>), outbox::body_purged_at.eq(now)))
            .execute(conn)?;
    }
    if let Some(limit) = limit(conn, "login-attempt", now)? {
        diesel::delete(login_attempts::table.filter(login_attempts::attempted_at.lt(limit))).execute(conn)?;
    }
    if let Some(limit) = limit(conn, "interest", now)? {
        diesel::delete(interests::table.filter(interests::ended_at.lt(limit))).execute(conn)?;
    }
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(conn)?;
    Ok((report, message_ids))
}
