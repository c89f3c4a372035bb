use std::time::Duration;

use lectern::access::Role;
use lectern::db::Conn;
use lectern::db::prelude::*;
use lectern::db::schema::{outbox, posts};
use lectern::outbox::MailState;

use crate::support::site::{Site, start};

const DAY: Duration = Duration::from_secs(86_400);
const ENQUIRY: [(&str, &str); 3] = [("name", "Mpho"), ("email", "mpho@example.org"), ("message", "Is there parking?")];

/// Every mail that is owed was refused for good.
fn hold(conn: &mut Conn) -> QueryResult<usize> {
    diesel::update(outbox::table)
        .set((outbox::state.eq(MailState::Held), outbox::last_error.eq("550 no")))
        .execute(conn)
}

/// The numbers of the page's cards, each with what it counts.
async fn cards(site: &Site, role: Role) -> Vec<String> {
    let page = site.desk(role).await.get("/admin").await;
    assert_eq!(page.status, 200, "{}", page.html);
    let tree = page.tree();
    let cards = tree.all("li").filter(|item| item.text.trim_start().starts_with(|first: char| first.is_ascii_digit()));
    cards.map(|item| item.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[actix_web::test]
async fn each_role_is_told_what_needs_it_with_a_number_a_sentence_and_a_link() {
    let mut site = Site::academy();
    site.leave_mail();
    site.post("/contact", &ENQUIRY).await;
    for _ in 0..10 {
        site.get("/courses/old-name").await;
    }
    site.get("/courses/asked-for-once").await;
    site.context.tally.store(site.db(), site.clock.now()).await.unwrap();
    let later = start() + chrono::Duration::days(30);
    let schedule =
        move |conn: &mut Conn| diesel::update(posts::table).set(posts::publish_at.eq(later)).execute(conn).map(|_| ());
    site.db().write(schedule).await.unwrap();
    site.clock.advance(DAY * 12);

    let staff = cards(&site, Role::Staff).await;
    let [unanswered, mail] = &staff[..] else { panic!("{staff:?}") };
    assert!(unanswered.starts_with("1 enquiry waits for an answer. It is overdue."), "{unanswered}");
    assert!(mail.starts_with("2 mails wait to be sent. The oldest is owed since 2 March, 09:00."), "{mail}");

    let editor = cards(&site, Role::Editor).await;
    let [decisions, missing] = &editor[..] else { panic!("{editor:?}") };
    assert!(decisions.contains("a decision this week."), "{decisions}");
    assert!(missing.starts_with("1 missing page is asked for often. /courses/old-name was asked for 10 times."));
    assert_eq!(cards(&site, Role::Admin).await, [&staff[..], &editor[..]].concat());

    let page = site.desk(Role::Editor).await.get("/admin").await;
    assert!(page.html.contains("Scheduled posts") && page.html.contains("Wed 1 Apr, 09:00"), "{}", page.html);
    for address in ["/admin/trainings/decisions", "/admin/addresses/missing"] {
        assert!(page.html.contains(&format!("<a href=\"{address}\">")), "{address}");
    }
    assert!(!page.html.contains("enquir"), "an editor is told nothing of enquiries");
    let led = [("from", "/courses/old-name"), ("to", "/courses/sql-basics")];
    assert_eq!(site.desk(Role::Editor).await.post("/admin/addresses", &led).await.status, 303);
    assert_eq!(cards(&site, Role::Editor).await.len(), 1, "what leads somewhere needs nobody");
}

#[actix_web::test]
async fn what_needs_nobody_is_said_quietly() {
    let site = Site::empty();
    let page = site.desk(Role::Admin).await.get("/admin").await;
    let quiet = "Every enquiry is answered. All mail is sent. Every training ahead is decided. No missing page is asked for \
                 often. No post is scheduled.";
    assert!(page.html.contains("Nothing needs you at the moment.") && page.html.contains(quiet), "{}", page.html);
    assert!(page.html.contains("No backup is made by Lectern yet."));
    assert!(!site.desk(Role::Staff).await.get("/admin").await.html.contains("backup"), "staff cannot make one");
}

#[actix_web::test]
async fn mail_that_is_late_or_held_is_said_on_every_page_to_those_who_answer() {
    let mut site = Site::academy();
    site.leave_mail();
    site.post("/contact", &ENQUIRY).await;
    let (staff, editor) = (site.desk(Role::Staff).await, site.desk(Role::Editor).await);
    let alarm = async |path: &str| {
        let page = staff.get(path).await.html;
        let at = page.find("alarm\"><strong>")?;
        Some(page[at + 15..].split("</strong>").next().unwrap().to_owned())
    };
    site.clock.advance(Duration::from_secs(15 * 60));
    assert_eq!(alarm("/admin/account").await, None, "a quarter of an hour is no reason for alarm");
    site.clock.advance(Duration::from_secs(1));
    let late = "2 mails wait to be sent, the oldest since 09:00.";
    for path in ["/admin", "/admin/account", "/admin/enquiries"] {
        assert_eq!(alarm(path).await.as_deref(), Some(late), "{path}");
    }
    assert!(staff.get("/admin").await.html.contains("href=\"/admin/outbox?state=waiting\""));
    assert!(!editor.get("/admin/account").await.html.contains("alarm"));
    site.db().write(hold).await.unwrap();
    assert_eq!(alarm("/admin/account").await.as_deref(), Some("2 mails were refused and are held."));

    let held = staff.get("/admin/outbox?state=held").await;
    let acts: Vec<String> = held.tree().all("form").filter_map(|form| form.get("action").map(str::to_owned)).collect();
    let aside: Vec<&String> = acts.iter().filter(|act| act.ends_with("/set-aside")).collect();
    for act in &aside {
        assert_eq!(staff.post(act, &[]).await.status, 303);
    }
    assert_eq!((aside.len(), alarm("/admin/account").await), (2, None), "what was decided alarms nobody");
    let again = acts.iter().find(|act| act.ends_with("/resend")).unwrap();
    assert_eq!(staff.post(again, &[]).await.status, 303, "it can be sent all the same");
    site.db().write(hold).await.unwrap();
    assert_eq!(
        alarm("/admin/account").await.as_deref(),
        Some("1 mail was refused and is held."),
        "a new refusal counts"
    );
    assert_eq!(staff.post("/admin/outbox/99/set-aside", &[]).await.status, 404);
}

#[actix_web::test]
async fn the_alarm_costs_one_statement_and_only_those_whom_it_concerns() {
    let site = Site::academy();
    let mut costs = Vec::new();
    for role in [Role::Editor, Role::Staff] {
        let desk = site.desk(role).await;
        desk.get("/admin/account").await;
        let before = site.db().statements();
        desk.get("/admin/account").await;
        costs.push(site.db().statements() - before);
    }
    assert!(
        costs[1] > costs[0] && costs[1] <= costs[0] + 3,
        "one, in a transaction where the engine needs it: {costs:?}"
    );
}

#[actix_web::test]
async fn the_menu_stands_in_groups_and_shows_each_role_what_it_may_use() {
    let site = Site::academy();
    for (role, groups) in [
        (Role::Admin, vec!["Today", "Teaching", "Writing", "Mail", "Site", "You"]),
        (Role::Editor, vec!["Today", "Teaching", "Writing", "Site", "You"]),
        (Role::Staff, vec!["Today", "Mail", "Site", "You"]),
    ] {
        let page = site.desk(role).await.get("/admin").await;
        let tree = page.tree();
        let headings: Vec<_> =
            tree.all("p").filter(|one| one.get("id").is_some_and(|id| id.starts_with("menu-"))).collect();
        assert_eq!(headings.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), groups, "{role}");
        for heading in headings {
            let list = tree.one("ul", "aria-labelledby", heading.get("id").unwrap());
            assert!(list.is_some(), "{} names its list", heading.text);
        }
    }
}

#[actix_web::test]
async fn the_menu_says_beside_the_inbox_how_many_wait_to_whoever_may_answer() {
    let mut site = Site::academy();
    site.leave_mail();
    const SAID: &str = "Enquiries <b class=\"n\">1<span class=\"vh\"> unanswered</span></b>";
    assert!(!site.desk(Role::Staff).await.get("/admin/account").await.html.contains("unanswered"));
    site.post("/contact", &ENQUIRY).await;
    let page = site.desk(Role::Staff).await.get("/admin/account").await;
    assert!(page.html.contains(SAID), "{}", page.html);
    let page = site.desk(Role::Editor).await.get("/admin/account").await;
    assert!(!page.html.contains("unanswered"), "an editor has no inbox: {}", page.html);
}
