//! `src/db/schema.rs` is what the live database has, column by column, on either engine.
use std::collections::BTreeMap;

use diesel::sql_types::{Bool, Text};
use lectern::db::Conn;
use lectern::db::prelude::*;

use crate::support::database::fresh;

/// Type and whether it may be empty, by table and column.
type Columns = BTreeMap<String, (String, bool)>;

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    data_type: String,
    #[diesel(sql_type = Bool)]
    may_be_null: bool,
}

/// The columns that the program believes in.
fn believed(source: &str) -> Columns {
    let mut columns = Columns::new();
    let mut table = "";
    for line in source.lines().filter(|line| !line.starts_with("diesel::joinable!")) {
        if let Some((name, _)) = line.trim().strip_suffix(") {").and_then(|head| head.split_once(" (")) {
            table = name;
        } else if let Some((name, kind)) = line.trim().trim_end_matches(',').split_once(" -> ") {
            let inner = kind.strip_prefix("Nullable<").map(|kind| kind.trim_end_matches('>'));
            columns.insert(format!("{table}.{name}"), (inner.unwrap_or(kind).to_owned(), inner.is_some()));
        }
    }
    columns
}

/// The columns that are there. The full-text index is each engine's own, and the shared queries know nothing of it.
fn found(conn: &mut Conn, is_server: bool) -> QueryResult<Columns> {
    let query = if is_server {
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES' AS may_be_null \
         FROM information_schema.columns WHERE table_schema = 'public' \
         AND table_name <> '__diesel_schema_migrations' AND table_name <> 'search_index'"
    } else {
        "SELECT m.name AS table_name, p.name AS column_name, lower(p.type) AS data_type, \
         p.\"notnull\" = 0 AND p.pk = 0 AS may_be_null FROM sqlite_master m, pragma_table_info(m.name) p \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' \
         AND m.name <> '__diesel_schema_migrations' AND m.name NOT LIKE 'search_index%'"
    };
    let rows: Vec<Column> = diesel::sql_query(query).load(conn)?;
    let column = |row: Column| {
        let kind = match row.data_type.as_str() {
            "bigint" => "BigInt",
            // The row id of a file's table is 64 bits wide whatever it is called.
            "integer" if !is_server && row.column_name == "id" => "BigInt",
            "integer" => "Integer",
            "text" => "Text",
            "boolean" => "Bool",
            "date" => "Date",
            "bytea" | "blob" => "Binary",
            "double precision" | "double" => "Double",
            "timestamp" | "timestamp without time zone" => "Timestamp",
            other => other,
        };
        (format!("{}.{}", row.table_name, row.column_name), (kind.to_owned(), row.may_be_null))
    };
    Ok(rows.into_iter().map(column).collect())
}

/// What is in one and not, or otherwise, in the other.
fn differences(believed: &Columns, found: &Columns) -> Vec<String> {
    let names = believed.keys().chain(found.keys()).collect::<std::collections::BTreeSet<_>>();
    let differing = names.into_iter().filter(|name| believed.get(*name) != found.get(*name));
    differing.map(|name| format!("{name}: believed {:?}, found {:?}", believed.get(name), found.get(name))).collect()
}

#[tokio::test]
async fn the_program_believes_in_the_columns_that_are_there() {
    let database = fresh();
    let is_server = database.db.is_shared();
    let found = database.db.read(move |conn| found(conn, is_server)).await.unwrap();
    let believed = believed(include_str!("../../src/db/schema.rs"));
    assert!(believed.len() > 300, "{}", believed.len());
    let differences = differences(&believed, &found);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The comparison itself: each kind of difference is seen.
#[test]
fn a_column_that_differs_is_seen() {
    let source = "diesel::table! {\n    a (id) {\n        id -> BigInt,\n        b -> Nullable<Text>,\n    }\n}";
    let right = believed(source);
    assert_eq!(right["a.b"], ("Text".to_owned(), true));
    for wrong in [
        source.replace("Nullable<Text>", "Text"),
        source.replace("<Text>", "<Binary>"),
        source.replace("b ->", "c ->"),
        source.replace("id -> BigInt,\n", ""),
        source.replace("a (id)", "d (id)"),
    ] {
        assert!(!differences(&believed(&wrong), &right).is_empty(), "{wrong}");
    }
}
