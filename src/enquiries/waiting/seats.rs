use crate::db::prelude::*;
use chrono::Duration;

use super::letters::SeatLetter;
use super::offers::OfferAnswer;
use super::wishes::{Waiter, live_enquiries};
use crate::db::schema::{enquiries, interests, trainings};
use crate::db::{Conn, among, take_turns_at};
use crate::enquiries::enquiry::EnquiryState;
use crate::enquiries::letters::Desk;
use crate::enquiries::store::note;
use crate::outbox::{MailKind, NewMail, enqueue};
use crate::schedule::{Listing, TrainingId, list_upcoming_by_id};
use crate::site::find_provider;
use crate::types::Timestamp;

/// For so long a seat is kept for whoever is next in line; never beyond the training's first minute.
const OFFER_HOURS: i64 = 48;

/// Offers that nobody answered in time.
fn lapsed(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<(i64, i64)>> {
    interests::table
        .filter(interests::offer_until.is_not_null().and(interests::offer_answer.is_null()))
        .filter(interests::offer_until.le(now))
        .filter(interests::enquiry_id.is_not_null())
        .order(interests::id)
        .select((interests::id, interests::enquiry_id.assume_not_null()))
        .load(conn)
}

/// Places in line for trainings that have begun.
fn too_late(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<i64>> {
    interests::table
        .inner_join(trainings::table)
        .filter(interests::ended_at.is_null().and(interests::offered_at.is_null()))
        .filter(trainings::starts_at.le(now))
        .order(interests::id)
        .select(interests::id)
        .load(conn)
}

/// The trainings with a line, and how many seats of each are free and kept for nobody.
fn free_seats(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<(Listing, i64)>> {
    let mut ids: Vec<Option<i64>> = interests::table
        .filter(interests::training_id.is_not_null())
        .filter(interests::ended_at.is_null().and(interests::offered_at.is_null()))
        .select(interests::training_id)
        .distinct()
        .load(conn)?;
    ids.sort_unstable();
    let ids: Vec<TrainingId> = ids.into_iter().flatten().map(TrainingId).collect();
    let mut free = Vec::new();
    for training in list_upcoming_by_id(conn, &ids, now)? {
        let left = i64::from(training.seats_left()) - count_kept(conn, training.id(), now)?;
        if left > 0 {
            free.push((training, left));
        }
    }
    Ok(free)
}

/// Seats that are kept: those on offer, and those that were taken by an offer and are not booked yet. Staff raise the training's taken seats first
/// and then move the enquiry to booked, so that a seat is never counted as free in between.
pub(super) fn count_kept(conn: &mut Conn, training: TrainingId, now: Timestamp) -> QueryResult<i64> {
    let on_offer = interests::offer_answer.is_null().and(interests::offer_until.gt(now).assume_not_null());
    let open: i64 = interests::table
        .filter(interests::training_id.eq(training.0))
        .filter(interests::offered_at.is_not_null())
        .filter(on_offer)
        .count()
        .first(conn)?;
    let taken: i64 = interests::table
        .inner_join(enquiries::table)
        .filter(interests::training_id.eq(training.0))
        .filter(interests::offer_answer.eq(OfferAnswer::Taken))
        .filter(enquiries::state.ne(EnquiryState::Booked).and(enquiries::state.ne(EnquiryState::Lost)))
        .count()
        .first(conn)?;
    Ok(open + taken)
}

/// Who stands in line for a training, first come first.
pub(super) fn list_line(conn: &mut Conn, training: TrainingId) -> QueryResult<Vec<Waiter>> {
    let rows: Vec<(i64, Waiter)> = interests::table
        .inner_join(enquiries::table)
        .filter(interests::training_id.eq(training.0))
        .filter(interests::ended_at.is_null().and(interests::offered_at.is_null()))
        .order((interests::created_at, interests::id))
        .select((
            interests::id,
            enquiries::id,
            enquiries::reference,
            enquiries::name,
            interests::email,
            interests::created_at,
        ))
        .load(conn)?
        .into_iter()
        .map(|(id, enquiry, reference, name, email, since)| {
            (id, Waiter { enquiry, reference, name, email, since, wishes: vec![id] })
        })
        .collect();
    let ids: Vec<i64> = rows.iter().map(|(_, waiter)| waiter.enquiry.0).collect();
    let live = live_enquiries(conn, &ids)?;
    Ok(rows.into_iter().map(|(_, waiter)| waiter).filter(|waiter| live.contains(&waiter.enquiry.0)).collect())
}

/// Whether a seat is to be offered, or an offer or a line is over. It only reads, so that an idle site never writes.
pub fn has_seats_to_pass(conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
    if !lapsed(conn, now)?.is_empty() || !too_late(conn, now)?.is_empty() {
        return Ok(true);
    }
    for (training, _) in free_seats(conn, now)? {
        if !list_line(conn, training.id())?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends the offers that nobody answered in time, and offers each free seat of a training with a line to whoever is next in it. However many
/// instances do so at once, a seat is offered to one person at a time. Tells how many offers were made.
pub fn pass_seats(conn: &mut Conn, desk: &Desk, now: Timestamp) -> QueryResult<usize> {
    take_turns_at(conn, "seats")?; // whoever passes seats on does so alone
    for (id, enquiry) in lapsed(conn, now)? {
        diesel::update(interests::table.find(id))
            .set((interests::offer_answer.eq(OfferAnswer::Lapsed), interests::ended_at.eq(now)))
            .execute(conn)?;
        note(conn, crate::enquiries::EnquiryId(enquiry), "noted", &serde_json::json!({ "seat": "lapsed" }), now)?;
    }
    let over = too_late(conn, now)?;
    diesel::update(interests::table.filter(among(interests::id, &over)))
        .set(interests::ended_at.eq(now))
        .execute(conn)?;
    let provider = find_provider(conn)?;
    let mut offers = 0;
    for (training, mut left) in free_seats(conn, now)? {
        let until = (now + Duration::hours(OFFER_HOURS)).min(training.starts_at());
        let letter = SeatLetter { date: &training, provider: &provider, until, now };
        for waiter in list_line(conn, training.id())? {
            if left == 0 {
                break;
            }
            if offer(conn, desk, &letter, &waiter)? {
                offers += 1;
                left -= 1;
            }
        }
    }
    Ok(offers)
}

/// Offers a seat to one person. `false` where no mail reaches them: then their place in line is over, and their enquiry says why.
fn offer(conn: &mut Conn, desk: &Desk, letter: &SeatLetter<'_>, waiter: &Waiter) -> QueryResult<bool> {
    let now = letter.now;
    let row = interests::table.filter(among(interests::id, &waiter.wishes));
    let Ok(outgoing) = desk.offer_of_seat(letter, waiter) else {
        diesel::update(row).set(interests::ended_at.eq(now)).execute(conn)?;
        note(conn, waiter.enquiry, "noted", &serde_json::json!({ "seat": "unreached" }), now)?;
        return Ok(false);
    };
    let id = waiter.wishes.first().copied().unwrap_or_default();
    let dedupe_key = format!("seat:{id}");
    let mail = NewMail { dedupe_key, enquiry_id: Some(waiter.enquiry.0), kind: MailKind::Notice, outgoing };
    enqueue(conn, &mail, now)?;
    diesel::update(row)
        .set((interests::offered_at.eq(now), interests::offer_until.eq(letter.until), interests::told_at.eq(now)))
        .execute(conn)?;
    note(conn, waiter.enquiry, "mailed", &serde_json::json!({ "seat": letter.date.code() }), now)?;
    Ok(true)
}
