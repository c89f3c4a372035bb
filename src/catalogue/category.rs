use crate::db::prelude::*;

use super::indexing::index_category;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::db::schema::categories;
use crate::site::{Save, Saved, keep_revision, with_body};
use crate::types::{Markdown, SafeHtml, Slug, Timestamp, id_type, words};

id_type!(CategoryId, "a category");

words! {
    /// The line drawing that stands for a category.
    Figure {
        /// Steps: software.
        Steps = "steps",
        /// A bell: data.
        Bell = "bell",
        /// Rising arcs: cloud.
        Arcs = "arcs",
        /// A burst: security.
        Burst = "burst",
        /// A mesh: networks.
        Mesh = "mesh",
        /// Waves: learning machines.
        Waves = "waves",
        /// A ladder: ways of working.
        Ladder = "ladder",
    }
}

/// A part of the catalogue.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = categories, check_for_backend(crate::db::MultiBackend))]
pub struct Category {
    /// Row id.
    pub id: CategoryId,
    /// Its word in the catalogue's filter.
    pub slug: Slug,
    /// The name.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// Its introduction.
    pub body_html: SafeHtml,
    /// Its line drawing.
    pub figure: Figure,
}

/// A category as editors write it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryContent {
    /// The name.
    pub title: String,
    /// Place in lists.
    pub position: i32,
    /// Its line drawing.
    pub figure: Figure,
    /// One sentence about it.
    pub summary: String,
    /// Its introduction in Markdown.
    #[serde(skip)]
    pub body: String,
}

with_body!(CategoryContent);

/// All categories in their order.
pub fn list_categories(conn: &mut Conn) -> QueryResult<Vec<Category>> {
    categories::table.order((categories::position, categories::id)).select(Category::as_select()).load(conn)
}

/// The names of all categories, for the export.
pub fn list_category_slugs(conn: &mut Conn) -> QueryResult<Vec<Slug>> {
    categories::table.order(categories::slug).select(categories::slug).load(conn)
}

/// A category as editors wrote it.
pub fn load_category(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<CategoryContent>> {
    let row: Option<(String, i32, Figure, String, String)> = categories::table
        .filter(categories::slug.eq(slug))
        .select((categories::title, categories::position, categories::figure, categories::summary, categories::body))
        .first(conn)
        .optional()?;
    Ok(row.map(|(title, position, figure, summary, body)| CategoryContent { title, position, figure, summary, body }))
}

/// Makes or changes a category.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn save_category(conn: &mut Conn, actor: &Actor, slug: &Slug, content: &CategoryContent, now: Timestamp) -> Save {
    actor.must(Permission::Content)?;
    let before = load_category(conn, slug)?;
    if before.as_ref() == Some(content) {
        return Ok(Saved::Unchanged);
    }
    let row = (
        categories::title.eq(&content.title),
        categories::position.eq(content.position),
        categories::figure.eq(content.figure),
        categories::summary.eq(&content.summary),
        categories::body.eq(&content.body),
        categories::body_html.eq(Markdown(&content.body).render().html),
        categories::updated_at.eq(now),
    );
    let id: CategoryId = match before {
        Some(_) => diesel::update(categories::table.filter(categories::slug.eq(slug)))
            .set((row, categories::row_version.eq(categories::row_version + 1)))
            .returning(categories::id)
            .get_result(conn)?,
        None => diesel::insert_into(categories::table)
            .values((row, categories::slug.eq(slug)))
            .returning(categories::id)
            .get_result(conn)?,
    };
    index_category(conn, slug)?;
    keep_revision(conn, actor, ("category", id.0), (before.as_ref(), content), now)?;
    Ok(if before.is_some() { Saved::Changed } else { Saved::Created })
}
