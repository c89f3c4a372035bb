use diesel::prelude::*;
use serde_json::Value;

use super::actor::Actor;
use crate::db::Conn;
use crate::db::schema::audit;
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

/// Writes what an actor did into the audit, which nothing ever changes.
pub fn record(conn: &mut Conn, actor: &Actor, act: &Act<'_>, now: Timestamp) -> QueryResult<()> {
    let row = (
        audit::at.eq(now),
        audit::user_id.eq(actor.user()),
        audit::action.eq(act.action),
        audit::subject_kind.eq(act.kind),
        audit::subject_id.eq(act.id),
        audit::before_json.eq(act.before.as_ref().map(Value::to_string)),
        audit::after_json.eq(act.after.as_ref().map(Value::to_string)),
    );
    diesel::insert_into(audit::table).values(row).execute(conn).map(|_| ())
}
