//! The database's own full-text search, a statement for each engine. Rank is not asked for: engines weigh differently, and both are to
//! find the same in the same order.
use std::collections::BTreeSet;

use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Text, Timestamp as SqlTimestamp};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, QueryableByName, RunQueryDsl, sql_query};

use super::document::{Entry, Kind, Match};
use super::term::{Notation, Term};
use crate::db::Conn;
use crate::types::Timestamp;

const FTS5: Notation = Notation { quote: '"', prefix: " *", and: " AND ", or: " OR " };
const TSQUERY: Notation = Notation { quote: '\'', prefix: ":*", and: " & ", or: " | " };
/// Words of one document that count: a server refuses an index entry of more than a megabyte.
const MOST_WORDS: usize = 20_000;

/// The word that every document of a kind holds; nobody can type it, because its first sign is no letter.
fn mark(kind: Kind) -> String {
    format!("\u{e000}{kind}")
}

/// Keeps a document's words: those of its names, and the others.
pub(super) fn write(conn: &mut Conn, document: i64, kind: Kind, head: &[String], body: &[String]) -> QueryResult<()> {
    let once = |words: &[String]| words.iter().take(MOST_WORDS).cloned().collect::<BTreeSet<String>>();
    let mut head = once(head);
    head.insert(mark(kind));
    let body = once(body);
    match conn {
        Conn::Sqlite(sqlite) => {
            let spaced = |words: BTreeSet<String>| Vec::from_iter(words).join(" ");
            sql_query("INSERT OR REPLACE INTO search_index (rowid, head, body) VALUES ($1, $2, $3)")
                .bind::<BigInt, _>(document)
                .bind::<Text, _>(spaced(head))
                .bind::<Text, _>(spaced(body))
                .execute(sqlite)
        }
        Conn::Postgres(postgres) => {
            let quoted = |words: &BTreeSet<String>| words.iter().map(|word| format!("'{word}' ")).collect::<String>();
            let whole: BTreeSet<String> = head.union(&body).cloned().collect();
            sql_query(
                "INSERT INTO search_index (document_id, head, whole) VALUES ($1, $2::tsvector, $3::tsvector) \
                 ON CONFLICT (document_id) DO UPDATE SET head = excluded.head, whole = excluded.whole",
            )
            .bind::<BigInt, _>(document)
            .bind::<Text, _>(quoted(&head))
            .bind::<Text, _>(quoted(&whole))
            .execute(postgres)
        }
    }
    .map(|_| ())
}

/// Forgets a document's words.
pub(super) fn erase(conn: &mut Conn, document: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => {
            sql_query("DELETE FROM search_index WHERE rowid = $1").bind::<BigInt, _>(document).execute(sqlite)
        }
        Conn::Postgres(postgres) => {
            sql_query("DELETE FROM search_index WHERE document_id = $1").bind::<BigInt, _>(document).execute(postgres)
        }
    }
    .map(|_| ())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    document: i64,
    #[diesel(sql_type = Text)]
    kind: Kind,
    #[diesel(sql_type = BigInt)]
    subject_id: i64,
    #[diesel(sql_type = Text)]
    address: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    names: String,
    #[diesel(sql_type = Text)]
    inherited: String,
    #[diesel(sql_type = Text)]
    summary: String,
}

const COLUMNS: &str = "d.id AS document, d.kind, d.subject_id, d.address, d.title, d.names, d.inherited, d.summary";
const VISIBLE: &str = "d.visible_from <= $1 AND (d.visible_until IS NULL OR d.visible_until > $1)";

/// Documents that hold what is asked for and can be found now: of each kind at most `most` by their names and, where those are fewer, at
/// most `most` by any word, the oldest first. A document that both find comes once.
pub fn candidates(
    conn: &mut Conn,
    term: &Term,
    kinds: &[Kind],
    now: Timestamp,
    most: usize,
) -> QueryResult<Vec<Match>> {
    let mut rows = holding(conn, term, kinds, true, now, most)?;
    let is_enough = |kind: &Kind| rows.iter().filter(|row| row.kind == *kind).count() >= most;
    let others: Vec<Kind> = kinds.iter().copied().filter(|kind| !is_enough(kind)).collect();
    rows.extend(holding(conn, term, &others, false, now, most)?);
    let mut seen = BTreeSet::new();
    Ok(rows.into_iter().filter(|row| seen.insert(row.document)).map(Match::from).collect())
}

