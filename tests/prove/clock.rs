//! The clock leaps, forwards and back: mail leaves all the same.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use lectern::clock::Clock;
use lectern::db::Db;
use lectern::mail::Deadlines;
use lectern::outbox::{MailState, claim};

use crate::outbox::{MINUTE, courier, owe, rows};
use crate::support::database::fresh;
use crate::support::smtp_server::{Setup, SmtpServer, Trick};

const HOUR: i64 = 3_600_000_000;
const LEAPS: [i64; 6] = [HOUR, -HOUR, 400 * 24 * HOUR, -400 * 24 * HOUR, 12 * 365 * 24 * HOUR, -12 * 365 * 24 * HOUR];

async fn sent(db: &Db) -> usize {
    rows(db).await.iter().filter(|row| row.0 == MailState::Sent).count()
}

#[tokio::test]
async fn mail_that_waits_leaves_within_twenty_minutes_wherever_the_clock_leaps() {
    for leap in LEAPS {
        let (database, server) = (fresh(), SmtpServer::start(Setup::default()).await);
        let at = Arc::new(AtomicI64::new(crate::outbox::start().micros()));
        let clock = Clock::Fixed(Arc::clone(&at));
        let courier = courier(&database.db, &server, &clock, Deadlines::default());
        server.plan(&[Trick::AtEnd("451 4.3.0 later")]);
        owe(&database.db, 0..2, clock.now()).await;
        courier.deliver_due().await.unwrap();
        assert_eq!(sent(&database.db).await, 1);
        at.fetch_add(leap, Ordering::SeqCst);
        courier.deliver_due().await.unwrap();
        clock.advance(MINUTE * 20);
        courier.deliver_due().await.unwrap();
        assert_eq!(sent(&database.db).await, 2, "after a leap of {leap} microseconds");
    }
}

#[tokio::test]
async fn if_nobody_looked_for_it_mail_would_wait_as_long_as_the_clock_went_back() {
    let database = fresh();
    owe(&database.db, 0..1, crate::outbox::start()).await;
    let back = crate::outbox::later(-400 * 86_400 + 1200);
    assert!(database.db.write(move |conn| claim(conn, "w", 1, back, MINUTE)).await.unwrap().is_empty());
}
