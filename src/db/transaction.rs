use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error;
use diesel::{Connection, QueryResult};

use super::Conn;

type Transactions = <Conn as Connection>::TransactionManager;

/// Runs `work` in one write transaction: all of it is stored, or none.
///
/// SQLite takes its write lock at the start: a deferred transaction that upgrades cannot wait for it.
pub(super) fn write<T, E: From<Error>>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?,
        Conn::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres)?,
    }
    finish(conn, work)
}

/// Runs `work` on one snapshot where that is free: SQLite saves the lock a statement, PostgreSQL would pay two round trips.
pub(super) fn read<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> QueryResult<T>) -> QueryResult<T> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN")?,
        Conn::Postgres(_) => return work(conn),
    }
    finish(conn, work)
}

fn finish<T, E: From<Error>>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    match work(conn) {
        Ok(value) => Transactions::commit_transaction(conn).map(|()| value).map_err(E::from),
        Err(error) => {
            // The first error says more than a failed rollback, and a connection that cannot roll back is not used again.
            let _ = Transactions::rollback_transaction(conn);
            Err(error)
        }
    }
}
