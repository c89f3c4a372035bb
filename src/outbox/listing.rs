use crate::db::prelude::*;
use diesel::dsl::{count_star, sql};
use diesel::sql_types::Bool;

use super::store::{MailId, MailKind, MailState, OPEN};
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::types::Timestamp;

/// Mails a page of the list.
const A_PAGE: i64 = 50;

/// A mail as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The mail.
    pub id: MailId,
    /// The enquiry that it is about.
    pub enquiry_id: Option<i64>,
    /// What it is for.
    pub kind: MailKind,
    /// How far it is.
    pub state: MailState,
    /// Who gets it, or has not got it yet where others have.
    pub recipients: Vec<String>,
    /// Tries so far.
    pub attempts: i32,
    /// When it is tried next; tells nothing of a mail that is sent or held.
    pub next_at: Timestamp,
    /// The server's words at the last try that failed.
    pub last_error: Option<String>,
    /// Since when it is owed.
    pub created_at: Timestamp,
    /// When a server took it.
    pub sent_at: Option<Timestamp>,
    /// Whether its text is still there, so that it can be sent again.
    pub has_text: bool,
    /// Whether staff said that nothing is to be done about it.
    pub is_set_aside: bool,
}

/// Which mails to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In these states; in any where there is none.
    pub states: Vec<MailState>,
    /// For this; for anything where there is none.
    pub kind: Option<MailKind>,
    /// Owed before this, and not sent: what has waited for long.
    pub owed_before: Option<Timestamp>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub mails: Vec<Listed>,
    /// How many there are on all pages.
    pub count: i64,
    /// Mails on a full page.
    pub size: i64,
}

type Row = (
    (MailId, Option<i64>, MailKind, MailState, String, i32),
    (Timestamp, Option<String>, Timestamp, Option<Timestamp>, Option<Timestamp>, Option<Timestamp>),
);

type FirstColumns = (outbox::id, outbox::enquiry_id, outbox::kind, outbox::state, outbox::recipients, outbox::attempts);
type OtherColumns = (
    outbox::next_at,
    outbox::last_error,
    outbox::created_at,
    outbox::sent_at,
    outbox::body_purged_at,
    outbox::set_aside_at,
);

/// Never the text itself: it would be read from the disk for nothing.
const COLUMNS: (FirstColumns, OtherColumns) = (
    (outbox::id, outbox::enquiry_id, outbox::kind, outbox::state, outbox::recipients, outbox::attempts),
    (
        outbox::next_at,
        outbox::last_error,
        outbox::created_at,
        outbox::sent_at,
        outbox::body_purged_at,
        outbox::set_aside_at,
    ),
);

fn listed((first, second): Row) -> Listed {
    let (id, enquiry_id, kind, state, recipients, attempts) = first;
    let (next_at, last_error, created_at, sent_at, purged_at, set_aside_at) = second;
    let recipients = recipients.lines().map(str::to_owned).collect();
    let has_text = purged_at.is_none();
    let is_set_aside = set_aside_at.is_some();
    Listed {
        id,
        enquiry_id,
        kind,
        state,
        recipients,
        attempts,
        next_at,
        last_error,
        created_at,
        sent_at,
        has_text,
        is_set_aside,
    }
}

/// The mails of an enquiry, oldest first.
pub fn list_of_enquiry(conn: &mut Conn, enquiry: i64) -> QueryResult<Vec<Listed>> {
    let rows: Vec<Row> =
        outbox::table.filter(outbox::enquiry_id.eq(enquiry)).order(outbox::id).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(listed).collect())
}

/// A page of the mails that a filter lets through, counted from 1.
pub fn list(conn: &mut Conn, filter: &Filter, page: u32) -> QueryResult<Page> {
    let states = if filter.states.is_empty() { MailState::ALL } else { &filter.states };
    let are_open = !states.contains(&MailState::Sent) || filter.owed_before.is_some();
    let chosen = || {
        let mut query = outbox::table.filter(outbox::state.eq_any(states.to_vec())).into_boxed();
        if let Some(kind) = filter.kind {
            query = query.filter(outbox::kind.eq(kind));
        }
        if let Some(before) = filter.owed_before {
            query = query.filter(outbox::created_at.lt(before));
        }
        if are_open {
            query = query.filter(sql::<Bool>(OPEN));
        }
        query
    };
    let count = chosen().select(count_star()).first(conn)?;
    let offset = i64::from(page.saturating_sub(1)) * A_PAGE;
    let rows: Vec<Row> = chosen().order(outbox::id.desc()).limit(A_PAGE).offset(offset).select(COLUMNS).load(conn)?;
    Ok(Page { mails: rows.into_iter().map(listed).collect(), count, size: A_PAGE })
}
