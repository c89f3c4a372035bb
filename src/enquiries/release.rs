use crate::db::prelude::*;
use chrono::Days;

use super::answer_settings::find_answer_settings;
use super::enquiry::{About, EnquiryId, EnquiryKind, EnquiryState, NewEnquiry, ReplyBy};
use super::letters::{Desk, Facts};
use super::receive::owe_letters;
use super::routing::{Subject, who_would_get};
use super::store::days_kept;
use super::waiting::note_wish;
use super::work::{refuse, tell};
use crate::access::{Act, Actor, Permission, record};
use crate::catalogue::{CourseKey, list_all_courses};
use crate::db::Conn;
use crate::db::schema::enquiries;
use crate::schedule::{TrainingId, list_by_id, list_cities};
use crate::site::{Save, find_provider};
use crate::types::{EmailAddress, Phone, Reference, Timestamp};

type Who = (String, EmailAddress, Option<String>, String, Option<String>, Option<i32>, Option<String>, ReplyBy);
type What = (EnquiryKind, Option<i64>, Option<TrainingId>, Option<i64>, Option<String>, Reference, EnquiryState);

/// Says that what looked like spam is none: it is routed and mailed as if it came in now, and its clock starts.
///
/// # Errors
/// When the actor may not, or it is not in quarantine and not called spam.
pub fn release(conn: &mut Conn, actor: &Actor, desk: &Desk, id: EnquiryId, now: Timestamp) -> Save<()> {
    actor.must(Permission::Enquiries)?;
    let (enquiry, reference, state) = load(conn, id)?;
    if !matches!(state, EnquiryState::Quarantine | EnquiryState::Spam) {
        return refuse("state", "is not that of something that looks like spam");
    }
    let provider = find_provider(conn)?;
    let route = who_would_get(conn, Subject::of(&enquiry), &desk.staff)?;
    let answer_due_at = find_answer_settings(conn)?.hours.due(now, route.answer_within_minutes);
    let days = u64::try_from(days_kept(conn, "enquiry")?).unwrap_or_default();
    diesel::update(enquiries::table.find(id))
        .set((
            enquiries::state.eq(EnquiryState::New),
            enquiries::owner_id.eq(route.owner_id),
            enquiries::answer_due_at.eq(answer_due_at),
            enquiries::keep_until_on.eq(now.home_day() + Days::new(days)),
            enquiries::row_version.eq(enquiries::row_version + 1),
        ))
        .execute(conn)?;
    let facts = Facts { enquiry: &enquiry, provider: &provider, reference: &reference, answer_due_at, now };
    note_wish(conn, &enquiry, id, now)?;
    owe_letters(conn, desk, &facts, (id, &route.recipients))?;
    let data = serde_json::json!({ "from": state.as_str(), "to": "new" });
    tell(conn, actor.user(), id, ("state", &data), now)?;
    record(conn, actor, &Act { action: "release", kind: "enquiry", id: Some(id.0), ..Act::default() }, now)?;
    Ok(())
}

/// The enquiry as it came in.
fn load(conn: &mut Conn, id: EnquiryId) -> QueryResult<(NewEnquiry, Reference, EnquiryState)> {
    let who: Who = enquiries::table
        .find(id)
        .select((
            enquiries::name,
            enquiries::email,
            enquiries::phone_typed,
            enquiries::message,
            enquiries::company,
            enquiries::attendees,
            enquiries::preferred_dates,
            enquiries::reply_by,
        ))
        .first(conn)?;
    let what: What = enquiries::table
        .find(id)
        .select((
            enquiries::kind,
            enquiries::course_id,
            enquiries::training_id,
            enquiries::city_id,
            enquiries::source_path,
            enquiries::reference,
            enquiries::state,
        ))
        .first(conn)?;
    let (name, email, phone, message, company, attendees, preferred_dates, reply_by) = who;
    let (kind, course, training, city, source_path, reference, state) = what;
    let about = About {
        course: find_course(conn, course)?,
        training: list_by_id(conn, &Vec::from_iter(training))?.pop(),
        city: list_cities(conn)?.into_iter().find(|known| Some(known.id.0) == city),
    };
    let enquiry = NewEnquiry {
        kind,
        about,
        name,
        email,
        phone: phone.and_then(|typed| typed.parse::<Phone>().ok()),
        message,
        company,
        attendees,
        preferred_dates,
        reply_by,
        marketing: false,
        form_key: None,
        source_path,
        visit: None,
        suspicions: Vec::new(),
        took: None,
    };
    Ok((enquiry, reference, state))
}

fn find_course(conn: &mut Conn, course: Option<i64>) -> QueryResult<Option<CourseKey>> {
    let Some(course) = course else { return Ok(None) };
    Ok(list_all_courses(conn)?.into_iter().find(|known| known.id.0 == course))
}
