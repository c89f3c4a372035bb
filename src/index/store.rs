use crate::db::prelude::*;
use diesel::dsl::exists;

use super::document::{Document, Entry, Kind, Text};
use super::engine;
use super::words::{index_words, stem};
use crate::db::schema::{search_documents, search_links};
use crate::db::{Conn, among};
use crate::types::Timestamp;

/// Keeps a thing as it is to be found, in the transaction of its change. What belongs to it is kept anew, because it is found by the
/// thing's names.
pub fn put(conn: &mut Conn, document: &Document) -> QueryResult<()> {
    let row = (
        search_documents::address.eq(&document.address),
        search_documents::opens_at.eq(document.opens_at),
        search_documents::closes_at.eq(document.closes_at),
        search_documents::visible_from.eq(document.opens_at),
        search_documents::visible_until.eq(document.closes_at),
        search_documents::title.eq(&document.title),
        search_documents::names.eq(document.names.join("\n")),
        search_documents::inherited.eq(""),
        search_documents::summary.eq(&document.summary),
        search_documents::body.eq(&document.body),
    );
    let id = match find(conn, document.kind, document.id)? {
        Some(id) => {
            diesel::update(search_documents::table.filter(search_documents::id.eq(id))).set(row).execute(conn)?;
            diesel::delete(search_links::table.filter(search_links::document_id.eq(id))).execute(conn)?;
            id
        }
        None => diesel::insert_into(search_documents::table)
            .values((row, search_documents::kind.eq(document.kind), search_documents::subject_id.eq(document.id)))
            .returning(search_documents::id)
            .get_result(conn)?,
    };
    for (kind, parent) in &document.parents {
        let link =
            (search_links::document_id.eq(id), search_links::parent_kind.eq(kind), search_links::parent_id.eq(parent));
        diesel::insert_into(search_links::table).values(link).execute(conn)?;
    }
    compose(conn, id)?;
    compose_children(conn, document.kind, document.id)
}

/// Takes a thing out of what can be found, and with it whatever is seen only beside it.
pub fn remove(conn: &mut Conn, kind: Kind, id: i64) -> QueryResult<()> {
    let Some(document) = find(conn, kind, id)? else { return Ok(()) };
    engine::erase(conn, document)?;
    diesel::delete(search_documents::table.filter(search_documents::id.eq(document))).execute(conn)?;
    compose_children(conn, kind, id)
}

fn find(conn: &mut Conn, kind: Kind, id: i64) -> QueryResult<Option<i64>> {
    search_documents::table
        .filter(search_documents::kind.eq(kind).and(search_documents::subject_id.eq(id)))
        .select(search_documents::id)
        .first(conn)
        .optional()
}

fn compose_children(conn: &mut Conn, kind: Kind, id: i64) -> QueryResult<()> {
    let children: Vec<i64> = search_links::table
        .filter(search_links::parent_kind.eq(kind).and(search_links::parent_id.eq(id)))
        .order(search_links::document_id)
        .select(search_links::document_id)
        .load(conn)?;
    children.into_iter().try_for_each(|child| compose(conn, child))
}

type Own = (Kind, Timestamp, Option<Timestamp>, String, String, String, String);

/// What a document belongs to: the names it lends, and when it can be seen.
struct Parent {
    kind: Kind,
    id: i64,
    names: String,
    from: Timestamp,
    until: Option<Timestamp>,
}

