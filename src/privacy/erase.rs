use std::collections::HashSet;

use crate::db::prelude::*;
use diesel::upsert::excluded;

use super::holdings::{enquiry_ids, subject_hash};
use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{enquiries, enquiry_events, erasure_tombstones, interests, outbox, rights_requests};
use crate::db::{Conn, Upsert, among, lower};
use crate::site::Save;
use crate::types::{EmailAddress, Timestamp};

/// What an erasure did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Enquiries that name nobody any more.
    pub enquiries: usize,
    /// The ids of mails whose text is gone: where mail is written to a folder, their files go too.
    pub message_ids: Vec<String>,
}

/// Forgets a person: what they wrote, who they are, mail about them, notes of staff. What is left says only that somebody asked something
/// on a day. A tombstone keeps the hash of the address, so that a backup that is restored later forgets them again.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn erase_person(conn: &mut Conn, actor: &Actor, email: &EmailAddress, now: Timestamp) -> Save<Erased> {
    actor.must(Permission::Enquiries)?;
    let erased = forget(conn, email, now)?;
    let after = serde_json::json!({ "subject": subject_hash(email), "enquiries": erased.enquiries });
    record(conn, actor, &Act { action: "erase", kind: "person", after: Some(after), ..Act::default() }, now)?;
    Ok(erased)
}

fn forget(conn: &mut Conn, email: &EmailAddress, now: Timestamp) -> QueryResult<Erased> {
    let ids = enquiry_ids(conn, email)?;
    let address = email.as_str().to_lowercase();
    let tombstone = (erasure_tombstones::subject_hash.eq(subject_hash(email)), erasure_tombstones::erased_at.eq(now));
    let insert = diesel::insert_into(erasure_tombstones::table)
        .values(tombstone)
        .on_conflict(erasure_tombstones::subject_hash)
        .do_update()
        .set(erasure_tombstones::erased_at.eq(excluded(erasure_tombstones::erased_at)));
    Upsert(insert).execute(conn)?;
    diesel::delete(interests::table.filter(lower(interests::email).eq(&address))).execute(conn)?;
    diesel::update(rights_requests::table.filter(lower(rights_requests::email).eq(&address)))
        .set((rights_requests::email.eq(""), rights_requests::details.eq("")))
        .execute(conn)?;
    let message_ids = erase_enquiries(conn, &ids, now)?;
    Ok(Erased { enquiries: ids.len(), message_ids })
}

/// Takes the person out of some enquiries; the ids of mails whose text went with them.
pub(super) fn erase_enquiries(conn: &mut Conn, ids: &[i64], now: Timestamp) -> QueryResult<Vec<String>> {
    let none = None::<String>;
    let person = (
        enquiries::name.eq(""),
        enquiries::email.eq(""),
        enquiries::phone_typed.eq(&none),
        enquiries::phone_e164.eq(&none),
        enquiries::company.eq(&none),
        enquiries::preferred_dates.eq(&none),
        enquiries::message.eq(""),
        enquiries::campaign.eq(&none),
        enquiries::spam_reasons.eq(""),
        enquiries::idempotency_key.eq(&none),
        enquiries::erased_at.eq(now),
    );
    diesel::update(enquiries::table.filter(among(enquiries::id, ids))).set(person).execute(conn)?;
    diesel::update(enquiry_events::table.filter(among(enquiry_events::enquiry_id, ids)))
        .set(enquiry_events::data.eq("{}"))
        .execute(conn)?;
    let wishes = interests::table
        .filter(interests::enquiry_id.is_not_null())
        .filter(among(interests::enquiry_id.assume_not_null(), ids));
    diesel::delete(wishes).execute(conn)?;
    for id in ids {
        let event = (enquiry_events::enquiry_id.eq(id), enquiry_events::at.eq(now), enquiry_events::kind.eq("erased"));
        diesel::insert_into(enquiry_events::table).values(event).execute(conn)?;
    }
    erase_mails(conn, ids, now)
}

/// Takes text and addresses out of the mails about some enquiries. One that was not sent yet has nothing left to say, and is held.
fn erase_mails(conn: &mut Conn, ids: &[i64], now: Timestamp) -> QueryResult<Vec<String>> {
    let mails: Vec<(i64, String)> = outbox::table
        .filter(outbox::enquiry_id.is_not_null())
        .filter(among(outbox::enquiry_id.assume_not_null(), ids))
        .order(outbox::id)
        .select((outbox::id, outbox::message_id))
        .load(conn)?;
    let (mails, message_ids): (Vec<i64>, Vec<String>) = mails.into_iter().unzip();
    let unsent = outbox::state.ne("sent").and(outbox::state.ne("held"));
    diesel::update(outbox::table.filter(among(outbox::id, &mails)).filter(unsent))
        .set((
            outbox::state.eq("held"),
            outbox::leased_by.eq(None::<String>),
            outbox::leased_until.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    diesel::update(outbox::table.filter(among(outbox::id, &mails)))
        .set((
            outbox::message.eq(None::<Vec<u8>>),
            outbox::body_purged_at.eq(now),
            outbox::recipients.eq(""),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(message_ids)
}

/// Forgets again whoever was forgotten before: to be done after a backup is restored. How many enquiries that concerned.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn replay_tombstones(conn: &mut Conn, actor: &Actor, now: Timestamp) -> Save<usize> {
    actor.must(Permission::Site)?;
    let known: HashSet<String> =
        erasure_tombstones::table.select(erasure_tombstones::subject_hash).load(conn)?.into_iter().collect();
    let addresses: Vec<String> =
        enquiries::table.filter(enquiries::email.ne("")).select(enquiries::email).distinct().load(conn)?;
    let mut count = 0;
    for email in addresses.iter().filter_map(|address| address.parse::<EmailAddress>().ok()) {
        if known.contains(&subject_hash(&email)) {
            count += forget(conn, &email, now)?.enquiries;
        }
    }
    Ok(count)
}
