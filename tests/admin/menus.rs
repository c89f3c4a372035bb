//! Menus and holidays: nouns with one record.
use lectern::access::Role;

use super::records::Filled;
use crate::support::site::Site;

#[actix_web::test]
async fn menus_are_on_every_page_at_once() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    assert!(site.get("/").await.html.contains(">Dates</a>"));
    let form = Filled::at(&desk, "/admin/menus").await;
    assert_eq!(form.all("header-address")[0], "/courses");
    let form = form.with("header-label", &["What we teach", "Elsewhere"]);
    form.with("header-address", &["/courses", "https://elsewhere.example/"]).saved(&desk).await;
    for address in ["/", "/courses", "/blog", "/nothing-here"] {
        let page = site.get(address).await;
        assert!(
            page.has_link_to("https://elsewhere.example/") && page.html.contains(">What we teach</a>"),
            "{address}"
        );
        assert!(!page.html.contains(">Dates</a>"), "{address}");
    }
    assert!(site.get("/courses").await.html.contains("aria-current=\"true\">What we teach"));
}

#[actix_web::test]
async fn a_menu_that_leads_nowhere_is_refused() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (address, message) in [
        ("courses", "does not begin with / or https://"),
        ("//evil.example", "does not begin with / or https://"),
        ("javascript:alert(1)", "does not begin with / or https://"),
        ("http://plain.example", "does not begin with / or https://"),
        ("", "enter an address"),
    ] {
        let form = Filled::at(&desk, "/admin/menus").await;
        let answer = form.with("header-label", &["X"]).with("header-address", &[address]).send(&desk).await;
        assert_eq!(answer.status, 422, "{address}");
        assert_eq!(answer.html.matches(message).count(), 2, "{address}: {}", answer.html);
    }
    let form = Filled::at(&desk, "/admin/menus").await.with("header-label", &[]).with("header-address", &[]);
    assert!(form.send(&desk).await.html.contains("Header has no entry"));
}

#[actix_web::test]
async fn menus_and_holidays_refuse_a_stale_save() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let mine = Filled::at(&desk, "/admin/menus").await.with("footer-label", &["a"]).with("footer-address", &["/a"]);
    mine.saved(&desk).await;
    let refused = mine.clone().with("footer-label", &["b"]).send(&desk).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.html.contains("</span> a – /a</del>") && refused.html.contains("</span> b – /a</ins>"),
        "{}",
        refused.html
    );
    let mine =
        Filled::at(&desk, "/admin/holidays").await.filled(&[("holidays-day", "2026-05-04"), ("holidays-name", "x")]);
    mine.saved(&desk).await;
    assert_eq!(mine.send(&desk).await.status, 409);
}

#[actix_web::test]
async fn holidays_of_the_law_are_shown_and_others_added() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    let page = desk.get("/admin/holidays").await;
    for text in ["Fri 3 April 2026", "Good Friday", "Sat 27 March 2027"] {
        assert_eq!(page.html.contains(text), text != "Sat 27 March 2027", "{text}");
    }
    let form = Filled::at(&desk, "/admin/holidays").await;
    let form =
        form.with("holidays-day", &["2026-11-04", "2026-05-04"]).with("holidays-name", &["Election day", "Bridge"]);
    form.saved(&desk).await;
    let stored = Filled::at(&desk, "/admin/holidays").await;
    assert_eq!(stored.all("holidays-day"), ["2026-05-04", "2026-11-04"]);
    let twice = stored.with("holidays-day", &["2026-05-04", "2026-05-04"]).send(&desk).await;
    assert!(twice.status == 422 && twice.html.contains("name 2026-05-04 twice"), "{}", twice.html);
    let nameless = Filled::at(&desk, "/admin/holidays").await.with("holidays-name", &["Bridge", ""]).send(&desk).await;
    assert!(nameless.html.contains("holiday 2: enter what it is called"), "{}", nameless.html);
}

#[actix_web::test]
async fn an_added_holiday_moves_working_days_and_stands_among_the_dates() {
    let mut site = Site::academy();
    site.leave_mail();
    let desk = site.desk(Role::Editor).await;
    assert!(!site.get("/trainings").await.html.contains("Election day"));
    // Monday and Tuesday, so that what comes on Monday morning is due on Wednesday.
    let form = Filled::at(&desk, "/admin/holidays").await;
    let form = form.with("holidays-day", &["2026-03-02", "2026-03-03", "2026-03-25"]);
    form.with("holidays-name", &["We move", "We move", "Election day"]).saved(&desk).await;
    let page = site.get("/trainings").await;
    assert!(page.html.contains("2026-03-25") && page.html.contains("Election day"), "{}", page.html);
    assert!(page.html.contains("lass on 25 Mar, Election day"), "it lies within a training: {}", page.html);
    let fields = [("name", "Mpho"), ("email", "mpho@example.org"), ("message", "Is there parking?")];
    let thanks = site.post("/contact", &fields).await.header("location").to_owned();
    assert!(site.get(&thanks).await.html.contains("Wed 4 Mar"), "{}", site.get(&thanks).await.html);
    // Three days from the day before on: the holiday is passed over.
    let text = crate::support::site::academy().0["trainings/RS-1-DBN-01.md"].replace("RS-1-DBN-01", "RS-1-DBN-09");
    site.import(vec![("trainings/RS-1-DBN-09.md".to_owned(), text)]).await;
    let calendar = site.get("/trainings/RS-1-DBN-09.ics").await.html;
    let is_class = |day: &str| calendar.contains(&format!("DTSTART;TZID=Africa/Johannesburg:202603{day}T"));
    assert!(is_class("24") && !is_class("25") && is_class("26") && is_class("27"), "{calendar}");
}
