//! Cities, venues and trainers as the desk lists them, each with whether the public sees it.
use crate::db::prelude::*;

use super::city::list_cities;
use crate::catalogue::published;
use crate::db::schema::{cities, courses, posts, trainers, training_sessions, trainings, venues};
use crate::db::{Conn, lower};
use crate::site::Standing;
use crate::types::{Publication, Slug, Timestamp};
use crate::urls;

/// A place or a person as the desk lists it.
#[derive(Debug, Clone)]
pub struct PlaceLine {
    /// Row id.
    pub id: i64,
    /// Its part of the address.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// What tells it from others: a province, a city, a role.
    pub note: String,
    /// Whether the public sees it.
    pub standing: Standing,
}

type Row = (i64, Slug, String, String);

/// Every city, in their order.
pub fn list_city_lines(conn: &mut Conn) -> QueryResult<Vec<PlaceLine>> {
    let shown: Vec<Slug> = list_cities(conn)?.into_iter().map(|city| city.slug).collect();
    let rows: Vec<Row> = cities::table
        .order((cities::position, cities::id))
        .select((cities::id, cities::slug, cities::title, cities::province))
        .load(conn)?;
    let line = |(id, slug, title, note): Row| {
        let why = (!shown.contains(&slug)).then_some("it has no venue and no training yet");
        PlaceLine { id, title, note, standing: Standing::of(urls::city(&slug), why), slug }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Every venue, by its city and name. It is seen on its city's page, which it brings about itself.
pub fn list_venue_lines(conn: &mut Conn) -> QueryResult<Vec<PlaceLine>> {
    let rows: Vec<(Row, Slug)> = venues::table
        .inner_join(cities::table)
        .order((cities::position, lower(venues::title), venues::id))
        .select(((venues::id, venues::slug, venues::title, cities::title), cities::slug))
        .load(conn)?;
    let line = |((id, slug, title, note), city): (Row, Slug)| {
        let standing = Standing::Visible(urls::city(&city));
        PlaceLine { id, slug, title, note, standing }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Every trainer, by name. They are seen as authors, and on the pages of the trainings that they give.
pub fn list_trainer_lines(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<PlaceLine>> {
    let rows: Vec<Row> = trainers::table
        .order((lower(trainers::title), trainers::id))
        .select((trainers::id, trainers::slug, trainers::title, trainers::role))
        .load(conn)?;
    let wrote: Vec<Option<i64>> = posts::table
        .filter(posts::state.eq(Publication::Published).and(posts::publish_at.le(now)))
        .filter(posts::unpublish_at.is_null().or(posts::unpublish_at.gt(now)))
        .select(posts::author_id)
        .load(conn)?;
    let teach: Vec<Option<i64>> = training_sessions::table
        .inner_join(trainings::table.inner_join(courses::table))
        .filter(published(now))
        .select(training_sessions::trainer_id)
        .load(conn)?;
    let line = |(id, slug, title, note): Row| {
        let standing = if wrote.contains(&Some(id)) {
            Standing::Visible(urls::author(&slug))
        } else if teach.contains(&Some(id)) {
            Standing::Visible(urls::TRAININGS.to_owned())
        } else {
            Standing::hidden("they give no public training and wrote no public post")
        };
        PlaceLine { id, slug, title, note, standing }
    };
    Ok(rows.into_iter().map(line).collect())
}
