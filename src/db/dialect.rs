//! SQL that both engines have, though the shared backend offers only the common subset.
use diesel::connection::SimpleConnection;
use diesel::expression::{AppearsOnTable, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel::sqlite::Sqlite;
use diesel::{Expression, QueryResult, RunQueryDsl, sql_query};

use super::{Conn, MultiBackend};

/// Lets an `ON CONFLICT` statement run on either engine: `Upsert(insert_into(..).on_conflict(..)..)`.
#[derive(QueryId)]
pub struct Upsert<T>(pub T);

impl<T> QueryFragment<MultiBackend> for Upsert<T>
where
    T: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<T: Query> Query for Upsert<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<Conn> for Upsert<T> {}

/// Passes over rows that another transaction has in hand, and takes the others in hand: workers that choose at the same time choose
/// different rows. Where there is one writer at a time they do anyhow.
#[derive(QueryId)]
pub struct SkipTaken<T>(pub T);

impl<T: QueryFragment<Pg>> QueryFragment<Pg> for SkipTaken<T> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(" FOR UPDATE SKIP LOCKED");
        Ok(())
    }
}

impl<T: QueryFragment<Sqlite>> QueryFragment<Sqlite> for SkipTaken<T> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

impl<T> QueryFragment<MultiBackend> for SkipTaken<T>
where
    T: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}

impl<T: Query> Query for SkipTaken<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<Conn> for SkipTaken<T> {}

/// Whether a row's id is among these. Unlike `eq_any`, whose text grows with the list and is planned anew each time, this is one
/// statement for every list, with one value bound to it.
pub fn among<C, I>(column: C, ids: &[I]) -> Among<C>
where
    C: Expression<SqlType = BigInt>,
    I: Copy + Into<i64>,
{
    let ids: Vec<i64> = ids.iter().map(|id| (*id).into()).collect();
    let words: Vec<String> = ids.iter().map(i64::to_string).collect();
    Among { column, json: format!("[{}]", words.join(",")), ids }
}

/// What [`among`] makes.
#[derive(QueryId)]
pub struct Among<C> {
    column: C,
    ids: Vec<i64>,
    json: String,
}

impl<C> Expression for Among<C> {
    type SqlType = Bool;
}

impl<C: SelectableExpression<From>, From> SelectableExpression<From> for Among<C> {}

impl<C: AppearsOnTable<From>, From> AppearsOnTable<From> for Among<C> {}

impl<C, Group> ValidGrouping<Group> for Among<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Among<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql(" IN (SELECT value FROM json_each(");
        pass.push_bind_param::<Text, _>(&self.json)?;
        pass.push_sql("))");
        Ok(())
    }
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for Among<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql(" = ANY(");
        pass.push_bind_param::<Array<BigInt>, _>(&self.ids)?;
        pass.push_sql(")");
        Ok(())
    }
}

impl<C> QueryFragment<MultiBackend> for Among<C>
where
    C: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}

/// Makes transactions that name the same `key` wait for each other until they end. SQLite has one writer at a time anyway.
pub fn take_turns(conn: &mut Conn, key: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(postgres) => {
            sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(key).execute(postgres).map(|_| ())
        }
    }
}

/// Makes transactions that name the same thing wait for each other until they end.
pub fn take_turns_at(conn: &mut Conn, what: &str) -> QueryResult<()> {
    let key = what.bytes().fold(0x6c65_6374_i64, |key, byte| key.wrapping_mul(31).wrapping_add(i64::from(byte)));
    take_turns(conn, key)
}

diesel::define_sql_function! {
    /// The text in lower case (ASCII letters only on SQLite).
    fn lower(text: Text) -> Text;
}

/// Writes SQLite's write-ahead log into the file and empties it; nothing on PostgreSQL.
pub(super) fn empty_log(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => sqlite.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)"),
        Conn::Postgres(_) => Ok(()),
    }
}
