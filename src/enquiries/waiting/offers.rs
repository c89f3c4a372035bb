use crate::db::prelude::*;
use diesel::result::Error;

use super::links::SeatLink;
use crate::db::Conn;
use crate::db::schema::{enquiries, interests};
use crate::enquiries::enquiry::{EnquiryId, EnquiryKind};
use crate::enquiries::letters::Desk;
use crate::enquiries::routing::{Subject, who_would_get};
use crate::enquiries::store::note;
use crate::mail::Message;
use crate::outbox::{MailKind, NewMail, enqueue};
use crate::schedule::{Listing, TrainingId, list_by_id};
use crate::types::{EmailAddress, Reference, Timestamp, words};
use crate::urls;

words! {
    /// What became of an offer.
    OfferAnswer {
        /// They want the seat.
        Taken = "taken",
        /// They do not.
        Declined = "declined",
        /// They did not say in time.
        Lapsed = "lapsed",
    }
}

/// The offer of a seat.
#[derive(Debug, Clone)]
pub struct SeatOffer {
    /// The training.
    pub training: Listing,
    /// The enquiry by which somebody stood in line.
    pub reference: Reference,
    /// Until when it holds.
    pub until: Timestamp,
    /// What became of it; nothing while it is open.
    pub answer: Option<OfferAnswer>,
    id: i64,
    enquiry: EnquiryId,
    name: String,
}

type Row = (i64, i64, Timestamp, Option<OfferAnswer>, EnquiryId, String);

/// The offer behind a link; `None` where there is none.
pub fn find_offer(conn: &mut Conn, link: &SeatLink, now: Timestamp) -> QueryResult<Option<SeatOffer>> {
    let row: Option<Row> = interests::table
        .inner_join(enquiries::table)
        .filter(enquiries::reference.eq(link.reference()))
        .filter(interests::offer_until.is_not_null().and(interests::training_id.is_not_null()))
        .select((
            interests::id,
            interests::training_id.assume_not_null(),
            interests::offer_until.assume_not_null(),
            interests::offer_answer,
            enquiries::id,
            enquiries::name,
        ))
        .first(conn)
        .optional()?;
    let Some((id, training, until, answer, enquiry, name)) = row else { return Ok(None) };
    let Some(training) = list_by_id(conn, &[TrainingId(training)])?.pop() else { return Ok(None) };
    // It is over at its moment, whether or not somebody has written that down yet.
    let answer = answer.or((until <= now || training.state().is_off()).then_some(OfferAnswer::Lapsed));
    Ok(Some(SeatOffer { training, reference: link.reference().clone(), until, answer, id, enquiry, name }))
}

/// Takes an offer or passes it on, and tells staff of a seat that is taken. What was said once stays said; an offer that is over cannot be taken.
pub fn answer_offer(
    conn: &mut Conn,
    desk: &Desk,
    link: &SeatLink,
    is_taken: bool,
    now: Timestamp,
) -> QueryResult<Option<SeatOffer>> {
    let Some(offer) = find_offer(conn, link, now)? else { return Ok(None) };
    if offer.answer.is_some() {
        return Ok(Some(offer));
    }
    let answer = if is_taken { OfferAnswer::Taken } else { OfferAnswer::Declined };
    let open = interests::table.filter(interests::id.eq(offer.id)).filter(interests::offer_answer.is_null());
    let changed =
        diesel::update(open).set((interests::offer_answer.eq(answer), interests::ended_at.eq(now))).execute(conn)?;
    if changed == 0 {
        return find_offer(conn, link, now);
    }
    note(conn, offer.enquiry, "noted", &serde_json::json!({ "seat": answer }), now)?;
    if is_taken {
        tell_staff(conn, desk, &offer, now)?;
    }
    Ok(Some(SeatOffer { answer: Some(answer), ..offer }))
}

fn tell_staff(conn: &mut Conn, desk: &Desk, offer: &SeatOffer, now: Timestamp) -> QueryResult<()> {
    let training = &offer.training;
    let subject = Subject {
        kind: EnquiryKind::Interest,
        course: Some(training.course_id().0),
        city: training.city_id().map(|city| city.0),
    };
    for (number, to) in who_would_get(conn, subject, &desk.staff)?.recipients.iter().enumerate() {
        let message = desk.taken_seat(offer, (number, to), now);
        let outgoing = message.build().map_err(|error| Error::SerializationError(error.into()))?;
        let dedupe_key = outgoing.message_id.clone();
        let mail = NewMail { dedupe_key, enquiry_id: Some(offer.enquiry.0), kind: MailKind::Staff, outgoing };
        enqueue(conn, &mail, now)?;
    }
    Ok(())
}

impl Desk {
    fn taken_seat(&self, offer: &SeatOffer, (number, to): (usize, &EmailAddress), now: Timestamp) -> Message {
        let (training, reference) = (&offer.training, &offer.reference);
        let place = training.place().title;
        let link = format!("{}{}", self.base_url, urls::admin_enquiry(reference));
        let text = format!(
            "{} takes the seat that was offered from the waiting list:\n{}, {} ({place}), {}\n\nThe seat is kept for them. Raise the taken seats \
             of the training, tell them that it is booked, then move the enquiry to Booked.\n\n{link}\n",
            offer.name,
            training.course_title(),
            training.when(),
            training.code(),
        );
        let first = self.message_id(reference, "enquiry");
        Message {
            subject: format!("[{reference}] Seat taken: {}, {}", training.course_title(), training.when()),
            message_id: self.message_id(reference, &format!("seat-taken-{}", number + 1)),
            in_reply_to: Some(first.clone()),
            references: vec![first],
            ..self.note_to(to, text, now)
        }
    }
}
