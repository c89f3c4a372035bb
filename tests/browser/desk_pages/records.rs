//! The pages of the desk with real records in the place of their parameters, which are found by following the desk's own links.
use std::collections::{BTreeMap, BTreeSet};

use lectern::web::admin::{Access, Rule};
use lectern::web::routes::rules;

use crate::browser::chromium::Browser;

/// Addresses that are read and are no page: files, and what scripts ask for.
const FOR_SCRIPTS: &[&str] = &["/admin/enquiries.csv", "/admin/audit.csv", "/admin/posts/links", "/admin/media/pick"];

/// Shown only between a password and a code, which `tests/admin/accounts.rs` looks at.
pub const WITHOUT_A_PAGE: &[&str] = &["/admin/login/code"];

/// A page of the desk.
#[derive(Debug, Clone)]
pub struct DeskPage {
    /// As the table has it.
    pub path: &'static str,
    /// With a record's own name.
    pub address: String,
}

impl DeskPage {
    pub fn is_for_scripts(&self) -> bool {
        FOR_SCRIPTS.contains(&self.path)
    }
}

/// The part of a path before its first parameter.
pub fn fixed(path: &str) -> &str {
    path.split('{').next().unwrap()
}

/// Whether an address is one of this path.
fn is_of(path: &str, address: &str) -> bool {
    let (wanted, parts): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), address.split('/').collect());
    wanted.len() == parts.len() && wanted.iter().zip(parts).all(|(want, part)| want.starts_with('{') || *want == part)
}

/// Where the links of these pages lead, without fetching more than their text.
async fn links_of(browser: &Browser, addresses: &[String]) -> Vec<String> {
    let script = format!(
        "Promise.all({addresses:?}.map(async address => {{
            const html = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
            return [...html.querySelectorAll('a[href^=\"/admin/\"]')].map(link => link.getAttribute('href').split(/[?#]/)[0]);
        }})).then(all => done(all.flat()))"
    );
    let found = browser.run_until_done(&script).await;
    let all: BTreeSet<&str> = found.as_array().unwrap().iter().map(|link| link.as_str().unwrap()).collect();
    let mut all: Vec<String> = all.into_iter().map(str::to_owned).collect();
    all.sort_by_key(String::len); // so that records come in the order of their numbers
    all
}

/// Every page that somebody who is signed in can read, each with at most so many records. An address without a record fails.
pub async fn find_pages(browser: &Browser, most: usize) -> Vec<DeskPage> {
    let rules: Vec<Rule> = rules().into_iter().filter(|rule| rule.is_read && rule.access != Access::Open).collect();
    let is_fixed = |address: &str| rules.iter().any(|rule| rule.path == address);
    let mut found: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| !rule.path.contains('{')) {
        found.entry(rule.path).or_default().insert(rule.path.to_owned());
    }
    let mut unread: Vec<String> =
        found.keys().filter(|path| !FOR_SCRIPTS.contains(path)).map(|path| (*path).to_owned()).collect();
    while !unread.is_empty() {
        let links = links_of(browser, &unread).await;
        unread.clear();
        for address in links.into_iter().filter(|address| !is_fixed(address)) {
            let Some(rule) = rules.iter().find(|rule| is_of(rule.path, &address)) else { continue };
            let known = found.entry(rule.path).or_default();
            if known.len() < most && known.insert(address.clone()) {
                unread.push(address);
            }
        }
    }
    let without: Vec<&str> = rules.iter().map(|rule| rule.path).filter(|path| !found.contains_key(path)).collect();
    assert!(without.is_empty(), "no link of the desk leads to {without:?}");
    let pages =
        found.into_iter().flat_map(|(path, all)| all.into_iter().map(move |address| DeskPage { path, address }));
    pages.collect()
}
