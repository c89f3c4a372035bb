use crate::db::prelude::*;

use crate::db::schema::notice_versions;
use crate::db::{Conn, Upsert};
use crate::site::Provider;
use crate::tokens::sha256_hex;
use crate::types::Timestamp;

/// What the marketing box says; recorded with each answer (POPIA, s 69).
pub const MARKETING_WORDING: &str = "Also email me about new dates and courses. I can stop this at any time.";

/// What a visitor is told beside each form before anything is collected (POPIA, s 18), one paragraph a line.
pub fn collection_notice(provider: &Provider) -> Vec<String> {
    let who = if provider.legal_name.is_empty() { &provider.name } else { &provider.legal_name };
    let at = if provider.address.is_empty() { String::new() } else { format!(", {},", provider.address) };
    let officer = match (provider.information_officer.as_str(), provider.information_officer_email.as_str()) {
        ("", "") => String::new(),
        (name, "") => format!(" Our information officer is {name}."),
        ("", email) => format!(" Our information officer can be reached at {email}."),
        (name, email) => format!(" Our information officer is {name}, {email}."),
    };
    vec![
        format!(
            "{who}{at} collects what you type here to answer you. Name, email address and question are needed for that; \
             the rest is up to you. Without an email address we cannot answer."
        ),
        "Only the people who answer you see it. We keep it for 24 months after we last heard from each other, then erase it. \
         We do not sell it, and we send it to nobody outside South Africa except through the mail provider you use yourself."
            .to_owned(),
        format!(
            "You may ask to see, correct or delete it, or object to its use, at any time and free of charge.{officer} You may also \
             complain to the Information Regulator: enquiries@inforegulator.org.za."
        ),
    ]
}

/// The row of a wording; a wording that was never shown before gets one.
pub(super) fn notice_version(conn: &mut Conn, kind: &str, wording: &str, now: Timestamp) -> QueryResult<i64> {
    let hash = sha256_hex(wording.as_bytes());
    let find = |conn: &mut Conn| {
        notice_versions::table.filter(notice_versions::wording_hash.eq(&hash)).select(notice_versions::id).first(conn)
    };
    if let Some(id) = find(conn).optional()? {
        return Ok(id);
    }
    let row = (
        notice_versions::kind.eq(kind),
        notice_versions::wording.eq(wording),
        notice_versions::wording_hash.eq(&hash),
        notice_versions::created_at.eq(now),
    );
    let insert =
        diesel::insert_into(notice_versions::table).values(row).on_conflict(notice_versions::wording_hash).do_nothing();
    Upsert(insert).execute(conn)?;
    find(conn)
}
