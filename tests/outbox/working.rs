//! The courier at work, on the machine's own clock.
use std::sync::Arc;
use std::time::Duration;

use lectern::clock::Clock;
use lectern::db::Db;
use lectern::outbox::{Courier, MailState, Pace};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::{owe, rows, world};
use crate::support::smtp_server::Trick;

async fn count(db: &Db, state: MailState) -> usize {
    rows(db).await.iter().filter(|row| row.0 == state).count()
}

/// Waits until `done`, at most ten seconds.
async fn until<F: Future<Output = bool>>(done: impl Fn() -> F) {
    let begin = Instant::now();
    while !done().await {
        assert!(begin.elapsed() < Duration::from_secs(10), "it never came true");
        sleep(Duration::from_millis(10)).await;
    }
}

fn quick() -> Pace {
    let ms = Duration::from_millis;
    Pace { poll: ms(100), grace: ms(300), ..Pace::default() }
}

/// A courier at work; `stop` ends it.
fn at_work(courier: &Arc<Courier>) -> (watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let (stop, stopped) = watch::channel(false);
    (stop, tokio::spawn(Arc::clone(courier).run(stopped)))
}

#[tokio::test]
async fn a_silent_server_holds_up_one_lane_only() {
    let world = world(Clock::System, quick()).await;
    world.server.plan(&[Trick::NeverGreet]);
    owe(&world.database.db, 0..12, world.clock.now()).await;
    let (stop, worker) = at_work(&world.courier);
    until(async || world.server.kept().len() == 11).await;
    until(async || count(&world.database.db, MailState::Sent).await == 11).await;
    assert_eq!(count(&world.database.db, MailState::Leased).await, 1);
    stop.send(true).unwrap();
    worker.await.unwrap();
    assert_eq!(count(&world.database.db, MailState::Retry).await, 1, "a stop gives it back");
}

#[tokio::test]
async fn nothing_is_lost_when_workers_stop_in_the_middle() {
    let world = world(Clock::System, quick()).await;
    owe(&world.database.db, 0..40, world.clock.now()).await;
    let mut rounds = 0;
    while count(&world.database.db, MailState::Sent).await < 40 {
        rounds += 1;
        assert!(rounds < 100);
        let (stop, worker) = at_work(&world.courier);
        sleep(Duration::from_millis(15)).await;
        stop.send(true).unwrap();
        worker.await.unwrap();
        assert_eq!(count(&world.database.db, MailState::Leased).await, 0, "what was in hand is finished");
    }
    assert!(rounds > 1, "it did stop in the middle");
    assert_eq!(world.server.kept().len(), 40);
}

#[tokio::test]
async fn mail_leaves_when_woken_and_also_when_nobody_wakes() {
    let world = world(Clock::System, Pace { poll: Duration::from_secs(1), ..quick() }).await;
    let (stop, worker) = at_work(&world.courier);
    sleep(Duration::from_millis(100)).await;
    let begin = Instant::now();
    owe(&world.database.db, 0..1, world.clock.now()).await;
    world.courier.wake();
    until(async || world.server.kept().len() == 1).await;
    assert!(begin.elapsed() < Duration::from_millis(700), "{:?}", begin.elapsed());
    let other_instance = Db::connect(&world.database.url, 1).unwrap();
    owe(&other_instance, 1..2, world.clock.now()).await;
    until(async || world.server.kept().len() == 2).await;
    drop(stop);
    worker.await.unwrap();
}

#[tokio::test]
async fn an_idle_courier_asks_little() {
    let world = world(Clock::System, quick()).await;
    let (stop, worker) = at_work(&world.courier);
    sleep(Duration::from_millis(200)).await;
    let before = world.database.db.statements();
    sleep(Duration::from_millis(500)).await;
    let asked = world.database.db.statements() - before;
    assert!((2..=24).contains(&asked), "a few statements a poll, not {asked} in five");
    stop.send(true).unwrap();
    worker.await.unwrap();
}

#[tokio::test]
async fn a_slow_server_outlasts_the_lease() {
    let pace = Pace { lease: Duration::from_millis(600), grace: Duration::from_millis(100), ..quick() };
    let world = world(Clock::System, pace).await;
    world.server.plan(&[Trick::SilentAfterData]);
    owe(&world.database.db, 0..1, world.clock.now()).await;
    let (stop, worker) = at_work(&world.courier);
    sleep(Duration::from_millis(1500)).await;
    let (state, attempts, ..) = world.rows().await.remove(0);
    assert_eq!((state, attempts, world.server.seen().len()), (MailState::Leased, 1, 1), "nobody takes it away");
    stop.send(true).unwrap();
    worker.await.unwrap();
}
