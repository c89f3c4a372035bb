//! A manager hears of an enquiry that nobody answered, and the morning's list of what waits goes out: to the second, and only on working days.
use lectern::enquiries::{due_reminders, owe_reminders};
use lectern::mail::Outgoing;
use lectern::types::Timestamp;

use super::keep;
use crate::support::academy::at;
use crate::support::site::Site;

/// Friday, Human Rights Day on Saturday 21 March 2026, and the Friday before the long weekend of Easter.
const FRIDAY: (i32, u32, u32) = (2026, 3, 20);

async fn due(site: &Site, now: Timestamp) -> Vec<String> {
    let desk = site.context.desk.clone();
    let mails = site.db().read(move |conn| due_reminders(conn, &desk, now)).await.unwrap();
    mails.into_iter().map(|mail| mail.dedupe_key).collect()
}

async fn owe(site: &Site, now: Timestamp) -> (usize, Vec<Outgoing>) {
    let desk = site.context.desk.clone();
    let work = move |conn: &mut lectern::db::Conn| {
        let mails = due_reminders(conn, &desk, now)?;
        Ok((owe_reminders(conn, &mails, now)?, mails.into_iter().map(|mail| mail.outgoing).collect()))
    };
    site.db().write(work).await.unwrap()
}

fn second_before(at: Timestamp) -> Timestamp {
    at - chrono::Duration::seconds(1)
}

#[actix_web::test]
async fn a_manager_is_told_at_the_very_second_and_once_over_a_weekend_and_a_holiday() {
    let mut site = Site::academy();
    site.leave_mail();
    let (year, month, day) = FRIDAY;
    // Two hours before the office closes on Friday; two more of the four are on Monday. The Thursday before Easter likewise: Good
    // Friday and Family Day are holidays, so the rest falls on Tuesday.
    let (friday, thursday) = (at(year, month, day, 15, 0), at(2026, 4, 2, 15, 0));
    keep(&site, vec![(friday, friday, None)]).await;
    for (come, tells) in [(at(2026, 3, 23, 10, 0), true), (second_before(at(2026, 3, 23, 10, 0)), false)] {
        let found = due(&site, come).await.iter().any(|key| key.starts_with("escalation:"));
        assert_eq!(found, tells, "{come:?}");
    }
    let (count, mails) = owe(&site, at(2026, 3, 23, 10, 0)).await;
    assert_eq!((count, mails[0].recipients[0].as_str()), (2, "staff@academy.example"), "with the morning's list");
    let later = at(2026, 3, 23, 16, 0);
    assert!(due(&site, later).await.is_empty(), "it is said once");

    let site = Site::academy();
    keep(&site, vec![(thursday, thursday, None)]).await;
    let tuesday = at(2026, 4, 7, 10, 0);
    let tells = |keys: Vec<String>| keys.iter().any(|key| key.starts_with("escalation:"));
    assert!(!tells(due(&site, second_before(tuesday)).await), "four days lie between, none of them a working day");
    assert!(tells(due(&site, tuesday).await));
}

#[actix_web::test]
async fn the_list_goes_out_on_the_mornings_of_working_days_and_only_where_something_waits() {
    let mut site = Site::academy();
    site.leave_mail();
    let digests = |keys: Vec<String>| keys.into_iter().filter(|key| key.starts_with("digest-")).count();
    let half_past = |month, day| at(2026, month, day, 7, 30);
    assert_eq!(digests(due(&site, half_past(3, 20)).await), 0, "silent when nothing waits");
    let came = at(2026, 3, 19, 16, 0);
    keep(&site, vec![(came, came, None)]).await;
    for (now, expected, why) in [
        (second_before(half_past(3, 20)), 0, "not yet"),
        (half_past(3, 20), 1, "Friday"),
        (at(2026, 3, 20, 12, 0), 0, "the morning is over"),
        (half_past(3, 21), 0, "Saturday"),
        (half_past(3, 22), 0, "Sunday"),
        (half_past(3, 23), 1, "Monday"),
        (half_past(4, 3), 0, "Good Friday"),
        (half_past(4, 6), 0, "Family Day"),
        (half_past(4, 7), 1, "the day after"),
    ] {
        assert_eq!(digests(due(&site, now).await), expected, "{why}");
    }
    let (_, mails) = owe(&site, half_past(3, 20)).await;
    let text = String::from_utf8(mails.last().unwrap().bytes.clone()).unwrap();
    assert!(text.contains("1 enquiry waits for an answer") && text.contains("Person 0"), "{text}");
    assert_eq!(digests(due(&site, at(2026, 3, 20, 7, 31)).await), 0, "once a day");
}

#[actix_web::test]
async fn ten_times_the_usual_number_are_reminded_of_once_each() {
    let mut site = Site::academy();
    site.leave_mail();
    let came = at(2026, 3, 2, 8, 0);
    keep(&site, (0..300).map(|_| (came, came, None)).collect()).await;
    let now = at(2026, 3, 2, 13, 0);
    assert_eq!(owe(&site, now).await.0, 300);
    assert!(due(&site, now).await.is_empty());
}
