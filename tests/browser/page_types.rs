//! One page of every type, and how to get there.
use std::fs;
use std::path::Path;

use super::chromium::Browser;
use super::servers::servers;

#[derive(Debug, Clone)]
pub struct PageType {
    pub name: String,
    pub address: String,
    pub status: u16,
    /// Shown only after the form on that page was sent empty.
    is_after_an_empty_form: bool,
}

const PAGES: &[(&str, &str)] = &[
    ("home", "/"),
    ("courses", "/courses"),
    ("courses, page 2", "/courses?page=2"),
    ("courses, narrowed", "/courses?city=johannesburg&city=durban&mode=virtual&sort=price"),
    ("courses, filtered to none", "/courses?category=ai&level=advanced&city=polokwane&q=zither"),
    ("course", "/courses/containers-and-kubernetes"),
    ("self-check", "/courses/containers-and-kubernetes?can=0&can=1"),
    ("letter", "/courses/containers-and-kubernetes/letter"),
    (
        "comparison",
        "/courses/compare?course=containers-and-kubernetes&course=python-for-beginners&course=sql-fundamentals",
    ),
    ("trainings", "/trainings"),
    ("trainings on one sheet", "/trainings?page=all"),
    ("trainings, filtered to none", "/trainings?course=technical-writing&from=2099-01-01"),
    ("paths", "/paths"),
    ("path", "/paths/backend-developer"),
    ("locations", "/locations"),
    ("city", "/locations/gqeberha"),
    ("blog", "/blog"),
    ("topic", "/blog/topics/python"),
    ("archive", "/blog/archive"),
    ("author", "/blog/authors/thabo-mokoena"),
    ("post", "/blog/what-is-a-backend-developer"),
    ("contact", "/contact"),
    ("contact about a course", "/contact?course=sql-fundamentals&kind=group"),
    ("cookies", "/cookies"),
    ("offline", "/offline"),
    ("privacy", "/privacy"),
    ("about", "/about"),
    ("terms", "/terms"),
    ("search, not yet asked", "/search"),
    ("search with results", "/search?q=python"),
    ("search without results", "/search?q=zither"),
];

/// Every type of page that a visitor can meet.
pub fn page_types() -> Vec<PageType> {
    let page = |name: &str, address: &str, status, is_after_an_empty_form| PageType {
        name: name.to_owned(),
        address: address.to_owned(),
        status,
        is_after_an_empty_form,
    };
    let mut pages: Vec<PageType> = PAGES.iter().map(|(name, address)| page(name, address, 200, false)).collect();
    let trainings = trainings_by_state();
    pages.extend(trainings.iter().map(|(state, code)| page(state, &format!("/trainings/{code}"), 200, false)));
    pages.push(page("contact with errors", "/contact", 422, true));
    pages.push(page("thanks", servers().thanks(), 200, false));
    pages.push(page("not found", "/nothing-here", 404, false));
    pages
}

/// A training in each state that the demo's content has.
fn trainings_by_state() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/trainings");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut found: Vec<(String, String)> = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='));
            line.unwrap_or_default().trim().trim_matches('"').to_owned()
        };
        let is_full = value("seats") == value("seats_taken") && ["scheduled", "confirmed"].contains(&&*value("state"));
        let state = if is_full { "full".to_owned() } else { value("state") };
        let state = format!("training, {state}");
        if !found.iter().any(|(known, _)| *known == state) {
            found.push((state, value("code")));
        }
    }
    found
}

impl PageType {
    /// Shows the page. The logs then hold what this page did, and nothing older.
    pub async fn visit(&self, browser: &Browser) {
        if self.is_after_an_empty_form {
            browser.go(&self.address).await;
            clear_logs(browser).await;
            browser.click("form.enquiry .btn").await;
            browser.wait_for("#problem").await;
        } else {
            clear_logs(browser).await;
            browser.go(&self.address).await;
        }
        let status = browser.run("return performance.getEntriesByType('navigation')[0].responseStatus").await;
        assert_eq!(status, self.status, "{}", self.name);
    }
}

async fn clear_logs(browser: &Browser) {
    browser.log("performance").await;
    browser.log("browser").await;
}

#[test]
fn the_demo_shows_a_training_in_every_state() {
    let states: Vec<String> = trainings_by_state().into_iter().map(|(state, _)| state).collect();
    for state in ["scheduled", "confirmed", "full", "postponed", "cancelled", "completed"] {
        assert!(states.contains(&format!("training, {state}")), "{state} is missing among {states:?}");
    }
}
