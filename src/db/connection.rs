#![expect(missing_docs, reason = "the derive writes items of its own without any")]

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{Error, ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

/// A connection to either engine; queries are written against it once.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A PostgreSQL server.
    Postgres(PgConnection),
    /// The embedded SQLite library.
    Sqlite(SqliteConnection),
}

/// Where the data lives. An address that names neither engine is refused, so that a typing error never makes an empty file.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file; `sqlite://var/lectern.db` is relative to the working folder, `sqlite:///srv/lectern.db` is not.
    Sqlite(PathBuf),
    /// A `postgres://` address as libpq takes it, with several hosts if need be.
    Postgres(String),
}

impl DatabaseUrl {
    /// Where the data lives unless a setting says otherwise.
    pub const DEFAULT: &str = "sqlite://var/lectern.db";

    /// Connections that keep a machine of so many cores busy. SQLite works inside the program: more than one a core and one to spare would
    /// only hold memory. A server is waited for.
    pub fn usual_connections(&self, cores: usize) -> usize {
        match self {
            Self::Sqlite(_) => cores + 1,
            Self::Postgres(_) => (cores * 2).max(4),
        }
    }

    /// A file of the usual name in a folder.
    pub fn file_in(folder: &Path) -> Self {
        Self::Sqlite(folder.join("lectern.db"))
    }

    /// The folder of a SQLite file.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => {
                Some(path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")))
            }
            Self::Postgres(_) => None,
        }
    }

    /// Makes the folder of a SQLite file, if it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_folder(&self) -> std::io::Result<()> {
        self.folder().map_or(Ok(()), std::fs::create_dir_all)
    }

    /// Whether this is a SQLite file that does not exist, which opening would make.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Sqlite(path) if !path.exists())
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once("://") {
            Some(("sqlite", path)) if !path.is_empty() && !path.ends_with('/') => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => Ok(Self::Postgres(text.to_owned())),
            _ => Err("sqlite://FILE or postgres://USER@HOST/DATABASE"),
        }
    }
}

/// Never shows a password: of a PostgreSQL address only what follows the credentials.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let (before, after) = rest.rsplit_once('@').unwrap_or(("", rest));
                // A question mark before the last `@`: a password may stand on either side of it.
                let shown = if before.contains('?') { "…" } else { after.split('?').next().unwrap_or_default() };
                write!(f, "postgres://{shown}")
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a pool's connections are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
}

/// Opens connections by the address's scheme; diesel's own manager tries every engine in turn and so hides the real error.
pub(super) struct Manager {
    pub url: DatabaseUrl,
    pub purpose: Purpose,
    pub statements: super::StatementCount,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        let mut conn = open(&self.url)?;
        conn.batch_execute(&setup(&conn, self.purpose)).map_err(Error::QueryError)?;
        conn.set_instrumentation(self.statements.clone());
        Ok(conn)
    }

    /// The pool's own question is nobody's statement.
    fn is_valid(&self, conn: &mut Conn) -> Result<(), Error> {
        let answer = conn.ping().map_err(Error::QueryError);
        self.statements.leave_out_one();
        answer
    }

    /// After a panic the transaction's state is unknown: the connection is closed, which rolls back.
    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

fn open(url: &DatabaseUrl) -> Result<Conn, ConnectionError> {
    match url {
        DatabaseUrl::Postgres(url) => PgConnection::establish(url).map(Conn::Postgres),
        DatabaseUrl::Sqlite(path) => SqliteConnection::establish(&path.to_string_lossy()).map(Conn::Sqlite),
    }
}

/// `synchronous=FULL`: an enquiry that was acknowledged survives a power cut; of a server that need not wait for its disk the same is asked,
/// and one that waits for its standbys too is left so. `secure_delete`: what was erased is overwritten.
fn setup(conn: &Conn, purpose: Purpose) -> String {
    match conn {
        Conn::Sqlite(_) => format!(
            "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; \
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2000; PRAGMA query_only = {};",
            if purpose == Purpose::Read { "ON" } else { "OFF" }
        ),
        Conn::Postgres(_) => "SET TIME ZONE 'UTC'; SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
             SET idle_in_transaction_session_timeout = '30s'; \
             SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';"
            .to_owned(),
    }
}
