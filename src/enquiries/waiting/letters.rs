//! The letters to people who wait. Each carries the link that ends them, for its reader and for their mail program (RFC 8058).
use askama::Template;

use super::wishes::Waiter;
use crate::enquiries::answer_time::say_when;
use crate::enquiries::letters::{Desk, LetterError};
use crate::mail::{Message, Outgoing};
use crate::schedule::Listing;
use crate::site::Provider;
use crate::types::{Reference, Timestamp};
use crate::urls;

/// News of a date, as it is for everybody.
pub(super) struct DateLetter<'a> {
    pub date: &'a Listing,
    pub provider: &'a Provider,
    /// The editor's own words; may be empty.
    pub words: &'a str,
    pub now: Timestamp,
}

/// The offer of a seat.
pub(super) struct SeatLetter<'a> {
    pub date: &'a Listing,
    pub provider: &'a Provider,
    pub until: Timestamp,
    pub now: Timestamp,
}

#[derive(Template)]
#[template(path = "mail/date.txt")]
struct DateText<'a>(&'a SaidOfDate<'a>);

#[derive(Template)]
#[template(path = "mail/date.html")]
struct DateHtml<'a>(&'a SaidOfDate<'a>);

struct SaidOfDate<'a> {
    letter: &'a DateLetter<'a>,
    person: &'a Waiter,
    asked: String,
    link: String,
    stop: String,
}

#[derive(Template)]
#[template(path = "mail/seat.txt")]
struct SeatText<'a>(&'a SaidOfSeat<'a>);

#[derive(Template)]
#[template(path = "mail/seat.html")]
struct SeatHtml<'a>(&'a SaidOfSeat<'a>);

struct SaidOfSeat<'a> {
    letter: &'a SeatLetter<'a>,
    person: &'a Waiter,
    until: String,
    link: String,
    stop: String,
}

impl Desk {
    /// The link that ends the news which the sender of an enquiry asked for.
    pub(in crate::enquiries) fn stop_link(&self, reference: &Reference) -> String {
        format!("{}{}", self.base_url, urls::stop(&self.links.sign_stop(reference)))
    }

    /// News of a date for one person, in the conversation that their enquiry began.
    pub(super) fn news_of_date(&self, letter: &DateLetter<'_>, person: &Waiter) -> Result<Outgoing, LetterError> {
        let date = letter.date;
        let said = SaidOfDate {
            letter,
            person,
            asked: person.since.local(Timestamp::HOME).format("%-d %B %Y").to_string(),
            link: format!("{}{}", self.base_url, urls::training(date.code())),
            stop: self.stop_link(&person.reference),
        };
        let part = format!("date-{}-{}", date.code().as_str().to_lowercase(), date.first_day());
        let subject = format!("There is a date: {}, {}, {}", date.course_title(), date.when(), date.place().title);
        let message = Message {
            text: DateText(&said).render()?,
            html: Some(DateHtml(&said).render()?),
            ..self.to_waiter(person, letter.provider, (&part, subject), letter.now)
        };
        Ok(message.build()?)
    }

    /// The offer of a seat for whoever is next in line.
    pub(super) fn offer_of_seat(&self, letter: &SeatLetter<'_>, person: &Waiter) -> Result<Outgoing, LetterError> {
        let date = letter.date;
        let said = SaidOfSeat {
            letter,
            person,
            until: say_when(letter.until, letter.now.home_day()),
            link: format!("{}{}", self.base_url, urls::seat(&self.links.sign_seat(&person.reference))),
            stop: self.stop_link(&person.reference),
        };
        let subject = format!("A seat is free: {}, {}, {}", date.course_title(), date.when(), date.place().title);
        let message = Message {
            text: SeatText(&said).render()?,
            html: Some(SeatHtml(&said).render()?),
            ..self.to_waiter(person, letter.provider, ("seat", subject), letter.now)
        };
        Ok(message.build()?)
    }

    fn to_waiter(
        &self,
        person: &Waiter,
        provider: &Provider,
        (part, subject): (&str, String),
        now: Timestamp,
    ) -> Message {
        Message {
            subject,
            list_id: Some(format!("dates.{}", self.from.address.domain())),
            unsubscribe: Some(self.stop_link(&person.reference)),
            ..self.to_asker((&person.reference, &person.email), provider, part, now)
        }
    }
}
