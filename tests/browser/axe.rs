//! No page breaks a rule of WCAG 2.2 AA that axe-core can see.
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::chromium::Browser;
use super::control::bad_page;

const AXE: &str = include_str!("axe-core@4.14.1/axe.min.js");

/// Which rules axe is asked about.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// All of them, everywhere.
    All,
    /// Those about colours, which are all that a scheme can break.
    Colours,
}

impl Rules {
    const fn asked(self) -> &'static str {
        match self {
            Self::All => {
                "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }"
            }
            Self::Colours => "['color-contrast', 'link-in-text-block']",
        }
    }
}

/// Closed parts are opened first: what they hold counts too. Nothing is loaded beforehand: that serves rules about sound, which no page has.
const ASK: &str = "
    for (const part of document.querySelectorAll('details')) part.open = true;
    axe.run(document, { runOnly: RULES, resultTypes: ['violations'], preload: false }).then(
        found => done(found.violations.map(rule => ({
            is_law: !rule.tags.includes('best-practice'),
            words: rule.id + ': ' + rule.nodes.map(node => node.target.join(' ') + ' (' + node.failureSummary + ')').join('; '),
        }))),
        error => done([{ is_law: true, words: 'axe failed: ' + error }]));";

#[derive(Default)]
pub struct Findings {
    pub violations: Vec<String>,
    advice: BTreeSet<String>,
}

/// Puts axe into every page that this browser opens from now on, which is quicker than into each.
pub async fn expect(browser: &Browser) {
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": AXE })).await;
}

impl Findings {
    /// What axe has against the page that is shown.
    pub async fn ask(&mut self, browser: &Browser, rules: Rules, place: &str) {
        if browser.run("return !window.axe").await == true {
            browser.run(AXE).await;
        }
        let found = browser.run_until_done(&ASK.replace("RULES", rules.asked())).await;
        for rule in found.as_array().unwrap() {
            let words = rule["words"].as_str().unwrap().replace('\n', " ");
            if rule["is_law"] == Value::Bool(true) {
                self.violations.push(format!("{place}: {words}"));
            } else {
                self.advice.insert(format!("{place}: {words}"));
            }
        }
    }

    /// The same in each of these schemes: all rules in the first, those about colours in the others.
    pub async fn ask_in(&mut self, browser: &Browser, schemes: &[&str], place: &str) {
        for (at, scheme) in schemes.iter().enumerate() {
            browser.set_scheme(scheme).await;
            let rules = if at == 0 { Rules::All } else { Rules::Colours };
            self.ask(browser, rules, &format!("{place}, {scheme}")).await;
        }
    }

    /// Prints what would be better, and tells what is wrong.
    pub fn told(self) -> Vec<String> {
        for advice in &self.advice {
            println!("best practice, {advice}");
        }
        self.violations
    }
}

/// The rules that the page which is shown breaks, in light and in dark.
pub async fn violations(browser: &Browser, place: &str) -> Vec<String> {
    let mut findings = Findings::default();
    findings.ask_in(browser, &["light", "dark"], place).await;
    findings.violations
}

#[tokio::test]
async fn pale_text_and_an_unnamed_field_are_caught() {
    let browser = Browser::open().await;
    let page = "<!doctype html><html lang=en><title>Bad</title><main><h1>Bad</h1><input>
        <p style='color:#ccc;background:#fff'>Pale</p></main>";
    browser.go(&bad_page(page)).await;
    let mut findings = Findings::default();
    findings.ask(&browser, Rules::All, "bad").await;
    findings.ask(&browser, Rules::Colours, "bad").await;
    browser.close().await;
    let broken: Vec<&str> = findings.violations.iter().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(broken, ["color-contrast", "label", "color-contrast"]);
}
