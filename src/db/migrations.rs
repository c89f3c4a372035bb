use std::fmt;

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::result::Error;
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, transaction};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How the database's schema stands to the one this binary was built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// Nothing to do.
    Current,
    /// So many migrations are still to run.
    Behind(usize),
    /// A newer binary has migrated it to this version.
    Newer(String),
}

impl fmt::Display for SchemaState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("the schema is current"),
            Self::Behind(1) => f.write_str("the schema is one migration behind: run `lectern migrate`"),
            Self::Behind(count) => write!(f, "the schema is {count} migrations behind: run `lectern migrate`"),
            Self::Newer(version) => write!(
                f,
                "the schema is newer than this program (it knows nothing of migration {version}): install the newer Lectern"
            ),
        }
    }
}

/// Compares the migrations that ran with those in the binary.
pub(super) fn state(conn: &mut Conn) -> QueryResult<SchemaState> {
    let applied = applied(conn)?;
    let known = known().map_err(Error::QueryBuilderError)?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Ok(SchemaState::Newer(newer.clone()));
    }
    match known.len().saturating_sub(applied.len()) {
        0 => Ok(SchemaState::Current),
        behind => Ok(SchemaState::Behind(behind)),
    }
}

/// Brings the schema up to date in one transaction, so that instances that start together wait and then find it done.
/// A newer schema is left alone; the state then says so.
pub(super) fn run(conn: &mut Conn) -> QueryResult<SchemaState> {
    transaction::write(conn, |conn| {
        super::take_turns(conn, i64::from_be_bytes(*b"lecternM"))?;
        match state(conn)? {
            SchemaState::Behind(_) => pending(conn).map(|()| SchemaState::Current),
            settled => Ok(settled),
        }
    })
}

fn pending(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => sqlite.run_pending_migrations(SQLITE).map(|_| ()),
        Conn::Postgres(postgres) => postgres.run_pending_migrations(POSTGRES).map(|_| ()),
    }
    .map_err(Error::QueryBuilderError)
}

/// Asks without creating anything: reading a schema's state must work on a read-only connection.
fn applied(conn: &mut Conn) -> QueryResult<Vec<String>> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        version: String,
    }
    let known = match conn {
        Conn::Sqlite(_) => "SELECT name AS version FROM sqlite_master WHERE name = '__diesel_schema_migrations'",
        Conn::Postgres(_) => {
            "SELECT table_name::text AS version FROM information_schema.tables \
             WHERE table_name = '__diesel_schema_migrations' AND table_schema = current_schema()"
        }
    };
    if sql_query(known).load::<Row>(conn)?.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sql_query("SELECT version FROM __diesel_schema_migrations ORDER BY version").load::<Row>(conn)?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Both trees hold the same names (`tests/architecture.rs`), so either list will do.
fn known() -> diesel::migration::Result<Vec<String>> {
    let sqlite: Vec<Box<dyn Migration<Sqlite>>> = SQLITE.migrations()?;
    let postgres: Vec<Box<dyn Migration<Pg>>> = POSTGRES.migrations()?;
    debug_assert_eq!(sqlite.len(), postgres.len());
    Ok(sqlite.iter().map(|migration| MigrationVersion::as_owned(&migration.name().version()).to_string()).collect())
}
