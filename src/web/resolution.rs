//! Where an address leads that has no page any more.
use diesel::QueryResult;

use crate::blog::{self, PostId};
use crate::catalogue::{self, CourseId};
use crate::db::Conn;
use crate::site::{Resolution, Subject, resolve_address, subject_at};
use crate::types::Timestamp;
use crate::urls;

/// What the registry says of an address; what it shows may be withdrawn by a state or a moment of its own.
///
/// # Errors
/// When the database fails.
pub fn resolve(conn: &mut Conn, path: &str, now: Timestamp) -> QueryResult<Option<Resolution>> {
    if let Some(registered) = resolve_address(conn, path)? {
        return Ok(Some(registered));
    }
    if let Some((course, part)) = urls::part_of_course(path) {
        // What belongs to a course goes where the course went.
        return Ok(resolve(conn, course, now)?.map(|resolution| match resolution {
            Resolution::Moved(to) if urls::is_course(&to) => Resolution::Moved(format!("{to}{part}")),
            other => other,
        }));
    }
    let is_gone = match subject_at(conn, path)? {
        Some((Subject::Course, id)) => {
            let is_gone = catalogue::is_withdrawn(conn, CourseId(id), now)?;
            if let Some(next) = is_gone.then(|| catalogue::successor(conn, CourseId(id), now)).transpose()?.flatten() {
                return Ok(Some(Resolution::Moved(urls::course(&next))));
            }
            is_gone
        }
        Some((Subject::Post, id)) => blog::is_withdrawn(conn, PostId(id), now)?,
        _ => false,
    };
    Ok(is_gone.then_some(Resolution::Gone))
}
