use crate::db::prelude::*;

use super::course::CourseId;
use crate::db::Conn;
use crate::db::schema::trainings;
use crate::types::Timestamp;

/// A course says something else about itself: everybody who keeps one of its trainings in a calendar is to see it (RFC 5545, 3.8.7.4).
pub(super) fn tell_of_course(conn: &mut Conn, course: CourseId, now: Timestamp) -> QueryResult<()> {
    let changed = (trainings::ical_sequence.eq(trainings::ical_sequence + 1), trainings::updated_at.eq(now));
    diesel::update(trainings::table.filter(trainings::course_id.eq(course))).set(changed).execute(conn).map(|_| ())
}
