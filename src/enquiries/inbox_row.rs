use std::collections::HashMap;

use crate::db::prelude::*;

use super::enquiry::{EnquiryId, EnquiryKind, EnquiryState};
use crate::db::schema::{cities, courses, enquiries, outbox, users};
use crate::db::{Conn, among};
use crate::outbox::MailState;
use crate::types::{EmailAddress, Reference, Timestamp};

/// How mail to staff about an enquiry fares, the worst of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailStanding {
    /// How far it is.
    pub state: MailState,
    /// Tries so far.
    pub attempts: i32,
}

/// An enquiry as it stands in the inbox.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// Row id.
    pub id: EnquiryId,
    /// Its reference.
    pub reference: Reference,
    /// What the visitor wants.
    pub kind: EnquiryKind,
    /// How it stands.
    pub state: EnquiryState,
    /// Who asks.
    pub name: String,
    /// Where the answer goes.
    pub email: EmailAddress,
    /// The number as it was typed.
    pub phone: Option<String>,
    /// The visitor's firm.
    pub company: Option<String>,
    /// How many people.
    pub attendees: Option<i32>,
    /// When it came.
    pub received_at: Timestamp,
    /// When it is to be answered.
    pub due_at: Option<Timestamp>,
    /// When it was answered first.
    pub answered_at: Option<Timestamp>,
    /// Who has it.
    pub owner: Option<String>,
    /// The course's name.
    pub course: Option<String>,
    /// The city's name.
    pub city: Option<String>,
    /// How the mail to staff fares; nothing where none was owed.
    pub mail: Option<MailStanding>,
}

impl InboxRow {
    /// Whether its answer is late.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state == EnquiryState::New && self.due_at.is_some_and(|due| due < now)
    }
}

type First = (EnquiryId, Reference, EnquiryKind, EnquiryState, String, EmailAddress, Option<String>, Option<String>);
type Second = (Option<i32>, Timestamp, Option<Timestamp>, Option<Timestamp>);
type Third = (Option<String>, Option<String>, Option<String>);

pub(super) fn list_rows(conn: &mut Conn, ids: &[EnquiryId]) -> QueryResult<Vec<InboxRow>> {
    let rows: Vec<(First, Second, Third)> = enquiries::table
        .left_join(users::table)
        .left_join(courses::table)
        .left_join(cities::table)
        .filter(among(enquiries::id, ids))
        .select((
            (
                enquiries::id,
                enquiries::reference,
                enquiries::kind,
                enquiries::state,
                enquiries::name,
                enquiries::email,
                enquiries::phone_typed,
                enquiries::company,
            ),
            (enquiries::attendees, enquiries::received_at, enquiries::answer_due_at, enquiries::first_answered_at),
            (users::name.nullable(), courses::title.nullable(), cities::title.nullable()),
        ))
        .load(conn)?;
    let mails = standings(conn, ids)?;
    let mut found: HashMap<EnquiryId, InboxRow> =
        rows.into_iter().map(|row| row_of(row, &mails)).map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

fn row_of((first, second, third): (First, Second, Third), mails: &HashMap<i64, MailStanding>) -> InboxRow {
    let (id, reference, kind, state, name, email, phone, company) = first;
    let (attendees, received_at, due_at, answered_at) = second;
    let (owner, course, city) = third;
    let mail = mails.get(&id.0).copied();
    InboxRow {
        id,
        reference,
        kind,
        state,
        name,
        email,
        phone,
        company,
        attendees,
        received_at,
        due_at,
        answered_at,
        owner,
        course,
        city,
        mail,
    }
}

/// The worst mail to staff of each enquiry.
fn standings(conn: &mut Conn, ids: &[EnquiryId]) -> QueryResult<HashMap<i64, MailStanding>> {
    let rows: Vec<(Option<i64>, MailState, i32)> = outbox::table
        .filter(outbox::enquiry_id.is_not_null())
        .filter(among(outbox::enquiry_id.assume_not_null(), ids))
        .filter(outbox::kind.eq("staff"))
        .select((outbox::enquiry_id, outbox::state, outbox::attempts))
        .load(conn)?;
    let mut worst: HashMap<i64, MailStanding> = HashMap::new();
    for (id, state, attempts) in rows {
        let standing = MailStanding { state, attempts };
        let kept = worst.entry(id.unwrap_or_default()).or_insert(standing);
        if gravity(state) > gravity(kept.state) {
            *kept = standing;
        }
    }
    Ok(worst)
}

fn gravity(state: MailState) -> u8 {
    match state {
        MailState::Sent => 0,
        MailState::Queued | MailState::Leased => 1,
        MailState::Retry => 2,
        MailState::Held => 3,
    }
}