/// Puts a document's words together from its own and those of what it belongs to.
fn compose(conn: &mut Conn, id: i64) -> QueryResult<()> {
    let (kind, opens, closes, title, names, summary, body): Own = search_documents::table
        .filter(search_documents::id.eq(id))
        .select((
            search_documents::kind,
            search_documents::opens_at,
            search_documents::closes_at,
            search_documents::title,
            search_documents::names,
            search_documents::summary,
            search_documents::body,
        ))
        .first(conn)?;
    if !kind.is_found() {
        return Ok(());
    }
    let (parents, is_alone) = parents(conn, id)?;
    let inherited: Vec<&str> = parents.iter().map(|parent| parent.names.as_str()).collect();
    let inherited = inherited.join("\n");
    let needed = || parents.iter().filter(|parent| parent.kind.is_needed());
    let from = needed().map(|parent| parent.from).chain([opens]).max().unwrap_or(opens);
    let until = needed().filter_map(|parent| parent.until).chain(closes).min();
    diesel::update(search_documents::table.filter(search_documents::id.eq(id)))
        .set((
            search_documents::inherited.eq(&inherited),
            search_documents::visible_from.eq(from),
            search_documents::visible_until.eq(if is_alone { Some(from) } else { until }),
        ))
        .execute(conn)?;
    let head = with_stems(&[&title, &names, &inherited]);
    engine::write(conn, id, kind, &head, &with_stems(&[&summary, &body]))
}

/// What a document belongs to, courses first; and whether something without which it is not seen is missing.
fn parents(conn: &mut Conn, id: i64) -> QueryResult<(Vec<Parent>, bool)> {
    let links: Vec<(Kind, i64)> = search_links::table
        .filter(search_links::document_id.eq(id))
        .select((search_links::parent_kind, search_links::parent_id))
        .load(conn)?;
    let mut parents = Vec::new();
    let mut is_alone = false;
    for (kind, parent) in links {
        let row: Option<(String, String, Timestamp, Option<Timestamp>)> = search_documents::table
            .filter(search_documents::kind.eq(kind).and(search_documents::subject_id.eq(parent)))
            .select((
                search_documents::title,
                search_documents::names,
                search_documents::visible_from,
                search_documents::visible_until,
            ))
            .first(conn)
            .optional()?;
        is_alone |= row.is_none() && kind.is_needed();
        parents.extend(row.map(|(title, names, from, until)| {
            // The synonyms of a topic lead to its name when a query is read, and so to what bears it.
            let names = if kind == Kind::Topic || names.is_empty() { title } else { format!("{title}\n{names}") };
            Parent { kind, id: parent, names, from, until }
        }));
    }
    parents.sort_by_key(|parent| (parent.kind, parent.id));
    Ok((parents, is_alone))
}

fn with_stems(texts: &[&str]) -> Vec<String> {
    let words = texts.iter().flat_map(|text| index_words(text));
    words.flat_map(|word| [stem(&word), word]).collect()
}

/// Whether nothing was ever put into the index, as after the migration that made it.
pub fn is_empty(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(exists(search_documents::table.filter(search_documents::id.gt(0))))
        .get_result(conn)
        .map(|any: bool| !any)
}

/// Whatever can be found now, and what lends its names to it, by its names; the oldest first.
pub fn list_visible(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Entry>> {
    type Row = (Kind, i64, String, String, String, String, String);
    let ended = search_documents::visible_until.le(now).assume_not_null();
    let rows: Vec<Row> = search_documents::table
        .filter(search_documents::visible_from.le(now))
        .filter(search_documents::visible_until.is_null().or(diesel::dsl::not(ended)))
        .order(search_documents::id)
        .select((
            search_documents::kind,
            search_documents::subject_id,
            search_documents::address,
            search_documents::title,
            search_documents::names,
            search_documents::inherited,
            search_documents::summary,
        ))
        .load(conn)?;
    let entry = |(kind, id, address, title, names, inherited, summary)| Entry {
        kind,
        id,
        address,
        title,
        names,
        inherited,
        summary,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// The words in full of some documents, by their numbers in the index.
pub fn texts(conn: &mut Conn, documents: &[i64]) -> QueryResult<Vec<Text>> {
    let rows: Vec<(i64, String)> = search_documents::table
        .filter(among(search_documents::id, documents))
        .order(search_documents::id)
        .select((search_documents::id, search_documents::body))
        .load(conn)?;
    Ok(rows.into_iter().map(|(document, body)| Text { document, body }).collect())
}
