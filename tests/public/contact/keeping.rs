//! What is kept of an enquiry.
use lectern::db::prelude::*;
use lectern::db::schema::{consents, enquiries, enquiry_events, notice_versions, outbox};
use lectern::types::Timestamp;

use super::{SHORT, THOROUGH, count, reference, with};
use crate::support::site::{Ask, Site, start};

#[derive(Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = enquiries, check_for_backend(lectern::db::MultiBackend))]
struct Row {
    reference: String,
    kind: String,
    name: String,
    email: String,
    phone_typed: Option<String>,
    phone_e164: Option<String>,
    company: Option<String>,
    attendees: Option<i32>,
    preferred_dates: Option<String>,
    message: String,
    reply_by: String,
    state: String,
    source_path: Option<String>,
    received_at: Timestamp,
}

async fn row(site: &Site) -> Row {
    site.db().read(|conn| enquiries::table.select(Row::as_select()).first(conn)).await.unwrap()
}

#[actix_web::test]
async fn a_valid_enquiry_is_kept_whole_with_its_timeline_and_two_owed_mails() {
    let site = Site::academy();
    let ask = Ask::post("/contact", THOROUGH).with("Referer", "https://academy.example/trainings/RS-1-GQB-01?x=1#ask");
    let answer = site.send(ask).await;
    let text = |text: &str| Some(text.to_owned());
    let wanted = Row {
        reference: reference(&answer),
        kind: "training".to_owned(),
        name: "Mpho Ḽavhengwa".to_owned(),
        email: "mpho@example.org".to_owned(),
        phone_typed: text("082 555 0123"),
        phone_e164: text("+27825550123"),
        company: text("Baobab <Ltd> & \"Sons\""),
        attendees: Some(3),
        preferred_dates: text("after Easter"),
        message: "Is lunch included?\nAnd parking?".to_owned(),
        reply_by: "whatsapp".to_owned(),
        state: "new".to_owned(),
        source_path: text("/trainings/RS-1-GQB-01"),
        received_at: start(),
    };
    assert_eq!((count(&site).await, row(&site).await), (1, wanted));
    let (events, kinds): (Vec<String>, Vec<(String, String)>) = site
        .db()
        .read(|conn| {
            let events = enquiry_events::table.select(enquiry_events::kind).load(conn)?;
            Ok((events, outbox::table.order(outbox::id).select((outbox::kind, outbox::state)).load(conn)?))
        })
        .await
        .unwrap();
    assert_eq!(events, ["received"]);
    let queued = |kind: &str| (kind.to_owned(), "queued".to_owned());
    assert_eq!(kinds, [queued("staff"), queued("acknowledgement")]);
    site.deliver().await;
}

#[actix_web::test]
async fn the_answer_about_marketing_is_recorded_with_the_words_that_were_shown() {
    let site = Site::academy();
    let shown = site.get("/contact").await;
    site.post("/contact", THOROUGH).await;
    site.post("/contact", SHORT).await;
    site.post("/contact", &with(SHORT, &[("marketing", "YES")])).await;
    let rows: Vec<(String, String, String)> = site
        .db()
        .read(|conn| {
            let wording = (consents::purpose, consents::action, notice_versions::wording);
            consents::table.inner_join(notice_versions::table).order(consents::id).select(wording).load(conn)
        })
        .await
        .unwrap();
    let actions: Vec<_> = rows.iter().map(|(_, action, _)| action.as_str()).collect();
    assert_eq!(actions, ["granted", "asked", "asked"], "only `yes` is a yes");
    for (purpose, _, wording) in &rows {
        assert!(purpose == "marketing" && shown.html.contains(wording.as_str()), "{wording}");
    }
    site.deliver().await;
}

#[actix_web::test]
async fn the_notice_that_was_shown_is_kept_once_for_all_who_saw_it() {
    let site = Site::academy();
    for name in ["A", "B", "C"] {
        site.post("/contact", &with(SHORT, &[("name", name)])).await;
    }
    let kinds: Vec<String> = site
        .db()
        .read(|conn| notice_versions::table.order(notice_versions::kind).select(notice_versions::kind).load(conn))
        .await
        .unwrap();
    assert_eq!(kinds, ["collection", "marketing"]);
    site.deliver().await;
}

#[actix_web::test]
async fn a_filled_trap_is_quarantined_with_the_same_thanks_and_no_mail() {
    let site = Site::academy();
    let answer = site.post("/contact", &with(SHORT, &[("website", "https://buy.example")])).await;
    let spam = reference(&answer);
    assert_eq!(row(&site).await.state, "quarantine");
    assert!(site.deliver().await.is_empty());
    let thanks = site.get(&format!("/contact/thanks?ref={spam}")).await;
    let honest = reference(&site.post("/contact", SHORT).await);
    let other = site.get(&format!("/contact/thanks?ref={honest}")).await;
    assert_eq!(thanks.html.replace(&spam, "REF"), other.html.replace(&honest, "REF"), "a robot learns nothing");
    site.deliver().await;
}

#[actix_web::test]
async fn a_page_of_another_site_is_no_source() {
    let site = Site::academy();
    for referer in ["https://evil.example/contact", "https://academy.example.evil.example/x", "nonsense", "/contact"] {
        site.send(Ask::post("/contact", SHORT).with("Referer", referer)).await;
    }
    let sources: Vec<Option<String>> =
        site.db().read(|conn| enquiries::table.select(enquiries::source_path).load(conn)).await.unwrap();
    assert_eq!(sources, [None, None, None, None]);
    site.deliver().await;
}

#[actix_web::test]
async fn the_time_to_answer_counts_office_hours() {
    let site = Site::academy();
    for (advance, words) in
        [(0, "today at 11:00"), (7 * 3600, "tomorrow at 09:00"), (4 * 24 * 3600, "Mon 9 Mar, 09:00")]
    {
        site.clock.advance(std::time::Duration::from_secs(advance));
        let reference = reference(&site.post("/contact", SHORT).await);
        let page = site.get(&format!("/contact/thanks?ref={reference}")).await;
        assert!(page.html.contains(words), "{words} in {}", page.html);
    }
    site.deliver().await;
}
