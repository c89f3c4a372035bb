//! Career paths at the desk.
use diesel::QueryResult;

use super::courses::STATE;
use super::record::{About, Field, Kind, Listed, Noun, Section, Source, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::catalogue::{PathContent, list_path_lines, load_path, path_slug, rename_path, save_path};
use crate::db::Conn;
use crate::site::{Save, Standing};
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Career paths as records.
pub struct Paths;

static ABOUT: About = About {
    kind: "path",
    one: "path",
    many: "Career paths",
    teach: "A career path puts courses in the order in which somebody becomes what they want to be.",
    at: urls::desk::PATHS,
    needs: Permission::Content,
    sections: &[
        Section {
            title: "What it is",
            fields: &[
                Field::new("title", "Role", Kind::Line).needed("Enter the role"),
                Field::new("summary", "Summary", Kind::Text)
                    .needed("Enter a summary")
                    .hint("The role in one sentence."),
                STATE,
                Field::new("body", "Text", Kind::Markdown).hint("Markdown. Begin headings at ##."),
            ],
        },
        Section {
            title: "The path",
            fields: &[
                Field::new("steps", "Steps", Kind::Ordered(Source::Courses, "step"))
                    .hint("The courses in order. One that is not public is left out on the page."),
                Field::new("topics", "Topics", Kind::Many(Source::Topics)).hint("Posts on these topics belong to it."),
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
    defaults: &[("state", "draft"), ("position", "0")],
    columns: &[],
    prefix: Some("/paths/"),
};

pub(super) fn routes(table: &mut Table) {
    records::<Paths>(table);
}

impl Noun for Paths {
    type Content = PathContent;
    const ABOUT: &'static About = &ABOUT;

    fn list(conn: &mut Conn, _now: Timestamp) -> QueryResult<Vec<Listed>> {
        let listed = list_path_lines(conn)?.into_iter().map(|(id, slug, title, state)| {
            let standing = Standing::of(urls::path(&slug), state.reason());
            Listed { id, slug, title, cells: Vec::new(), standing }
        });
        Ok(listed.collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, PathContent)>> {
        let Some(slug) = path_slug(conn, id)? else { return Ok(None) };
        Ok(load_path(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &PathContent, now: Timestamp) -> Save {
        save_path(conn, actor, slug, content, now)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_path(conn, actor, from, to, now)
    }
}
