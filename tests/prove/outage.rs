//! A day without a mail server, in shifted time: visitors notice nothing, nothing is lost, and all of it leaves once the server is back.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lectern::db::Db;
use lectern::db::prelude::*;
use lectern::db::schema::{enquiries, outbox};
use lectern::mail::{Mailer, MailerOptions};
use lectern::outbox::{Courier, MailState, Pace, next_due};
use lectern::tokens::Tokens;
use tokio::sync::watch;

use super::{comes_true, size};
use crate::support::site::Site;
use crate::support::smtp_server::{Setup, SmtpServer};

const DAY: Duration = Duration::from_secs(86_400);
/// From the server's return on, all that is owed leaves within this.
const DRAINED_WITHIN: Duration = Duration::from_secs(300);

#[derive(Debug, Default, PartialEq, Eq)]
struct Outage {
    told: usize,
    lost: usize,
    never_mailed: usize,
    unlike: usize,
    copies: usize,
    /// What a visitor waits for, with the server there and away.
    usual: Duration,
    away: Duration,
    slowest: Duration,
    drained: Option<Duration>,
}

fn courier(site: &Site, server: &SmtpServer) -> Arc<Courier> {
    let url = format!("smtp://127.0.0.1:{}?tls=none", server.port).parse().unwrap();
    let mailer = Mailer::new(&url, MailerOptions::default()).unwrap();
    let pace = Pace { poll: Duration::from_millis(50), grace: Duration::from_secs(1), ..Pace::default() };
    Arc::new(Courier::new(site.db().clone(), mailer, site.clock.clone(), Tokens::System).unwrap().at_pace(pace))
}

/// So many visitors, one after the other, while the time passes; how long each waits, and the reference that each is told.
async fn visit(site: &Site, from: usize, count: usize, over: Duration) -> (Vec<Duration>, BTreeSet<String>) {
    let (mut waits, mut told) = (Vec::with_capacity(count), BTreeSet::new());
    for number in from..from + count {
        let (name, email) = (format!("Person {number}"), format!("p{number}@example.org"));
        let message = format!("Question {number}?");
        let begun = Instant::now();
        let answer = site.post("/contact", &[("name", &name), ("email", &email), ("message", &message)]).await;
        waits.push(begun.elapsed());
        told.insert(answer.header("location").split_once("ref=").expect("thanks").1.to_owned());
        site.clock.advance(over / u32::try_from(count).unwrap());
    }
    waits.sort_unstable();
    (waits, told)
}

async fn is_drained(db: &Db) -> bool {
    db.read(next_due).await.unwrap().is_none()
}

async fn prove(visitors: usize, is_owed: bool) -> Outage {
    let mut site = Site::academy_with(|options| options.enquiry_rate = 1_000_000);
    site.leave_mail();
    let server = SmtpServer::start(Setup::default()).await;
    let (stop, stopped) = watch::channel(false);
    let before = tokio::spawn(courier(&site, &server).run(stopped));
    let few = (visitors / 10).max(50);
    visit(&site, visitors + few, 20, Duration::ZERO).await;
    let (usual, mut told) = visit(&site, visitors, few, Duration::ZERO).await;
    let usual_mails = 2 * (few + 20);
    let is_through = async || server.kept().len() >= usual_mails && is_drained(site.db()).await;
    assert!(comes_true(DRAINED_WITHIN, is_through).await);
    // A line that is open would carry on: whoever meets the outage has none.
    stop.send(true).unwrap();
    before.await.unwrap();
    server.go_away(true);
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(courier(&site, &server).run(stopped));
    let (away, of_day) = visit(&site, 0, visitors, DAY).await;
    told.extend(of_day);
    let left = server.kept().len();
    assert_eq!(left, usual_mails, "nothing leaves while the server is away");
    if !is_owed {
        let owed = outbox::table.filter(outbox::state.ne(MailState::Sent)).select(outbox::id);
        let owed: Vec<i64> = site.db().read(move |conn| owed.load(conn)).await.unwrap();
        // One at a time: the worker is at the same rows, and PostgreSQL would end one of two that wait for each other.
        for id in owed {
            let one = outbox::table.filter(outbox::id.eq(id));
            site.db().write(move |conn| diesel::delete(one).execute(conn)).await.unwrap();
        }
    }
    server.go_away(false);
    let begun = Instant::now();
    // What waits for a try of its own is due within the longest pause; what waits for the server leaves at once.
    let drained = comes_true(DRAINED_WITHIN, async || {
        site.clock.advance(Duration::from_secs(1));
        is_drained(site.db()).await
    });
    let drained = drained.await.then(|| begun.elapsed());
    stop.send(true).unwrap();
    worker.await.unwrap();
    let median = |waits: &[Duration]| waits[waits.len() / 2];
    let (usual, slowest, away) = (median(&usual), away[away.len() * 99 / 100], median(&away));
    Outage { usual, away, slowest, drained, ..judge(site.db(), &told, &server).await }
}

async fn judge(db: &Db, told: &BTreeSet<String>, server: &SmtpServer) -> Outage {
    let kept: Vec<String> = db.read(|conn| enquiries::table.select(enquiries::reference).load(conn)).await.unwrap();
    let kept: BTreeSet<String> = kept.into_iter().collect();
    let mut copies: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.kept() {
        let id = mail.data.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
        copies.entry(id).or_default().push(mail.data);
    }
    let wanted = told.iter().flat_map(|reference| {
        ["enquiry", "acknowledgement"].map(|part| format!("<{part}.{}@academy.example>", reference.to_lowercase()))
    });
    Outage {
        told: told.len(),
        lost: told.difference(&kept).count(),
        never_mailed: wanted.filter(|id| !copies.contains_key(id)).count(),
        unlike: copies.values().filter(|all| all.iter().any(|one| *one != all[0])).count(),
        copies: copies.values().map(|all| all.len() - 1).sum(),
        ..Outage::default()
    }
}

#[actix_web::test]
async fn a_day_without_a_mail_server_loses_nothing_and_no_visitor_waits_for_it() {
    let visitors = size(60, 10_000);
    let outage = prove(visitors, true).await;
    println!("{visitors} enquiries in a day without SMTP: {outage:?}");
    assert_eq!((outage.lost, outage.never_mailed, outage.unlike), (0, 0, 0), "{outage:?}");
    assert!(outage.told >= visitors && outage.drained.is_some(), "{outage:?}");
    // A server that is away costs a visitor nothing but the lanes' own small writes, here a whole day's within minutes.
    let limit = outage.usual * 3 + Duration::from_millis(50);
    assert!(outage.away <= limit, "{outage:?}");
}

#[actix_web::test]
async fn a_day_without_a_mail_server_would_lose_mail_that_is_not_owed() {
    let outage = prove(20, false).await;
    assert!(outage.lost == 0 && outage.never_mailed >= 20, "{outage:?}");
}
