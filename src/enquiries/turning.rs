//! A training that is called off, or on again: whoever asked about it hears of it, in the transaction that changes it.
use std::collections::HashSet;

use crate::db::prelude::*;

use super::enquiry::{EnquiryId, EnquiryState};
use super::letters::Desk;
use super::news::NewsLetter;
use super::store::note;
use crate::access::{Act, Actor, Permission, record};
use crate::db::Conn;
use crate::db::schema::enquiries;
use crate::outbox::{self, MailKind, NewMail};
use crate::schedule::{Listing, Read, TrainingId, TrainingState, find_grid_row, set_state};
use crate::site::{Save, find_provider};
use crate::types::{EmailAddress, Reference, Timestamp};

/// Somebody who asked about a training and would come for nothing if nobody told them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Concerned {
    /// The enquiry that they last sent about it.
    pub enquiry: EnquiryId,
    /// Its reference.
    pub reference: Reference,
    /// Their name.
    pub name: String,
    /// Where they are told.
    pub email: EmailAddress,
}

/// What a change of a training told people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// To so many a letter is owed.
    pub told: usize,
    /// The references of those whose address no mail server takes: staff must reach them otherwise.
    pub unreached: Vec<Reference>,
}

/// Those whom a change of a training concerns, each once, by name: whoever asked about it and was not lost, spam or erased.
pub fn list_concerned(conn: &mut Conn, training: TrainingId) -> QueryResult<Vec<Concerned>> {
    let open = [EnquiryState::New, EnquiryState::Answered, EnquiryState::Waiting, EnquiryState::Booked];
    let mut people: Vec<Concerned> = enquiries::table
        .filter(enquiries::training_id.eq(training))
        .filter(enquiries::state.eq_any(open))
        .filter(enquiries::erased_at.is_null())
        .order(enquiries::id.desc())
        .select((enquiries::id, enquiries::reference, enquiries::name, enquiries::email))
        .load(conn)?;
    let mut seen = HashSet::new();
    people.retain(|one| seen.insert(one.email.as_str().to_lowercase()));
    people.sort_by_key(|one| (one.name.to_lowercase(), one.enquiry));
    Ok(people)
}

/// Changes how a training stands, and owes a letter to everybody whom that concerns, all of it or nothing. `words` are the editor's own and stand
/// in each letter.
///
/// # Errors
/// When somebody changed the training meanwhile, it cannot stand so, or the actor may not; then nobody is told.
pub fn turn_training(
    conn: &mut Conn,
    actor: &Actor,
    desk: &Desk,
    read: &Read,
    (to, words): (TrainingState, &str),
    now: Timestamp,
) -> Save<Told> {
    actor.must(Permission::Content)?;
    let turn = set_state(conn, actor, read, to, now)?;
    let row = find_grid_row(conn, &read.code)?;
    let (Some(news), Some(row)) = (turn.from.news(to), row) else { return Ok(Told::default()) };
    let provider = find_provider(conn)?;
    let people = list_concerned(conn, row.listing.id())?;
    let letter = NewsLetter { news, training: &row.listing, provider: &provider, words, now };
    let mut told = Told::default();
    for person in people {
        match desk.news(&letter, &person, turn.version) {
            Ok(outgoing) => {
                let dedupe_key = format!("training:{}:{}:{}", row.listing.id().0, turn.version, person.enquiry.0);
                let mail = NewMail { dedupe_key, enquiry_id: Some(person.enquiry.0), kind: MailKind::Notice, outgoing };
                if outbox::enqueue(conn, &mail, now)?.is_some() {
                    told.told += 1;
                    let data = serde_json::json!({ "notice": news, "training": read.code });
                    note(conn, person.enquiry, "mailed", &data, now)?;
                }
            }
            Err(_) => told.unreached.push(person.reference),
        }
    }
    audit(conn, actor, (&row.listing, &told), now)?;
    Ok(told)
}

/// How many were told, not who: the audit outlives their erasure.
fn audit(conn: &mut Conn, actor: &Actor, (training, told): (&Listing, &Told), now: Timestamp) -> QueryResult<()> {
    let after = serde_json::json!({ "told": told.told, "unreached": told.unreached.len() });
    let act = Act { action: "tell", kind: "training", id: Some(training.id().0), before: None, after: Some(after) };
    record(conn, actor, &act, now)
}
