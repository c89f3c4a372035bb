//! How a training stands, and who hears of it.
use lectern::access::Role;
use lectern::db::prelude::*;
use lectern::db::schema::{audit, enquiries, enquiry_events, outbox, trainings};
use lectern::schedule::TrainingState;

use super::training;
use crate::support::site::{Answer, SignedIn, Site};

const CODE: &str = "RS-1-GQB-01";
const STATE: &str = "/admin/trainings/RS-1-GQB-01/state";

async fn ask(site: &Site, name: &str, email: &str, form_key: &str) -> String {
    let fields = [("kind", "training"), ("training", CODE), ("name", name), ("email", email), ("form_key", form_key)];
    let answer = site.post("/contact", &fields).await;
    answer.header("location").split_once("ref=").unwrap().1.to_owned()
}

/// Sets something of the enquiry from an address.
async fn put(site: &Site, email: &'static str, column: &'static str) {
    let change = move |conn: &mut lectern::db::Conn| {
        let row = enquiries::table.filter(enquiries::email.eq(email));
        match column {
            "erased" => {
                diesel::update(row).set(enquiries::erased_at.eq(enquiries::received_at.nullable())).execute(conn)
            }
            state => diesel::update(row).set(enquiries::state.eq(state)).execute(conn),
        }
    };
    assert_eq!(site.db().write(change).await.unwrap(), 1);
}

async fn version(desk: &SignedIn<'_>) -> String {
    desk.get(&format!("{STATE}?to=cancelled")).await.field("version").unwrap()
}

async fn set(desk: &SignedIn<'_>, to: &str, words: &str) -> Answer {
    let version = desk.get(&format!("{STATE}?to={to}")).await.field("version").unwrap_or_default();
    desk.post(STATE, &[("to", to), ("version", &version), ("words", words)]).await
}

/// Two people who are concerned, one of them with two enquiries, and four who are not.
async fn with_people() -> (Site, String) {
    let site = Site::academy();
    ask(&site, "Mpho Dube", "mpho@example.org", "first").await;
    site.clock.advance(std::time::Duration::from_secs(60));
    let reference = ask(&site, "Mpho Dube", "MPHO@example.org", "second").await;
    ask(&site, "Ayanda <Nkosi>", "ayanda@example.org", "a").await;
    for (email, state) in [
        ("spam@example.org", "spam"),
        ("suspect@example.org", "quarantine"),
        ("lost@example.org", "lost"),
        ("gone@example.org", "erased"),
    ] {
        ask(&site, "Not Told", email, email).await;
        put(&site, email, state).await;
    }
    put(&site, "ayanda@example.org", "booked").await;
    site.deliver().await;
    (site, reference)
}

fn news(mails: Vec<crate::support::site::Mail>) -> Vec<crate::support::site::Mail> {
    mails.into_iter().filter(|mail| mail.raw_header("Message-ID").starts_with("<training-")).collect()
}

#[actix_web::test]
async fn a_cancellation_shows_whom_it_concerns_and_then_tells_each_of_them_once() {
    let (site, reference) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    let overview = desk.get(STATE).await;
    assert!(overview.html.contains("Sends a letter to each of 2 people.") && overview.html.contains("Tells nobody."));
    let asked = desk.get(&format!("{STATE}?to=cancelled")).await;
    assert!(asked.html.contains("Cancel this training and tell 2 people") && asked.html.contains("Mpho Dube"));
    assert!(asked.html.contains("Ayanda &#60;Nkosi&#62;") && !asked.html.contains("Not Told"), "{}", asked.html);
    assert!(!asked.html.contains("@example.org"), "names are enough to decide");
    assert_eq!(training(&site, CODE).await.unwrap().state, TrainingState::Scheduled, "looking changes nothing");

    let done = set(&desk, "cancelled", "The trainer is ill.\n\nWe are looking for new days.").await;
    assert_eq!(done.header("location"), format!("{STATE}?told=2&unreached=&done=saved"));
    assert!(desk.get(done.header("location")).await.html.contains("Letters are on their way to 2 people."));
    assert_eq!(training(&site, CODE).await.unwrap().state, TrainingState::Cancelled);
    let mails = news(site.deliver().await);
    let to: Vec<&str> = mails.iter().map(crate::support::site::Mail::to).collect();
    assert_eq!(to, ["MPHO@example.org", "ayanda@example.org"]);
    let mail = &mails[0];
    assert_eq!(mail.subject(), format!("[{reference}] Cancelled: Rust Services, 4–6 May 2026"));
    for body in [mail.text(), mail.html()] {
        for words in [
            "We have cancelled Rust Services, 4–6 May 2026 (Gqeberha).",
            "The trainer is ill.",
            &reference,
            "https://academy.example/courses/rust-services",
        ] {
            assert!(body.contains(words), "{words} in {body}");
        }
    }
    let begun = format!("<acknowledgement.{}@academy.example>", reference.to_lowercase());
    assert_eq!((mail.raw_header("In-Reply-To"), mail.raw_header("References")), (begun.clone(), begun));
    assert_eq!(mail.raw_header("Auto-Submitted"), "auto-generated");
    assert!(mails[1].html().contains("Hello Ayanda &#60;Nkosi&#62;"));
}

