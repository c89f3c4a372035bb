//! Categories at the desk.
use diesel::QueryResult;

use super::record::{About, Field, Kind, Listed, Noun, Section, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::catalogue::{
    CategoryContent, category_slug, category_standings, load_category, remove_category, rename_category, save_category,
};
use crate::db::Conn;
use crate::site::Save;
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Categories as records.
pub struct Categories;

static ABOUT: About = About {
    kind: "category",
    one: "category",
    many: "Categories",
    teach: "A category is a part of the catalogue, such as Data or Security. Every course belongs to one.",
    at: urls::desk::CATEGORIES,
    needs: Permission::Content,
    sections: &[Section {
        title: "What it is",
        fields: &[
            Field::new("title", "Name", Kind::Line).needed("Enter a name"),
            Field::new("summary", "Summary", Kind::Text).needed("Enter a summary").hint("One sentence about it."),
            Field::new("position", "Place in lists", Kind::Number(0, 10_000)).needed("Enter a number"),
            Field::new(
                "figure",
                "Line drawing",
                Kind::Choice(&[
                    ("steps", "Steps"),
                    ("bell", "Bell"),
                    ("arcs", "Arcs"),
                    ("burst", "Burst"),
                    ("mesh", "Mesh"),
                    ("waves", "Waves"),
                    ("ladder", "Ladder"),
                ]),
            )
            .needed("Choose a line drawing"),
            Field::new("body", "Introduction", Kind::Markdown).hint("Markdown. Begin headings at ##."),
        ],
    }],
    defaults: &[("position", "0"), ("figure", "steps")],
    columns: &["Courses"],
    prefix: Some("/courses?category="),
};

pub(super) fn routes(table: &mut Table) {
    records::<Categories>(table);
}

impl Noun for Categories {
    type Content = CategoryContent;
    const ABOUT: &'static About = &ABOUT;
    const IS_REMOVED: bool = true;

    fn list(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Listed>> {
        let listed = category_standings(conn, now)?.into_iter().map(|(category, courses, standing)| Listed {
            id: category.id.0,
            slug: category.slug,
            title: category.title,
            cells: vec![courses.to_string()],
            standing,
        });
        Ok(listed.collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, CategoryContent)>> {
        let Some(slug) = category_slug(conn, id)? else { return Ok(None) };
        Ok(load_category(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CategoryContent, now: Timestamp) -> Save {
        save_category(conn, actor, slug, content, now)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_category(conn, actor, from, to, now)
    }

    fn remove(conn: &mut Conn, actor: &Actor, slug: &Slug, now: Timestamp) -> Save<()> {
        remove_category(conn, actor, slug, now)
    }
}
