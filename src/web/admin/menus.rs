//! The menus of the public site at the desk.
use diesel::QueryResult;

use super::record::{About, Aside, Field, Kind, Noun, Section, single_routes};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{Menus, Save, Standing, load_menus, save_menus};
use crate::types::{Slug, Timestamp};
use crate::urls;

/// The menus as a record.
pub struct MenuRecord;

const ENTRY: &[Field] = &[
    Field::new("label", "Label", Kind::Line).needed("enter a label"),
    Field::new("address", "Address", Kind::Line).needed("enter an address"),
];

static ABOUT: About = About {
    kind: "menus",
    one: "menu",
    many: "Menus",
    teach: "",
    at: urls::desk::MENUS,
    needs: Permission::Content,
    sections: &[
        Section {
            title: "At the head of every page",
            fields: &[Field::new("header", "Header", Kind::Rows("entry", ENTRY))
                .hint("Addresses of this site begin with /, others with https://.")],
        },
        Section {
            title: "At the foot of every page",
            fields: &[Field::new("footer", "Footer", Kind::Rows("entry", ENTRY))
                .hint("Shown under “Learn”; cities and pages are added by themselves.")],
        },
    ],
    defaults: &[],
    columns: &[],
    prefix: None,
};

pub(super) fn routes(table: &mut Table) {
    single_routes::<MenuRecord>(table);
}

impl Noun for MenuRecord {
    type Content = Menus;
    const ABOUT: &'static About = &ABOUT;

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, Menus)>> {
        let menus = load_menus(conn)?.unwrap_or_default();
        Ok("menus".parse().ok().filter(|_| id == 0).map(|slug| (slug, menus)))
    }

    fn save(conn: &mut Conn, actor: &Actor, _slug: &Slug, content: &Menus, now: Timestamp) -> Save {
        save_menus(conn, actor, content, now)
    }

    fn aside(_: &mut Conn, _: (i64, &Slug), _: &Menus, _: Timestamp) -> QueryResult<Aside> {
        Ok(Aside { standing: Some(Standing::Visible(urls::HOME.to_owned())), ..Aside::default() })
    }
}
