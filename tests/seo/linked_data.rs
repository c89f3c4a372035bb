//! Structured data: right by our rules, and saying nothing that the page does not show.
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::{DateTime, NaiveDate};
use lectern::types::Money;
use serde_json::{Map, Value};

use super::rules::{RULES, faults, things};
use crate::public::EVERY_PAGE;
use crate::support::site::{Answer, BASE_URL, DemoPages, Site, Tree, academy};

/// The blocks of data in a page.
#[track_caller]
pub fn blocks(page: &Answer) -> Vec<Value> {
    let tree = page.tree();
    let blocks = tree.all("script").filter(|script| script.get("type") == Some("application/ld+json"));
    blocks.map(|script| serde_json::from_str(&script.text).unwrap()).collect()
}

/// The one block of this type.
#[track_caller]
fn block(page: &Answer, name: &str) -> Value {
    let mut found: Vec<_> = blocks(page).into_iter().filter(|block| block["@type"] == name).collect();
    assert_eq!(found.len(), 1, "{name}");
    found.remove(0)
}

/// Addresses of the demo academy: one of each kind, and every course, training and post of the sitemap.
async fn addresses(site: &DemoPages) -> BTreeSet<String> {
    let sitemap = site.get("/sitemap.xml").await;
    let all = sitemap.html.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap());
    let all = all.map(|address| address.strip_prefix(BASE_URL).unwrap().to_owned());
    all.chain(EVERY_PAGE.iter().map(|path| (*path).to_owned())).collect()
}

