//! Enquiries without pages: when an answer is due, who is reminded of it, what makes two of them one, who answers.
mod answer_time;
mod inbox;
mod reminders;
mod spam;
mod usually;

use lectern::db::prelude::*;
use lectern::db::schema::enquiries;
use lectern::types::{Reference, Timestamp};

use crate::support::site::Site;

/// The reference of the row with this number.
fn reference(number: usize) -> Reference {
    let letters = [number / 1024, number / 32, number].map(|part| u8::try_from(part % 32).unwrap());
    Reference::from_random([7, 7, 7, 7, letters[0], letters[1], letters[2]])
}

/// Rows of enquiries without the form: when each came, when it was due and when it was answered.
async fn keep(site: &Site, rows: Vec<(Timestamp, Timestamp, Option<Timestamp>)>) {
    let work = move |conn: &mut lectern::db::Conn| {
        for (number, (came, due, answered)) in rows.into_iter().enumerate() {
            let row = (
                enquiries::reference.eq(reference(number)),
                enquiries::kind.eq("general"),
                enquiries::name.eq(format!("Person {number}")),
                enquiries::email.eq(format!("p{number}@example.org")),
                enquiries::message.eq("Hello?"),
                enquiries::reply_by.eq("email"),
                enquiries::state.eq(if answered.is_some() { "answered" } else { "new" }),
                enquiries::received_at.eq(came),
                enquiries::answer_due_at.eq(due),
                enquiries::first_answered_at.eq(answered),
                enquiries::keep_until_on.eq(came.home_day() + chrono::Days::new(700)),
            );
            diesel::insert_into(enquiries::table).values(row).execute(conn)?;
        }
        Ok(())
    };
    site.db().write(work).await.unwrap();
}
