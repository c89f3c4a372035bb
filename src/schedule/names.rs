//! The names by which people call courses, cities, venues and trainers in a spreadsheet.
use crate::db::prelude::*;

use super::city::City;
use super::holidays::Holidays;
use crate::catalogue::CourseId;
use crate::db::Conn;
use crate::db::schema::{cities, courses, trainers, venues};
use crate::site::{Save, SaveError};
use crate::types::{Code, Slug};

/// A course as a training needs to know it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(crate::db::MultiBackend))]
pub struct CourseName {
    /// Row id.
    pub id: CourseId,
    /// Its part of the address.
    pub slug: Slug,
    /// Its code.
    pub code: Code,
    /// The name.
    pub title: String,
    /// Its length in training days.
    pub days: i32,
    /// So many people fit a class.
    pub class_size: i32,
}

/// A venue with the city it is in.
#[derive(Debug, Clone, Queryable)]
pub struct VenueName {
    /// Its part of the address.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// Its city's part of the address.
    pub city: Slug,
}

/// Everything that a training may name, drafts too.
#[derive(Debug, Clone)]
pub struct Names {
    /// Courses by name.
    pub courses: Vec<CourseName>,
    /// Cities in their order.
    pub cities: Vec<City>,
    /// Venues by name.
    pub venues: Vec<VenueName>,
    /// Trainers by name: their part of the address and the name.
    pub trainers: Vec<(Slug, String)>,
    /// The days on which no class is.
    pub holidays: Holidays,
}

impl Names {
    /// Reads them all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(conn: &mut Conn) -> QueryResult<Self> {
        Ok(Self {
            courses: courses::table.order((courses::title, courses::id)).select(CourseName::as_select()).load(conn)?,
            cities: cities::table.order((cities::position, cities::id)).select(City::as_select()).load(conn)?,
            venues: venues::table
                .inner_join(cities::table)
                .order((venues::title, venues::id))
                .select((venues::slug, venues::title, cities::slug))
                .load(conn)?,
            trainers: trainers::table
                .order((trainers::title, trainers::id))
                .select((trainers::slug, trainers::title))
                .load(conn)?,
            holidays: Holidays::read(conn)?,
        })
    }

    /// The course that is called so: by slug, code or name.
    pub(super) fn course(&self, name: &str) -> Save<&CourseName> {
        let is = |one: &&CourseName| {
            same(one.slug.as_str(), name) || same(one.code.as_str(), name) || same(&one.title, name)
        };
        self.courses.iter().find(is).ok_or_else(|| unknown("course", name))
    }

    /// The course with this slug.
    pub fn course_of(&self, slug: &Slug) -> Option<&CourseName> {
        self.courses.iter().find(|one| one.slug == *slug)
    }

    /// The city that is called so: by slug, code, name or another name.
    pub(super) fn city(&self, name: &str) -> Save<&City> {
        let is = |one: &&City| same(one.code.as_str(), name) || same(&one.title, name) || one.answers_to(name);
        self.cities.iter().find(is).ok_or_else(|| unknown("city", name))
    }

    /// The venue that is called so: by slug or name.
    pub(super) fn venue(&self, name: &str) -> Save<&VenueName> {
        let is = |one: &&VenueName| same(one.slug.as_str(), name) || same(&one.title, name);
        self.venues.iter().find(is).ok_or_else(|| unknown("venue", name))
    }

    /// The trainer who is called so: by slug or name.
    pub(super) fn trainer(&self, name: &str) -> Save<&Slug> {
        let is = |one: &&(Slug, String)| same(one.0.as_str(), name) || same(&one.1, name);
        self.trainers.iter().find(is).map(|(slug, _)| slug).ok_or_else(|| unknown("trainer", name))
    }

    /// The one venue of a city, where it has just one.
    pub(super) fn only_venue(&self, city: &Slug) -> Option<&Slug> {
        let mut there = self.venues.iter().filter(|venue| venue.city == *city);
        there.next().filter(|_| there.next().is_none()).map(|venue| &venue.slug)
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn unknown(field: &'static str, name: &str) -> SaveError {
    SaveError::Refused { field, why: format!("“{name}” is not known") }
}
