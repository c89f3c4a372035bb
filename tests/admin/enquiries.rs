use lectern::access::Role;

use crate::support::site::{Ask, SignedIn, Site, own_post};

const EMAIL: &str = "mpho@example.org";

/// An enquiry from a visitor; its reference.
async fn ask(site: &Site, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("name", "Mpho Ḽavhengwa"), ("email", EMAIL), ("message", "Is there parking?")];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    let answer = site.post("/contact", &fields).await;
    answer.header("location").split_once("ref=").unwrap().1.to_owned()
}

fn sheet(reference: &str, act: &str) -> String {
    format!("/admin/enquiries/{reference}{act}")
}

async fn page(desk: &SignedIn<'_>, reference: &str) -> String {
    let page = desk.get(&sheet(reference, "")).await;
    assert_eq!(page.status, 200, "{}", page.html);
    page.tree();
    page.html
}

#[actix_web::test]
async fn the_inbox_lists_what_waits_and_a_reference_opens_its_enquiry() {
    let mut site = Site::academy();
    site.leave_mail();
    let one = ask(&site, &[("course", "sql-basics"), ("kind", "course")]).await;
    let other = ask(&site, &[("name", "Johan Botha"), ("email", "johan@example.org")]).await;
    let desk = site.desk(Role::Staff).await;
    let list = desk.get("/admin/enquiries").await;
    list.tree();
    assert!(
        list.html.contains("Mpho Ḽavhengwa") && list.html.contains("SQL Basics") && list.html.contains("Johan Botha")
    );
    let found = desk.get("/admin/enquiries?q=johan&which=all").await;
    assert!(found.html.contains("Johan Botha") && !found.html.contains("Mpho Ḽavhengwa"));
    for typed in [one.to_lowercase(), one.replace('-', ""), one.replace('0', "o")] {
        let led = desk.get(&format!("/admin/enquiries?q={typed}")).await;
        assert_eq!((led.status, led.header("location")), (303, sheet(&one, "").as_str()), "{typed}");
    }
    assert_eq!(desk.post(&sheet(&other, "/state"), &[("state", "booked")]).await.status, 303);
    assert!(!desk.get("/admin/enquiries").await.html.contains("Johan Botha"), "what is done does not wait");
    assert!(desk.get("/admin/enquiries?which=booked").await.html.contains("Johan Botha"));
}

