//! Pages ask nobody but the site itself, keep nothing on the visitor's side, and leave the console silent.
use serde_json::Value;
use url::Url;

use super::chromium::Browser;
use super::control::bad_page;
use super::page_types::PageType;
use super::servers::servers;

/// The network's events since the last look, by name.
pub async fn network_events(browser: &Browser) -> Vec<(String, Value)> {
    let entries = browser.log("performance").await;
    let event = |entry: &Value| {
        let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
        let (name, parameters) = (&message["message"]["method"], &message["message"]["params"]);
        (name.as_str().unwrap_or_default().to_owned(), parameters.clone())
    };
    entries.iter().map(event).collect()
}

/// What the shown page asked of others than `authority`.
async fn foreign_requests(browser: &Browser, authority: &str) -> Vec<String> {
    let events = network_events(browser).await;
    let sent = events.iter().filter(|(name, _)| name == "Network.requestWillBeSent");
    let addresses: Vec<&str> = sent.map(|(_, event)| event["request"]["url"].as_str().unwrap()).collect();
    assert!(!addresses.is_empty(), "the network was not watched");
    // Chromium's own first tab asks for chrome: addresses, which lead nowhere.
    let is_foreign = |address: &str| {
        let url = Url::parse(address).unwrap();
        !["chrome", "data"].contains(&url.scheme()) && url.authority() != authority
    };
    addresses.into_iter().filter(|address| is_foreign(address)).map(str::to_owned).collect()
}

/// What stands in the console: errors of scripts and styles, reports of the content security policy. That a page was answered
/// with an error status stands there too, and is what such a page is for.
async fn console(browser: &Browser, status: u16) -> Vec<String> {
    let entries = browser.log("browser").await;
    let messages = entries.iter().map(|entry| entry["message"].as_str().unwrap_or_default().to_owned());
    let own = format!("responded with a status of {status}");
    messages.filter(|message| status == 200 || !message.contains(&own)).collect()
}

/// What the shown page did that no page may: it asked another host, filled the console, or kept something here.
pub async fn indiscretions(browser: &Browser, page: &PageType) -> Vec<String> {
    let mut complaints = Vec::new();
    let foreign = foreign_requests(browser, servers().authority()).await;
    complaints.extend(foreign.iter().map(|address| format!("{} asks {address}", page.name)));
    complaints.extend(console(browser, page.status).await.iter().map(|line| format!("{} says {line}", page.name)));
    complaints.extend(browser.cookies().await.iter().map(|(name, _)| format!("{} sets {name}", page.name)));
    let kept = browser.run("return localStorage.length + sessionStorage.length").await;
    complaints.extend((kept != 0).then(|| format!("{} keeps something in the browser", page.name)));
    complaints
}

#[tokio::test]
async fn a_request_to_another_host_is_caught() {
    let browser = Browser::open().await;
    let page = bad_page("<!doctype html><title>Bad</title><img alt='' src='http://elsewhere.example/pixel.png'>");
    browser.log("performance").await;
    browser.go(&page).await;
    let own = Url::parse(&page).unwrap();
    let foreign = foreign_requests(&browser, own.authority()).await;
    browser.close().await;
    assert_eq!(foreign, ["http://elsewhere.example/pixel.png"]);
}

#[tokio::test]
async fn a_report_of_the_content_security_policy_is_caught() {
    let browser = Browser::open().await;
    browser.go(&bad_page("<!doctype html><title>Bad</title><script>document.title = 'ran'</script>")).await;
    let said = console(&browser, 200).await;
    browser.close().await;
    assert!(said.iter().any(|line| line.contains("Content Security Policy")), "{said:?}");
}
