//! Static pages as they are to be found.
use crate::db::prelude::*;

use super::page::load_page;
use crate::db::Conn;
use crate::db::schema::pages;
use crate::index::{self, Document, Kind};
use crate::types::{Markdown, Publication, Slug, Timestamp};
use crate::urls;

/// Keeps a page in the index as it now is, or out of it while it is no public one.
pub fn index_page(conn: &mut Conn, slug: &Slug) -> QueryResult<()> {
    let Some(content) = load_page(conn, slug)? else { return Ok(()) };
    let (id, state, opens_at): (i64, Publication, Timestamp) =
        pages::table.filter(pages::slug.eq(slug)).select((pages::id, pages::state, pages::updated_at)).first(conn)?;
    if state != Publication::Published {
        return index::remove(conn, Kind::Page, id);
    }
    let document = Document {
        kind: Kind::Page,
        id,
        address: urls::page(slug),
        title: content.title,
        names: Vec::new(),
        summary: content.description,
        body: Markdown(&content.body).plain_text(),
        parents: Vec::new(),
        opens_at,
        closes_at: None,
    };
    index::put(conn, &document)
}
