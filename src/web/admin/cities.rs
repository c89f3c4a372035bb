//! Cities at the desk.
use diesel::QueryResult;

use super::record::{About, Field, Kind, Listed, Noun, Section, Source, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::schedule::{
    CityContent, PlaceLine, city_slug, link_city, list_city_lines, load_city, remove_city, rename_city, save_city,
};
use crate::site::{Save, Saved};
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Cities as records.
pub struct Cities;

static ABOUT: About = About {
    kind: "city",
    one: "city",
    many: "Cities",
    teach: "A city has a page once it has a venue or a training. Say there what is special about learning in it.",
    at: urls::desk::CITIES,
    needs: Permission::Content,
    sections: &[
        Section {
            title: "What it is",
            fields: &[
                Field::new("title", "Name", Kind::Line).needed("Enter a name"),
                Field::new("code", "Code", Kind::Code).needed("Enter a code").hint("Three letters, as on a ticket."),
                Field::new("province", "Province", Kind::Line).needed("Enter the province"),
                Field::new("aliases", "Other names", Kind::Lines("name"))
                    .hint("Such as Port Elizabeth for Gqeberha. Their addresses lead here."),
                Field::new("summary", "Summary", Kind::Text)
                    .needed("Enter a summary")
                    .hint("One sentence about training there."),
                Field::new("body", "Text", Kind::Markdown).hint("Markdown. Begin headings at ##."),
            ],
        },
        Section {
            title: "Where it is",
            fields: &[
                Field::new("latitude", "Latitude", Kind::Degrees(-90.0, 90.0))
                    .hint("Degrees north; in South Africa below zero."),
                Field::new("longitude", "Longitude", Kind::Degrees(-180.0, 180.0)).hint("Degrees east."),
                Field::new("nearest", "Nearest other city", Kind::One(Source::Cities))
                    .hint("If left empty, the nearest is found by distance."),
            ],
        },
        Section {
            title: "In lists and search results",
            fields: &[
                Field::new("position", "Place in lists", Kind::Number(0, 10_000)).needed("Enter a number"),
                Field::new("description", "Description for search results", Kind::Text)
                    .needed("Enter a description for search results"),
            ],
        },
    ],
    defaults: &[("position", "0")],
    columns: &["Province"],
    prefix: Some("/locations/"),
};

pub(super) fn routes(table: &mut Table) {
    records::<Cities>(table);
}

/// A place or a person in the list.
pub(super) fn listed(line: PlaceLine) -> Listed {
    Listed { id: line.id, slug: line.slug, title: line.title, cells: vec![line.note], standing: line.standing }
}

impl Noun for Cities {
    type Content = CityContent;
    const ABOUT: &'static About = &ABOUT;
    const IS_REMOVED: bool = true;

    fn list(conn: &mut Conn, _now: Timestamp) -> QueryResult<Vec<Listed>> {
        Ok(list_city_lines(conn)?.into_iter().map(listed).collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, CityContent)>> {
        let Some(slug) = city_slug(conn, id)? else { return Ok(None) };
        Ok(load_city(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CityContent, now: Timestamp) -> Save {
        let saved = save_city(conn, actor, slug, content, now)?;
        if saved != Saved::Unchanged {
            link_city(conn, slug, content)?;
        }
        Ok(saved)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_city(conn, actor, from, to, now)
    }

    fn remove(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
        remove_city(conn, actor, slug, now)
    }
}
