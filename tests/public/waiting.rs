//! People who wait for a date or a seat, and the links in their mails.
use std::time::Duration;

use lectern::access::Role;
use lectern::app::pass_seats_once;
use lectern::db::prelude::*;
use lectern::db::schema::{consents, interests};

use crate::support::site::{Ask, Mail, Site, own_post};

const HOUR: u64 = 3600;
/// Full: ten of ten seats are taken, on 24 March.
const FULL: &str = "RS-1-DBN-01";

/// Somebody asks for news, as one of the forms sends it.
async fn wish(site: &Site, name: &str, about: &[(&str, &str)]) -> String {
    let email = format!("{}@example.org", name.to_lowercase());
    let mut fields = vec![("name", name), ("email", email.as_str()), ("kind", "interest"), ("form_key", name)];
    fields.extend(about);
    let answer = site.post("/contact", &fields).await;
    answer.header("location").split_once("ref=").unwrap().1.to_owned()
}

/// Every mail to somebody, by what its subject says.
async fn mails(site: &Site, email: &str, subject: &str) -> Vec<Mail> {
    let all = site.deliver().await;
    all.into_iter().filter(|mail| mail.to() == email && mail.subject().contains(subject)).collect()
}

/// The path of the link in a mail that leads below an address.
fn link(mail: &Mail, below: &str) -> String {
    let text = mail.text();
    let link = text.split_whitespace().find(|word| word.contains(below)).unwrap();
    link[link.find(below).unwrap()..].to_owned()
}

type Wish = (Option<i64>, Option<i64>, Option<i64>, Option<lectern::types::Timestamp>);

/// Course, city, training and end of every wish: which of them there are.
async fn wishes(site: &Site) -> Vec<(bool, bool, bool, bool)> {
    let rows: Vec<Wish> = site
        .db()
        .read(|conn| {
            interests::table
                .order(interests::id)
                .select((interests::course_id, interests::city_id, interests::training_id, interests::ended_at))
                .load(conn)
        })
        .await
        .unwrap();
    let is = |row: Wish| (row.0.is_some(), row.1.is_some(), row.2.is_some(), row.3.is_some());
    rows.into_iter().map(is).collect()
}

#[actix_web::test]
async fn a_course_a_city_and_a_full_training_take_wishes_and_each_is_kept_once_with_its_consent() {
    let site = Site::academy();
    let city = site.get("/locations/durban").await;
    assert!(city.html.contains("Tell me about new dates in Durban") && city.html.contains("Each email has a link"));
    assert!(city.tree().by_id("wish-course").is_some());
    let full = site.get(&format!("/trainings/{FULL}")).await;
    assert_eq!(full.field("kind").as_deref(), Some("interest"), "whoever asks stands in line");
    let open = site.get("/trainings/RS-1-GQB-01").await;
    assert_eq!(open.field("kind").as_deref(), Some("training"));

    wish(&site, "Ann", &[("course", "sql-basics"), ("city", "durban")]).await;
    wish(&site, "Ann", &[("course", "sql-basics"), ("city", "durban"), ("message", "Still waiting.")]).await;
    wish(&site, "Ben", &[("city", "durban")]).await;
    wish(&site, "Cleo", &[("training", FULL)]).await;
    wish(&site, "Dan", &[("training", "RS-1-GQB-01")]).await;
    wish(&site, "Eve", &[("course", "sql-basics"), ("website", "http://spam.example")]).await;
    site.deliver().await;
    let expected = [(true, true, false, false), (false, true, false, false), (true, true, true, false)];
    assert_eq!(wishes(&site).await, expected, "once each; none for what has seats, none for what looks like spam");
    let granted: i64 = site
        .db()
        .read(|conn| {
            let dates = consents::table.filter(consents::purpose.eq("dates")).filter(consents::action.eq("granted"));
            dates.count().get_result(conn)
        })
        .await
        .unwrap();
    assert_eq!(granted, 4, "each press is consent of its own");
    let thanks = mails(&site, "ann@example.org", "We have your enquiry").await;
    assert!(thanks[0].text().contains("/contact/stop/"), "{}", thanks[0].text());
}

#[actix_web::test]
async fn what_staff_release_from_quarantine_waits_too() {
    let site = Site::academy();
    let eve = wish(&site, "Eve", &[("course", "sql-basics"), ("website", "x")]).await;
    let desk = site.desk(Role::Staff).await;
    assert_eq!(desk.post(&format!("/admin/enquiries/{eve}/release"), &[]).await.status, 303);
    site.deliver().await;
    assert_eq!(wishes(&site).await, [(true, false, false, false)]);
}

