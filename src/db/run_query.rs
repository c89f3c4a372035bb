use diesel::QueryResult;
use diesel::connection::{Connection as _, LoadConnection};
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{AsQuery, AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::CompatibleType;
use diesel::query_dsl::methods::LimitDsl;
use diesel::result::Error;
use diesel::sql_types::Untyped;

use super::{Conn, MultiBackend};

/// Runs a statement, as diesel's trait of this name does. That one compiles the whole way to either engine anew for each statement's type,
/// thousands of functions in all; here a statement's type is forgotten before that way begins, which is so compiled once.
pub trait RunQueryDsl: Sized {
    /// Runs it, and answers with the number of rows that it touched.
    ///
    /// # Errors
    /// What the database refused.
    fn execute(self, conn: &mut Conn) -> QueryResult<usize>
    where
        Self: QueryFragment<MultiBackend>,
    {
        conn.execute_returning_count(&AnyQuery(&self))
    }

    /// All rows: those that were asked for, or those that a change gives back.
    ///
    /// # Errors
    /// What the database refused, or a value that is not what its column says.
    fn load<U>(self, conn: &mut Conn) -> QueryResult<Vec<U>>
    where
        Self: AsQuery<Query: QueryFragment<MultiBackend>, SqlType: CompatibleType<U, MultiBackend>>,
        U: FromSqlRow<<Self::SqlType as CompatibleType<U, MultiBackend>>::SqlType, MultiBackend>,
    {
        all(&self.as_query(), conn)
    }

    /// The first row of those that come back.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, else as of [`RunQueryDsl::load`].
    fn get_result<U>(self, conn: &mut Conn) -> QueryResult<U>
    where
        Self: AsQuery<Query: QueryFragment<MultiBackend>, SqlType: CompatibleType<U, MultiBackend>>,
        U: FromSqlRow<<Self::SqlType as CompatibleType<U, MultiBackend>>::SqlType, MultiBackend>,
    {
        one(&self.as_query(), conn)
    }

    /// The first row; the database is asked for no more.
    ///
    /// # Errors
    /// As of [`RunQueryDsl::get_result`].
    fn first<U>(self, conn: &mut Conn) -> QueryResult<U>
    where
        Self: LimitDsl<Output: AsQuery<Query: QueryFragment<MultiBackend>, SqlType: CompatibleType<U, MultiBackend>>>,
        U: FromSqlRow<<<Self::Output as AsQuery>::SqlType as CompatibleType<U, MultiBackend>>::SqlType, MultiBackend>,
    {
        one(&self.limit(1).as_query(), conn)
    }
}

impl<T: diesel::RunQueryDsl<Conn>> RunQueryDsl for T {}

/// A statement whose own type is forgotten.
struct AnyQuery<'q>(&'q (dyn QueryFragment<MultiBackend> + 'q));

impl QueryFragment<MultiBackend> for AnyQuery<'_> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

/// It is known by its text alone.
impl QueryId for AnyQuery<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for AnyQuery<'_> {
    type SqlType = Untyped;
}

type Rows<'c, 'q> = <Conn as LoadConnection>::Cursor<'c, 'q>;

fn rows<'c, 'q>(query: &'q dyn QueryFragment<MultiBackend>, conn: &'c mut Conn) -> QueryResult<Rows<'c, 'q>> {
    LoadConnection::load(conn, AnyQuery(query))
}

fn all<U: FromSqlRow<T, MultiBackend>, T>(
    query: &dyn QueryFragment<MultiBackend>,
    conn: &mut Conn,
) -> QueryResult<Vec<U>> {
    rows(query, conn)?.map(|row| U::build_from_row(&row?).map_err(Error::DeserializationError)).collect()
}

fn one<U: FromSqlRow<T, MultiBackend>, T>(query: &dyn QueryFragment<MultiBackend>, conn: &mut Conn) -> QueryResult<U> {
    let row = rows(query, conn)?.next().ok_or(Error::NotFound)??;
    U::build_from_row(&row).map_err(Error::DeserializationError)
}
