use std::collections::{HashMap, HashSet};

use crate::db::prelude::*;

use crate::db::schema::{enquiries, enquiry_merges, interests};
use crate::db::{Conn, among, lower, take_turns_at};
use crate::enquiries::enquiry::{EnquiryId, EnquiryKind, EnquiryState, NewEnquiry};
use crate::enquiries::notice::notice_version;
use crate::enquiries::store::{Answer, record_consent};
use crate::schedule::Listing;
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Reference, Timestamp};

/// What stands beside the button that asks for news of dates; recorded with each press (POPIA, s 69).
pub const WISH_WORDING: &str =
    "If you press the button, we email you when there is such a date or seat. Each email has a link to stop them.";

/// Somebody who waits for a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    /// The enquiry by which they asked.
    pub enquiry: EnquiryId,
    /// Its reference.
    pub reference: Reference,
    /// Their name.
    pub name: String,
    /// Where they are told.
    pub email: EmailAddress,
    /// When they asked.
    pub since: Timestamp,
    /// Their wishes that the date fulfils.
    pub(super) wishes: Vec<i64>,
}

impl Waiter {
    /// What stands for the person where their address must not stand.
    pub(super) fn mark(&self) -> String {
        sha256_hex(self.email.as_str().to_lowercase().as_bytes()).chars().take(32).collect()
    }
}

/// What an enquiry waits for: course, city and training; nothing where it waits for nothing in particular.
fn wish(enquiry: &NewEnquiry) -> Option<(Option<i64>, Option<i64>, Option<i64>)> {
    if enquiry.kind != EnquiryKind::Interest {
        return None;
    }
    let about = &enquiry.about;
    if let Some(training) = &about.training {
        let city = training.city_id().map(|city| city.0);
        return (training.seats_left() == 0).then_some((Some(training.course_id().0), city, Some(training.id().0)));
    }
    let (course, city) = (about.course.as_ref().map(|course| course.id.0), about.city.as_ref().map(|city| city.id.0));
    (course.is_some() || city.is_some()).then_some((course, city, None))
}

/// Notes that the sender of an enquiry waits, with their consent to be mailed, where they asked for that. Who waits for the same already
/// keeps their place.
pub(in crate::enquiries) fn note_wish(
    conn: &mut Conn,
    enquiry: &NewEnquiry,
    id: EnquiryId,
    now: Timestamp,
) -> QueryResult<bool> {
    let Some((course, city, training)) = wish(enquiry) else { return Ok(false) };
    let address = enquiry.email.as_str().to_lowercase();
    take_turns_at(conn, &format!("wishes of {address}"))?;
    let answer = Answer {
        enquiry: id,
        email: &enquiry.email,
        purpose: "dates",
        granted: true,
        notice_version_id: notice_version(conn, "marketing", WISH_WORDING, now)?,
        evidence: serde_json::json!({ "page": enquiry.source_path }).to_string(),
    };
    record_consent(conn, answer, now)?;
    let theirs: Vec<(Option<i64>, Option<i64>, Option<i64>)> = interests::table
        .filter(lower(interests::email).eq(&address))
        .filter(interests::ended_at.is_null())
        .select((interests::course_id, interests::city_id, interests::training_id))
        .load(conn)?;
    if theirs.contains(&(course, city, training)) {
        return Ok(false);
    }
    let row = (
        interests::course_id.eq(course),
        interests::city_id.eq(city),
        interests::training_id.eq(training),
        interests::email.eq(&enquiry.email),
        interests::enquiry_id.eq(id.0),
        interests::created_at.eq(now),
    );
    diesel::insert_into(interests::table).values(row).execute(conn).map(|_| true)
}

/// The enquiries whose sender may still wait: not those that became a booking, that came to nothing or that are spam. One that was merged
/// into another came to nothing only in name.
pub(super) fn live_enquiries(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashSet<i64>> {
    let merged = enquiry_merges::table.select(enquiry_merges::enquiry_id);
    let is_live = enquiries::state
        .eq(EnquiryState::New)
        .or(enquiries::state.eq(EnquiryState::Answered))
        .or(enquiries::state.eq(EnquiryState::Waiting))
        .or(enquiries::id.eq_any(merged));
    let live: Vec<i64> = enquiries::table
        .filter(among(enquiries::id, ids))
        .filter(enquiries::erased_at.is_null())
        .filter(is_live)
        .select(enquiries::id)
        .load(conn)?;
    Ok(live.into_iter().collect())
}

type Row = (i64, Option<i64>, EmailAddress, Timestamp, EnquiryId, Reference, String);

/// Who waits for a date like this, each person once, whoever asked first before the others.
pub(super) fn find_waiters(conn: &mut Conn, date: &Listing) -> QueryResult<Vec<Waiter>> {
    let course = date.course_id().0;
    let rows: Vec<Row> = interests::table
        .inner_join(enquiries::table)
        .filter(interests::ended_at.is_null().and(interests::training_id.is_null()))
        .filter(interests::course_id.is_null().or(interests::course_id.eq(course)))
        .order((interests::created_at, interests::id))
        .select((
            interests::id,
            interests::city_id,
            interests::email,
            interests::created_at,
            enquiries::id,
            enquiries::reference,
            enquiries::name,
        ))
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.4.0).collect();
    let live = live_enquiries(conn, &ids)?;
    let here = date.city_id().map(|city| city.0);
    let fits = |city: Option<i64>| city.is_none() || city == here;
    let mut order: Vec<Waiter> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (id, city, email, since, enquiry, reference, name) in rows {
        if !fits(city) || !live.contains(&enquiry.0) {
            continue;
        }
        let place = *places.entry(email.as_str().to_lowercase()).or_insert(order.len());
        match order.get_mut(place) {
            Some(waiter) => waiter.wishes.push(id),
            None => order.push(Waiter { enquiry, reference, name, email, since, wishes: vec![id] }),
        }
    }
    Ok(order)
}
