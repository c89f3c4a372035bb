//! How fast mail leaves once it is owed, and how little is done while none is.
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use lectern::clock::Clock;
use lectern::mail::{Mailer, MailerOptions, Security};
use lectern::outbox::{Courier, Pace, next_due};
use lectern::tokens::Tokens;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::home::{Home, Running, post, thanked};
use super::{comes_true, size};
use crate::outbox::owe;
use crate::support::database::fresh;
use crate::support::smtp_server::{Setup, SmtpServer};

/// Mails a second that the promise names.
const PROMISED: f64 = 300.0;

/// Owes mails, lets them leave over a line so protected, and tells how many did in a second and over how many lines.
async fn leave(mails: usize, security: Security) -> (f64, usize) {
    let implicit_tls = security == Security::Implicit;
    let (database, server) = (fresh(), SmtpServer::start(Setup { implicit_tls, ..Setup::default() }).await);
    let (scheme, rest) = match security {
        Security::None => ("smtp", "?tls=none"),
        Security::StartTls => ("smtp", ""),
        Security::Implicit => ("smtps", ""),
    };
    let url = format!("{scheme}://localhost:{}{rest}", server.port).parse().unwrap();
    let options = MailerOptions { extra_root: Some(server.ca.clone()), ..MailerOptions::default() };
    let mailer = Mailer::new(&url, options).unwrap();
    let courier = Arc::new(Courier::new(database.db.clone(), mailer, Clock::System, Tokens::System).unwrap());
    owe(&database.db, 0..mails, Clock::System.now()).await;
    let (stop, stopped) = watch::channel(false);
    let begun = Instant::now();
    let worker = tokio::spawn(courier.run(stopped));
    let is_through = async || database.db.read(next_due).await.unwrap().is_none();
    assert!(comes_true(Duration::from_secs(300), is_through).await);
    let taken = begun.elapsed();
    stop.send(true).unwrap();
    worker.await.unwrap();
    let kept: BTreeSet<String> = server.kept().into_iter().map(|mail| mail.data).collect();
    assert_eq!((kept.len(), server.kept().len()), (mails, mails), "each once");
    (f64::from(u32::try_from(mails).unwrap()) / taken.as_secs_f64(), server.connections())
}

#[tokio::test]
async fn what_is_owed_leaves_quickly_over_lines_that_stay_open() {
    let mails = size(300, 10_000);
    for security in [Security::None, Security::StartTls, Security::Implicit] {
        let (rate, lines) = leave(mails, security).await;
        println!("{mails} mails, {security:?}: {rate:.0} a second over {lines} lines");
        assert!(lines <= Pace::default().lanes, "a line for every mail would cost a handshake each: {lines}");
        // A debug build beside other tests is no measure; the long form is asked for by name on a machine that does nothing else.
        assert!(rate >= size(PROMISED / 6.0, PROMISED), "{security:?}: {rate:.0} a second");
    }
}

/// Hundredths of a second of processor time that a process has used, from `proc(5)`: fields 14 and 15 of its `stat`.
fn ticks(running: &Running) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", running.0.id())).unwrap();
    let (_, after) = stat.rsplit_once(") ").unwrap();
    after.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
}

#[tokio::test]
async fn an_idle_site_uses_no_processor_and_an_enquiry_wakes_it_at_once() {
    let (home, server) = (Home::new(), SmtpServer::start(Setup::default()).await);
    let running = home.start(&[], &format!("smtp://127.0.0.1:{}?tls=none", server.port)).await;
    sleep(Duration::from_secs(2)).await;
    let (before, seconds) = (ticks(&running), size(5, 60));
    sleep(Duration::from_secs(seconds)).await;
    let used = ticks(&running) - before;
    println!("idle for {seconds} s: {used} hundredths of a second of processor time");
    // Half a per cent, which any display rounds to none; twice that where other tests crowd the machine.
    assert!(used <= size(seconds, seconds / 2), "{used} in {seconds} s");
    let mut waits = Vec::new();
    for number in 0..size(9, 50) {
        let (name, email) = (format!("Person {number}"), format!("p{number}@example.org"));
        let answer = post(home.port, &[("name", &name), ("email", &email), ("message", "When?")]).await;
        assert!(answer.as_deref().and_then(thanked).is_some());
        let begun = Instant::now();
        assert!(comes_true(Duration::from_secs(10), async || server.kept().len() == 2 * (number + 1)).await);
        waits.push(begun.elapsed());
        sleep(Duration::from_millis(50)).await;
    }
    waits.sort_unstable();
    println!("both mails had left so long after the answer: {waits:?}");
    assert!(waits[waits.len() / 2] < Pace::default().poll / 5, "nobody waits for the next look: {waits:?}");
}
