//! Who has a mail in hand, and what becomes of it when that worker dies.
use lectern::db::Db;
use lectern::outbox::{MailId, MailState, Outcome, Owed, claim, reclaim_expired, release_dead_leases, renew, settle};
use lectern::types::Timestamp;

use super::{MINUTE, later, owe, rows, start};
use crate::support::database::fresh;

async fn take(db: &Db, worker: &'static str, now: Timestamp) -> Vec<Owed> {
    db.write(move |conn| claim(conn, worker, 10, now, MINUTE)).await.unwrap()
}

#[tokio::test]
async fn two_workers_never_hold_the_same_mail() {
    let database = fresh();
    owe(&database.db, 0..60, start()).await;
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..8 {
        let db = database.db.clone();
        workers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let taken = db.write(move |conn| claim(conn, &worker.to_string(), 3, start(), MINUTE)).await.unwrap();
                if taken.is_empty() {
                    return mine;
                }
                mine.extend(taken.into_iter().map(|owed| owed.lease.id));
            }
        });
    }
    let mut all: Vec<MailId> = workers.join_all().await.into_iter().flatten().collect();
    all.sort();
    assert_eq!(all.len(), 60, "every mail is held once");
    all.dedup();
    assert_eq!(all.len(), 60, "by one worker");
}

#[tokio::test]
async fn the_longest_due_is_taken_first() {
    let database = fresh();
    owe(&database.db, 0..1, later(30)).await;
    owe(&database.db, 1..3, later(10)).await;
    let first = database.db.write(|conn| claim(conn, "a", 2, later(60), MINUTE)).await.unwrap();
    let ids: Vec<_> = first.iter().map(|owed| owed.outgoing.message_id.clone()).collect();
    assert_eq!(ids, ["<enquiry-1@academy.example>", "<enquiry-2@academy.example>"]);
}

#[tokio::test]
async fn a_lease_that_ran_out_counts_as_a_try_and_waits() {
    let database = fresh();
    owe(&database.db, 0..1, start()).await;
    assert_eq!(take(&database.db, "dead", start()).await.len(), 1);
    let reclaim = |now| database.db.write(move |conn| reclaim_expired(conn, now, 128));
    assert_eq!(reclaim(later(59)).await.unwrap(), 0, "it still holds");
    assert_eq!(reclaim(later(60)).await.unwrap(), 1);
    let (state, attempts, next_at, error) = rows(&database.db).await.remove(0);
    assert_eq!((state, attempts), (MailState::Retry, 1));
    assert!(next_at > later(80) && error.is_some());
    assert_eq!(take(&database.db, "b", later(61)).await.len(), 0);
    assert_eq!(take(&database.db, "b", later(120)).await[0].lease.attempts, 2);
}

#[tokio::test]
async fn a_lease_that_is_renewed_does_not_run_out() {
    let database = fresh();
    owe(&database.db, 0..1, start()).await;
    take(&database.db, "slow", start()).await;
    database.db.write(|conn| renew(conn, "other", later(300), MINUTE)).await.unwrap();
    assert_eq!(database.db.write(|conn| renew(conn, "slow", later(50), MINUTE)).await.unwrap(), 1);
    assert_eq!(database.db.write(|conn| reclaim_expired(conn, later(100), 0)).await.unwrap(), 0);
    assert_eq!(database.db.write(|conn| reclaim_expired(conn, later(110), 0)).await.unwrap(), 1);
}

#[tokio::test]
async fn the_leases_of_a_dead_process_are_void_at_the_next_start() {
    let database = fresh();
    owe(&database.db, 0..20, start()).await;
    database.db.write(|conn| claim(conn, "4711-dead", 1, start(), MINUTE)).await.unwrap();
    database.db.write(|conn| claim(conn, "4712-alive", 2, start(), MINUTE)).await.unwrap();
    assert_eq!(database.db.write(|conn| release_dead_leases(conn, "4712-", later(1), 0)).await.unwrap(), 1);
    let rows = rows(&database.db).await;
    assert_eq!((rows[0].0, rows[0].1), (MailState::Retry, 1), "counted");
    assert!(rows[0].2 > later(20), "and delayed");
    assert!(rows[1].0 == MailState::Leased && rows[2].0 == MailState::Leased);
}

#[tokio::test]
async fn a_worker_that_comes_too_late_changes_nothing_but_the_truth() {
    let database = fresh();
    owe(&database.db, 0..1, start()).await;
    let late = take(&database.db, "late", start()).await.remove(0).lease;
    database.db.write(|conn| reclaim_expired(conn, later(60), 0)).await.unwrap();
    let quick = take(&database.db, "quick", later(200)).await.remove(0).lease;
    let end = |lease, outcome: Outcome| database.db.write(move |conn| settle(conn, &lease, &outcome, later(201)));
    let again = Outcome::Retry { words: "late".to_owned(), after: MINUTE };
    assert!(!end(late.clone(), again).await.unwrap());
    assert!(!end(late.clone(), Outcome::Held { words: "late".to_owned() }).await.unwrap());
    assert_eq!(rows(&database.db).await[0].0, MailState::Leased);
    assert!(end(late, Outcome::Sent).await.unwrap(), "it did leave");
    assert!(!end(quick, Outcome::Held { words: "quick".to_owned() }).await.unwrap());
    assert_eq!(rows(&database.db).await[0].0, MailState::Sent);
}
