use crate::db::prelude::*;

use super::sheet::Sheet;
use super::work::refuse;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::reply_templates;
use crate::site::SaveError;
use crate::types::Timestamp;

/// A text to answer with.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ReplyTemplate {
    /// Row id.
    pub id: i64,
    /// What staff call it.
    pub title: String,
    /// The subject of the mail; the reference is put before it.
    pub subject: String,
    /// The text, with words in braces that stand for facts of the enquiry.
    pub body: String,
    /// Raised by every change.
    pub row_version: i64,
}

/// The words that a text may use, and what they stand for.
pub const PLACEHOLDERS: &[(&str, &str)] = &[
    ("{name}", "who asks"),
    ("{course}", "the course, or “your question”"),
    ("{city}", "the city, or “online”"),
    ("{reference}", "the reference"),
    ("{me}", "who answers"),
];

/// All texts by title.
pub fn list_reply_templates(conn: &mut Conn) -> QueryResult<Vec<ReplyTemplate>> {
    reply_templates::table
        .order((reply_templates::title, reply_templates::id))
        .select((
            reply_templates::id,
            reply_templates::title,
            reply_templates::subject,
            reply_templates::body,
            reply_templates::row_version,
        ))
        .load(conn)
}

/// Writes a text: a new one where `id` is `None`.
///
/// # Errors
/// When the actor may not, a part is empty, another text has its title, or somebody else changed it since version `seen`.
pub fn save_reply_template(
    conn: &mut Conn,
    actor: &Actor,
    (id, seen): (Option<i64>, i64),
    (title, subject, body): (&str, &str, &str),
    now: Timestamp,
) -> Result<(), SaveError> {
    actor.must(Permission::Site)?;
    for (field, text, most) in [("title", title, 80), ("subject", subject, 150), ("body", body, 10_000)] {
        if text.trim().is_empty() {
            return refuse(field, "needs words");
        }
        if text.chars().count() > most {
            return refuse(field, "is too long");
        }
    }
    let known = list_reply_templates(conn)?;
    if known.iter().any(|other| other.title == title && Some(other.id) != id) {
        return refuse("title", "is taken by another text");
    }
    let what = (reply_templates::title.eq(title), reply_templates::subject.eq(subject), reply_templates::body.eq(body));
    let changed = match id {
        None => diesel::insert_into(reply_templates::table).values(what).execute(conn)?,
        Some(id) => {
            let row = reply_templates::table.find(id).filter(reply_templates::row_version.eq(seen));
            let newer = reply_templates::row_version.eq(reply_templates::row_version + 1);
            diesel::update(row).set((what, newer)).execute(conn)?
        }
    };
    if changed == 0 {
        return Err(SaveError::Stale);
    }
    let said = |title: &str, body: &str| serde_json::json!({ "title": title, "body": body });
    let before = known.iter().find(|other| Some(other.id) == id).map(|old| said(&old.title, &old.body));
    let action = if id.is_none() { "create" } else { "change" };
    let act = Act { action, kind: "reply text", id, before, after: Some(said(title, body)) };
    Ok(record(conn, actor, &act, now)?)
}

/// Removes a text; `false` where there is none.
///
/// # Errors
/// When the actor may not.
pub fn remove_reply_template(conn: &mut Conn, actor: &Actor, id: i64, now: Timestamp) -> Result<bool, SaveError> {
    actor.must(Permission::Site)?;
    if diesel::delete(reply_templates::table.find(id)).execute(conn)? == 0 {
        return Ok(false);
    }
    record(conn, actor, &Act { action: "remove", kind: "reply text", id: Some(id), ..Act::default() }, now)?;
    Ok(true)
}

impl ReplyTemplate {
    /// Subject and text for an enquiry, as somebody would send them. What the visitor typed is put in last, so that braces in a name
    /// stand for nothing.
    pub fn fill(&self, sheet: &Sheet, me: &str) -> (String, String) {
        let row = &sheet.row;
        let fill = |text: &str| {
            text.replace("{me}", me)
                .replace("{course}", row.course.as_deref().unwrap_or("your question"))
                .replace("{city}", row.city.as_deref().unwrap_or("online"))
                .replace("{reference}", row.reference.as_str())
                .replace("{name}", &row.name)
        };
        (fill(&self.subject), fill(&self.body))
    }
}
