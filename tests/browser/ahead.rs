//! Links that a pointer rests on are fetched ahead, as the rules in the page's head say.
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::Value;

use super::chromium::Browser;
use super::requests::network_events;

/// Requests since the last look that say they are made ahead, and whether the rules themselves were fetched.
async fn asked_ahead(browser: &Browser) -> (Vec<String>, bool) {
    let (mut ahead, mut rules) = (Vec::new(), false);
    for (name, event) in network_events(browser).await {
        let request = &event["request"];
        let address = request["url"].as_str().unwrap_or_default();
        rules |= name == "Network.requestWillBeSent" && address.ends_with("/prefetch.json");
        let purpose = request["headers"]["Sec-Purpose"].as_str().or(event["headers"]["sec-purpose"].as_str());
        if purpose.is_some_and(|purpose| purpose.starts_with("prefetch")) {
            ahead.push(address.to_owned());
        }
        let is_prefetch = name.starts_with("Preload.prefetch") && event["status"] != Value::Null;
        ahead.extend(is_prefetch.then(|| event["prefetchUrl"].as_str().unwrap_or_default().to_owned()));
    }
    (ahead, rules)
}

#[tokio::test]
async fn the_browser_takes_the_rules_and_fetches_what_a_pointer_rests_on() {
    let browser = Browser::open().await;
    browser.cdp("Preload.enable", serde_json::json!({})).await;
    browser.go("/courses").await;
    let link = browser.find("main .course a[href^='/courses/']").await;
    let (x, y, ..) = link.rectangle().await.unwrap();
    let rest =
        MouseActions::new("mouse".to_owned()).then(PointerAction::MoveTo { duration: None, x: x + 5.0, y: y + 5.0 });
    browser.client.perform_actions(rest).await.unwrap();
    let started = Instant::now();
    let (mut ahead, mut rules) = (Vec::new(), false);
    while (ahead.is_empty() || !rules) && started.elapsed() < Duration::from_secs(10) {
        let (more, took) = asked_ahead(&browser).await;
        ahead.extend(more);
        rules |= took;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let console = browser.log("browser").await;
    browser.close().await;
    assert!(rules, "the rules were never fetched: {console:?}");
    assert!(ahead.iter().all(|address| address.contains("/courses/")) && !ahead.is_empty(), "{ahead:?}, {console:?}");
}
