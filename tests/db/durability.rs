//! What is acknowledged is on the disk, as far as it is ours to ask for.
use diesel::sql_types::Integer;
use lectern::db::prelude::*;
use lectern::db::{Conn, DatabaseUrl, Db};

use super::{run, words};
use crate::support::database::fresh;

#[derive(QueryableByName)]
struct Synchronous {
    #[diesel(sql_type = Integer)]
    synchronous: i32,
}

/// SQLite's word for waiting for the disk at every commit: <https://www.sqlite.org/pragma.html#pragma_synchronous>.
const FULL: i32 = 2;

#[tokio::test]
async fn every_commit_to_a_file_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&DatabaseUrl::file_in(folder.path()), 1).unwrap();
    let asked = db.write(|conn: &mut Conn| diesel::sql_query("PRAGMA synchronous").get_result(conn)).await;
    let Synchronous { synchronous } = asked.unwrap();
    assert_eq!(synchronous, FULL);
}

/// Where the suite runs on a server: its settings say that a commit need not wait, and we wait none the less.
#[tokio::test]
async fn a_server_that_need_not_wait_for_its_disk_is_told_to() {
    let database = fresh();
    let DatabaseUrl::Postgres(url) = &database.url else {
        assert!(!database.db.is_shared());
        return;
    };
    let name = url.rsplit('/').next().unwrap();
    for (theirs, ours) in [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")] {
        run(&database.db, format!("ALTER DATABASE {name} SET synchronous_commit = {theirs}")).await.unwrap();
        let said = |conn: &mut Conn| words(conn, "SELECT current_setting('synchronous_commit') AS word");
        let plain = said(&mut Conn::Postgres(PgConnection::establish(url).unwrap())).unwrap();
        assert_eq!(plain, [theirs], "whoever says nothing gets what the server has");
        let db = Db::connect(&database.url, 1).unwrap();
        assert_eq!(db.write(said).await.unwrap(), [ours]);
    }
}
