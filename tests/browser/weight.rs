//! The first view of a page costs at most 14 KB of somebody's data, headers included; on a wide screen the face comes on top, and
//! nothing waits for the script, which has a budget of its own (`tests/script.rs`), or for the rules for fetching ahead.
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::chromium::Browser;
use super::control::bad_page;
use super::page_types::page_types;
use super::requests::network_events;

/// What the first window of a connection carries: ten segments of 1,460 bytes, rounded down to what was promised.
const BUDGET: f64 = 14_000.0;

/// Bytes that came over the wire, by what they were.
#[derive(Debug, Default)]
struct Weight(BTreeMap<String, f64>);

impl Weight {
    fn of(&self, kind: &str) -> f64 {
        self.0.get(kind).copied().unwrap_or_default()
    }

    fn total(&self) -> f64 {
        self.0.values().sum()
    }

    /// What is wrong with it, if anything.
    fn complaint(&self, width: u32) -> Option<String> {
        let face = if width > 600 { self.of("Font") } else { 0.0 };
        let spared = face + self.of("Script") + self.of("Rules");
        let counted = self.total() - spared;
        (counted > BUDGET).then(|| format!("{counted} bytes at {width} px, {BUDGET} at most: {:?}", self.0))
    }
}

/// What the shown page weighs, its icon included, which a browser without a tab strip would not ask for.
async fn weigh(browser: &Browser) -> Weight {
    let settle = "
        const icon = document.querySelector('link[rel=icon]');
        const fetched = icon ? fetch(icon.href).then(answer => answer.arrayBuffer()) : null;
        Promise.all([document.fonts.ready, fetched]).then(() => setTimeout(done, 50));";
    browser.run_until_done(settle).await;
    let mut asked: BTreeMap<String, (String, String)> = BTreeMap::new(); // by request: its kind and its address
    let mut came: BTreeMap<String, (String, f64)> = BTreeMap::new(); // by address: a browser may ask for an icon itself too
    for (name, event) in network_events(browser).await {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let request = word(&event["requestId"]);
        if name == "Network.requestWillBeSent" {
            let address = word(&event["request"]["url"]);
            let kind = match event["type"].as_str() {
                Some("Fetch") => "Icon",
                _ if address.ends_with("/prefetch.json") => "Rules",
                kind => kind.unwrap_or_default(),
            };
            asked.insert(request, (kind.to_owned(), address));
        } else if let (true, Some((kind, address))) = (name == "Network.loadingFinished", asked.get(&request)) {
            came.insert(address.clone(), (kind.clone(), event["encodedDataLength"].as_f64().unwrap()));
        }
    }
    let mut weight = Weight::default();
    for (_, (kind, bytes)) in came.into_iter().filter(|(address, _)| address.starts_with("http")) {
        *weight.0.entry(kind).or_default() += bytes;
    }
    weight
}

#[tokio::test]
async fn the_first_view_of_every_page_type_is_at_most_14_kilobytes() {
    let browser = Browser::open().await;
    browser.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    let mut complaints = Vec::new();
    println!(
        "{:28} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8}",
        "page", "html", "css", "icon", "script", "other", "390", "1280"
    );
    for page in page_types() {
        let mut totals = Vec::new();
        for width in [390, 1280] {
            browser.set_width(width).await;
            page.visit(&browser).await;
            let weight = weigh(&browser).await;
            complaints.extend(weight.complaint(width).map(|words| format!("{}: {words}", page.name)));
            totals.push(weight);
        }
        let [html, css, icon, script] = ["Document", "Stylesheet", "Icon", "Script"].map(|kind| totals[0].of(kind));
        let other = totals[0].total() - html - css - icon - script;
        let (narrow, wide) = (totals[0].total(), totals[1].total());
        println!("{:28} {html:>6} {css:>6} {icon:>6} {script:>6} {other:>6} {narrow:>6} {wide:>8}", page.name);
    }
    browser.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test]
async fn a_heavy_page_is_caught() {
    let browser = Browser::open().await;
    let text: String = "heavy ".repeat(2500);
    let page = bad_page(&format!("<!doctype html><title>Heavy</title>{text}"));
    browser.log("performance").await;
    browser.go(&page).await;
    let weight = weigh(&browser).await;
    browser.close().await;
    assert!(weight.complaint(390).is_some_and(|words| words.contains("14000 at most")), "{weight:?}");
}
