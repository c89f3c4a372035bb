//! Pools, transactions and migrations: the only room that knows there are two engines.
mod connection;
mod content_version;
mod dialect;
mod error;
mod migrations;
pub mod prelude;
mod run_query;
#[expect(missing_docs, reason = "made from the migrations, which explain themselves")]
pub mod schema;
mod statements;
mod transaction;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use diesel::QueryResult;
use diesel::r2d2::Pool;
use tokio::sync::oneshot;

pub use connection::{Conn, DatabaseUrl, MultiBackend};
pub use content_version::raise_content_version;
pub use dialect::{SkipTaken, Upsert, among, lower, take_turns, take_turns_at};
pub use error::DbError;
pub use migrations::SchemaState;
pub use statements::StatementCount;

use connection::{Manager, Purpose};

/// How long a request waits for a free connection before it is told that the site is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// The database: cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Manager>,
    writer: Pool<Manager>,
    statements: StatementCount,
    content_version: Arc<AtomicI64>,
    is_shared: bool,
}

impl Db {
    /// Opens the pools. On SQLite there are `size` readers and one writer, because writers that compete for SQLite's lock
    /// starve each other for seconds; on PostgreSQL one pool of `size` serves both.
    ///
    /// # Errors
    /// When the file or server cannot be opened.
    pub fn connect(url: &DatabaseUrl, size: u32) -> Result<Self, DbError> {
        let statements = StatementCount::default();
        let is_shared = matches!(url, DatabaseUrl::Postgres(_));
        let pool = |purpose, size| {
            let manager = Manager { url: url.clone(), purpose, statements: statements.clone() };
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .test_on_check_out(is_shared)
                .connection_timeout(PATIENCE)
                .build(manager)
                .map_err(DbError::Unavailable)
        };
        // The writer comes first: it may create the file that readers only read.
        let (writer, readers) = match url {
            DatabaseUrl::Sqlite(_) => {
                let writer = pool(Purpose::Write, 1)?;
                (writer, pool(Purpose::Read, size)?)
            }
            DatabaseUrl::Postgres(_) => {
                let shared = pool(Purpose::Write, size)?;
                (shared.clone(), shared)
            }
        };
        Ok(Self { readers, writer, statements, content_version: Arc::default(), is_shared })
    }

    /// Runs `work` on a reading connection, on a thread that may block.
    ///
    /// # Errors
    /// What `work` failed with, or that no connection was free.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, DbError> {
        let pool = self.readers.clone();
        blocking(move || {
            let mut conn = pool.get().map_err(DbError::Unavailable)?;
            transaction::read(&mut conn, work).map_err(DbError::Query)
        })
        .await
    }

    /// Runs `work` in one write transaction: all of it is stored, or none.
    ///
    /// # Errors
    /// What `work` failed with, or that no connection was free.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, DbError> {
        self.attempt(work).await?.map_err(DbError::Query)
    }

    /// Runs `work` in one write transaction, as [`Db::write`] does; where it refuses, nothing is stored and the refusal comes back.
    ///
    /// # Errors
    /// When no connection was free.
    pub async fn attempt<T: Send + 'static, E: From<diesel::result::Error> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, DbError> {
        let db = self.clone();
        blocking(move || {
            let mut conn = db.writer.get().map_err(DbError::Unavailable)?;
            let value = transaction::write(&mut conn, work);
            // What this instance changed it shows at once; other instances look once in a while. The change is stored, so
            // failing to look must not fail the caller.
            if let Ok(version) = content_version::read(&mut conn) {
                db.content_version.store(version, Ordering::Release);
            }
            Ok(value)
        })
        .await
    }

    /// Brings the schema up to date; several instances may call it together.
    ///
    /// # Errors
    /// When a migration fails; nothing of it is then kept.
    pub async fn migrate(&self) -> Result<SchemaState, DbError> {
        let pool = self.writer.clone();
        blocking(move || {
            let mut conn = pool.get().map_err(DbError::Unavailable)?;
            migrations::run(&mut conn).map_err(DbError::Query)
        })
        .await
    }

    /// How the schema stands, without changing it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn schema_state(&self) -> Result<SchemaState, DbError> {
        self.read(migrations::state).await
    }

    /// The number of the content as last seen; pages made under another number are stale.
    pub fn content_version(&self) -> i64 {
        self.content_version.load(Ordering::Acquire)
    }

    /// Looks whether another instance has changed the content.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_for_new_content(&self) -> Result<i64, DbError> {
        let version = self.read(content_version::read).await?;
        self.content_version.fetch_max(version, Ordering::AcqRel);
        Ok(version)
    }

    /// Takes what was erased out of SQLite's write-ahead log too, by writing the log into the file and emptying it. A reader that is
    /// still at work may delay that to the next time. PostgreSQL recycles its log by itself.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn empty_log(&self) -> Result<(), DbError> {
        let pool = self.writer.clone();
        blocking(move || {
            let mut conn = pool.get().map_err(DbError::Unavailable)?;
            dialect::empty_log(&mut conn).map_err(DbError::Query)
        })
        .await
    }

    /// Whether several instances may use this database at once, as they may a server's.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Statements asked so far.
    pub fn statements(&self) -> u64 {
        self.statements.get()
    }
}

/// Runs `work` on a thread that may block. To the runtime all work is of one type, so that it has one task compiled, not one for each
/// question that the site asks.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, DbError> + Send + 'static) -> Result<T, DbError> {
    let (tell, told) = oneshot::channel();
    // Nobody listens any more where a visitor has left.
    let task: Box<dyn FnOnce() + Send> = Box::new(move || drop(tell.send(work())));
    tokio::task::spawn_blocking(task);
    told.await.map_err(|_| DbError::Cancelled)?
}
