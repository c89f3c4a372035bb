//! Mail that is owed leaves, whatever goes wrong: once told stored, it is never lost and never held up by another.
mod crashes;
mod leases;
mod listing;
mod plans;
mod working;

use std::sync::Arc;
use std::time::Duration;

use lectern::clock::Clock;
use lectern::db::prelude::*;
use lectern::db::schema::outbox as table;
use lectern::db::{Conn, Db};
use lectern::mail::{AutoSubmitted, Deadlines, Mailer, MailerOptions, Message, Outgoing};
use lectern::outbox::{Courier, MailKind, MailState, NewMail, Pace, delay, enqueue, next_due, oldest_owed};
use lectern::tokens::Tokens;
use lectern::types::Timestamp;

use crate::support::database::{TestDatabase, fresh};
use crate::support::smtp_server::{Setup, SmtpServer, Trick};

pub const MINUTE: Duration = Duration::from_secs(60);

pub fn start() -> Timestamp {
    chrono::DateTime::from_timestamp(1_795_342_740, 0).map(Timestamp::from).unwrap()
}

pub fn later(seconds: i64) -> Timestamp {
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
        unsubscribe: None,
    };
    let outgoing = message.build().unwrap();
    NewMail { dedupe_key: format!("enquiry:{number}"), enquiry_id: None, kind: MailKind::Staff, outgoing }
}

pub async fn owe(db: &Db, numbers: std::ops::Range<usize>, now: Timestamp) {
    let mails: Vec<_> = numbers.map(mail).collect();
    db.write(move |conn| mails.iter().try_for_each(|mail| enqueue(conn, mail, now).map(|_| ()))).await.unwrap();
}

/// State, tries, next try and last error of every mail, in order.
pub async fn rows(db: &Db) -> Vec<(MailState, i32, Timestamp, Option<String>)> {
    let columns = (table::state, table::attempts, table::next_at, table::last_error);
    db.read(move |conn| table::table.order(table::id).select(columns).load(conn)).await.unwrap()
}

pub fn courier(db: &Db, server: &SmtpServer, clock: &Clock, deadlines: Deadlines) -> Courier {
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

#[test]
fn a_mail_keeps_what_it_was_given() {
    let Outgoing { message_id, sender, recipients, bytes } = mail(7).outgoing;
    assert_eq!((message_id.as_str(), sender.as_str()), ("<enquiry-7@academy.example>", "no-reply@academy.example"));
    assert!(recipients.len() == 1 && bytes.ends_with(b"\r\n"));
}
