use crate::db::prelude::*;

use super::city::list_cities;
use crate::catalogue::published;
use crate::db::Conn;
use crate::db::schema::{courses, trainings};
use crate::site::Signpost;
use crate::types::{Code, Timestamp};
use crate::urls;

/// Signposts to the cities, and to the trainings of public courses that are not over.
pub fn list_signposts(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Signpost>> {
    let cities = list_cities(conn)?.into_iter().map(|city| Signpost {
        address: urls::city(&city.slug),
        title: city.title,
        changed_at: city.updated_at,
    });
    let mut all: Vec<Signpost> = cities.collect();
    let rows: Vec<(Code, String, Timestamp)> = trainings::table
        .inner_join(courses::table)
        .filter(published(now))
        .filter(trainings::ends_at.gt(now))
        .order((trainings::starts_at, trainings::id))
        .select((trainings::code, courses::title, trainings::updated_at))
        .load(conn)?;
    all.extend(rows.into_iter().map(|(code, title, changed_at)| Signpost {
        address: urls::training(&code),
        title: format!("{title}, {code}"),
        changed_at,
    }));
    Ok(all)
}
