//! Taking away what nothing refers to.
use crate::db::prelude::*;

use super::city::load_city;
use super::trainer::load_trainer;
use super::venue::load_venue;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::{
    cities, enquiries, interests, posts, routes, trainer_topics, trainers, training_sessions, trainings, urls, venues,
};
use crate::index::{self, Kind};
use crate::site::{Save, Subject, note_removal, refuse_while_used};
use crate::types::{Slug, Timestamp};

/// Takes a city away.
///
/// # Errors
/// When something is or was there, the actor may not, or the database fails.
pub fn remove_city(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
    actor.must(Permission::Content)?;
    let id: i64 = cities::table.filter(cities::slug.eq(slug)).select(cities::id).first(conn)?;
    let was = load_city(conn, slug)?;
    let of_venues = venues::table.filter(venues::city_id.eq(id)).count().get_result(conn)?;
    let of_trainings = trainings::table.filter(trainings::city_id.eq(id)).count().get_result(conn)?;
    let of_enquiries = enquiries::table.filter(enquiries::city_id.eq(id)).count().get_result(conn)?;
    let of_interests: i64 = interests::table.filter(interests::city_id.eq(id)).count().get_result(conn)?;
    let of_rules = routes::table.filter(routes::city_id.eq(id)).count().get_result(conn)?;
    let of_cities = cities::table.filter(cities::nearest_id.eq(id)).count().get_result(conn)?;
    refuse_while_used(&[
        (of_venues, "venue", "venues"),
        (of_trainings, "training", "trainings"),
        (of_enquiries, "enquiry", "enquiries"),
        (of_interests, "wish for a date", "wishes for a date"),
        (of_rules, "rule for the mail", "rules for the mail"),
        (of_cities, "city as its nearest", "cities as their nearest"),
    ])?;
    index::remove(conn, Kind::City, id)?;
    let shown = urls::table.filter(urls::subject_kind.eq(Subject::City).and(urls::subject_id.eq(id)));
    diesel::delete(shown).execute(conn)?;
    diesel::delete(cities::table.filter(cities::id.eq(id))).execute(conn)?;
    note_removal(conn, actor, ("city", id), was.as_ref(), now)
}

/// Takes a venue away.
///
/// # Errors
/// When a training is or was there, the actor may not, or the database fails.
pub fn remove_venue(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
    actor.must(Permission::Content)?;
    let id: i64 = venues::table.filter(venues::slug.eq(slug)).select(venues::id).first(conn)?;
    let was = load_venue(conn, slug)?;
    let of_trainings = trainings::table.filter(trainings::venue_id.eq(id)).count().get_result(conn)?;
    refuse_while_used(&[(of_trainings, "training", "trainings")])?;
    index::remove(conn, Kind::Venue, id)?;
    diesel::delete(venues::table.filter(venues::id.eq(id))).execute(conn)?;
    note_removal(conn, actor, ("venue", id), was.as_ref(), now)
}

/// Takes a trainer away.
///
/// # Errors
/// When they teach or taught something or wrote a post, the actor may not, or the database fails.
pub fn remove_trainer(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
    actor.must(Permission::Content)?;
    let id: i64 = trainers::table.filter(trainers::slug.eq(slug)).select(trainers::id).first(conn)?;
    let was = load_trainer(conn, slug)?;
    let of_days = training_sessions::table.filter(training_sessions::trainer_id.eq(id)).count().get_result(conn)?;
    let of_posts = posts::table.filter(posts::author_id.eq(id)).count().get_result(conn)?;
    refuse_while_used(&[(of_days, "day of a training", "days of trainings"), (of_posts, "post", "posts")])?;
    diesel::delete(trainer_topics::table.filter(trainer_topics::trainer_id.eq(id))).execute(conn)?;
    diesel::delete(trainers::table.filter(trainers::id.eq(id))).execute(conn)?;
    note_removal(conn, actor, ("trainer", id), was.as_ref(), now)
}
