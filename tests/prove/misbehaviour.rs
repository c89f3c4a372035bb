//! Every way in which a mail server may misbehave: the mails behind the one that it happens to leave, and none is lost.
use std::sync::Arc;
use std::time::Duration;

use lectern::clock::Clock;
use lectern::db::Db;
use lectern::mail::{Deadlines, Mailer, MailerOptions};
use lectern::outbox::{Courier, Filter, MailState, Pace, list};
use lectern::tokens::Tokens;
use tokio::sync::watch;

use super::{comes_true, size};
use crate::outbox::owe;
use crate::support::database::{TestDatabase, fresh};
use crate::support::smtp_server::{Setup, SmtpServer, Trick};

const BEHIND: Duration = Duration::from_secs(15);

/// What goes wrong with one mail, and whether that mail is then held.
const TRICKS: [(Trick, bool); 17] = [
    (Trick::NeverGreet, false),
    (Trick::Drip, false),
    (Trick::LongBanner, false),
    (Trick::HangUp, false),
    (Trick::ResetAt("EHLO"), false),
    (Trick::ResetAt("MAIL"), false),
    (Trick::ResetAt("DATA"), false),
    (Trick::AtVerb("MAIL", "421 4.3.2 closing"), false),
    (Trick::AtVerb("MAIL", "452 4.3.1 full"), false),
    (Trick::AtRecipient("450 4.2.1 greylisted"), false),
    (Trick::AtVerb("MAIL", "999 what"), false),
    (Trick::AtVerb("MAIL", "535 5.7.8 sign in"), false),
    (Trick::DropAfterData, false),
    (Trick::SilentAfterData, false),
    (Trick::DripAfterData, false),
    (Trick::AtRecipient("550 5.1.1 no such user"), true),
    (Trick::AtEnd("554 5.7.1 spam"), true),
];

fn mailer(server: &SmtpServer, ca: &[u8], deadlines: Deadlines) -> Mailer {
    let url = format!("smtp://localhost:{}", server.port).parse().unwrap();
    Mailer::new(&url, MailerOptions { deadlines, extra_root: Some(ca.to_vec()) }).unwrap()
}

fn short() -> Deadlines {
    let ms = Duration::from_millis;
    Deadlines { connect: ms(1500), command: ms(1500), final_dot: ms(1500), ..Deadlines::default() }
}

async fn count(db: &Db, state: MailState) -> i64 {
    let filter = Filter { states: vec![state], ..Filter::default() };
    db.read(move |conn| list(conn, &filter, 1)).await.unwrap().count
}

/// Lets a courier work until `done`, at most so long; tells whether it came true.
async fn work(
    database: &TestDatabase,
    mailer: Mailer,
    lanes: usize,
    patience: Duration,
    done: impl AsyncFn() -> bool,
) -> bool {
    let pace = Pace { lanes, poll: Duration::from_millis(50), grace: Duration::from_millis(50), ..Pace::default() };
    let courier = Courier::new(database.db.clone(), mailer, Clock::System, Tokens::System).unwrap().at_pace(pace);
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(Arc::new(courier).run(stopped));
    let came_true = comes_true(patience, || done()).await;
    stop.send(true).unwrap();
    worker.await.unwrap();
    came_true
}

/// Whatever still waits leaves a day later, when the server behaves.
async fn drain(database: &TestDatabase, mailer: Mailer) {
    let clock = Clock::fixed(Clock::System.now() + chrono::Duration::days(1));
    Courier::new(database.db.clone(), mailer, clock, Tokens::System).unwrap().deliver_due().await.unwrap();
}

async fn one_trick(trick: Trick, is_final: bool) {
    let mails = size(6, 200);
    let (database, server) = (fresh(), SmtpServer::start(Setup::default()).await);
    server.plan(&[trick]);
    owe(&database.db, 0..mails, Clock::System.now()).await;
    let others = i64::try_from(mails).unwrap() - 1;
    let left = async || count(&database.db, MailState::Sent).await >= others;
    let carrier = mailer(&server, &server.ca, short());
    assert!(work(&database, carrier, 4, BEHIND, left).await, "{trick:?} holds up the others");
    // The try that it happened to may still be under way; a stop gives it back.
    drain(&database, mailer(&server, &server.ca, short())).await;
    let expected = if is_final { (1, others) } else { (0, others + 1) };
    let found = (count(&database.db, MailState::Held).await, count(&database.db, MailState::Sent).await);
    assert_eq!(found, expected, "{trick:?}");
    let mut ids: Vec<_> = server.kept().into_iter().map(|mail| mail.data).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(i64::try_from(ids.len()).unwrap(), found.1, "{trick:?}: each is there, and copies are alike");
}

#[tokio::test]
async fn no_misbehaviour_holds_up_the_mail_behind_it_or_loses_any() {
    for (trick, is_final) in TRICKS {
        one_trick(trick, is_final).await;
    }
    println!("{} misbehaviours x {} mails: none held up, none lost", TRICKS.len(), size(6, 200));
}

#[tokio::test]
async fn a_server_that_cannot_be_trusted_gets_nothing_and_loses_nothing() {
    let (good, stranger) = (SmtpServer::start(Setup::default()).await, SmtpServer::start(Setup::default()).await);
    for setup in [
        Setup { starttls: false, ..Setup::default() },
        Setup { expired: true, ..Setup::default() },
        Setup::default(),
        Setup { login: Some(("robot", "right")), ..Setup::default() },
    ] {
        let (database, bad) = (fresh(), SmtpServer::start(setup.clone()).await);
        let is_stranger = setup.starttls && !setup.expired && setup.login.is_none();
        let ca = if is_stranger { &stranger.ca } else { &bad.ca };
        owe(&database.db, 0..5, Clock::System.now()).await;
        let tried = async || count(&database.db, MailState::Retry).await == 5;
        assert!(work(&database, mailer(&bad, ca, short()), 4, BEHIND, tried).await, "{setup:?}");
        assert!(bad.seen().is_empty(), "{setup:?}");
        let before = good.kept().len();
        drain(&database, mailer(&good, &good.ca, short())).await;
        assert_eq!(good.kept().len() - before, 5, "{setup:?}");
    }
}

#[tokio::test]
async fn with_one_lane_or_without_deadlines_one_silent_answer_would_stop_them_all() {
    let (database, server) = (fresh(), SmtpServer::start(Setup::default()).await);
    server.plan(&[Trick::NeverGreet]);
    owe(&database.db, 0..6, Clock::System.now()).await;
    let some = async || count(&database.db, MailState::Sent).await > 0;
    let patience = Duration::from_millis(1500);
    assert!(!work(&database, mailer(&server, &server.ca, Deadlines::default()), 1, patience, some).await);
}
