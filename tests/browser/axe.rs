//! No page breaks a rule of WCAG 2.2 AA that axe-core can see.
use std::collections::BTreeSet;

use serde_json::Value;

use super::chromium::Browser;
use super::control::bad_page;
use super::page_types::page_types;

const AXE: &str = include_str!("axe-core@4.14.1/axe.min.js");

/// Closed parts are opened first: what they hold counts too.
const ASK: &str = "
    for (const part of document.querySelectorAll('details')) part.open = true;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
        found => done(found.violations.map(rule => ({
            is_law: !rule.tags.includes('best-practice'),
            words: rule.id + ': ' + rule.nodes.map(node => node.target.join(' ') + ' (' + node.failureSummary + ')').join('; '),
        }))),
        error => done([{ is_law: true, words: 'axe failed: ' + error }]));";

#[derive(Default)]
struct Findings {
    violations: Vec<String>,
    advice: BTreeSet<String>,
}

impl Findings {
    /// What axe has against the page that is shown.
    async fn ask(&mut self, browser: &Browser, place: &str) {
        browser.run(&format!("if (!window.axe) {{ {AXE} }}")).await;
        let found = browser.run_until_done(ASK).await;
        for rule in found.as_array().unwrap() {
            let words = rule["words"].as_str().unwrap().replace('\n', " ");
            if rule["is_law"] == Value::Bool(true) {
                self.violations.push(format!("{place}: {words}"));
            } else {
                self.advice.insert(format!("{place}: {words}"));
            }
        }
    }
}

/// What axe has against the page that is shown.
pub async fn violations(browser: &Browser, place: &str) -> Vec<String> {
    let mut findings = Findings::default();
    findings.ask(browser, place).await;
    findings.violations
}

async fn no_page_type_breaks_a_rule_at(width: u32) {
    let browser = Browser::open().await;
    browser.set_width(width).await;
    let mut findings = Findings::default();
    for page in page_types() {
        page.visit(&browser).await;
        for scheme in ["light", "dark", "forced"] {
            browser.set_scheme(scheme).await;
            findings.ask(&browser, &format!("{}, {width} px, {scheme}", page.name)).await;
        }
    }
    browser.close().await;
    for advice in &findings.advice {
        println!("best practice, {advice}");
    }
    assert!(findings.violations.is_empty(), "{}", findings.violations.join("\n"));
}

#[tokio::test]
async fn no_page_type_breaks_a_rule_of_wcag_on_a_desk() {
    no_page_type_breaks_a_rule_at(1280).await;
}

#[tokio::test]
async fn no_page_type_breaks_a_rule_of_wcag_on_a_phone() {
    no_page_type_breaks_a_rule_at(390).await;
}

#[tokio::test]
async fn pale_text_and_an_unnamed_field_are_caught() {
    let browser = Browser::open().await;
    let page = "<!doctype html><html lang=en><title>Bad</title><main><h1>Bad</h1><input>
        <p style='color:#ccc;background:#fff'>Pale</p></main>";
    browser.go(&bad_page(page)).await;
    let mut findings = Findings::default();
    findings.ask(&browser, "bad").await;
    browser.close().await;
    let broken: Vec<&str> = findings.violations.iter().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(broken, ["color-contrast", "label"]);
}