#[actix_web::test]
async fn pressing_twice_tells_nobody_twice() {
    let (site, _) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    let version = version(&desk).await;
    let press = async || desk.post(STATE, &[("to", "cancelled"), ("version", &version)]).await;
    assert_eq!(press().await.status, 303);
    let again = press().await;
    assert_eq!(again.status, 409);
    assert!(again.html.contains("nobody was told anything"));
    assert_eq!(news(site.deliver().await).len(), 2);
}

#[actix_web::test]
async fn what_is_on_again_is_told_again_and_may_be_called_off_once_more() {
    let (site, _) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    for (to, subject, so_far) in
        [("postponed", "Postponed: ", 2), ("confirmed", "On again: ", 4), ("cancelled", "Cancelled: ", 6)]
    {
        assert_eq!(set(&desk, to, "").await.status, 303, "{to}");
        let mails = news(site.deliver().await);
        assert_eq!(mails.len(), so_far, "{to}");
        assert_eq!(mails.iter().filter(|mail| mail.subject().contains(subject)).count(), 2, "{to}");
    }
}

#[actix_web::test]
async fn a_change_that_concerns_only_the_list_tells_nobody() {
    let (site, _) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    for to in ["confirmed", "full", "scheduled"] {
        assert!(set(&desk, to, "").await.header("location").contains("told=0"), "{to}");
    }
    assert!(news(site.deliver().await).is_empty());
}

#[actix_web::test]
async fn a_change_that_cannot_be_is_refused_and_tells_nobody() {
    let (site, _) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    let version = version(&desk).await;
    for (to, status) in [("completed", 422), ("scheduled", 422), ("", 422), ("broken", 422)] {
        let answer = desk.post(STATE, &[("to", to), ("version", &version)]).await;
        assert_eq!(answer.status, status, "{to}");
    }
    assert_eq!(set(&desk, "cancelled", "").await.status, 303);
    site.clock.advance(std::time::Duration::from_secs(90 * 24 * 3600));
    let desk = site.sign_in("editor@academy.example", crate::support::site::PASSWORD).await.unwrap();
    let page = desk.get(STATE).await;
    assert!(page.html.contains("cannot be on again on days that are past"), "{}", page.html);
    let sent = news(site.deliver().await).len();
    let over = "/admin/trainings/RS-1-DBN-01/state";
    let answer = desk.post(over, &[("to", "cancelled"), ("version", "1")]).await;
    assert_eq!(answer.status, 422, "its last day is over");
    assert_eq!(desk.post(over, &[("to", "completed"), ("version", "1")]).await.status, 303);
    assert_eq!((sent, news(site.deliver().await).len()), (2, 2));
}

