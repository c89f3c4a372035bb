//! Mail that is owed leaves, whatever goes wrong: once told stored, it is never lost and never held up by another.
use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use lectern::clock::Clock;
use lectern::db::schema::outbox as table;
use lectern::db::{Conn, Db};
use lectern::mail::{AutoSubmitted, Deadlines, Mailer, MailerOptions, Message, Outgoing};
use lectern::outbox::{
    Courier, MailId, MailKind, MailState, NewMail, Outcome, Owed, Pace, claim, delay, enqueue, next_due, oldest_owed,
    reclaim_expired, release_dead_leases, renew, settle,
};
use lectern::tokens::Tokens;
use lectern::types::Timestamp;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::support::database::{TestDatabase, fresh};
use crate::support::smtp_server::{Setup, SmtpServer, Trick};

const MINUTE: Duration = Duration::from_secs(60);

fn start() -> Timestamp {
    chrono::DateTime::from_timestamp(1_795_342_740, 0).map(Timestamp::from).unwrap()
}

fn later(seconds: i64) -> Timestamp {
    start() + chrono::Duration::seconds(seconds)
}

fn mail(number: usize) -> NewMail {
    let message = Message {
        from: "no-reply@academy.example".parse().unwrap(),
        to: vec!["staff@academy.example".parse().unwrap()],
        reply_to: None,
        subject: format!("Enquiry {number}"),
        text: format!("Question {number}\n"),
        html: Some("<p>Question</p>".to_owned()),
        message_id: format!("<enquiry-{number}@academy.example>"),
        in_reply_to: None,
        references: Vec::new(),
        date: start(),
        auto_submitted: AutoSubmitted::Generated,
        list_id: None,
    };
    let outgoing = message.build().unwrap();
    NewMail { dedupe_key: format!("enquiry:{number}"), enquiry_id: None, kind: MailKind::Staff, outgoing }
}

async fn owe(db: &Db, numbers: std::ops::Range<usize>, now: Timestamp) {
    let mails: Vec<_> = numbers.map(mail).collect();
    db.write(move |conn| mails.iter().try_for_each(|mail| enqueue(conn, mail, now).map(|_| ()))).await.unwrap();
}

/// State, tries, next try and last error of every mail, in order.
async fn rows(db: &Db) -> Vec<(MailState, i32, Timestamp, Option<String>)> {
    let columns = (table::state, table::attempts, table::next_at, table::last_error);
    db.read(move |conn| table::table.order(table::id).select(columns).load(conn)).await.unwrap()
}

async fn count(db: &Db, state: MailState) -> usize {
    rows(db).await.iter().filter(|row| row.0 == state).count()
}

fn courier(db: &Db, server: &SmtpServer, clock: &Clock, deadlines: Deadlines) -> Courier {
    let url = format!("smtp://localhost:{}", server.port).parse().unwrap();
    let options = MailerOptions { deadlines, extra_root: Some(server.ca.clone()) };
    Courier::new(db.clone(), Mailer::new(&url, options).unwrap(), clock.clone(), Tokens::seeded(1)).unwrap()
}

struct World {
    database: TestDatabase,
    server: SmtpServer,
    clock: Clock,
    courier: Arc<Courier>,
}

async fn world(clock: Clock, pace: Pace) -> World {
    let (database, server) = (fresh(), SmtpServer::start(Setup::default()).await);
    let courier = Arc::new(courier(&database.db, &server, &clock, Deadlines::default()).at_pace(pace));
    World { database, server, clock, courier }
}

async fn still_world() -> World {
    world(Clock::fixed(start()), Pace::default()).await
}

impl World {
    async fn rows(&self) -> Vec<(MailState, i32, Timestamp, Option<String>)> {
        rows(&self.database.db).await
    }
}

/// Waits until `done`, at most ten seconds.
async fn until<F: Future<Output = bool>>(done: impl Fn() -> F) {
    let begin = Instant::now();
    while !done().await {
        assert!(begin.elapsed() < Duration::from_secs(10), "it never came true");
        sleep(Duration::from_millis(10)).await;
    }
}

async fn take(db: &Db, worker: &'static str, now: Timestamp) -> Vec<Owed> {
    db.write(move |conn| claim(conn, worker, 10, now, MINUTE)).await.unwrap()
}

#[tokio::test]
async fn what_is_owed_is_sent_once() {
    let world = still_world().await;
    owe(&world.database.db, 0..3, start()).await;
    assert_eq!(world.courier.deliver_due().await.unwrap(), 3);
    assert_eq!(world.courier.deliver_due().await.unwrap(), 0);
    let received: Vec<_> = world.server.kept().into_iter().map(|mail| mail.data.into_bytes()).collect();
    assert_eq!(received, (0..3).map(|number| mail(number).outgoing.bytes).collect::<Vec<_>>());
    assert!(world.rows().await.iter().all(|row| row.0 == MailState::Sent && row.1 == 1));
}

#[tokio::test]
async fn what_is_told_twice_is_owed_once() {
    let database = fresh();
    let owed = || database.db.write(|conn| enqueue(conn, &mail(1), start()));
    assert!(owed().await.unwrap().is_some());
    assert_eq!(owed().await.unwrap(), None);
    assert_eq!(rows(&database.db).await.len(), 1);
}

