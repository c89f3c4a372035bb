use std::fmt;

use crate::db::prelude::*;

use super::store::{MailId, MailState};
use crate::access::{Act, Actor, Denied, Permission, record};
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::types::Timestamp;

/// Why a mail was not owed again.
#[derive(Debug)]
pub enum ResendError {
    /// The database failed.
    Database(diesel::result::Error),
    /// The actor may not.
    Denied(Denied),
    /// There is no such mail.
    NotFound,
    /// It is being sent at this moment.
    InHand,
    /// Its text was deleted when its time to be kept was over.
    NoText,
}

impl From<diesel::result::Error> for ResendError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Denied> for ResendError {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl fmt::Display for ResendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the mail could not be sent again: {error}"),
            Self::Denied(denied) => denied.fmt(f),
            Self::NotFound => f.write_str("there is no such mail"),
            Self::InHand => f.write_str("This mail is being sent at this moment. Look again in a minute."),
            Self::NoText => {
                f.write_str("The text of this mail was deleted when its time to be kept was over. Write a new one.")
            }
        }
    }
}

impl std::error::Error for ResendError {}

/// Owes a mail again from `now` on: a held one, because staff mended what it was refused for, one that waits, or one that was sent and
/// cannot be found. It is the same mail with the same `Message-ID`.
///
/// # Errors
/// When the actor may not, or the mail cannot be sent again.
pub fn resend(conn: &mut Conn, actor: &Actor, id: MailId, now: Timestamp) -> Result<(), ResendError> {
    actor.must(Permission::Enquiries)?;
    let mail = outbox::table.filter(outbox::id.eq(id));
    let row: Option<(MailState, Option<Timestamp>)> =
        mail.select((outbox::state, outbox::body_purged_at)).first(conn).optional()?;
    let (state, purged_at) = row.ok_or(ResendError::NotFound)?;
    if purged_at.is_some() {
        return Err(ResendError::NoText);
    }
    let changed = diesel::update(mail.filter(outbox::state.ne(MailState::Leased)))
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::next_at.eq(now),
            outbox::sent_at.eq(None::<Timestamp>),
            outbox::waits_for_server.eq(false),
            outbox::set_aside_at.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Err(ResendError::InHand);
    }
    let act = Act {
        action: "resend",
        kind: "mail",
        id: Some(id.0),
        before: Some(serde_json::json!({ "state": state.as_str() })),
        after: Some(serde_json::json!({ "state": MailState::Queued.as_str() })),
    };
    record(conn, actor, &act, now)?;
    Ok(())
}

/// Says of a held mail that nothing is to be done about it, so that it alarms nobody any more. It stays in the list, and can still be
/// sent again. A mail that is not held is left as it is.
///
/// # Errors
/// When the actor may not, or there is no such mail.
pub fn set_aside(conn: &mut Conn, actor: &Actor, id: MailId, now: Timestamp) -> Result<(), ResendError> {
    actor.must(Permission::Enquiries)?;
    let mail = outbox::table.filter(outbox::id.eq(id));
    let state: MailState = mail.select(outbox::state).first(conn).optional()?.ok_or(ResendError::NotFound)?;
    let held = mail.filter(outbox::state.eq(MailState::Held).and(outbox::set_aside_at.is_null()));
    if diesel::update(held).set(outbox::set_aside_at.eq(now)).execute(conn)? > 0 {
        let before = Some(serde_json::json!({ "state": state.as_str() }));
        let after = Some(serde_json::json!({ "state": "set aside" }));
        record(conn, actor, &Act { action: "set-aside", kind: "mail", id: Some(id.0), before, after }, now)?;
    }
    Ok(())
}
