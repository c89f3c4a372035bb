//! The program is killed at random moments under load, before a mail server that refuses, delays, drops, drips and resets.
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use diesel::prelude::*;
use lectern::access::Actor;
use lectern::clock::Clock;
use lectern::db::Db;
use lectern::db::schema::{enquiries, outbox};
use lectern::mail::{Mailer, MailerOptions};
use lectern::outbox::{Courier, MailId, MailState, next_due, resend};
use lectern::tokens::Tokens;
use tokio::task::LocalSet;
use tokio::time::sleep;

use super::home::{Home, post, thanked};
use super::size;
use crate::support::smtp_server::{Setup, SmtpServer, Trick};

/// What is taken away, to see the proof fail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guards {
    All,
    /// Repeated posts carry no key, and mail that is owed dies with the program, as a queue in memory does.
    None,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    acknowledged: usize,
    lost: usize,
    duplicates: usize,
    never_mailed: usize,
    /// Copies that their reader cannot tell for copies.
    unlike: usize,
    copies: usize,
}

/// What visitors were told: reference by name.
#[derive(Default)]
struct Visitors {
    told: RefCell<BTreeMap<String, String>>,
    is_over: Cell<bool>,
}

/// One visitor after the other. Each posts until thanked, and every third presses the button once more.
async fn visit(visitors: Rc<Visitors>, port: u16, lane: usize, most: usize, guards: Guards) {
    for number in 0..most {
        if visitors.is_over.get() {
            return;
        }
        let (name, key) = (format!("Person {lane}-{number}"), format!("key-{lane}-{number}"));
        let email = format!("p{lane}-{number}@example.org");
        let mut fields = vec![("name", name.as_str()), ("email", &email), ("message", "When is the next date?")];
        if guards == Guards::All {
            fields.push(("form_key", &key));
        }
        let mut again = usize::from(number % 3 == 0);
        loop {
            match post(port, &fields).await.as_deref().and_then(thanked) {
                Some(reference) => {
                    let before = visitors.told.borrow_mut().insert(name.clone(), reference.clone());
                    let same = before.is_none_or(|before| before == reference);
                    assert!(same || guards == Guards::None, "one visitor is told one reference");
                    if again == 0 {
                        break;
                    }
                    again -= 1;
                }
                None => sleep(Duration::from_millis(10)).await,
            }
        }
        sleep(Duration::from_millis(5)).await;
    }
}

fn tricks() -> Vec<Trick> {
    let usual = [
        Trick::AtRecipient("450 4.2.1 later"),
        Trick::Behave,
        Trick::AtEnd("451 4.3.0 later"),
        Trick::DropAfterData,
        Trick::Behave,
        Trick::ResetAt("MAIL"),
        Trick::Behave,
        Trick::AtRecipient("550 5.7.1 not you"),
        Trick::DripAfterData,
        Trick::HangUp,
        Trick::DropAfterData,
        Trick::Behave,
        Trick::Drip,
        Trick::SilentAfterData,
        Trick::Behave,
    ];
    usual.repeat(400)
}

async fn prove(kills: usize, most: usize, guards: Guards) -> Verdict {
    let (home, server) = (Home::new(), SmtpServer::start(Setup::default()).await);
    let smtp = format!("smtp://127.0.0.1:{}?tls=none", server.port);
    server.plan(&tricks());
    // Without guards nothing may leave by luck before the program dies.
    server.go_away(guards == Guards::None);
    let visitors = Rc::new(Visitors::default());
    let mut running = home.start(&[], &smtp).await;
    let local = LocalSet::new();
    for lane in 0..4 {
        local.spawn_local(visit(Rc::clone(&visitors), home.port, lane, most, guards));
    }
    let killer = async {
        let random = Tokens::System;
        for _ in 0..kills {
            let [roll] = random.bytes::<1>().unwrap();
            let told = visitors.told.borrow().len();
            while guards == Guards::None && visitors.told.borrow().len() < told + 2 {
                sleep(Duration::from_millis(5)).await;
            }
            sleep(Duration::from_millis(30 + 2 * u64::from(roll))).await;
            running.kill_9();
            if guards == Guards::None {
                forget_what_is_owed(&home.db()).await;
            }
            running = home.start(&[], &smtp).await;
        }
        visitors.is_over.set(true);
        running
    };
    let running = local.run_until(killer).await;
    local.await;
    running.kill_9();
    server.behave();
    server.go_away(false);
    drain(&home.db(), &smtp).await;
    if let Some(file) = home.file() {
        assert_eq!(integrity(&file), "ok");
    }
    let told = visitors.told.borrow().clone();
    judge(&home.db(), &told, &server).await
}

