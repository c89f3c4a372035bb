//! One room knows that there are two engines; the search index has one function for each.
use proc_macro2::TokenTree;

use super::source::{Source, ident};
use super::{accepts, keeps, program, refuses};

const ROOMS: &[&str] = &["src/db/", "src/index/engine.rs"];

/// Names and strings count, comments do not: a comment may say why the engines differ.
fn only_db_names_an_engine(files: &[Source]) -> Vec<String> {
    let strangers = program(files).filter(|file| !ROOMS.iter().any(|room| file.path.starts_with(room)));
    strangers
        .filter_map(|file| {
            let word = file.plain_tokens().iter().filter_map(said).find(|said| names_an_engine(said))?;
            Some(format!("{}: `{word}` belongs in `src/db`", file.path))
        })
        .collect()
}

fn said(token: &TokenTree) -> Option<String> {
    matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_)).then(|| token.to_string())
}

fn names_an_engine(said: &str) -> bool {
    let lower = said.to_lowercase();
    lower.contains("sqlite") || lower.contains("postgres") || parts(said).any(|part| part.eq_ignore_ascii_case("pg"))
}

/// `PgConnection` and `pg_dump` both have a part `pg`; `pgTable` too, `upgrade` has not.
fn parts(said: &str) -> impl Iterator<Item = String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for letter in said.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && before.is_lowercase()) {
            parts.push(String::new());
        }
        if letter.is_alphanumeric() {
            parts.last_mut().unwrap().push(letter);
        }
        before = letter;
    }
    parts.into_iter()
}

#[test]
fn only_the_database_room_names_an_engine() {
    keeps(only_db_names_an_engine);
}

#[test]
fn an_engine_named_elsewhere_is_refused() {
    for text in [
        "use diesel::pg::Pg;",
        "fn f(c: &mut SqliteConnection) {}",
        "fn f() { match c { Conn::Postgres(c) => c } }",
        "const DEFAULT: &str = \"sqlite://var/x.db\";",
        "fn f() { run!(\"PG_DUMP\") }",
        "struct PgRow;",
        "fn f(is_postgresql: bool) {}",
    ] {
        refuses(only_db_names_an_engine, &[("src/blog/store.rs", text)], "src/blog/store.rs");
    }
    refuses(only_db_names_an_engine, &[("src/search/mod.rs", "struct Sqlite;")], "`Sqlite`");
}

#[test]
fn the_two_rooms_and_comments_may_name_them() {
    accepts(
        only_db_names_an_engine,
        &[
            ("src/db/dialect.rs", "use diesel::pg::Pg;"),
            ("src/index/engine.rs", "fn f() { \"sqlite\" }"),
            ("src/types/timestamp.rs", "//! PostgreSQL and SQLite.\n/// On SQLite.\nfn upgrade() {} // pg"),
        ],
    );
}

/// diesel's own compiles the way to either engine anew for each statement (docs/performance.md).
fn statements_run_by_our_prelude(files: &[Source]) -> Vec<String> {
    let strangers = program(files).filter(|file| !ROOMS.iter().any(|room| file.path.starts_with(room)));
    let brings = |file: &&Source| {
        let words: Vec<_> = file.plain_tokens().iter().filter_map(|token| ident(Some(token))).collect();
        words.windows(2).any(|pair| pair == ["diesel", "prelude"]) || words.iter().any(|word| word == "RunQueryDsl")
    };
    strangers.filter(brings).map(|file| format!("{}: take `crate::db::prelude`, not diesel's", file.path)).collect()
}

#[test]
fn every_statement_goes_one_compiled_way() {
    keeps(statements_run_by_our_prelude);
    for text in ["use diesel::prelude::*;", "use diesel::{QueryResult, RunQueryDsl};"] {
        refuses(statements_run_by_our_prelude, &[("src/blog/store.rs", text)], "crate::db::prelude");
    }
    let ours = "use crate::db::prelude::*; use diesel::dsl::exists;";
    accepts(statements_run_by_our_prelude, &[("src/blog/store.rs", ours), ("src/db/x.rs", "use diesel::prelude::*;")]);
}
