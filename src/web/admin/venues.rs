//! Venues at the desk.
use diesel::QueryResult;

use super::cities::listed;
use super::record::{About, Field, Kind, Listed, Noun, Section, Source, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::schedule::{VenueContent, list_venue_lines, load_venue, remove_venue, rename_venue, save_venue, venue_slug};
use crate::site::Save;
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Venues as records.
pub struct Venues;

static ABOUT: About = About {
    kind: "venue",
    one: "venue",
    many: "Venues",
    teach: "A venue is a place with classrooms. It is shown on its city's page and on the trainings that are given in it.",
    at: urls::desk::VENUES,
    needs: Permission::Content,
    sections: &[
        Section {
            title: "What it is",
            fields: &[
                Field::new("title", "Name", Kind::Line).needed("Enter a name"),
                Field::new("city", "City", Kind::One(Source::Cities)).needed("Choose a city"),
                Field::new("address", "Street address", Kind::Line)
                    .needed("Enter the street address")
                    .hint("Street, suburb, city and postal code."),
                Field::new("capacity", "Capacity", Kind::Number(1, 10_000)).needed("Enter how many people it holds"),
                Field::new("body", "Text", Kind::Markdown).hint("Markdown."),
            ],
        },
        Section {
            title: "How to get there",
            fields: &[
                Field::new("landmark", "Landmark", Kind::Line).or_empty().hint("What one sees near it."),
                Field::new("parking", "Parking", Kind::Line).or_empty(),
                Field::new("transport", "Taxi, bus and train", Kind::Line).or_empty(),
                Field::new("access", "Access", Kind::Line).or_empty().hint("Steps, lifts, toilets."),
                Field::new("latitude", "Latitude", Kind::Degrees(-90.0, 90.0))
                    .hint("Degrees north; in South Africa below zero."),
                Field::new("longitude", "Longitude", Kind::Degrees(-180.0, 180.0)).hint("Degrees east."),
            ],
        },
    ],
    defaults: &[("capacity", "12")],
    columns: &["City"],
    prefix: None,
};

pub(super) fn routes(table: &mut Table) {
    records::<Venues>(table);
}

impl Noun for Venues {
    type Content = VenueContent;
    const ABOUT: &'static About = &ABOUT;
    const IS_REMOVED: bool = true;

    fn list(conn: &mut Conn, _now: Timestamp) -> QueryResult<Vec<Listed>> {
        Ok(list_venue_lines(conn)?.into_iter().map(listed).collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, VenueContent)>> {
        let Some(slug) = venue_slug(conn, id)? else { return Ok(None) };
        Ok(load_venue(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &VenueContent, now: Timestamp) -> Save {
        save_venue(conn, actor, slug, content, now)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_venue(conn, actor, from, to, now)
    }

    fn remove(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
        remove_venue(conn, actor, slug, now)
    }
}
