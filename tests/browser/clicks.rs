//! From the start page to a sent enquiry by clicks, with scripts off.
use super::chromium::Browser;
use super::control::bad_page;
use super::journey::ends_with_thanks_and_two_mails;

#[tokio::test]
async fn a_reader_finds_a_date_and_asks_with_scripts_off() {
    let browser = Browser::open().await;
    browser.turn_scripts_off().await;
    browser.go("/").await;
    browser.click("header nav a[href='/blog']").await;
    browser.arrive("/blog").await;
    browser.click("main a[href='/blog/what-is-a-backend-developer']").await;
    browser.arrive("/blog/what-is-a-backend-developer").await;
    browser.click("main a[href^='/courses/']").await;
    browser.arrive("/courses/").await;
    browser.click(".tt a[href^='/trainings/']").await;
    browser.arrive("/trainings/").await;
    let words = "I come by clicks alone.";
    browser.fill("#name", "Sipho Clicker").await;
    browser.fill("#email", "sipho@example.com").await;
    browser.fill("#message", words).await;
    browser.click("form.enquiry .btn").await;
    ends_with_thanks_and_two_mails(&browser, words).await;
    browser.close().await;
}

#[tokio::test]
async fn scripts_are_off_when_they_are_turned_off() {
    let page = bad_page("<!doctype html><title>Silent</title><img src='x:' alt='' onerror=\"document.title = 'ran'\">");
    let browser = Browser::open().await;
    browser.cdp("Page.setBypassCSP", serde_json::json!({ "enabled": true })).await;
    browser.go(&page).await;
    let with = browser.client.title().await.unwrap();
    browser.turn_scripts_off().await;
    browser.go(&page).await;
    let without = browser.client.title().await.unwrap();
    browser.close().await;
    assert_eq!((with.as_str(), without.as_str()), ("ran", "Silent"));
}
