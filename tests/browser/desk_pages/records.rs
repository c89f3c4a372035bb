//! The pages of the desk with real records in the place of their parameters, which are found by following the desk's own links.
use std::collections::{BTreeMap, BTreeSet};

use lectern::web::admin::{Access, Rule};
use lectern::web::routes::rules;

use crate::browser::chromium::Browser;

/// Addresses that are read and are no page by themselves: files, what scripts ask for, and what follows a choice that
/// `tests/browser/trainings.rs` makes.
const NO_PAGES: &[&str] =
    &["/admin/enquiries.csv", "/admin/audit.csv", "/admin/posts/links", "/admin/media/pick", "/admin/trainings/prices"];

/// Shown only between a password and a code, where `tests/browser/editor.rs` looks at it.
pub const WITHOUT_A_PAGE: &[&str] = &["/admin/login/code"];

/// A page of the desk.
#[derive(Debug, Clone)]
pub struct DeskPage {
    /// As the table has it.
    pub path: &'static str,
    /// With a record's own name.
    pub address: String,
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

/// Every page that somebody who is signed in can read, each with at most so many records, as the links of all pages and of these others
/// lead to them; and the addresses to which none leads.
pub async fn find_pages(browser: &Browser, most: usize, others: &[&str]) -> (Vec<DeskPage>, Vec<&'static str>) {
    let is_page = |rule: &Rule| rule.is_read && rule.access != Access::Open && !NO_PAGES.contains(&rule.path);
    let all = rules();
    let pages: Vec<Rule> = all.iter().copied().filter(is_page).collect();
    let mut found: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for page in pages.iter().filter(|page| !page.path.contains('{')) {
        found.entry(page.path).or_default().insert(page.path.to_owned());
    }
    let mut unread: Vec<String> = found.keys().chain(others).map(|path| (*path).to_owned()).collect();
    while !unread.is_empty() {
        let links = links_of(browser, &unread).await;
        unread.clear();
        for address in links.into_iter().filter(|address| all.iter().all(|rule| rule.path != address)) {
            let Some(page) = pages.iter().find(|page| is_of(page.path, &address)) else { continue };
            let known = found.entry(page.path).or_default();
            if known.len() < most && known.insert(address.clone()) {
                unread.push(address);
            }
        }
    }
    let without = pages.iter().map(|page| page.path).filter(|path| !found.contains_key(path)).collect();
    let each = found.into_iter().flat_map(|(path, all)| all.into_iter().map(move |address| DeskPage { path, address }));
    (each.collect(), without)
}
