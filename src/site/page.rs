use crate::db::prelude::*;

use super::addresses::{Subject, claim_address};
use super::content::{Save, SaveError, Saved, keep_revision, with_body};
use super::indexing::index_page;
use super::naming::renames;
use super::standing::Standing;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::pages;
use crate::types::{Markdown, Publication, SafeHtml, Slug, Timestamp};
use crate::urls;

/// A public static page.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = pages, check_for_backend(crate::db::MultiBackend))]
pub struct Page {
    /// Its address, without the slash.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// For search results.
    pub description: String,
    /// The text.
    pub body_html: SafeHtml,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A page as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageContent {
    /// The name.
    pub title: String,
    /// For search results.
    pub description: String,
    /// Place in the footer.
    pub position: i32,
    /// Whether it is public.
    #[serde(default, skip_serializing_if = "Publication::is_published")]
    pub state: Publication,
    /// The text in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(PageContent);

/// A public page by its part of the address.
pub fn find_page(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<Page>> {
    public().filter(pages::slug.eq(slug)).select(Page::as_select()).first(conn).optional()
}

/// Address and name of every public page, in their order.
pub fn list_pages(conn: &mut Conn) -> QueryResult<Vec<(Slug, String)>> {
    public().order((pages::position, pages::id)).select((pages::slug, pages::title)).load(conn)
}

/// The names of all pages, for the export.
pub fn list_page_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    pages::table.order(pages::slug).select(pages::slug).load(conn)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn public() -> _ {
    let published: Publication = Publication::Published;
    pages::table.filter(pages::state.eq(published))
}

/// A page as editors wrote it.
pub fn load_page(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<PageContent>> {
    let row: Option<(String, String, i32, Publication, String)> = pages::table
        .filter(pages::slug.eq(slug))
        .select((pages::title, pages::description, pages::position, pages::state, pages::body))
        .first(conn)
        .optional()?;
    Ok(row.map(|(title, description, position, state, body)| PageContent { title, description, position, state, body }))
}

/// Makes or changes a page.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn save_page(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &PageContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_page(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    check_name(slug)?;
    let row = (
        pages::title.eq(&content.title),
        pages::description.eq(&content.description),
        pages::position.eq(content.position),
        pages::body.eq(&content.body),
        pages::body_html.eq(Markdown(&content.body).render().html),
        pages::state.eq(content.state),
        pages::updated_at.eq(now),
    );
    let id: i64 = match before {
        Some(_) => diesel::update(pages::table.filter(pages::slug.eq(slug)))
            .set((row, pages::row_version.eq(pages::row_version + 1)))
            .returning(pages::id)
            .get_result(conn)?,
        None => diesel::insert_into(pages::table)
            .values((row, pages::slug.eq(slug)))
            .returning(pages::id)
            .get_result(conn)?,
    };
    claim_address(conn, &format!("/{slug}"), (Subject::Page, id), now)?;
    index_page(conn, slug)?;
    keep_revision(conn, actor, ("page", id), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}

/// A page's name must not be that of a part of the site.
fn check_name(slug: &Slug) -> Save<()> {
    if urls::FIRST_PARTS.contains(&slug.as_str()) {
        let why = format!("is the address of a part of the site: “{slug}”; choose another");
        return Err(SaveError::Refused { field: "slug", why });
    }
    Ok(())
}

renames! {
    pages, "page", page_slug, rename_page,
    check: check_name,
    index: index_page,
    moved: |conn, id, _, to, now| claim_address(conn, &urls::page(to), (Subject::Page, id), now),
}

/// A page as the desk lists it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = pages, check_for_backend(crate::db::MultiBackend))]
pub struct PageLine {
    /// Row id.
    pub id: i64,
    /// Its address, without the slash.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// Whether it is public.
    pub state: Publication,
}

/// Every page, in the order of the footer.
pub fn list_page_lines(conn: &mut Conn) -> QueryResult<Vec<PageLine>> {
    pages::table.order((pages::position, pages::id)).select(PageLine::as_select()).load(conn)
}

/// Whether the public sees a page.
pub fn page_standing(slug: &Slug, state: Publication) -> Standing {
    Standing::of(urls::page(slug), state.reason())
}
