//! The table of trainings in a real browser: by keyboard alone, on a phone, and as axe sees it.
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::axe::violations;
use super::chromium::Browser;
use super::servers::servers;
use super::width::too_wide;

async fn press(browser: &Browser, key: impl Into<char>) {
    let key = key.into();
    let keys = KeyActions::new("keyboard".to_owned());
    let keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
    browser.client.perform_actions(keys).await.unwrap();
}

/// A browser in which the demo's admin is signed in, at an address of the desk.
pub async fn signed_in(at: &str) -> Browser {
    let browser = Browser::open().await;
    browser.go(&format!("/admin/login?next={at}")).await;
    browser.fill("#email", "admin@kgotla.example").await;
    browser.fill("#password", &servers().password()).await;
    browser.click("form .btn").await;
    browser.arrive(at).await;
    browser
}

/// The id of the field that has the focus.
async fn here(browser: &Browser) -> String {
    browser.text("return document.activeElement.id").await
}

#[tokio::test]
async fn the_table_is_edited_and_saved_by_keyboard_alone() {
    let browser = signed_in("/admin/trainings").await;
    let rows = "return [...document.querySelectorAll('input[name=row]')].map(one => one.value).join(' ')";
    let rows = browser.text(rows).await;
    let codes: Vec<&str> = rows.split(' ').collect();
    let mut stops = 0;
    while here(&browser).await != format!("{}.seats_minimum", codes[0]) {
        press(&browser, Key::Tab).await;
        stops += 1;
        assert!(stops < 60, "the keyboard never reaches the first row");
    }
    press(&browser, Key::Down).await;
    assert_eq!(here(&browser).await, format!("{}.seats_minimum", codes[1]));
    press(&browser, Key::Left).await;
    assert_eq!(here(&browser).await, format!("{}.seats", codes[1]));
    press(&browser, Key::Right).await;
    press(&browser, '7').await;
    press(&browser, Key::Up).await;
    press(&browser, '9').await;
    assert_eq!(browser.count("#grid .changed").await, 2);
    press(&browser, Key::Escape).await;
    assert_eq!(browser.count("#grid .changed").await, 1, "Escape puts back what was there");
    press(&browser, Key::Enter).await;
    browser.wait_for("p.notice[role=status]").await;
    let saved = format!("return document.getElementById('{}.seats_minimum').value", codes[1]);
    assert_eq!(browser.text(&saved).await, "7");
    browser.close().await;
}

/// Pages of the trainings, one of every kind.
async fn pages(browser: &Browser) -> Vec<String> {
    let code = browser.text("return document.querySelector('input[name=row]').value").await;
    let grid = "/admin/trainings";
    let mut pages: Vec<String> =
        ["", "/new", "/paste", "/decisions", "?q=zzz"].map(|end| format!("{grid}{end}")).to_vec();
    pages.extend(["", "/state", "/state?to=cancelled", "/repeat"].map(|end| format!("{grid}/{code}{end}")));
    pages
}

#[tokio::test]
async fn no_page_of_the_trainings_breaks_a_rule_or_scrolls_sideways() {
    let browser = signed_in("/admin/trainings").await;
    let mut wrong = Vec::new();
    for page in pages(&browser).await {
        browser.go(&page).await;
        for width in [320, 390, 1280] {
            wrong.extend(too_wide(&browser, width).await.map(|words| format!("{page}: {words}")));
        }
        for (width, scheme) in [(1280, "light"), (390, "dark")] {
            browser.set_width(width).await;
            browser.set_scheme(scheme).await;
            wrong.extend(violations(&browser, &format!("{page}, {width} px, {scheme}")).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    browser.go("/admin/trainings").await;
    browser.set_width(390).await;
    let scrolls = "const frame = document.querySelector('.frame'); return frame.scrollWidth > frame.clientWidth";
    assert_eq!(browser.run(scrolls).await, true, "the table scrolls in a frame of its own");
    browser.close().await;
}

#[tokio::test]
async fn what_is_looked_at_before_it_is_done_breaks_no_rule_either() {
    let browser = signed_in("/admin/trainings").await;
    let mut wrong = Vec::new();
    browser.go("/admin/trainings/paste").await;
    browser
        .fill("#rows", "code,course,first_day\nNEW-1,nothing,2027-02-01\nNEW-2,python-for-beginners,2027-02-01\n")
        .await;
    browser.click("button[value=preview]").await;
    browser.wait_for("#verdicts").await;
    wrong.extend(violations(&browser, "pasted").await);
    wrong.extend(too_wide(&browser, 390).await);
    browser.set_width(1280).await;
    browser.go("/admin/trainings").await;
    browser.click(".pick input").await;
    browser.click("button[value=choose]").await;
    browser.wait_for("#by").await;
    browser.fill("#by", "5").await;
    browser.click("button[value=preview]").await;
    browser.wait_for("#outcome").await;
    wrong.extend(violations(&browser, "prices").await);
    wrong.extend(too_wide(&browser, 390).await);
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
