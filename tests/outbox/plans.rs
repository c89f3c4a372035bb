//! Every look for due mail goes by an index over what waits, however much was sent and however much waits.
use diesel::sql_types::Text;
use lectern::db::prelude::*;
use lectern::db::{Conn, DatabaseUrl, Db};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Where a statement looks, in SQLite's words.
async fn plan(db: &Db, statement: &str) -> String {
    let explain = format!("EXPLAIN QUERY PLAN {statement}");
    let steps: Vec<Step> = db.read(move |conn: &mut Conn| diesel::sql_query(explain).load(conn)).await.unwrap();
    steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn what_is_due_is_found_by_its_time_and_what_is_open_by_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&DatabaseUrl::file_in(folder.path()), 1).unwrap();
    db.migrate().await.unwrap();
    const WAITING: &str = "state IN ('queued', 'retry') AND message IS NOT NULL";
    const OPEN: &str = "state IN ('held', 'leased', 'queued', 'retry')";
    let looks = [
        (
            format!(
                "SELECT id FROM outbox WHERE {WAITING} AND crashes < 2 AND next_at <= '2' ORDER BY next_at, id LIMIT 4"
            ),
            "outbox_due",
        ),
        (
            format!(
                "SELECT id FROM outbox WHERE {WAITING} AND crashes >= 2 AND next_at <= '2' ORDER BY next_at, id LIMIT 1"
            ),
            "outbox_suspects",
        ),
        (format!("SELECT min(next_at) FROM outbox WHERE {WAITING}"), "outbox_due"),
        (format!("SELECT max(next_at) FROM outbox WHERE {WAITING}"), "outbox_due"),
        ("SELECT min(leased_until) FROM outbox WHERE state = 'leased'".to_owned(), "outbox_leases"),
        (format!("SELECT state, count(*) FROM outbox WHERE {OPEN} GROUP BY state"), "outbox_open"),
        ("SELECT email FROM enquiries WHERE received_at > '2' AND message = 'm'".to_owned(), "enquiries_by_received"),
    ];
    for (statement, index) in looks {
        let found = plan(&db, &statement).await;
        assert!(found.contains(index) && !found.contains("TEMP B-TREE"), "{statement}\n{found}");
    }
}
