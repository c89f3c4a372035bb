//! The table of trainings in a real browser: by keyboard alone, on a phone, and what is looked at before it is done.
use fantoccini::key::Key;

use super::axe::violations;
use super::chromium::Browser;
use super::servers::servers;
use super::width::too_wide;

/// A browser in which the demo's admin is signed in, at an address of the desk.
pub async fn signed_in(at: &str) -> Browser {
    let browser = Browser::open().await;
    browser.sign_in("", "admin@kgotla.example", &servers().password()).await;
    browser.go(at).await;
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
        browser.press(Key::Tab).await;
        stops += 1;
        assert!(stops < 60, "the keyboard never reaches the first row");
    }
    browser.press(Key::Down).await;
    assert_eq!(here(&browser).await, format!("{}.seats_minimum", codes[1]));
    browser.press(Key::Left).await;
    assert_eq!(here(&browser).await, format!("{}.seats", codes[1]));
    browser.press(Key::Right).await;
    browser.press('7').await;
    browser.press(Key::Up).await;
    browser.press('9').await;
    assert_eq!(browser.count("#grid .changed").await, 2);
    browser.press(Key::Escape).await;
    assert_eq!(browser.count("#grid .changed").await, 1, "Escape puts back what was there");
    browser.press(Key::Enter).await;
    browser.wait_for("p.notice[role=status]").await;
    let saved = format!("return document.getElementById('{}.seats_minimum').value", codes[1]);
    assert_eq!(browser.text(&saved).await, "7");
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
