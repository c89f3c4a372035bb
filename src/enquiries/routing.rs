use crate::db::prelude::*;

use super::enquiry::{EnquiryKind, NewEnquiry};
use super::rules::{FALLBACK_MINUTES, Rule, RuleId, list_rules};
use crate::db::Conn;
use crate::db::schema::courses;
use crate::types::EmailAddress;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// What the visitor wants.
    pub kind: EnquiryKind,
    /// The course, by row id; that of the training where it is about one.
    pub course: Option<i64>,
    /// The city, by row id.
    pub city: Option<i64>,
}

/// Who answers an enquiry, and how soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The rule that decided; none where only the setting was left.
    pub rule: Option<RuleId>,
    /// Who gets the mail; at least one.
    pub recipients: Vec<EmailAddress>,
    /// Whose it is from the start.
    pub owner_id: Option<i64>,
    /// Minutes of office time within which it is to be answered.
    pub answer_within_minutes: i32,
}

impl Subject {
    pub(super) fn of(enquiry: &NewEnquiry) -> Self {
        let (training, course) = (enquiry.about.training.as_ref(), enquiry.about.course.as_ref());
        let city = enquiry.about.city.as_ref().map(|city| city.id.0);
        Self {
            kind: enquiry.kind,
            course: course.map(|course| course.id.0).or(training.map(|training| training.course_id().0)),
            city: city.or(training.and_then(|training| training.city_id()).map(|id| id.0)),
        }
    }
}

/// Who would get an enquiry like this: the first active rule that fits, in order of priority; else the fallback, which always has an
/// address. It is asked when an enquiry comes in, and by staff who try their rules; what came in before is never sent again.
pub fn who_would_get(conn: &mut Conn, subject: Subject, fallback: &EmailAddress) -> QueryResult<Route> {
    let category: Option<i64> = match subject.course {
        Some(id) => courses::table.filter(courses::id.eq(id)).select(courses::category_id).first(conn).optional()?,
        None => None,
    };
    let fits = |rule: &Rule| {
        rule.is_active
            && rule.kind.is_none_or(|kind| kind == subject.kind)
            && rule.course_id.is_none_or(|id| Some(id) == subject.course)
            && rule.category_id.is_none_or(|id| Some(id) == category)
            && rule.city_id.is_none_or(|id| Some(id) == subject.city)
    };
    let found = list_rules(conn)?.into_iter().find(fits).map(|rule| Route {
        rule: Some(rule.id),
        recipients: rule.recipients,
        owner_id: rule.owner_id,
        answer_within_minutes: rule.answer_within_minutes,
    });
    let mut route = found.unwrap_or(Route {
        rule: None,
        recipients: vec![],
        owner_id: None,
        answer_within_minutes: FALLBACK_MINUTES,
    });
    if route.recipients.is_empty() {
        route.recipients.push(fallback.clone());
    }
    Ok(route)
}
