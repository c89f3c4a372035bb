//! A write is stored whole or not at all, and nobody is turned away because others write too.
use std::time::{Duration, Instant};

use lectern::db::prelude::*;
use lectern::db::schema::{content_versions, not_founds};
use lectern::db::{Conn, DatabaseUrl, Db, DbError, raise_content_version};

use crate::support::academy::today;
use crate::support::database::fresh;

fn insert(conn: &mut Conn, path: &str) -> QueryResult<usize> {
    let row = (
        not_founds::path.eq(path),
        not_founds::hits.eq(1),
        not_founds::first_at.eq(today()),
        not_founds::last_at.eq(today()),
    );
    diesel::insert_into(not_founds::table).values(row).execute(conn)
}

async fn count(db: &Db) -> i64 {
    db.read(|conn| not_founds::table.count().get_result(conn)).await.unwrap()
}

#[tokio::test]
async fn what_fails_is_not_stored() {
    let database = fresh();
    let failed = database.db.write(|conn| {
        insert(conn, "/a")?;
        Err::<(), _>(diesel::result::Error::NotFound)
    });
    assert!(matches!(failed.await, Err(DbError::Query(diesel::result::Error::NotFound))));
    assert_eq!(count(&database.db).await, 0);
    database.db.write(|conn| insert(conn, "/b")).await.unwrap();
    assert_eq!(count(&database.db).await, 1, "the next one is");
}

#[tokio::test]
async fn what_panics_is_not_stored_and_the_pool_goes_on() {
    let database = fresh();
    for round in 0..12 {
        let broken = database.db.write(|conn| -> QueryResult<()> {
            insert(conn, "/a")?;
            panic!("on purpose")
        });
        assert!(matches!(broken.await, Err(DbError::Cancelled)), "round {round}");
        let broken = database.db.read(|_| -> QueryResult<()> { panic!("on purpose") });
        assert!(matches!(broken.await, Err(DbError::Cancelled)), "round {round}");
    }
    let begun = Instant::now();
    database.db.write(|conn| insert(conn, "/b")).await.unwrap();
    assert_eq!(count(&database.db).await, 1);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_statement_that_is_refused_takes_the_whole_write_with_it() {
    let database = fresh();
    let twice = |conn: &mut Conn| insert(conn, "/a").and_then(|_| insert(conn, "/a"));
    let error = database.db.write(twice).await.unwrap_err().to_string();
    assert!(error.starts_with("the database refused a statement (UniqueViolation)"), "{error}");
    assert_eq!(count(&database.db).await, 0);
}

/// On PostgreSQL reading and writing share one pool.
#[tokio::test]
async fn a_reader_of_a_file_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&DatabaseUrl::file_in(folder.path()), 1).unwrap();
    db.migrate().await.unwrap();
    let error = db.read(|conn| insert(conn, "/a")).await.unwrap_err().to_string();
    assert!(error.contains("readonly"), "{error}");
    assert_eq!(count(&db).await, 0);
}

#[tokio::test]
async fn sixty_four_writers_at_once_all_get_through() {
    let database = fresh();
    let writers: Vec<_> = (0..64)
        .map(|number| {
            let db = database.db.clone();
            tokio::spawn(async move { db.write(move |conn| insert(conn, &format!("/{number}"))).await.map(|_| ()) })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    assert_eq!(count(&database.db).await, 64);
}

#[tokio::test]
async fn readers_read_while_somebody_writes() {
    let database = fresh();
    let (db, (begun, has_begun)) = (database.db.clone(), std::sync::mpsc::channel());
    let (end, may_end) = std::sync::mpsc::channel::<()>();
    let slow = tokio::spawn(async move {
        let work = move |conn: &mut Conn| {
            insert(conn, "/slow")?;
            begun.send(()).unwrap();
            may_end.recv().unwrap();
            Ok(())
        };
        db.write(work).await
    });
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    assert_eq!(count(&database.db).await, 0, "what is not yet stored is not seen, and nobody waits for it");
    end.send(()).unwrap();
    slow.await.unwrap().unwrap();
    assert_eq!(count(&database.db).await, 1);
}

#[tokio::test]
async fn a_change_of_content_is_seen_at_once_here_and_soon_elsewhere() {
    let database = fresh();
    let elsewhere = Db::connect(&database.url, 2).unwrap();
    let before = elsewhere.look_for_new_content().await.unwrap();
    database.db.write(raise_content_version).await.unwrap();
    assert_eq!(database.db.content_version(), before + 1);
    assert_eq!(elsewhere.content_version(), before);
    elsewhere.look_for_new_content().await.unwrap();
    assert_eq!(elsewhere.content_version(), before + 1);
    let undone = database.db.write(|conn| {
        raise_content_version(conn)?;
        Err::<(), _>(diesel::result::Error::RollbackTransaction)
    });
    assert!(undone.await.is_err());
    let stored = database.db.read(|conn| content_versions::table.select(content_versions::version).first(conn)).await;
    assert_eq!((stored.unwrap(), database.db.content_version()), (before + 1, before + 1));
}

/// A server's connection is tried before it is lent, so that two readings are compared here.
#[tokio::test]
async fn statements_are_counted_without_transaction_control() {
    let database = fresh();
    let mut counted = Vec::new();
    for asked in [1, 4] {
        let before = database.db.statements();
        let work =
            move |conn: &mut Conn| (0..asked).try_for_each(|_| not_founds::table.count().execute(conn).map(|_| ()));
        database.db.read(work).await.unwrap();
        counted.push(database.db.statements() - before);
    }
    assert_eq!(counted[1] - counted[0], 3, "{counted:?}");
}
