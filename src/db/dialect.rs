//! SQL that both engines have, though the shared backend offers only the common subset.
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::{Conn, MultiBackend};

/// Lets an `ON CONFLICT` statement run on either engine: `Upsert(insert_into(..).on_conflict(..)..)`.
#[derive(QueryId)]
pub struct Upsert<T>(pub T);

impl<T> QueryFragment<MultiBackend> for Upsert<T>
where
    T: QueryFragment<diesel::pg::Pg> + QueryFragment<diesel::sqlite::Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<T: Query> Query for Upsert<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<Conn> for Upsert<T> {}

/// Makes transactions that name the same `key` wait for each other until they end. SQLite has one writer at a time anyway.
pub fn take_turns(conn: &mut Conn, key: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(postgres) => {
            sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(key).execute(postgres).map(|_| ())
        }
    }
}

diesel::define_sql_function! {
    /// The text in lower case (ASCII letters only on SQLite).
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