#[actix_web::test]
async fn the_stop_link_ends_everything_by_its_button_or_one_click_and_never_by_being_opened() {
    let site = Site::academy();
    wish(&site, "Ann", &[("course", "sql-basics"), ("city", "durban")]).await;
    wish(&site, "Ben", &[("city", "durban")]).await;
    let thanks = mails(&site, "ann@example.org", "We have your enquiry").await.remove(0);
    let path = link(&thanks, "/contact/stop/");
    let header = thanks.raw_header("List-Unsubscribe");
    assert_eq!(header.replace([' ', '\r', '\n'], ""), format!("<https://academy.example{path}>"));
    assert_eq!(thanks.raw_header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    for method in [actix_web::http::Method::GET, actix_web::http::Method::HEAD] {
        let shown = site.send(Ask::new(method, &path)).await;
        assert_eq!((shown.status, shown.header("cache-control")), (200, "no-store"));
    }
    let shown = site.get(&path).await;
    shown.tree();
    assert!(shown.html.contains("SQL Basics, Durban") && !shown.html.contains("ann@") && !shown.html.contains(">Ann"));
    assert_eq!(wishes(&site).await.iter().filter(|wish| wish.3).count(), 0, "looking ends nothing");

    let foreign = Ask::post(&path, &[("by", "button")]).with("Sec-Fetch-Site", "cross-site");
    assert_eq!(site.send(foreign).await.status, 403);
    let click = site.send(Ask::post(&path, &[("List-Unsubscribe", "One-Click")])).await;
    assert_eq!(click.status, 200, "mail programs are not sent on");
    assert_eq!(wishes(&site).await.iter().filter(|wish| wish.3).count(), 1, "hers, and only hers");
    let again = site.send(own_post(&path, &[("by", "button")])).await;
    assert_eq!(again.status, 303, "again is no mistake");
    assert!(site.get(&path).await.html.contains("You get no emails about dates"));
    let withdrawn: i64 = site
        .db()
        .read(|conn| consents::table.filter(consents::action.eq("withdrawn")).count().get_result(conn))
        .await
        .unwrap();
    assert_eq!(withdrawn, 1);
    let (reference, signature) = path.rsplit_once('/').unwrap().1.split_once('.').unwrap();
    let forged = path.replace(signature, &"0".repeat(64));
    assert_eq!((site.get(&forged).await.status, site.post(&forged, &[]).await.status), (404, 404));
    let other = path.replace("/stop/", "/seat/");
    assert_eq!(site.get(&other).await.status, 404, "a link of one kind opens no other");
    assert_eq!(site.get(&format!("/contact/stop/{reference}")).await.status, 404);
}

/// Three stand in line, one a minute; then a seat becomes free.
async fn line(site: &Site) {
    for name in ["First", "Second", "Third"] {
        wish(site, name, &[("training", FULL)]).await;
        site.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 0, "no seat is free");
    free_a_seat(site).await;
}

async fn free_a_seat(site: &Site) {
    let desk = site.sign_in("editor@academy.example", crate::support::site::PASSWORD).await;
    let desk = match desk {
        Some(desk) => desk,
        None => site.desk(Role::Editor).await,
    };
    assert_eq!(desk.post(&format!("/admin/trainings/{FULL}/seats"), &[("by", "-1")]).await.status, 303);
}

async fn offered(site: &Site, name: &str) -> Option<String> {
    let mut offers = mails(site, &format!("{name}@example.org"), "A seat is free").await;
    assert!(offers.len() <= 1, "{name} is offered one seat once");
    offers.pop().map(|mail| link(&mail, "/contact/seat/"))
}

#[actix_web::test]
async fn a_freed_seat_goes_down_the_line_one_person_at_a_time() {
    let site = Site::academy();
    line(&site).await;
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 1);
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 0, "the seat is kept");
    let first = offered(&site, "first").await.unwrap();
    assert!(offered(&site, "second").await.is_none());
    let shown = site.get(&first).await;
    shown.tree();
    assert!(shown.html.contains("I take the seat"), "{}", shown.html);

    site.clock.advance(Duration::from_secs(48 * HOUR - 1));
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 0, "it holds to the last second");
    assert!(site.get(&first).await.html.contains("I take the seat"));
    site.clock.advance(Duration::from_secs(1));
    assert!(site.get(&first).await.html.contains("This offer is over"), "over at its moment");
    assert_eq!(site.send(own_post(&first, &[("answer", "take")])).await.status, 303);
    assert!(site.get(&first).await.html.contains("This offer is over"), "it cannot be taken any more");
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 1);

    let second = offered(&site, "second").await.unwrap();
    assert_eq!(site.send(own_post(&second, &[("answer", "pass")])).await.status, 303);
    assert!(site.get(&second).await.html.contains("You have passed the seat on."));
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 1);
    let third = offered(&site, "third").await.unwrap();
    assert_eq!(site.send(own_post(&third, &[("answer", "")])).await.status, 400);
    for _ in 0..2 {
        assert_eq!(site.send(own_post(&third, &[("answer", "take")])).await.status, 303);
    }
    assert_eq!(site.send(own_post(&third, &[("answer", "pass")])).await.status, 303);
    assert!(site.get(&third).await.html.contains("The seat is kept for you."), "what was said stays said");
    assert_eq!(mails(&site, "staff@academy.example", "Seat taken").await.len(), 1, "staff hear of it once");
    wish(&site, "Fourth", &[("training", FULL)]).await;
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 0, "a taken seat is not free until it is booked");
    assert!(offered(&site, "fourth").await.is_none());
}

#[actix_web::test]
async fn whoever_stops_passes_the_seat_on_and_no_line_outlives_its_training() {
    let site = Site::academy();
    line(&site).await;
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 1);
    let stop = mails(&site, "first@example.org", "A seat is free").await.remove(0);
    let path = link(&stop, "/contact/stop/");
    assert_eq!(site.send(own_post(&path, &[("by", "button")])).await.status, 303);
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 1, "to the next");
    let second = offered(&site, "second").await.unwrap();
    site.clock.advance(Duration::from_secs(30 * 24 * HOUR));
    assert!(site.get(&second).await.html.contains("This offer is over"));
    assert_eq!(pass_seats_once(&site.context).await.unwrap(), 0, "the training has begun");
    assert!(wishes(&site).await.iter().all(|wish| wish.3), "no place in line is left");
    site.deliver().await;
}

#[actix_web::test]
async fn several_instances_at_once_offer_one_seat_to_one_person() {
    let mut site = Site::academy();
    line(&site).await;
    let others: Vec<Site> = (0..7).map(|_| site.another_instance()).collect();
    let all = others.iter().chain([&site]).map(|one| pass_seats_once(&one.context));
    let offers: usize = futures_util::future::join_all(all).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(offers, 1);
    site.leave_mail();
}
