//! Which content links to which address of the site, written down whenever content is saved.
use std::collections::BTreeSet;

use crate::db::prelude::*;

use super::revisions::RevisionKind;
use crate::db::Conn;
use crate::db::schema::{link_refs, revisions, urls};
use crate::types::Markdown;

/// Links beyond these in one text are not written down.
const MOST_LINKS: usize = 500;

/// Writes down where a text links to on this site, in place of what was written down before.
pub(super) fn note_links(conn: &mut Conn, (kind, id): (&str, i64), body: &str) -> QueryResult<()> {
    let known = link_refs::table.filter(link_refs::from_kind.eq(kind).and(link_refs::from_id.eq(id)));
    let targets: BTreeSet<String> = Markdown(body).local_links().into_iter().take(MOST_LINKS).collect();
    let before: Vec<String> = known.select(link_refs::to_path).load(conn)?;
    if before.len() == targets.len() && before.iter().all(|path| targets.contains(path)) {
        return Ok(());
    }
    diesel::delete(link_refs::table.filter(link_refs::from_kind.eq(kind).and(link_refs::from_id.eq(id))))
        .execute(conn)?;
    for target in targets {
        let row = (link_refs::from_kind.eq(kind), link_refs::from_id.eq(id), link_refs::to_path.eq(target));
        diesel::insert_into(link_refs::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// A link of the site's content to an address of the site.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LinkRef {
    /// The kind of thing whose text has the link, such as `post`.
    pub from_kind: String,
    /// Its row id.
    pub from_id: i64,
    /// The address that it leads to, without query and fragment.
    pub to_path: String,
}

/// A thing by its name, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What kind of thing it is.
    pub kind: String,
    /// Its title, as last saved.
    pub title: String,
    /// Its public address, where its kind has one.
    pub address: Option<String>,
}

/// What a thing is called, by what was last saved of it.
pub fn name_of(conn: &mut Conn, kind: &str, id: i64) -> QueryResult<Named> {
    let saved: Option<String> = revisions::table
        .filter(revisions::subject_kind.eq(kind).and(revisions::subject_id.eq(id)))
        .filter(revisions::kind.ne(RevisionKind::Autosave))
        .order(revisions::id.desc())
        .select(revisions::content)
        .first(conn)
        .optional()?;
    let fields: Option<serde_json::Value> = saved.and_then(|saved| serde_json::from_str(&saved).ok());
    let title = fields.as_ref().and_then(|fields| fields.get("title")?.as_str()).unwrap_or(kind).to_owned();
    let address = urls::table
        .filter(urls::subject_kind.eq(kind).and(urls::subject_id.eq(id)))
        .select(urls::path)
        .first(conn)
        .optional()?;
    Ok(Named { kind: kind.to_owned(), title, address })
}

/// Every link of the site's content to the site itself, by target.
pub fn list_links(conn: &mut Conn) -> QueryResult<Vec<LinkRef>> {
    link_refs::table
        .order((link_refs::to_path, link_refs::from_kind, link_refs::from_id))
        .select((link_refs::from_kind, link_refs::from_id, link_refs::to_path))
        .load(conn)
}