#[actix_web::test]
async fn every_block_on_every_page_keeps_our_rules_and_its_addresses_are_pages() {
    let site = DemoPages::default();
    let (mut complaints, mut seen, mut links) = (Vec::new(), BTreeMap::<_, BTreeSet<_>>::new(), BTreeSet::new());
    for path in addresses(&site).await {
        let page = site.get(&path).await;
        for block in blocks(&page) {
            complaints.extend(faults(&block).into_iter().map(|fault| format!("{path}: {fault}")));
            for thing in things(&block) {
                let name = thing["@type"].as_str().unwrap().to_owned();
                seen.entry(name).or_default().extend(thing.keys().cloned());
                links.extend(["url", "item"].iter().filter_map(|name| thing.get(*name)?.as_str().map(str::to_owned)));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    for (name, rule) in &*RULES {
        for property in rule.required.keys().chain(rule.recommended.keys()) {
            assert!(seen.get(name).is_some_and(|seen| seen.contains(property)), "no {name} has {property}");
        }
    }
    for link in links {
        assert_eq!(site.get(link.strip_prefix(BASE_URL).unwrap()).await.status, 200, "{link}");
    }
}

#[actix_web::test]
async fn a_property_that_is_taken_away_or_wrong_is_caught() {
    let site = DemoPages::default();
    let mut checked = BTreeSet::new();
    for path in addresses(&site).await {
        let page = site.get(&path).await;
        for block in blocks(&page) {
            assert_eq!(faults(&block), Vec::<String>::new());
            for (pointer, thing) in pointers(&block, String::new()) {
                let name = thing["@type"].as_str().unwrap();
                for property in RULES[name].required.keys() {
                    if checked.insert(format!("{name}.{property}")) {
                        let (mut bare, mut wrong) = (block.clone(), block.clone());
                        bare.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(property);
                        wrong.pointer_mut(&pointer).unwrap()[property] = Value::from("");
                        assert!(!faults(&bare).is_empty(), "{name} without {property}");
                        assert!(!faults(&wrong).is_empty(), "{name} with an empty {property}");
                    }
                }
            }
        }
    }
    assert_eq!(checked.len(), RULES.values().map(|rule| rule.required.len()).sum::<usize>(), "every rule was tried");
}

/// Every thing in a block with the way to it.
fn pointers(value: &Value, at: String) -> Vec<(String, &Map<String, Value>)> {
    match value {
        Value::Array(all) => {
            all.iter().enumerate().flat_map(|(index, one)| pointers(one, format!("{at}/{index}"))).collect()
        }
        Value::Object(thing) => {
            let inner = thing.iter().flat_map(|(name, one)| pointers(one, format!("{at}/{name}")));
            std::iter::once((at.clone(), thing)).chain(inner).collect()
        }
        _ => Vec::new(),
    }
}

#[actix_web::test]
async fn values_of_a_wrong_kind_are_caught() {
    let site = DemoPages::default();
    let page = site.get("/courses/backend-development-with-rust").await;
    let course = block(&page, "Course");
    for (pointer, wrong) in [
        ("/url", "/courses/backend-development-with-rust"),
        ("/url", "https://elsewhere.example/"),
        ("/timeRequired", "5 days"),
        ("/offers/price", "R18 900"),
        ("/offers/priceCurrency", "USD"),
        ("/hasCourseInstance/0/startDate", "9 March 2026"),
        ("/hasCourseInstance/0/courseMode", "online"),
        ("/hasCourseInstance/0/offers/availability", "InStock"),
        ("/provider", "Kgotla Training"),
    ] {
        let mut changed = course.clone();
        *changed.pointer_mut(pointer).unwrap() = Value::from(wrong);
        assert_eq!(faults(&changed).len(), 1, "{pointer}: {wrong}");
    }
}

/// What a reader sees of a page, as one line.
fn text_of(page: &Answer) -> String {
    let mut html = page.html.clone();
    while let Some(start) = html.find("<script") {
        let end = start + html[start..].find("</script>").unwrap() + "</script>".len();
        html.replace_range(start..end, "");
    }
    let tree = Tree::parse(&html);
    let text = tree.all("body").next().unwrap().text.clone();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a block says that the page does not show: names, words, prices and days.
fn unshown(page: &Answer, text: &str, block: &Value) -> Vec<String> {
    const WORDS: &[&str] = &[
        "name",
        "headline",
        "description",
        "courseCode",
        "educationalLevel",
        "keywords",
        "streetAddress",
        "addressLocality",
    ];
    let tree = page.tree();
    let one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let shows_day = |day: NaiveDate| {
        let is_marked = tree.all("time").any(|time| time.get("datetime") == Some(&day.to_string()));
        is_marked || ["%-d %b %Y", "%-d %B %Y"].iter().any(|form| text.contains(&day.format(form).to_string()))
    };
    let mut missing = Vec::new();
    for thing in things(block) {
        let strings = thing.iter().flat_map(|(name, value)| {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            values.iter().filter_map(move |value| Some((name.as_str(), value.as_str()?)))
        });
        for (name, value) in strings {
            let is_shown = match name {
                "price" => text.contains(&one_line(&Money::from_str(value).unwrap().to_string())),
                "startDate" | "endDate" | "datePublished" if value.len() == 10 => shows_day(value.parse().unwrap()),
                "startDate" | "endDate" => {
                    let at = DateTime::parse_from_rfc3339(value).unwrap();
                    shows_day(at.date_naive()) && text.contains(&at.format("%H:%M").to_string())
                }
                "datePublished" | "dateModified" => {
                    shows_day(DateTime::parse_from_rfc3339(value).unwrap().date_naive())
                }
                "telephone" => page.has_link_to(&format!("tel:{value}")),
                name if WORDS.contains(&name) => text.contains(&one_line(value)),
                _ => true,
            };
            if !is_shown {
                missing.push(format!("{name}: {value}"));
            }
        }
    }
    missing
}

#[actix_web::test]
async fn nothing_is_said_that_the_page_does_not_show() {
    let site = DemoPages::default();
    let mut complaints = Vec::new();
    for path in addresses(&site).await {
        let page = site.get(&path).await;
        let text = text_of(&page);
        for block in blocks(&page) {
            complaints.extend(unshown(&page, &text, &block).into_iter().map(|what| format!("{path}: {what}")));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[actix_web::test]
async fn what_a_page_does_not_show_is_caught() {
    let site = DemoPages::default();
    let page = site.get("/courses/backend-development-with-rust").await;
    for (pointer, other) in [
        ("/name", "Backend Development with Go"),
        ("/offers/price", "777777.00"),
        ("/hasCourseInstance/0/startDate", "2031-01-01"),
        ("/provider/name", "Another School"),
    ] {
        let mut changed = block(&page, "Course");
        *changed.pointer_mut(pointer).unwrap() = Value::from(other);
        assert_eq!(unshown(&page, &text_of(&page), &changed).len(), 1, "{pointer}");
    }
}

#[actix_web::test]
async fn each_kind_of_page_says_what_it_shows() {
    let site = DemoPages::default();
    for (path, name) in [
        ("/", "EducationalOrganization"),
        ("/courses", "ItemList"),
        ("/courses/backend-development-with-rust", "Course"),
        ("/courses/backend-development-with-rust", "BreadcrumbList"),
        ("/trainings", "ItemList"),
        ("/trainings/RS-101-WEB-01", "EducationEvent"),
        ("/trainings/RS-101-WEB-01", "BreadcrumbList"),
        ("/paths", "ItemList"),
        ("/paths/backend-developer", "ItemList"),
        ("/locations", "ItemList"),
        ("/locations/gqeberha", "ItemList"),
        ("/blog", "ItemList"),
        ("/blog/what-is-a-backend-developer", "BlogPosting"),
    ] {
        let page = site.get(path).await;
        block(&page, name);
    }
    let page = site.get("/blog/what-is-a-backend-developer").await;
    let post = block(&page, "BlogPosting");
    let terms: Vec<&str> = post["hasPart"]["hasDefinedTerm"]
        .as_array()
        .unwrap()
        .iter()
        .map(|term| term["name"].as_str().unwrap())
        .collect();
    assert_eq!(terms[..3], ["Server", "HTTP", "API"]);
}

#[actix_web::test]
async fn a_training_says_how_it_stands() {
    let site = Site::academy();
    let event = |page: &Answer| block(page, "EducationEvent");
    let open = event(&site.get("/trainings/RS-1-GQB-01").await);
    assert_eq!(open["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(open["eventAttendanceMode"], "https://schema.org/MixedEventAttendanceMode");
    assert_eq!(open["location"][1]["@type"], "VirtualLocation");
    assert_eq!(open["location"][0]["address"]["addressLocality"], "Gqeberha");
    assert!(open["startDate"].as_str().unwrap().ends_with(":00+02:00") && open["offers"]["priceCurrency"] == "ZAR");
    for (state, status, is_offered) in [
        ("cancelled", "EventCancelled", false),
        ("postponed", "EventPostponed", false),
        ("confirmed", "EventScheduled", true),
    ] {
        let file = "trainings/RS-1-GQB-01.md";
        let before = academy().0[file].clone();
        let line = before.lines().find(|line| line.starts_with("state")).unwrap().to_owned();
        site.edit(file, &line, &format!("state = \"{state}\"")).await;
        let changed = event(&site.get("/trainings/RS-1-GQB-01").await);
        assert_eq!(changed["eventStatus"], format!("https://schema.org/{status}"));
        assert_eq!(changed.get("offers").is_some(), is_offered, "{state}");
    }
}

#[actix_web::test]
async fn no_name_breaks_out_of_the_block() {
    let site = Site::academy();
    let hostile = "</script><script>alert(1)</script> & <!-- \u{2028}\u{2029} \\\\ '";
    site.edit("courses/rust-services.md", "\"Rust Services\"", &format!("\"{hostile}\"")).await;
    for path in ["/courses/rust-services", "/trainings/RS-1-GQB-01"] {
        let page = site.get(path).await;
        assert!(page.tree().strange_scripts().is_empty(), "{path}");
        let names: Vec<Value> = blocks(&page).iter().map(|block| block["name"].clone()).collect();
        assert!(names.contains(&Value::from(hostile.replace("\\\\", "\\"))), "{names:?}");
        let raw = page.html.split("ld+json\">").nth(1).unwrap().split("</script>").next().unwrap().to_owned();
        assert!(!raw.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{raw}");
    }
}
