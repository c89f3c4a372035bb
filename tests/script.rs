//! The public script: small, registered, and in step with what the program knows.
use std::path::Path;

use lectern::types::EmailAddress;
use lectern::web::KEPT_IN_BROWSER;

use crate::public::EVERY_PAGE;
use crate::support::site::{Ask, Site};

/// What all public script may weigh together, packed.
const BUDGET: usize = 4_000;

fn source(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(name)).unwrap()
}

/// All files below a folder as one text.
fn text_below(folder: &str) -> String {
    let mut text = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                text.push_str(&std::fs::read_to_string(entry).unwrap());
            }
        }
    }
    text
}

/// Names in quotes after each `word` of the script.
fn values_after<'a>(script: &'a str, word: &str) -> Vec<&'a str> {
    script.split(word).skip(1).filter_map(|rest| rest.split('"').nth(1)).collect()
}

#[actix_web::test]
async fn every_page_loads_the_one_script_as_a_module_of_our_own() {
    let site = Site::demo();
    for path in EVERY_PAGE {
        let answer = site.get(path).await;
        let tree = answer.tree();
        let run: Vec<_> = tree.all("script").filter(|one| one.get("type") != Some("application/ld+json")).collect();
        assert_eq!(run.len(), 1, "{path}");
        let address = run[0].get("src").unwrap();
        assert!(address.starts_with("/assets/") && address.ends_with("/site.js"), "{path}: {address}");
        assert_eq!((run[0].get("type"), run[0].text.as_str()), (Some("module"), ""), "{path}");
    }
}

#[actix_web::test]
async fn all_public_script_together_weighs_at_most_4_kilobytes() {
    let site = Site::academy();
    let page = site.get("/").await;
    let script = page.tree().all("script").find_map(|one| one.get("src").map(str::to_owned)).unwrap();
    let mut weight = 0;
    for path in [script.as_str(), "/sw.js"] {
        let answer = site.send(Ask::get(path).with("Accept-Encoding", "br")).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, "br"), "{path}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8", "{path}");
        weight += answer.body.len();
    }
    println!("public script: {weight} bytes");
    assert!(weight <= BUDGET, "{weight} bytes, {BUDGET} at most");
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("static")).unwrap();
    let mut scripts: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let desk = [text_below("src/web/admin"), text_below("templates/admin")].concat();
    scripts.retain(|name| name.ends_with("js") && !desk.contains(&format!("\"{name}\"")));
    scripts.sort();
    assert_eq!(scripts, ["site.js", "sw.js"], "a script that this test does not weigh");
}

#[test]
fn the_script_knows_the_same_mail_domains_as_the_program() {
    let script = source("site.js");
    let known: Vec<&str> = values_after(&script, "const DOMAINS =")[0].split(' ').collect();
    assert_eq!(known, EmailAddress::COMMON_DOMAINS);
}

#[test]
fn the_script_keeps_only_what_the_cookie_policy_names() {
    let script = source("site.js");
    let mut named: Vec<&str> = KEPT_IN_BROWSER.iter().map(|fact| fact.name).collect();
    let mut kept: Vec<&str> =
        ["const DRAFT =", "const PAGES =", ", FILES ="].iter().flat_map(|word| values_after(&script, word)).collect();
    let desk = ["editor.js", "writing.js"].map(source);
    kept.extend(values_after(&desk[0], "const place =").iter().map(|name| name.trim()));
    kept.extend(values_after(&desk[1], "localStorage.setItem("));
    named.sort_unstable();
    kept.sort_unstable();
    assert_eq!(kept, named);
    for (word, names) in
        [("sessionStorage.getItem(", "DRAFT"), ("sessionStorage.setItem(", "DRAFT"), ("caches.open(", "PAGES FILES")]
    {
        let used: Vec<&str> = script.split(word).skip(1).filter_map(|rest| rest.split([')', ',']).next()).collect();
        assert!(!used.is_empty() && used.iter().all(|name| names.contains(name)), "{word} {used:?}");
    }
    for word in ["localStorage", "indexedDB", "document.cookie"] {
        assert!(!script.contains(word) && !source("sw.js").contains(word), "{word} is in no register");
    }
    for name in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("static")).unwrap() {
        let name = name.unwrap().file_name().into_string().unwrap();
        let is_desk = name.ends_with(".js") && !["site.js", "sw.js"].contains(&name.as_str());
        let script = if is_desk { source(&name) } else { continue };
        let places = script.split("localStorage.").skip(1).filter_map(|rest| rest.split(['(', ')', ',']).nth(1));
        assert!(
            places.clone().all(|place| ["place", "\"shortcuts\""].contains(&place)),
            "{name}: {:?}",
            places.collect::<Vec<_>>()
        );
        for word in ["sessionStorage", "indexedDB", "document.cookie", "caches."] {
            assert!(!script.contains(word), "{name}: {word} is in no register");
        }
    }
    for word in [".put(", ".add(", ".addAll(", "caches.open"] {
        assert!(!source("sw.js").contains(word), "the worker keeps something by itself");
    }
}

#[actix_web::test]
async fn the_cookie_policy_tells_what_the_browser_keeps() {
    let page = Site::academy().get("/cookies").await;
    for fact in KEPT_IN_BROWSER {
        assert!(
            page.html.contains(&format!("<code>{}</code>", fact.name)) && page.html.contains(fact.lasts),
            "{}",
            fact.name
        );
    }
}

#[actix_web::test]
async fn the_worker_stands_at_the_root_and_is_never_kept() {
    let answer = Site::academy().get("/sw.js").await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-cache"));
    assert_eq!(answer.header("service-worker-allowed"), "/");
    assert!(answer.header("content-security-policy").contains("default-src 'none'"));
}
