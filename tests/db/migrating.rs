//! The schema goes up, down and up again; instances that start together both find it current; a newer one is left alone.
use std::sync::{Arc, Barrier};

use lectern::db::{DatabaseUrl, Db, SchemaState};

use super::{run, words};
use crate::support::database::{TestDatabase, empty};

/// The steps down, newest first, as the tree of the engine under test has them.
fn steps_down(database: &TestDatabase) -> Vec<String> {
    let tree = if database.db.is_shared() { "postgres" } else { "sqlite" };
    let tree = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(tree);
    let mut folders: Vec<_> = std::fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().rev().map(|folder| std::fs::read_to_string(folder.join("down.sql")).unwrap()).collect()
}

async fn tables(db: &Db) -> Vec<String> {
    let query = if db.is_shared() {
        "SELECT table_name::text AS word FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT name AS word FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    };
    db.read(move |conn| words(conn, query)).await.unwrap()
}

#[tokio::test]
async fn the_schema_goes_up_and_down_and_up_again() {
    let database = empty();
    let count = steps_down(&database).len();
    assert_eq!(database.db.schema_state().await.unwrap(), SchemaState::Behind(count));
    assert_eq!(database.db.migrate().await.unwrap(), SchemaState::Current);
    let first = tables(&database.db).await;
    assert!(first.len() > 40, "{first:?}");
    for step in steps_down(&database) {
        run(&database.db, step).await.unwrap();
    }
    run(&database.db, "DELETE FROM __diesel_schema_migrations").await.unwrap();
    assert_eq!(tables(&database.db).await, ["__diesel_schema_migrations"], "nothing stays behind");
    assert_eq!(database.db.migrate().await.unwrap(), SchemaState::Current);
    assert_eq!(tables(&database.db).await, first);
}

#[tokio::test]
async fn migrating_what_is_current_does_nothing() {
    let database = empty();
    database.db.migrate().await.unwrap();
    let before = tables(&database.db).await;
    assert_eq!(database.db.migrate().await.unwrap(), SchemaState::Current);
    assert_eq!((tables(&database.db).await, database.db.schema_state().await.unwrap()), (before, SchemaState::Current));
}

#[test]
fn instances_that_start_together_both_end_current() {
    for _ in 0..4 {
        let database = empty();
        let (url, start) = (database.url.clone(), Arc::new(Barrier::new(4)));
        let instance = |url: DatabaseUrl, start: Arc<Barrier>| {
            std::thread::spawn(move || {
                start.wait();
                let db = Db::connect(&url, 1).map_err(|error| error.to_string())?;
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(db.migrate()).map_err(|error| error.to_string())
            })
        };
        let instances: Vec<_> = (0..4).map(|_| instance(url.clone(), start.clone())).collect();
        for instance in instances {
            assert_eq!(instance.join().unwrap(), Ok(SchemaState::Current));
        }
    }
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let database = empty();
    database.db.migrate().await.unwrap();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
    run(&database.db, newer).await.unwrap();
    let state = database.db.migrate().await.unwrap();
    assert_eq!(state, SchemaState::Newer("29990101000000".to_owned()));
    assert_eq!(database.db.schema_state().await.unwrap(), state);
    assert_eq!(
        state.to_string(),
        "the schema is newer than this program (it knows nothing of migration 29990101000000): install the newer Lectern"
    );
}

#[tokio::test]
async fn an_older_schema_is_said_to_be_behind() {
    let database = empty();
    database.db.migrate().await.unwrap();
    let one =
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT min(version) FROM __diesel_schema_migrations)";
    run(&database.db, one).await.unwrap();
    let state = database.db.schema_state().await.unwrap();
    assert_eq!(state.to_string(), "the schema is one migration behind: run `lectern migrate`");
    assert!(database.db.migrate().await.is_err(), "its tables are there already");
    assert_eq!(database.db.schema_state().await.unwrap(), state, "a step that fails is not counted");
}