/// At most `most` documents of each kind that hold it, in their names or anywhere.
fn holding(
    conn: &mut Conn,
    term: &Term,
    kinds: &[Kind],
    in_names: bool,
    now: Timestamp,
    most: usize,
) -> QueryResult<Vec<Row>> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        Conn::Sqlite(sqlite) => {
            let (written, column) = (term.write(&FTS5), if in_names { "head : " } else { "" });
            let asked = kinds.iter().map(|kind| format!("\"{}\" AND {column}({written})", mark(*kind)));
            let (sql, asked) = statement(asked.collect(), |place| {
                // The full-text index leads; the planner might else look up every document in it.
                format!(
                    "SELECT {COLUMNS} FROM search_index CROSS JOIN search_documents d ON d.id = search_index.rowid \
                     WHERE {VISIBLE} AND search_index MATCH ${place} ORDER BY search_index.rowid LIMIT {most}"
                )
            });
            let start = sql_query(sql).into_boxed::<Sqlite>().bind::<SqlTimestamp, _>(now);
            asked.into_iter().fold(start, |query, text| query.bind::<Text, _>(text)).load(sqlite)
        }
        Conn::Postgres(postgres) => {
            let (written, held) = (term.write(&TSQUERY), if in_names { "search_heads" } else { "search_wholes" });
            let asked = kinds.iter().map(|kind| format!("'{}' & ({written})", mark(*kind)));
            let (sql, asked) = statement(asked.collect(), |place| {
                format!(
                    "SELECT {COLUMNS} FROM {held}(${place}::tsquery) WITH ORDINALITY AS held (id, place) \
                     JOIN search_documents d ON d.id = held.id WHERE {VISIBLE} ORDER BY held.place LIMIT {most}"
                )
            });
            let start = sql_query(sql).into_boxed::<Pg>().bind::<SqlTimestamp, _>(now);
            asked.into_iter().fold(start, |query, text| query.bind::<Text, _>(text)).load(postgres)
        }
    }
}

#[derive(QueryableByName)]
struct Subject {
    #[diesel(sql_type = BigInt)]
    subject_id: i64,
}

/// The things of a kind that hold what is asked for and can be found now, by their row ids.
pub fn subjects(conn: &mut Conn, term: &Term, kind: Kind, now: Timestamp) -> QueryResult<Vec<i64>> {
    let rows: Vec<Subject> = match conn {
        Conn::Sqlite(sqlite) => sql_query(format!(
            "SELECT d.subject_id FROM search_index CROSS JOIN search_documents d ON d.id = search_index.rowid \
             WHERE {VISIBLE} AND search_index MATCH $2"
        ))
        .bind::<SqlTimestamp, _>(now)
        .bind::<Text, _>(format!("\"{}\" AND ({})", mark(kind), term.write(&FTS5)))
        .load(sqlite)?,
        Conn::Postgres(postgres) => sql_query(format!(
            "SELECT d.subject_id FROM search_wholes($2::tsquery) AS held (id) \
             JOIN search_documents d ON d.id = held.id WHERE {VISIBLE}"
        ))
        .bind::<SqlTimestamp, _>(now)
        .bind::<Text, _>(format!("'{}' & ({})", mark(kind), term.write(&TSQUERY)))
        .load(postgres)?,
    };
    Ok(rows.into_iter().map(|row| row.subject_id).collect())
}

/// One statement of an arm for each question; `$1` is the time, the questions follow.
fn statement(asked: Vec<String>, arm: impl Fn(usize) -> String) -> (String, Vec<String>) {
    let arms: Vec<String> =
        (2..).zip(&asked).map(|(place, _)| format!("SELECT * FROM ({}) AS arm{place}", arm(place))).collect();
    (arms.join(" UNION ALL "), asked)
}

impl From<Row> for Match {
    fn from(row: Row) -> Self {
        let Row { document, kind, subject_id, address, title, names, inherited, summary } = row;
        Self { entry: Entry { kind, id: subject_id, address, title, names, inherited, summary }, document }
    }
}
