//! A mail that brings its worker down is held after ten times, and it alone.
use lectern::db::prelude::*;
use lectern::db::schema::outbox as table;
use lectern::outbox::{
    MOST_CRASHES, MailId, MailState, Outcome, Owed, claim, claim_suspect, delay_after_crash, release_dead_leases,
    settle,
};

use super::{MINUTE, later, owe, rows, start};
use crate::support::database::{TestDatabase, fresh};

/// One life of a worker with four lanes, which ends when it has mail 1 in hand. Tells whether it ended so.
async fn live(database: &TestDatabase, life: i64, apart: bool) -> bool {
    let now = later(life * 1200);
    let taken: Vec<Owed> = database
        .db
        .write(move |conn| {
            let worker = life.to_string();
            release_dead_leases(conn, &worker, now, 128)?;
            let suspect = claim_suspect(conn, &worker, now, MINUTE)?;
            let mut taken = claim(conn, &worker, 3 + i64::from(suspect.is_none()), now, MINUTE)?;
            taken.extend(suspect);
            while !apart && taken.len() < 4 {
                let Some(more) = claim_suspect(conn, &worker, now, MINUTE)? else { break };
                taken.push(more);
            }
            Ok(taken)
        })
        .await
        .unwrap();
    if taken.iter().any(|owed| owed.lease.id == MailId(1)) {
        return true;
    }
    let all = move |conn: &mut lectern::db::Conn| {
        taken.iter().try_for_each(|owed| settle(conn, &owed.lease, &Outcome::Sent, now).map(|_| ()))
    };
    database.db.write(all).await.unwrap();
    false
}

/// State and crashes of every mail, after as many lives as it takes.
async fn after_many_lives(apart: bool) -> Vec<(MailState, i32)> {
    let database = fresh();
    owe(&database.db, 0..12, start()).await;
    let mut crashes = 0;
    for life in 1..80 {
        crashes += i32::from(live(&database, life, apart).await);
    }
    assert_eq!(crashes, MOST_CRASHES, "the program goes down so often and no more");
    let columns = (table::state, table::crashes);
    database.db.read(move |conn| table::table.order(table::id).select(columns).load(conn)).await.unwrap()
}

#[tokio::test]
async fn a_mail_that_brings_its_worker_down_is_held_alone_after_ten_times() {
    let mails = after_many_lives(true).await;
    assert_eq!(mails[0], (MailState::Held, MOST_CRASHES));
    assert!(mails[1..].iter().all(|(state, crashes)| *state == MailState::Sent && *crashes <= 3), "{mails:?}");
}

#[tokio::test]
async fn were_suspects_taken_together_innocent_mail_would_be_blamed_with_them() {
    let mails = after_many_lives(false).await;
    assert!(mails[1..].iter().any(|(_, crashes)| *crashes > 3), "{mails:?}");
}

#[tokio::test]
async fn what_was_in_hand_at_a_crash_is_tried_again_within_ten_seconds() {
    let database = fresh();
    owe(&database.db, 0..1, start()).await;
    database.db.write(|conn| claim(conn, "dead", 1, start(), MINUTE)).await.unwrap();
    database.db.write(|conn| release_dead_leases(conn, "next", later(1), 255)).await.unwrap();
    assert!(rows(&database.db).await[0].2 <= later(10));
    let middle: Vec<u64> = (1..=10).map(|crash| delay_after_crash(crash, 128).as_secs_f64().round() as u64).collect();
    assert_eq!(middle, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900].map(middle_of));
}

/// The middle of the spread is a little above the round number.
fn middle_of(seconds: u64) -> u64 {
    (seconds as f64 * (0.8 + 0.4 * 128.0 / 255.0)).round() as u64
}