#[actix_web::test]
async fn an_enquiry_shows_what_was_asked_its_course_its_mail_and_who_else_they_are() {
    let mut site = Site::academy();
    let one = ask(&site, &[("course", "rust-services"), ("kind", "course"), ("phone", "082 555 0123")]).await;
    let other = ask(&site, &[("message", "One more thing.")]).await;
    site.deliver().await;
    let desk = site.desk(Role::Staff).await;
    let html = page(&desk, &one).await;
    for text in ["Is there parking?", "tel:+27825550123", "Rust Services", &other, "sent", "came in"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    let audit = site.desk(Role::Admin).await.get("/admin/audit").await;
    assert!(audit.html.contains("enquiry"), "that somebody looked is known");
    site.leave_mail();
}

#[actix_web::test]
async fn notes_owners_and_states_make_the_timeline_and_refusals_keep_what_was_typed() {
    let mut site = Site::academy();
    site.leave_mail();
    let one = ask(&site, &[]).await;
    let desk = site.desk(Role::Staff).await;
    assert_eq!(desk.post(&sheet(&one, "/notes"), &[("note", "Called, no answer.")]).await.status, 303);
    assert_eq!(desk.post(&sheet(&one, "/assignment"), &[("owner", "me")]).await.status, 303);
    assert_eq!(desk.post(&sheet(&one, "/state"), &[("state", "answered")]).await.status, 303);
    let html = page(&desk, &one).await;
    for text in ["Called, no answer.", "assigned to The staff", "marked as answered"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    let refused = desk.post(&sheet(&one, "/state"), &[("state", "lost"), ("reason", "")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.html.contains("The reason has to say why it came to nothing."), "{}", refused.html);
    let empty = desk.post(&sheet(&one, "/reply"), &[("subject", "Parking"), ("body", "")]).await;
    assert_eq!((empty.status, empty.field("subject").as_deref()), (422, Some("Parking")));
    assert_eq!(desk.post(&sheet(&one, "/assignment"), &[("owner", "99")]).await.status, 422);
    assert_eq!(desk.post(&sheet("ZZZZ-ZZZZ", "/notes"), &[("note", "x")]).await.status, 404);
}

#[actix_web::test]
async fn an_answer_goes_out_in_the_thread_of_the_enquiry_and_once() {
    let site = Site::academy();
    let one = ask(&site, &[]).await;
    let desk = site.desk(Role::Staff).await;
    let answer = [("subject", "Parking"), ("body", "Yes, and it is free.")];
    assert_eq!(desk.post(&sheet(&one, "/reply"), &answer).await.status, 303);
    assert_eq!(desk.post(&sheet(&one, "/reply"), &answer).await.status, 303, "the same again is no second mail");
    let mails = site.deliver().await;
    let to_them: Vec<_> = mails.iter().filter(|mail| mail.to() == EMAIL).collect();
    assert_eq!(to_them.len(), 2, "the acknowledgement and the answer");
    let answer = to_them.iter().find(|mail| mail.text().contains("it is free")).unwrap();
    assert!(answer.subject().contains(&one) && answer.subject().contains("Parking"), "{}", answer.subject());
    assert!(!answer.raw_header("References").is_empty(), "it belongs to a thread");
    assert!(page(&desk, &one).await.contains("Answered"));
}

#[actix_web::test]
async fn the_link_in_the_mail_changes_nothing_until_its_button_is_pressed() {
    let site = Site::academy();
    let one = ask(&site, &[]).await;
    let mails = site.deliver().await;
    let staff = mails.iter().find(|mail| mail.subject().contains(&one) && mail.to() != EMAIL).unwrap().text();
    let link = staff.split_whitespace().find(|word| word.contains("/admin/answered/")).unwrap();
    let path = &link[link.find("/admin/").unwrap()..];
    for _ in 0..3 {
        let shown = site.send(Ask::get(path)).await;
        assert!(
            shown.status == 200 && shown.html.contains("Nobody has answered yet.") && !shown.html.contains("Mpho"),
            "{}",
            shown.html
        );
    }
    assert_eq!(site.send(own_post(path, &[])).await.status, 303);
    assert!(site.send(Ask::get(path)).await.html.contains("Status: Answered."));
    assert_eq!(site.send(own_post(path, &[("undo", "yes")])).await.status, 303);
    assert!(site.send(Ask::get(path)).await.html.contains("Nobody has answered yet."));
    let forged = path.replace(&one, "0000-0000");
    assert_eq!(site.send(Ask::get(&forged)).await.status, 404);
    site.clock.advance(std::time::Duration::from_secs(31 * 86_400));
    assert_eq!(site.send(Ask::get(path)).await.status, 410, "it works for a month");
}

#[actix_web::test]
async fn two_enquiries_of_one_person_become_one() {
    let mut site = Site::academy();
    site.leave_mail();
    let (one, other) = (ask(&site, &[]).await, ask(&site, &[("message", "The same again.")]).await);
    let desk = site.desk(Role::Staff).await;
    assert_eq!(desk.post(&sheet(&other, "/merge"), &[("into", &one)]).await.status, 303);
    assert!(page(&desk, &one).await.contains(&other));
    assert!(page(&desk, &other).await.contains("This was merged into"));
    let list = desk.get("/admin/enquiries").await;
    assert!(list.html.contains(&sheet(&one, "")) && !list.html.contains(&sheet(&other, "")));
    assert_eq!(desk.post(&sheet(&one, "/merge"), &[("into", "nonsense")]).await.status, 422);
}

#[actix_web::test]
async fn the_export_runs_no_formula() {
    let mut site = Site::academy();
    site.leave_mail();
    ask(&site, &[("name", "=HYPERLINK(1)"), ("company", "@evil")]).await;
    let export = site.desk(Role::Staff).await.get("/admin/enquiries.csv?which=all").await;
    assert!(export.body.starts_with("\u{feff}reference,".as_bytes()), "{}", export.html);
    let text = String::from_utf8(export.body.clone()).unwrap();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert!(rows.len() == 1 && rows[0].iter().any(|cell| cell == "'=HYPERLINK(1)"), "{text}");
}

#[actix_web::test]
async fn a_list_is_kept_under_a_name_for_whoever_kept_it() {
    let site = Site::academy();
    let desk = site.desk(Role::Staff).await;
    assert_eq!(
        desk.post("/admin/enquiries/views", &[("query", "which=overdue"), ("name", "Late ones")]).await.status,
        303
    );
    assert!(desk.get("/admin/enquiries").await.html.contains("Late ones"));
    assert!(!site.desk(Role::Admin).await.get("/admin/enquiries").await.html.contains("Late ones"));
}

#[actix_web::test]
async fn how_quickly_answers_came_is_drawn_and_told() {
    let mut site = Site::academy();
    site.leave_mail();
    let one = ask(&site, &[]).await;
    let desk = site.desk(Role::Staff).await;
    site.clock.advance(std::time::Duration::from_secs(20 * 60));
    desk.post(&sheet(&one, "/state"), &[("state", "answered")]).await;
    let pace = desk.get("/admin/enquiries/pace").await;
    assert!(pace.html.contains("20 min") && pace.tree().all("rect").count() > 0, "{}", pace.html);
}

#[actix_web::test]
async fn who_was_erased_is_found_no_more() {
    let mut site = Site::academy();
    site.leave_mail();
    let one = ask(&site, &[]).await;
    let desk = site.desk(Role::Staff).await;
    assert_eq!(desk.post("/admin/privacy/person/erasure", &[("email", EMAIL), ("sure", "yes")]).await.status, 200);
    assert_eq!(desk.get(&sheet(&one, "")).await.status, 404);
    assert_eq!(desk.get("/admin/enquiries?which=all").await.status, 200);
}

#[actix_web::test]
async fn a_held_mail_is_seen_and_sent_again_with_one_press() {
    let mut site = Site::academy();
    let one = ask(&site, &[]).await;
    let hold = |conn: &mut lectern::db::Conn| {
        use lectern::db::prelude::*;
        use lectern::db::schema::outbox;
        diesel::update(outbox::table)
            .set((outbox::state.eq("held"), outbox::last_error.eq("550 no such user")))
            .execute(conn)
    };
    site.db().write(hold).await.unwrap();
    let desk = site.desk(Role::Staff).await;
    let html = page(&desk, &one).await;
    assert!(html.contains("550 no such user") && html.contains("held"), "{html}");
    let outbox = desk.get("/admin/outbox?state=held").await;
    let again = outbox
        .tree()
        .all("form")
        .find_map(|form| form.get("action").filter(|to| to.ends_with("/resend")).map(str::to_owned));
    assert_eq!(desk.post(&again.unwrap(), &[]).await.status, 303);
    assert_eq!(site.deliver().await.len(), 1);
    site.leave_mail();
}