#[actix_web::test]
async fn the_change_its_letters_and_its_record_are_one_transaction() {
    let (site, _) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    // The letter's place in the outbox is taken by another mail, so the letter cannot be owed: then nothing may change.
    let clash = |conn: &mut lectern::db::Conn| {
        let reference: String = enquiries::table
            .filter(enquiries::email.eq("ayanda@example.org"))
            .select(enquiries::reference)
            .first(conn)?;
        let id = format!("<training-rs-1-gqb-01-2.{}@academy.example>", reference.to_lowercase());
        let first: i64 = outbox::table.select(diesel::dsl::min(outbox::id)).first::<Option<i64>>(conn)?.unwrap();
        diesel::update(outbox::table.filter(outbox::id.eq(first))).set(outbox::message_id.eq(id)).execute(conn)
    };
    site.db().write(clash).await.unwrap();
    assert_eq!(set(&desk, "cancelled", "").await.status, 500);
    assert_eq!(training(&site, CODE).await.unwrap().state, TrainingState::Scheduled);
    assert!(news(site.deliver().await).is_empty());
}

#[actix_web::test]
async fn the_audit_and_the_timeline_keep_what_was_told_and_no_names() {
    let (site, _) = with_people().await;
    let desk = site.desk(Role::Editor).await;
    let sequence = async || {
        let of = |conn: &mut lectern::db::Conn| -> QueryResult<i32> {
            trainings::table.filter(trainings::code.eq(CODE)).select(trainings::ical_sequence).first(conn)
        };
        site.db().read(of).await.unwrap()
    };
    let before = sequence().await;
    set(&desk, "cancelled", "").await;
    assert_eq!(sequence().await, before + 1, "calendars see it");
    type Acts = Vec<(String, Option<String>)>;
    let kept = |conn: &mut lectern::db::Conn| -> QueryResult<(Acts, i64)> {
        let acts = audit::table
            .filter(audit::subject_kind.eq("training"))
            .filter(audit::user_id.is_not_null())
            .order(audit::id)
            .select((audit::action, audit::after_json))
            .load(conn)?;
        Ok((acts, enquiry_events::table.filter(enquiry_events::kind.eq("mailed")).count().first(conn)?))
    };
    let (acts, told) = site.db().read(kept).await.unwrap();
    assert_eq!(acts[0], ("change".to_owned(), Some("{\"state\":\"cancelled\"}".to_owned())));
    assert_eq!(acts[1], ("tell".to_owned(), Some("{\"told\":2,\"unreached\":0}".to_owned())));
    assert_eq!(told, 2);
    site.deliver().await;
}

#[actix_web::test]
async fn what_is_to_be_decided_stands_in_a_list_by_its_day() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get("/admin/trainings/decisions").await;
    assert_eq!(page.links_below("/admin/trainings/RS-1-DBN-01"), ["", "/state?to=cancelled"]);
    let order = ["RS-1-DBN-01", CODE, "SQ-2-WEB-01"].map(|code| page.html.find(&format!(">{code}</a>")).unwrap());
    assert!(order.is_sorted(), "{order:?}");
    assert!(!page.html.contains("RS-1-WEB-01"), "what is confirmed is decided");
    assert!(page.html.contains("enough") && page.html.contains("in 8 days"));
    let go = desk.post(STATE, &[("to", "confirmed"), ("version", "1")]).await;
    assert_eq!(go.status, 303);
    assert_eq!(training(&site, CODE).await.unwrap().state, TrainingState::Confirmed);
    assert!(!desk.get("/admin/trainings/decisions").await.html.contains(&format!(">{CODE}</a>")));
}

#[actix_web::test]
async fn the_time_that_is_left_to_decide_is_said_in_words() {
    let site = Site::academy();
    site.employ(Role::Editor).await;
    // To be decided on Tuesday 10 March, two weeks before it begins; the test begins eight days before that, and each step goes on from the one before.
    for (days, words) in [(7, "tomorrow"), (1, "today"), (1, "yesterday"), (1, "2 days ago")] {
        let later = std::time::Duration::from_secs(days * 24 * 3600);
        site.clock.advance(later);
        let desk = site.sign_in("editor@academy.example", crate::support::site::PASSWORD).await.unwrap();
        let page = desk.get("/admin/trainings/decisions").await;
        assert!(page.html.contains(&format!(">{words}</small>")), "{words}");
    }
}
