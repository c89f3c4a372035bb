//! A page that a visitor chose to keep opens without a network; nothing else is kept, and all of it can go.
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::chromium::Browser;
use super::line::Line;

const COURSE: &str = "/courses/containers-and-kubernetes";

/// Addresses of everything that is kept, by the path.
const KEPT: &str = "
    const paths = async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname);
    (async () => (await Promise.all((await caches.keys()).map(paths))).flat().sort())().then(done);";

async fn kept(browser: &Browser) -> Vec<String> {
    let all = browser.run_until_done(KEPT).await;
    all.as_array().unwrap().iter().map(|path| path.as_str().unwrap().to_owned()).collect()
}

async fn wait_until(browser: &Browser, script: &str) {
    let started = Instant::now();
    while browser.run(script).await != Value::Bool(true) {
        assert!(started.elapsed() < Duration::from_secs(20), "never came true on {}: {script}", browser.place().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_page_that_was_kept_opens_without_a_network_and_others_say_whom_to_call() {
    let browser = Browser::open().await;
    let line = Line::new();
    let course = format!("{}{COURSE}", line.address);
    browser.go(&course).await;
    browser.wait_for("[data-keep]:not([hidden])").await;
    assert_eq!(kept(&browser).await, Vec::<String>::new(), "before anybody asked");
    assert_eq!(
        browser.run_until_done("navigator.serviceWorker.getRegistrations().then(all => done(all.length))").await,
        0
    );

    browser.click("[data-keep]").await;
    wait_until(&browser, "return document.querySelector('[data-keep]').textContent === 'Remove the offline copy'")
        .await;
    let all = kept(&browser).await;
    let (pages, files): (Vec<_>, Vec<_>) = all.iter().partition(|path| !path.starts_with("/assets/"));
    assert_eq!(pages, [COURSE, "/offline"]);
    assert_eq!(files.len(), 3, "style, script and icon: {files:?}");
    browser.run_until_done("navigator.serviceWorker.ready.then(() => done())").await;

    browser.go(&format!("{}/contact", line.address)).await; // seen, but not kept
    assert_eq!(kept(&browser).await, all);
    line.cut();
    browser.go(&course).await;
    let title = browser.find("h1").await.text().await.unwrap();
    let ground = browser.text("return getComputedStyle(document.documentElement).backgroundColor").await;
    browser.go(&format!("{}/contact", line.address)).await;
    let instead = browser.find("h1").await.text().await.unwrap();
    browser.wait_for("[data-kept] a").await;
    let offered = browser.text("return document.querySelector('[data-kept] a').getAttribute('href')").await;
    browser.close().await;
    assert_eq!(title, "Containers and Kubernetes");
    assert!(!["", "rgba(0, 0, 0, 0)"].contains(&ground.as_str()), "without its styles: {ground}");
    assert_eq!(instead, "No connection");
    assert!(offered.ends_with(COURSE), "{offered}");
}

#[tokio::test]
async fn the_cookie_page_lists_what_is_kept_and_removes_it_with_the_worker() {
    let browser = Browser::open().await;
    for address in [COURSE, "/blog/what-is-a-backend-developer"] {
        browser.go(address).await;
        browser.wait_for("[data-keep]:not([hidden])").await;
        browser.click("[data-keep]").await;
        wait_until(&browser, "return document.querySelector('[data-keep]').textContent === 'Remove the offline copy'")
            .await;
    }
    browser.go("/cookies").await;
    wait_until(&browser, "return document.querySelectorAll('[data-kept] a').length === 2").await;
    assert_eq!(
        browser.text("return document.querySelector('[data-kept] a').textContent").await.split(" – ").next(),
        Some("Containers and Kubernetes")
    );
    for left in [1, 0] {
        browser.click("[data-kept] button").await;
        wait_until(&browser, &format!("return document.querySelectorAll('[data-kept] a').length === {left}")).await;
    }
    browser.run_until_done("setTimeout(done, 300)").await;
    let (all, names) = (kept(&browser).await, browser.run_until_done("caches.keys().then(done)").await);
    let workers =
        browser.run_until_done("navigator.serviceWorker.getRegistrations().then(all => done(all.length))").await;
    browser.close().await;
    assert_eq!((all, names, workers), (Vec::new(), json!([]), json!(0)));
}

#[tokio::test]
async fn a_line_that_is_cut_lets_nothing_through() {
    let (browser, line) = (Browser::open().await, Line::new());
    browser.go(&format!("{}/contact", line.address)).await;
    let before = browser.find("h1").await.text().await.unwrap();
    line.cut();
    let after = browser.client.goto(&format!("{}/contact", line.address)).await;
    browser.close().await;
    assert_eq!(before, "Ask us");
    assert!(after.is_err(), "a page came through a line that is cut");
}
