use crate::db::prelude::*;
use serde_json::Value;

use super::actor::{Actor, UserId};
use crate::db::schema::{audit, users};
use crate::db::{Conn, MultiBackend};
use crate::types::Timestamp;

/// What was done, to what, and how it differs from before. No personal data of visitors: the audit outlives their erasure.
#[derive(Debug, Clone, Default)]
pub struct Act<'a> {
    /// The verb, such as `save` or `publish`.
    pub action: &'a str,
    /// The kind of thing, such as `post`.
    pub kind: &'a str,
    /// Its row id, where it has one.
    pub id: Option<i64>,
    /// What it was, as far as it changed.
    pub before: Option<Value>,
    /// What it became, as far as it changed.
    pub after: Option<Value>,
}

/// An entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Entry {
    /// Its number; higher is later.
    pub id: i64,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it; nobody for the command line or a link in a mail.
    pub who: Option<String>,
    /// The verb.
    pub action: String,
    /// The kind of thing.
    pub kind: String,
    /// The thing's row id.
    pub subject: Option<i64>,
    before: Option<String>,
    after: Option<String>,
}

impl Entry {
    /// Who did it, as a person reads it.
    pub fn by(&self) -> &str {
        let is_link = self.after.as_deref().is_some_and(|after| after.contains(r#""by":"link""#));
        self.who.as_deref().unwrap_or(if is_link { "Link in a mail" } else { "Command line" })
    }

    /// What changed: a field, what it was and what it became.
    pub fn changes(&self) -> Vec<(String, String, String)> {
        let read = |json: &Option<String>| -> serde_json::Map<String, Value> {
            json.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
        };
        let (before, after) = (read(&self.before), read(&self.after));
        let text = |value: Option<&Value>| match value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        };
        let mut fields: Vec<&String> = before.keys().chain(after.keys()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.iter().map(|field| ((*field).clone(), text(before.get(*field)), text(after.get(*field)))).collect()
    }
}

/// What the audit is narrowed by; an empty word narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Whose acts, by row id.
    pub user: Option<UserId>,
    /// Acts on this kind of thing.
    pub kind: String,
    /// Acts with this verb.
    pub action: String,
    /// Acts before this entry.
    pub before: Option<i64>,
}

/// What was done, the latest first.
pub fn list_acts(conn: &mut Conn, filter: &AuditFilter, limit: i64) -> QueryResult<Vec<Entry>> {
    let mut query = audit::table
        .left_join(users::table)
        .select((
            audit::id,
            audit::at,
            users::name.nullable(),
            audit::action,
            audit::subject_kind,
            audit::subject_id,
            audit::before_json,
            audit::after_json,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(user) = filter.user {
        query = query.filter(audit::user_id.eq(user));
    }
    if !filter.kind.is_empty() {
        query = query.filter(audit::subject_kind.eq(filter.kind.clone()));
    }
    if !filter.action.is_empty() {
        query = query.filter(audit::action.eq(filter.action.clone()));
    }
    if let Some(before) = filter.before {
        query = query.filter(audit::id.lt(before));
    }
    query.order(audit::id.desc()).limit(limit).load(conn)
}

/// The kinds of things and the verbs that the audit holds, to choose from.
pub fn list_audit_words(conn: &mut Conn) -> QueryResult<(Vec<String>, Vec<String>)> {
    let kinds = audit::table.select(audit::subject_kind).distinct().order(audit::subject_kind).load(conn)?;
    let actions = audit::table.select(audit::action).distinct().order(audit::action).load(conn)?;
    Ok((kinds, actions))
}

/// Writes what an actor did into the audit, which nothing ever changes.
pub fn record(conn: &mut Conn, actor: &Actor, act: &Act<'_>, now: Timestamp) -> QueryResult<()> {
    write(conn, actor.user(), act, now)
}

/// Writes what a link in a mail did into the audit: whoever held it was not signed in, so the entry names nobody, and `after` says that it was
/// the link.
pub fn record_link(conn: &mut Conn, act: &Act<'_>, now: Timestamp) -> QueryResult<()> {
    write(conn, None, act, now)
}

fn write(conn: &mut Conn, user: Option<UserId>, act: &Act<'_>, now: Timestamp) -> QueryResult<()> {
    let row = (
        audit::at.eq(now),
        audit::user_id.eq(user),
        audit::action.eq(act.action),
        audit::subject_kind.eq(act.kind),
        audit::subject_id.eq(act.id),
        audit::before_json.eq(act.before.as_ref().map(Value::to_string)),
        audit::after_json.eq(act.after.as_ref().map(Value::to_string)),
    );
    diesel::insert_into(audit::table).values(row).execute(conn).map(|_| ())
}
