//! Static pages at the desk.
use diesel::QueryResult;

use super::courses::STATE;
use super::record::{About, Field, Kind, Listed, Noun, Section, routes as records};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{PageContent, Save, list_page_lines, load_page, page_slug, page_standing, rename_page, save_page};
use crate::types::{Slug, Timestamp};
use crate::urls;

/// Static pages as records.
pub struct Pages;

static ABOUT: About = About {
    kind: "page",
    one: "page",
    many: "Pages",
    teach: "Pages are texts that seldom change: about you, privacy, terms. Published ones stand in the footer.",
    at: urls::desk::PAGES,
    needs: Permission::Content,
    sections: &[Section {
        title: "What it says",
        fields: &[
            Field::new("title", "Title", Kind::Line).needed("Enter a title"),
            STATE,
            Field::new("body", "Text", Kind::Markdown).hint("Markdown. Begin headings at ##."),
            Field::new("description", "Description for search results", Kind::Text)
                .needed("Enter a description for search results"),
            Field::new("position", "Place in the footer", Kind::Number(0, 10_000)).needed("Enter a number"),
        ],
    }],
    defaults: &[("state", "draft"), ("position", "0")],
    columns: &[],
    prefix: Some("/"),
};

pub(super) fn routes(table: &mut Table) {
    records::<Pages>(table);
}

impl Noun for Pages {
    type Content = PageContent;
    const ABOUT: &'static About = &ABOUT;

    fn list(conn: &mut Conn, _now: Timestamp) -> QueryResult<Vec<Listed>> {
        let listed = list_page_lines(conn)?.into_iter().map(|line| {
            let standing = page_standing(&line.slug, line.state);
            Listed { id: line.id, slug: line.slug, title: line.title, cells: Vec::new(), standing }
        });
        Ok(listed.collect())
    }

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, PageContent)>> {
        let Some(slug) = page_slug(conn, id)? else { return Ok(None) };
        Ok(load_page(conn, &slug)?.map(|content| (slug, content)))
    }

    fn save(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &PageContent, now: Timestamp) -> Save {
        save_page(conn, actor, slug, content, now)
    }

    fn rename(conn: &mut Conn, actor: &Actor, (from, to): (&Slug, &Slug), now: Timestamp) -> Save<()> {
        rename_page(conn, actor, from, to, now)
    }
}
