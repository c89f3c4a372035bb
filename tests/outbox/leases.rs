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
    let reclaim = |now| database.db.write(move |conn| reclaim_expired(conn, &[], now, 128));
    assert_eq!(reclaim(later(59)).await.unwrap(), 0, "it still holds");
    assert_eq!(reclaim(later(60)).await.unwrap(), 1);
    let (state, attempts, next_at, error) = rows(&database.db).await.remove(0);
    assert_eq!((state, attempts), (MailState::Retry, 1));
    assert!(next_at > later(63) && error.is_some(), "it waits a little");
    assert_eq!(take(&database.db, "b", later(61)).await.len(), 0);
    assert_eq!(take(&database.db, "b", later(120)).await[0].lease.attempts, 2);
}

#[tokio::test]
async fn a_lease_that_is_renewed_does_not_run_out() {
    let database = fresh();
    owe(&database.db, 0..1, start()).await;
    let mine = take(&database.db, "slow", start()).await[0].lease.id;
    let renewed = |worker, id| database.db.write(move |conn| renew(conn, worker, &[id], later(50), MINUTE));
    assert_eq!(renewed("other", mine).await.unwrap(), 0, "not by another worker");
    assert_eq!(renewed("slow", MailId(mine.0 + 1)).await.unwrap(), 0, "not what is no longer in hand");
    assert_eq!(renewed("slow", mine).await.unwrap(), 1);
    assert_eq!(database.db.write(|conn| reclaim_expired(conn, &[], later(100), 0)).await.unwrap(), 0);
    assert_eq!(database.db.write(|conn| reclaim_expired(conn, &[], later(110), 0)).await.unwrap(), 1);
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
    assert!(rows[0].2 > later(3), "and delayed");
    assert!(rows[1].0 == MailState::Leased && rows[2].0 == MailState::Leased);
}

#[tokio::test]
async fn what_a_worker_has_in_hand_is_not_abandoned_though_the_clock_leaps() {
    let database = fresh();
    owe(&database.db, 0..2, start()).await;
    let mine = take(&database.db, "me", start()).await[0].lease.id;
    let year = later(400 * 86_400);
    assert_eq!(database.db.write(move |conn| reclaim_expired(conn, &[mine], year, 0)).await.unwrap(), 1);
    assert_eq!(rows(&database.db).await[0].0, MailState::Leased);
}

#[tokio::test]
async fn a_stale_token_changes_nothing() {
    let database = fresh();
    owe(&database.db, 0..1, start()).await;
    let late = take(&database.db, "worker", start()).await.remove(0).lease;
    database.db.write(|conn| reclaim_expired(conn, &[], later(60), 0)).await.unwrap();
    let quick = take(&database.db, "worker", later(200)).await.remove(0).lease;
    assert!(quick.attempts > late.attempts, "the token grows");
    let end = |lease, outcome: Outcome| database.db.write(move |conn| settle(conn, &lease, &outcome, later(201)));
    let words = || "late".to_owned();
    let again = Outcome::Retry { words: words(), after: MINUTE, no_server: false, left: Vec::new() };
    for stale in [again, Outcome::Held { words: words(), left: Vec::new() }, Outcome::Sent] {
        assert!(!end(late.clone(), stale).await.unwrap());
        assert_eq!(rows(&database.db).await[0].0, MailState::Leased);
    }
    assert!(end(quick, Outcome::Sent).await.unwrap(), "the same worker with its new token");
    assert_eq!(rows(&database.db).await[0].0, MailState::Sent);
}
