use crate::db::prelude::*;

use crate::db::Conn;
use crate::db::schema::pages;
use crate::types::{Publication, Slug, Timestamp};
use crate::urls;

/// A public page, as far as whoever points to it needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signpost {
    /// Its address, from the slash on.
    pub address: String,
    /// Its name.
    pub title: String,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Signposts to the public static pages, in their order.
pub fn list_signposts(conn: &mut Conn) -> QueryResult<Vec<Signpost>> {
    let rows: Vec<(Slug, String, Timestamp)> = pages::table
        .filter(pages::state.eq(Publication::Published))
        .order((pages::position, pages::id))
        .select((pages::slug, pages::title, pages::updated_at))
        .load(conn)?;
    let signpost = |(slug, title, changed_at)| Signpost { address: urls::page(&slug), title, changed_at };
    Ok(rows.into_iter().map(signpost).collect())
}
