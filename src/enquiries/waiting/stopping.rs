use crate::db::prelude::*;

use super::links::StopLink;
use super::offers::OfferAnswer;
use super::wishes::WISH_WORDING;
use crate::db::Conn;
use crate::db::lower;
use crate::db::schema::{cities, consents, courses, enquiries, interests};
use crate::enquiries::enquiry::EnquiryId;
use crate::enquiries::notice::notice_version;
use crate::tokens::sha256_hex;
use crate::types::Timestamp;

/// What a link would end, named by what was asked for: the person is not named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stoppable {
    /// What they still wait for: `SQL Basics, Durban`.
    pub wishes: Vec<String>,
}

/// Whose news a link ends: their enquiry and their address. `None` once they are erased.
fn find_person(conn: &mut Conn, link: &StopLink) -> QueryResult<Option<(EnquiryId, String)>> {
    enquiries::table
        .filter(enquiries::reference.eq(link.reference()))
        .filter(enquiries::erased_at.is_null())
        .select((enquiries::id, enquiries::email))
        .first(conn)
        .optional()
}

/// What a link would end. `None` where the person is not known any more.
pub fn find_stoppable(conn: &mut Conn, link: &StopLink) -> QueryResult<Option<Stoppable>> {
    let Some((_, email)) = find_person(conn, link)? else { return Ok(None) };
    let rows: Vec<(Option<String>, Option<String>)> = interests::table
        .left_join(courses::table)
        .left_join(cities::table)
        .filter(lower(interests::email).eq(email.to_lowercase()))
        .filter(interests::ended_at.is_null())
        .order(interests::id)
        .select((courses::title.nullable(), cities::title.nullable()))
        .load(conn)?;
    let say = |(course, city): (Option<String>, Option<String>)| {
        let course = course.unwrap_or_else(|| "Any course".to_owned());
        city.map_or(course.clone(), |city| format!("{course}, {city}"))
    };
    Ok(Some(Stoppable { wishes: rows.into_iter().map(say).collect() }))
}

/// Ends all news of dates and seats for the person behind a link, for good; an offer that is open goes to the next in line. Doing it again
/// changes nothing. `None` where the person is not known any more.
pub fn stop_news(conn: &mut Conn, link: &StopLink, now: Timestamp) -> QueryResult<Option<usize>> {
    let Some((enquiry, email)) = find_person(conn, link)? else { return Ok(None) };
    let address = email.to_lowercase();
    let theirs =
        || interests::table.filter(lower(interests::email).eq(address.clone())).filter(interests::ended_at.is_null());
    diesel::update(theirs().filter(interests::offered_at.is_not_null()))
        .set(interests::offer_answer.eq(OfferAnswer::Declined))
        .execute(conn)?;
    let count = diesel::update(theirs()).set(interests::ended_at.eq(now)).execute(conn)?;
    if count > 0 {
        let row = (
            consents::enquiry_id.eq(enquiry.0),
            consents::subject_hash.eq(sha256_hex(address.as_bytes())),
            consents::purpose.eq("dates"),
            consents::channel.eq("email"),
            consents::action.eq("withdrawn"),
            consents::notice_version_id.eq(notice_version(conn, "marketing", WISH_WORDING, now)?),
            consents::evidence.eq(r#"{"by":"link"}"#),
            consents::at.eq(now),
        );
        diesel::insert_into(consents::table).values(row).execute(conn)?;
    }
    Ok(Some(count))
}
