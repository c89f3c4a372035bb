//! A migrated database for each test: SQLite, or PostgreSQL when `LECTERN_TEST_POSTGRES=postgres://USER@HOST:PORT` is set.
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use lectern::db::{Conn, DatabaseUrl, Db};
use tempfile::TempDir;

/// Enough for tests that let many workers compete.
const POOL: u32 = 8;

/// A database that nobody else uses; it goes when this is dropped.
pub struct TestDatabase {
    pub db: Db,
    pub url: DatabaseUrl,
    place: Place,
}

enum Place {
    Folder { _keep: TempDir },
    Server { name: String },
}

/// What a database holds before a test begins.
pub type Fill = fn(&mut Conn) -> QueryResult<()>;

/// A new, empty, migrated database. Migrations run once a test run; every test gets a copy of what they made.
pub fn fresh() -> TestDatabase {
    filled("empty", |_| Ok(()))
}

/// A migrated database with what `fill` puts into it once a test run; `name` tells it from others.
pub fn filled(name: &'static str, fill: Fill) -> TestDatabase {
    let (url, place) = match server() {
        None => copy_file(name, fill),
        Some(server) => copy_on(&server, name, fill),
    };
    TestDatabase { db: Db::connect(&url, POOL).unwrap(), url, place }
}

/// A database without any table.
pub fn empty() -> TestDatabase {
    let (url, place) = match server() {
        None => {
            let folder = tempfile::tempdir().unwrap();
            (DatabaseUrl::file_in(folder.path()), Place::Folder { _keep: folder })
        }
        Some(server) => {
            let mut admin = PgConnection::establish(&format!("{server}/postgres")).unwrap();
            let name = unused_name();
            admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            (DatabaseUrl::Postgres(format!("{server}/{name}")), Place::Server { name })
        }
    };
    TestDatabase { db: Db::connect(&url, POOL).unwrap(), url, place }
}

fn unused_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{PREFIX}{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { name } = &self.place {
            // A panicking test shall not abort the run by panicking again here.
            let _ = LEFT.lock().unwrap_or_else(PoisonError::into_inner).send(name.clone());
        }
    }
}

/// Where databases go that no test needs any more. A server waits for its own checkpoint before it drops one; the tests need not wait
/// with it. What is left at the end of the run goes at the start of the next.
static LEFT: LazyLock<Mutex<Sender<String>>> = LazyLock::new(|| {
    let (left, names) = channel::<String>();
    thread::spawn(move || {
        let Some(Ok(mut admin)) = server().map(|server| PgConnection::establish(&format!("{server}/postgres"))) else {
            return;
        };
        for name in names {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    });
    Mutex::new(left)
});

#[expect(clippy::disallowed_methods, reason = "which engine is under test is the run's choice")]
fn server() -> Option<String> {
    std::env::var("LECTERN_TEST_POSTGRES").ok().map(|url| url.trim_end_matches('/').to_owned())
}

fn copy_file(name: &'static str, fill: Fill) -> (DatabaseUrl, Place) {
    static TEMPLATES: Mutex<BTreeMap<&str, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lectern.db");
    let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    std::fs::write(&file, templates.entry(name).or_insert_with(|| filled_file(fill))).unwrap();
    (DatabaseUrl::Sqlite(file), Place::Folder { _keep: folder })
}

fn filled_file(fill: Fill) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("template.db"), folder.path().join("copy.db"));
    prepare(&DatabaseUrl::Sqlite(file.clone()), fill);
    // The write-ahead log may still hold some of it; VACUUM INTO writes one whole file.
    let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    conn.batch_execute(&format!("VACUUM INTO '{}'", copy.display())).unwrap();
    std::fs::read(copy).unwrap()
}

fn copy_on(server: &str, name: &'static str, fill: Fill) -> (DatabaseUrl, Place) {
    static STOCK: Mutex<BTreeMap<&str, Copies>> = Mutex::new(BTreeMap::new());
    let copies = {
        let mut stock = STOCK.lock().unwrap_or_else(PoisonError::into_inner);
        stock.entry(name).or_insert_with(|| copies_of(server.to_owned(), name, fill)).clone()
    };
    let copy = copies.lock().unwrap_or_else(PoisonError::into_inner).recv().expect("a copy of the database");
    (DatabaseUrl::Postgres(format!("{server}/{copy}")), Place::Server { name: copy })
}

/// Copies of one database, made ahead of the tests that take them.
type Copies = Arc<Mutex<Receiver<String>>>;

fn copies_of(server: String, name: &'static str, fill: Fill) -> Copies {
    let mut admin = PgConnection::establish(&format!("{server}/postgres")).unwrap();
    let template = filled_on(&server, &mut admin, name, fill);
    let (made, copies) = sync_channel(1);
    thread::spawn(move || {
        loop {
            let copy = unused_name();
            admin.batch_execute(&format!("CREATE DATABASE {copy} TEMPLATE {template}")).unwrap();
            if made.send(copy).is_err() {
                return;
            }
        }
    });
    Arc::new(Mutex::new(copies))
}

const PREFIX: &str = "lectern_test_";

fn filled_on(server: &str, admin: &mut PgConnection, name: &str, fill: Fill) -> String {
    remove_leftovers(admin);
    let template = format!("{PREFIX}{}_template_{name}", std::process::id());
    admin.batch_execute(&format!("CREATE DATABASE {template}")).unwrap();
    prepare(&DatabaseUrl::Postgres(format!("{server}/{template}")), fill);
    let end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname";
    admin.batch_execute(&format!("{end} = '{template}'")).unwrap();
    template
}

/// Databases of test runs that are no more: a killed run, and every run's template.
fn remove_leftovers(admin: &mut PgConnection) {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let rows: Vec<Row> = diesel::sql_query("SELECT datname::text AS name FROM pg_database").load(admin).unwrap();
    for Row { name } in rows {
        let run = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next());
        if run.is_some_and(|run| !Path::new("/proc").join(run).exists()) {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// On a thread of its own, because the caller may be inside an asynchronous runtime.
fn prepare(url: &DatabaseUrl, fill: Fill) {
    let db = Db::connect(url, 1).unwrap();
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(db.migrate()).unwrap();
        runtime.block_on(db.write(fill)).unwrap();
    };
    thread::spawn(work).join().unwrap();
}
