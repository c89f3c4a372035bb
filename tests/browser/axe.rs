//! No page breaks a rule of WCAG 2.2 AA that axe-core can see.
use std::collections::BTreeSet;

use serde_json::Value;

use super::chromium::Browser;
use super::control::bad_page;

const AXE: &str = include_str!("axe-core@4.14.1/axe.min.js");

/// Which rules axe is asked about, in which part of the page.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// All of them, everywhere.
    All,
    /// Those about colours, which are all that a scheme can break.
    Colours,
    /// The same, without what stands around every page of the desk.
    ColoursOfMain,
}

impl Rules {
    /// What axe is called with. Nothing is loaded beforehand: that serves rules about sound, which no page has.
    const fn asked(self) -> (&'static str, &'static str) {
        let all = "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }";
        let colours = "['color-contrast', 'link-in-text-block']";
        match self {
            Self::All => ("document", all),
            Self::Colours => ("document", colours),
            Self::ColoursOfMain => ("document.querySelector('main')", colours),
        }
    }
}

/// Closed parts are opened first: what they hold counts too.
const ASK: &str = "
    for (const part of document.querySelectorAll('details')) part.open = true;
    axe.run(PART, { runOnly: RULES, resultTypes: ['violations'], preload: false }).then(
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

impl Findings {
    /// What axe has against the page that is shown.
    pub async fn ask(&mut self, browser: &Browser, rules: Rules, place: &str) {
        browser.run(&format!("if (!window.axe) {{ {AXE} }}")).await;
        let (part, asked) = rules.asked();
        let found = browser.run_until_done(&ASK.replace("PART", part).replace("RULES", asked)).await;
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
    pub async fn ask_in(&mut self, browser: &Browser, schemes: &[&str], rules: [Rules; 2], place: &str) {
        for (at, scheme) in schemes.iter().enumerate() {
            browser.set_scheme(scheme).await;
            self.ask(browser, rules[at.min(1)], &format!("{place}, {scheme}")).await;
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
    findings.ask_in(browser, &["light", "dark"], [Rules::All, Rules::Colours], place).await;
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
    for rules in [Rules::Colours, Rules::ColoursOfMain] {
        findings.ask(&browser, rules, "bad").await;
    }
    browser.close().await;
    let broken: Vec<&str> = findings.violations.iter().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(broken, ["color-contrast", "label", "color-contrast", "color-contrast"]);
}
