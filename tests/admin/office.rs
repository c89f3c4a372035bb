//! The office's hours, when a manager hears of a late answer, and when the morning's list goes out.
use lectern::access::Role;
use lectern::db::prelude::*;
use lectern::db::schema::audit;
use lectern::enquiries::{AnswerSettings, find_answer_settings};

use crate::support::site::{Answer, Site};

const OFFICE: &str = "/admin/office";

async fn settings(site: &Site) -> AnswerSettings {
    site.db().read(find_answer_settings).await.unwrap()
}

fn typed<'a>(seen: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual =
        [("opens", "08:00"), ("closes", "17:00"), ("escalate_after", "240"), ("manager", ""), ("digest_at", "07:30")];
    let with = |(name, value)| {
        let other = changed.iter().find(|(other, _)| *other == name);
        (name, other.map_or(value, |(_, value)| *value))
    };
    usual.into_iter().map(with).chain([("seen", seen)]).collect()
}

fn seen(page: &Answer) -> String {
    page.field("seen").unwrap()
}

/// When the office opens and closes.
fn hours(settings: &AnswerSettings) -> [String; 2] {
    [settings.hours.opens(), settings.hours.closes()].map(|time| time.format("%H:%M").to_string())
}

#[actix_web::test]
async fn the_hours_are_set_at_the_desk_and_promises_follow_them() {
    let mut site = Site::academy();
    site.leave_mail();
    let desk = site.desk(Role::Admin).await;
    let page = desk.get(OFFICE).await;
    page.tree();
    let version = seen(&page);
    assert_eq!(page.field("digest_at").as_deref(), Some("07:30"));
    let unchanged = desk.post(OFFICE, &typed(&version, &[])).await;
    assert!(unchanged.header("location").contains("done=unchanged"));
    let changes = [("opens", "10:00"), ("closes", "12:30"), ("manager", "boss@academy.example"), ("digest_at", "")];
    assert_eq!(desk.post(OFFICE, &typed(&version, &changes)).await.status, 303);
    let now = settings(&site).await;
    assert_eq!((hours(&now), now.digest_at), (["10:00", "12:30"].map(str::to_owned), None));
    assert_eq!(now.manager.unwrap().as_str(), "boss@academy.example");
    let asked = site.post("/contact", &[("name", "Ann"), ("email", "ann@example.org"), ("message", "Hello?")]).await;
    assert!(site.get(asked.header("location")).await.html.contains("today at 12:00"), "two hours from the opening");
    let audited: Option<String> = site
        .db()
        .read(|conn| {
            audit::table.filter(audit::subject_kind.eq("answer settings")).select(audit::after_json).first(conn)
        })
        .await
        .unwrap();
    assert!(audited.unwrap().contains(r#""opens":"10:00""#));
}

#[actix_web::test]
async fn whoever_saves_too_late_sees_what_was_saved_and_loses_nothing() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let version = seen(&desk.get(OFFICE).await);
    assert_eq!(desk.post(OFFICE, &typed(&version, &[("closes", "16:00")])).await.status, 303);
    let late = desk.post(OFFICE, &typed(&version, &[("opens", "07:00")])).await;
    late.tree();
    assert!(late.status == 409 && late.html.contains("The office closes: 16:00"), "{}", late.html);
    assert_eq!(late.field("opens").as_deref(), Some("07:00"), "what was typed is kept");
    assert_eq!(hours(&settings(&site).await), ["08:00", "16:00"], "nothing of theirs is overwritten");
    let meant = desk.post(OFFICE, &typed(&seen(&late), &[("opens", "07:00"), ("closes", "16:00")])).await;
    assert_eq!((meant.status, hours(&settings(&site).await)), (303, ["07:00", "16:00"].map(str::to_owned)));
}

#[actix_web::test]
async fn impossible_settings_are_refused_field_by_field() {
    let site = Site::academy();
    let desk = site.desk(Role::Admin).await;
    let version = seen(&desk.get(OFFICE).await);
    for (field, value, message) in [
        ("opens", "25:00", "Enter a time like 08:30"),
        ("opens", "", "Enter a time like 08:30"),
        ("closes", "08:00", "The office has to close after it opens"),
        ("escalate_after", "soon", "Enter a whole number of minutes"),
        ("escalate_after", "0", "has to be from 1"),
        ("escalate_after", "99999", "has to be from 1"),
        ("manager", "boss", "email"),
        ("digest_at", "morning", "Enter a time like 08:30"),
    ] {
        let refused = desk.post(OFFICE, &typed(&version, &[(field, value)])).await;
        assert!(refused.status == 422 && refused.html.contains(message), "{field} {value}: {}", refused.html);
        assert_eq!(refused.field(field).as_deref(), Some(value));
    }
    assert_eq!(site.desk(Role::Staff).await.get(OFFICE).await.status, 403);
}
