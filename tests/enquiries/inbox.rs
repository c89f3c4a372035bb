//! The inbox's order, and what leaves the house.
use lectern::access::Role;
use lectern::db::prelude::*;
use lectern::db::schema::audit;
use lectern::enquiries::{InboxFilter, Which, Whose, list_inbox};

use super::{keep, reference};
use crate::support::academy::at;
use crate::support::site::Site;

async fn order(site: &Site, which: Which) -> Vec<String> {
    let filter = InboxFilter { which, whose: Whose::Anyone, kind: None, letters: String::new() };
    let now = at(2026, 3, 2, 12, 0);
    let rows = site.db().read(move |conn| list_inbox(conn, &filter, (50, 0), now)).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

#[actix_web::test]
async fn what_waits_for_an_answer_comes_by_its_due_time_and_the_rest_newest_first() {
    let site = Site::academy();
    let hour = |hour| at(2026, 3, 2, hour, 0);
    let rows = vec![
        (hour(8), hour(15), None),
        (hour(9), hour(10), None),
        (hour(10), hour(11), None),
        (hour(8), hour(9), Some(hour(9))),
        (hour(9), hour(9), Some(hour(10))),
    ];
    keep(&site, rows).await;
    let names = |numbers: &[usize]| numbers.iter().map(|number| format!("Person {number}")).collect::<Vec<_>>();
    assert_eq!(order(&site, Which::Open).await, names(&[1, 2, 0]));
    assert_eq!(order(&site, Which::New).await, names(&[1, 2, 0]));
    assert_eq!(order(&site, Which::Overdue).await, names(&[1, 2]));
    assert_eq!(order(&site, Which::Answered).await, names(&[4, 3]));
}

#[actix_web::test]
async fn a_merged_duplicate_is_not_shown_as_lost() {
    let site = Site::academy();
    let hour = |hour| at(2026, 3, 2, hour, 0);
    keep(&site, vec![(hour(8), hour(9), None), (hour(8), hour(9), None)]).await;
    let desk = site.desk(Role::Staff).await;
    let sheet = format!("/admin/enquiries/{}", reference(1));
    assert_eq!(desk.post(&format!("{sheet}/merge"), &[("into", reference(0).as_str())]).await.status, 303);
    let page = desk.get(&sheet).await;
    assert!(page.html.contains(">Merged</span>") && !page.html.contains(">Lost</span>"), "{}", page.html);
    assert!(order(&site, Which::Lost).await.is_empty());
    let mut same = Site::academy();
    same.leave_mail();
    let mut references = Vec::new();
    for message in ["Hello?", "Hello again?"] {
        let fields = [("name", "Ann"), ("email", "ann@example.org"), ("message", message)];
        let answer = same.post("/contact", &fields).await;
        references.push(answer.header("location").split_once("ref=").unwrap().1.to_owned());
    }
    let desk = same.desk(Role::Staff).await;
    let merge = format!("/admin/enquiries/{}/merge", references[1]);
    assert_eq!(desk.post(&merge, &[("into", &references[0])]).await.status, 303);
    let page = desk.get(&format!("/admin/enquiries/{}", references[0])).await;
    assert!(!page.html.contains(">Lost</span>") && page.html.contains(&references[1]), "{}", page.html);
}

#[actix_web::test]
async fn an_export_and_a_link_in_a_mail_leave_their_mark_in_the_audit() {
    let site = Site::academy();
    let hour = at(2026, 3, 2, 8, 0);
    keep(&site, vec![(hour, hour, None)]).await;
    let acts = async || -> Vec<(String, Option<i64>, Option<String>)> {
        let columns = (audit::action, audit::user_id, audit::after_json);
        let done = audit::table.filter(audit::subject_kind.eq("enquiry")).order(audit::id).select(columns);
        site.db().read(move |conn| done.load(conn)).await.unwrap()
    };
    let desk = site.desk(Role::Staff).await;
    let csv = desk.get("/admin/enquiries.csv?q=person&which=all").await;
    assert!(csv.html.contains("Person 0"));
    let done = acts().await;
    let after = done[0].2.clone().unwrap();
    assert_eq!((done.len(), done[0].0.as_str(), done[0].1.is_some()), (1, "export", true));
    assert!(after.contains(r#""count":1"#) && after.contains(r#""has_letters":true"#) && !after.contains("person"));

    let word = site.context.desk.links.sign(&reference(0), site.clock.now());
    let path = format!("/admin/answered/{word}");
    assert_eq!(acts().await.len(), 1);
    assert_eq!(site.send(crate::support::site::own_post(&path, &[])).await.status, 303);
    let done = acts().await;
    assert_eq!((done[1].0.as_str(), done[1].1), ("move", None));
    assert!(done[1].2.as_ref().unwrap().contains(r#""by":"link""#));
    let shown = site.desk(Role::Admin).await.get("/admin/audit").await;
    assert!(shown.html.contains("Link in a mail"), "{}", shown.html);
}