#[tokio::test]
async fn a_change_that_fails_owes_nothing() {
    let database = fresh();
    let failed = database.db.write(|conn| {
        enqueue(conn, &mail(1), start())?;
        Err::<(), _>(diesel::result::Error::RollbackTransaction)
    });
    assert!(failed.await.is_err());
    assert!(rows(&database.db).await.is_empty());
}

#[tokio::test]
async fn a_refusal_for_good_holds_the_mail_and_keeps_it() {
    let world = still_world().await;
    owe(&world.database.db, 0..2, start()).await;
    world.server.plan(&[Trick::AtEnd("550 5.7.1 no")]);
    assert_eq!(world.courier.deliver_due().await.unwrap(), 1, "the one behind it leaves");
    let rows = world.rows().await;
    assert_eq!((rows[0].0, rows[1].0), (MailState::Held, MailState::Sent));
    assert!(rows[0].3.as_ref().unwrap().contains("5.7.1 no"));
    world.clock.advance(MINUTE * 60 * 24);
    assert_eq!(world.courier.deliver_due().await.unwrap(), 0);
}

#[tokio::test]
async fn whatever_may_pass_is_tried_again_with_the_same_bytes() {
    let world = still_world().await;
    owe(&world.database.db, 0..1, start()).await;
    world.server.plan(&[Trick::AtEnd("451 4.3.0 later"), Trick::DropAfterData, Trick::HangUp]);
    for attempt in 1..=3 {
        assert_eq!(world.courier.deliver_due().await.unwrap(), 0);
        let row = &world.rows().await[0];
        assert_eq!((row.0, row.1), (MailState::Retry, attempt));
        assert!(row.2 > world.clock.now());
        assert_eq!(world.courier.deliver_due().await.unwrap(), 0, "not before its time");
        world.clock.advance(MINUTE * 20);
    }
    assert_eq!(world.courier.deliver_due().await.unwrap(), 1);
    let seen = world.server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|copy| copy.data.as_bytes() == mail(0).outgoing.bytes), "copies collapse by Message-ID");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let world = still_world().await;
    owe(&world.database.db, 0..1, start()).await;
    let url = "smtp://127.0.0.1:1".parse().unwrap();
    let mailer = Mailer::new(&url, MailerOptions::default()).unwrap();
    let lost = Courier::new(world.database.db.clone(), mailer, world.clock.clone(), Tokens::seeded(2)).unwrap();
    assert_eq!(lost.deliver_due().await.unwrap(), 0);
    assert_eq!(world.rows().await[0].0, MailState::Retry);
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

#[tokio::test]
async fn a_mail_that_cannot_be_read_is_held_and_stops_nobody() {
    let world = still_world().await;
    owe(&world.database.db, 0..2, start()).await;
    let break_it = |conn: &mut Conn| {
        diesel::update(table::table.filter(table::dedupe_key.eq("enquiry:0")))
            .set(table::recipients.eq("?"))
            .execute(conn)
    };
    world.database.db.write(break_it).await.unwrap();
    while world.courier.deliver_due().await.unwrap() > 0 {}
    let owed = world.database.db.read(next_due).await.unwrap();
    let states: Vec<_> = world.rows().await.into_iter().map(|row| row.0).collect();
    assert_eq!((owed, states), (None, vec![MailState::Held, MailState::Sent]));
}

#[tokio::test]
async fn the_oldest_debt_is_known_until_it_is_paid() {
    let world = still_world().await;
    let db = &world.database.db;
    assert_eq!(db.read(oldest_owed).await.unwrap(), None);
    owe(db, 0..1, start()).await;
    owe(db, 1..2, later(5)).await;
    assert_eq!(db.read(oldest_owed).await.unwrap(), Some(start()));
    world.courier.deliver_due().await.unwrap();
    assert_eq!(db.read(oldest_owed).await.unwrap(), Some(later(5)));
    assert_eq!(db.read(next_due).await.unwrap(), Some(later(5)));
}

#[test]
fn the_wait_grows_and_is_capped() {
    let middle: Vec<u64> = (1..=8).map(|attempt| delay(attempt, 128).as_secs_f64().round() as u64).collect();
    for (wait, expected) in middle.iter().zip([30, 60, 120, 240, 480, 900, 900, 900]) {
        assert!(wait.abs_diff(expected) <= 1, "{middle:?}");
    }
    for attempt in [i32::MIN, 0, 1, 5, 40, i32::MAX] {
        let (least, most) = (delay(attempt, 0), delay(attempt, u8::MAX));
        assert!(least >= Duration::from_secs(24) && most <= Duration::from_secs(18 * 60) && least < most);
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
    owe(&world.database.db, 1..2, world.clock.now()).await;
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
    assert!((2..=14).contains(&asked), "two statements a poll, not {asked} in five");
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

#[test]
fn a_mail_keeps_what_it_was_given() {
    let Outgoing { message_id, sender, recipients, bytes } = mail(7).outgoing;
    assert_eq!((message_id.as_str(), sender.as_str()), ("<enquiry-7@academy.example>", "no-reply@academy.example"));
    assert!(recipients.len() == 1 && bytes.ends_with(b"\r\n"));
}
