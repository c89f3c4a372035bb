//! The editor in a real browser: typing, keeping, a session that ends, and no barrier.
use std::time::{Duration, Instant};

use super::axe::violations;
use super::chromium::Browser;
use super::servers::servers;

/// A new draft in the editor.
async fn editing(title: &str) -> Browser {
    let browser = Browser::open().await;
    browser.go("/admin/login").await;
    browser.fill("[name=email]", "admin@kgotla.example").await;
    browser.fill("[name=password]", &servers().password()).await;
    browser.click("main form .btn").await;
    browser.arrive("/admin").await;
    browser.go("/admin/posts").await;
    browser.fill("#title", title).await;
    browser.click("main form .btn").await;
    browser.arrive("/admin/posts/").await;
    browser.wait_for(".tools").await;
    browser
}

async fn until_said(browser: &Browser, words: &str) {
    let started = Instant::now();
    loop {
        let said = browser.text("return document.getElementById('said').textContent").await;
        if said.contains(words) {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "“{words}” was never said, but “{said}”");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn value(browser: &Browser) -> String {
    browser.text("return document.getElementById('body').value").await
}

#[tokio::test]
async fn what_is_typed_is_kept_a_list_goes_on_and_undo_outlives_the_keeping() {
    let browser = editing("Typing owls").await;
    browser.fill("#body", "- one\ntwo").await;
    assert_eq!(value(&browser).await, "- one\n- two", "the list goes on");
    until_said(&browser, "Draft kept").await;
    assert_eq!(value(&browser).await, "- one\n- two", "keeping writes nothing into the field");
    browser.run("document.getElementById('body').focus(); document.execCommand('undo')").await;
    assert_ne!(value(&browser).await, "- one\n- two", "undo still works");
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_ended_is_opened_again_over_the_page_and_nothing_is_lost() {
    let browser = editing("Patient owls").await;
    browser.client.delete_all_cookies().await.unwrap();
    browser.fill("#body", "Every word.").await;
    browser.wait_for("#again[open]").await;
    browser.fill("#again-email", "admin@kgotla.example").await;
    browser.fill("#again-password", &servers().password()).await;
    browser.click("#again-form .btn").await;
    until_said(&browser, "Draft kept").await;
    assert_eq!(value(&browser).await, "Every word.");
    browser.close().await;
}

#[tokio::test]
async fn the_editor_has_no_barrier_that_axe_can_see_and_fits_a_phone() {
    let browser = editing("Open owls").await;
    for width in [1280, 390] {
        browser.set_width(width).await;
        let found = violations(&browser, &format!("the editor at {width} px")).await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    let beyond = browser.run("return document.documentElement.scrollWidth - innerWidth").await;
    assert!(beyond.as_i64().unwrap() <= 0, "the page is {beyond} px too wide");
    browser.close().await;
}
