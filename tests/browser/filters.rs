//! Filters with script: the list alone changes, the address is the same that the form would lead to, and the way back works.
use std::time::{Duration, Instant};

use fantoccini::Locator;
use serde_json::Value;

use super::chromium::Browser;

/// What only a page that was not loaded anew still knows.
const MARK: &str = "window.isSamePage = true";

async fn is_same_page(browser: &Browser) -> bool {
    browser.run("return window.isSamePage === true").await == Value::Bool(true)
}

async fn wait_until(browser: &Browser, script: &str) {
    let started = Instant::now();
    while browser.run(&format!("return {script}")).await != Value::Bool(true) {
        assert!(started.elapsed() < Duration::from_secs(20), "never came true on {}: {script}", browser.place().await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn count(browser: &Browser) -> String {
    browser.text("return document.querySelector('[data-list] .count').textContent.trim()").await
}

/// Sets a choice as a visitor would: a box is ticked, a list chosen from.
async fn choose(browser: &Browser, name: &str, value: &str) {
    let selector = format!("form[data-filter] [name={name}]");
    browser.run("for (const part of document.querySelectorAll('form[data-filter] details')) part.open = true").await;
    let box_ = format!("{selector}[value='{value}']");
    if browser.count(&box_).await > 0 {
        browser.click(&box_).await;
    } else {
        browser.find(&selector).await.select_by_value(value).await.unwrap();
    }
}

#[tokio::test]
async fn a_choice_changes_the_list_and_the_address_and_leaves_the_focus_where_it_is() {
    let browser = Browser::open().await;
    for (page, name, value) in [("/courses", "level", "beginner"), ("/trainings", "city", "durban")] {
        browser.go(page).await;
        let before = count(&browser).await;
        browser.run(MARK).await;
        choose(&browser, name, value).await;
        wait_until(&browser, "location.search !== ''").await;
        assert_eq!(browser.place().await, format!("{page}?{name}={value}"));
        let swapped = count(&browser).await;
        assert_ne!(swapped, before);
        assert_eq!(browser.text("return document.activeElement.name").await, name, "the focus is lost on {page}");
        assert_eq!(
            browser.text("return document.querySelector('output').textContent.trim()").await,
            swapped,
            "nobody is told"
        );
        assert!(is_same_page(&browser).await, "{page} was loaded anew");
        let list = "return document.querySelector('[data-list]').innerText.trim()";
        let by_script = browser.text(list).await;
        browser.go(&format!("{page}?{name}={value}")).await;
        assert_eq!(browser.text(list).await, by_script, "the address shows another list than the script on {page}");
    }
    browser.close().await;
}

#[tokio::test]
async fn back_and_forward_show_the_lists_that_were_there_with_their_choices() {
    let browser = Browser::open().await;
    browser.go("/courses").await;
    let all = count(&browser).await;
    browser.run(MARK).await;
    choose(&browser, "level", "beginner").await;
    wait_until(&browser, "location.search !== ''").await;
    let few = count(&browser).await;
    let is_chosen = "[...new FormData(document.querySelector('form[data-filter]'))].some(([name, value]) => name === 'level' && value === 'beginner')";
    browser.client.back().await.unwrap();
    wait_until(&browser, &format!("document.querySelector('[data-list] .count').textContent.trim() === {all:?}")).await;
    assert_eq!(
        (browser.place().await.as_str(), browser.run(&format!("return {is_chosen}")).await),
        ("/courses", Value::Bool(false))
    );
    browser.client.forward().await.unwrap();
    wait_until(&browser, &format!("document.querySelector('[data-list] .count').textContent.trim() === {few:?}")).await;
    assert_eq!(browser.run(&format!("return {is_chosen}")).await, true);
    assert!(is_same_page(&browser).await);
    browser.close().await;
}

#[tokio::test]
async fn links_in_the_list_swap_it_too_and_lead_to_its_beginning() {
    let browser = Browser::open().await;
    browser.go("/courses?level=beginner").await;
    browser.run(MARK).await;
    browser.click("[data-list] .applied a").await;
    wait_until(&browser, "location.search === ''").await;
    browser.click("[data-list] .pages a[href$='page=2']").await;
    wait_until(&browser, "location.search === '?page=2'").await;
    wait_until(&browser, "document.activeElement.matches('[data-list] .count')").await;
    let top = browser
        .run("return Math.abs(document.querySelector('[data-list]').getBoundingClientRect().top) < innerHeight / 2")
        .await;
    assert_eq!(top, true, "the list's beginning is out of view");
    assert!(browser.client.title().await.unwrap().contains("page 2"));
    assert!(is_same_page(&browser).await);
    browser.client.find(Locator::Css("[data-list] a[href^='/courses/']")).await.unwrap().click().await.unwrap();
    browser.arrive("/courses/").await;
    assert!(!is_same_page(&browser).await, "a course is a page of its own");
    browser.client.back().await.unwrap();
    browser.arrive("/courses?page=2").await;
    browser.close().await;
}

#[tokio::test]
async fn a_list_that_cannot_be_fetched_is_gone_to() {
    let browser = Browser::open().await;
    browser.go("/courses").await;
    browser.run(MARK).await;
    browser.run("window.fetch = () => Promise.reject(Error('cut'))").await;
    choose(&browser, "level", "beginner").await;
    browser.arrive("/courses?level=beginner").await;
    wait_until(&browser, "window.isSamePage !== true").await;
    browser.close().await;
}

#[tokio::test]
async fn without_script_the_form_leads_to_the_same_address() {
    let browser = Browser::open().await;
    browser.turn_scripts_off().await;
    browser.set_width(390).await;
    browser.go("/courses?level=beginner").await;
    browser.click("form[data-filter] summary").await;
    browser.click("form[data-filter] .btn").await;
    browser.wait_for("main h1").await;
    assert!(browser.place().await.contains("level=beginner"), "{}", browser.place().await);
    browser.close().await;
}