async fn forget_what_is_owed(db: &Db) {
    let owed = outbox::table.filter(outbox::state.ne(MailState::Sent));
    db.write(move |conn| diesel::delete(owed).execute(conn)).await.unwrap();
}

/// Carries away what is still owed, in shifted time; staff send again what was refused.
async fn drain(db: &Db, smtp: &str) {
    let clock = Clock::fixed(Clock::System.now());
    let mailer = Mailer::new(&smtp.parse().unwrap(), MailerOptions::default()).unwrap();
    let courier = Courier::new(db.clone(), mailer, clock.clone(), Tokens::System).unwrap();
    for _ in 0..40 {
        clock.advance(Duration::from_secs(20 * 60));
        let now = clock.now();
        let again = move |conn: &mut lectern::db::Conn| {
            let held: Vec<MailId> =
                outbox::table.filter(outbox::state.eq(MailState::Held)).select(outbox::id).load(conn)?;
            held.into_iter().for_each(|id| resend(conn, &Actor::operator(), id, now).unwrap());
            Ok(())
        };
        db.write(again).await.unwrap();
        courier.deliver_due().await.unwrap();
        if db.read(next_due).await.unwrap().is_none() {
            return;
        }
    }
    panic!("mail is owed for ever");
}

pub fn integrity(file: &std::path::Path) -> String {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        integrity_check: String,
    }
    let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    diesel::sql_query("PRAGMA integrity_check").get_result::<Row>(&mut conn).unwrap().integrity_check
}

async fn judge(db: &Db, told: &BTreeMap<String, String>, server: &SmtpServer) -> Verdict {
    let columns = (enquiries::name, enquiries::reference);
    let rows: Vec<(String, String)> = db.read(move |conn| enquiries::table.select(columns).load(conn)).await.unwrap();
    let names: BTreeSet<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    let kept: BTreeSet<&(String, String)> = rows.iter().collect();
    let mut copies: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.kept() {
        let id = mail.data.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
        copies.entry(id).or_default().push(mail.data);
    }
    let wanted = rows.iter().flat_map(|(_, reference)| {
        ["enquiry", "acknowledgement"].map(|part| format!("<{part}.{}@academy.example>", reference.to_lowercase()))
    });
    Verdict {
        acknowledged: told.len(),
        lost: told.iter().filter(|(name, to)| !kept.contains(&((*name).clone(), (*to).clone()))).count(),
        duplicates: rows.len() - names.len(),
        never_mailed: wanted.filter(|id| !copies.contains_key(id)).count(),
        unlike: copies.values().filter(|all| all.iter().any(|one| *one != all[0])).count(),
        copies: copies.values().map(|all| all.len() - 1).sum(),
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_or_doubled_and_all_is_mailed_however_often_the_program_is_killed() {
    let kills = size(8, 200);
    let verdict = prove(kills, size(40, usize::MAX), Guards::All).await;
    println!("{kills} kills: {verdict:?}");
    let least = size(8, 2000);
    assert!(verdict.acknowledged >= least, "too few to prove anything: {verdict:?}");
    let Verdict { acknowledged, copies, .. } = verdict;
    assert_eq!(verdict, Verdict { acknowledged, copies, ..Verdict::default() });
}

#[tokio::test]
async fn without_the_form_key_and_the_outbox_the_proof_fails() {
    let verdict = prove(2, 40, Guards::None).await;
    println!("without guards: {verdict:?}");
    assert!(verdict.duplicates > 0 && verdict.never_mailed > 0, "{verdict:?}");
}
