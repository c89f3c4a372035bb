use diesel::prelude::*;

use super::enquiry::NewEnquiry;
use crate::db::Conn;
use crate::db::schema::{courses, routes};
use crate::types::EmailAddress;

/// Minutes of office time within which the fallback answers.
const FALLBACK_MINUTES: i32 = 120;

/// Who answers an enquiry, and how soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub recipients: Vec<EmailAddress>,
    pub owner_id: Option<i64>,
    pub answer_within_minutes: i32,
}

type Row = (Option<String>, Option<i64>, Option<i64>, Option<i64>, String, Option<i64>, i32, bool);

/// The first active rule that fits, in order of priority; else the fallback, which always has an address.
pub(super) fn route(conn: &mut Conn, enquiry: &NewEnquiry, fallback: &EmailAddress) -> QueryResult<Route> {
    let course = enquiry.about.course.as_ref().map(|course| course.id.0);
    let course = course.or(enquiry.about.training.as_ref().map(|training| training.course_id().0));
    let category: Option<i64> = match course {
        Some(id) => courses::table.filter(courses::id.eq(id)).select(courses::category_id).first(conn).optional()?,
        None => None,
    };
    let city = enquiry.about.city.as_ref().map(|city| city.id.0);
    let city = city.or(enquiry.about.training.as_ref().and_then(|training| training.city_id()).map(|id| id.0));
    let rows: Vec<Row> = routes::table
        .filter(routes::is_active)
        .order((routes::is_fallback, routes::priority, routes::id))
        .select((
            routes::kind,
            routes::course_id,
            routes::category_id,
            routes::city_id,
            routes::recipients,
            routes::owner_id,
            routes::answer_within_minutes,
            routes::is_fallback,
        ))
        .load(conn)?;
    let fits = |row: &Row| {
        let (kind, on_course, on_category, in_city, ..) = row;
        kind.as_deref().is_none_or(|kind| kind == enquiry.kind.as_str())
            && on_course.is_none_or(|id| Some(id) == course)
            && on_category.is_none_or(|id| Some(id) == category)
            && in_city.is_none_or(|id| Some(id) == city)
    };
    let found = rows.into_iter().find(fits).map(|(_, _, _, _, recipients, owner_id, answer_within_minutes, _)| Route {
        recipients: recipients.lines().filter_map(|line| line.parse().ok()).collect(),
        owner_id,
        answer_within_minutes,
    });
    let mut route =
        found.unwrap_or(Route { recipients: vec![], owner_id: None, answer_within_minutes: FALLBACK_MINUTES });
    if route.recipients.is_empty() {
        route.recipients.push(fallback.clone());
    }
    Ok(route)
}
