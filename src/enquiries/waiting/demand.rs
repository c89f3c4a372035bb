use std::collections::{BTreeMap, BTreeSet};

use crate::db::prelude::*;

use super::seats::{count_kept, list_line};
use super::wishes::live_enquiries;
use crate::db::Conn;
use crate::db::schema::{cities, courses, interests};
use crate::schedule::{Listing, TrainingId, list_upcoming_by_id};
use crate::types::{Slug, Timestamp};

/// How many wait for a date of a course in a city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The course's name and its part of the address; any where there is none.
    pub course: Option<(String, Slug)>,
    /// The city's name and its part of the address; online, or any, where there is none.
    pub city: Option<(String, Slug)>,
    /// People, each counted once.
    pub people: usize,
    /// Those of them who heard of no date since they asked.
    pub unheard: usize,
    /// Since when the first of them waits.
    pub since: Timestamp,
}

/// The line for the seats of a training that is full.
#[derive(Debug, Clone)]
pub struct WaitingList {
    /// The training.
    pub training: Listing,
    /// People in line.
    pub waiting: usize,
    /// Seats that are on offer or were taken by an offer and are not booked yet.
    pub kept: i64,
}

type Row = (Option<i64>, Option<i64>, Option<String>, Option<Slug>, Option<String>, Option<Slug>);
type Who = (String, Timestamp, Option<Timestamp>, Option<i64>);

#[derive(Default)]
struct Group {
    names: Option<Row>,
    people: BTreeSet<String>,
    heard: BTreeSet<String>,
    since: Option<Timestamp>,
}

/// What people wait for, by course and city: most people first, then whoever waits longest.
pub fn list_demand(conn: &mut Conn) -> QueryResult<Vec<Demand>> {
    let rows: Vec<(Row, Who)> = interests::table
        .left_join(courses::table)
        .left_join(cities::table)
        .filter(interests::ended_at.is_null().and(interests::training_id.is_null()))
        .order((interests::created_at, interests::id))
        .select((
            (
                interests::course_id,
                interests::city_id,
                courses::title.nullable(),
                courses::slug.nullable(),
                cities::title.nullable(),
                cities::slug.nullable(),
            ),
            (interests::email, interests::created_at, interests::told_at, interests::enquiry_id),
        ))
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().filter_map(|(_, who)| who.3).collect();
    let live: BTreeSet<i64> = live_enquiries(conn, &ids)?.into_iter().collect();
    let mut groups: BTreeMap<(Option<i64>, Option<i64>), Group> = BTreeMap::new();
    for (what, (email, since, told, enquiry)) in rows {
        if !enquiry.is_some_and(|id| live.contains(&id)) {
            continue;
        }
        let group = groups.entry((what.0, what.1)).or_default();
        let email = email.to_lowercase();
        if told.is_some() {
            group.heard.insert(email.clone());
        }
        group.people.insert(email);
        group.since = group.since.or(Some(since));
        group.names = Some(what);
    }
    let mut demand: Vec<Demand> = groups.into_values().filter_map(say).collect();
    demand.sort_by_key(|one| (std::cmp::Reverse(one.people), one.since));
    Ok(demand)
}

fn say(group: Group) -> Option<Demand> {
    let (_, _, course, course_slug, city, city_slug) = group.names?;
    Some(Demand {
        course: course.zip(course_slug),
        city: city.zip(city_slug),
        people: group.people.len(),
        unheard: group.people.difference(&group.heard).count(),
        since: group.since?,
    })
}

/// The trainings that lie ahead and have a line, soonest first.
pub fn list_waiting_lists(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<WaitingList>> {
    let mut ids: Vec<Option<i64>> = interests::table
        .filter(interests::training_id.is_not_null())
        .select(interests::training_id)
        .distinct()
        .load(conn)?;
    ids.sort_unstable();
    let ids: Vec<TrainingId> = ids.into_iter().flatten().map(TrainingId).collect();
    let mut lists = Vec::new();
    for training in list_upcoming_by_id(conn, &ids, now)? {
        let (waiting, kept) = (list_line(conn, training.id())?.len(), count_kept(conn, training.id(), now)?);
        if waiting > 0 || kept > 0 {
            lists.push(WaitingList { training, waiting, kept });
        }
    }
    Ok(lists)
}
