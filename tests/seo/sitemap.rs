//! The sitemap: every page that search engines may show, and no other.
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::DateTime;
use lectern::db::prelude::*;
use lectern::db::schema::{courses, posts};
use lectern::types::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::site::{Answer, BASE_URL, DemoPages, Site};

/// Address and last change of every entry, read by a parser that is not ours.
#[track_caller]
fn entries(sitemap: &Answer) -> BTreeMap<String, Option<String>> {
    assert_eq!((sitemap.status, sitemap.header("content-type")), (200, "application/xml; charset=utf-8"));
    let mut reader = Reader::from_str(&sitemap.html);
    reader.config_mut().trim_text(true);
    let (mut name, mut found, mut address) = (String::new(), BTreeMap::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                name = start.name().as_ref().to_owned();
                if name == "loc" {
                    address.clear();
                }
            }
            Event::Text(text) => {
                let text = String::from(&*text);
                match name.as_str() {
                    "loc" => address.push_str(&text),
                    "lastmod" => {
                        found.insert(address.clone(), Some(text));
                    }
                    other => panic!("text in {other:?}"),
                }
            }
            Event::GeneralRef(_) => panic!("an address with an entity"),
            Event::End(end) if end.name().as_ref() == "url" => {
                found.entry(address.clone()).or_default();
            }
            Event::End(_) => name.clear(),
            Event::Eof => break,
            _ => {}
        }
    }
    let bare = |address: String| address.strip_prefix(BASE_URL).map(str::to_owned).unwrap();
    found.into_iter().map(|(address, changed)| (bare(address), changed)).collect()
}

#[actix_web::test]
async fn every_entry_is_a_page_that_stands_for_itself_and_may_be_indexed() {
    let site = DemoPages::default();
    let sitemap = site.get("/sitemap.xml").await;
    let all = entries(&sitemap);
    assert_eq!(all.len(), sitemap.html.matches("<loc>").count(), "each once");
    assert!((200..=50_000).contains(&all.len()), "{}", all.len());
    for (address, changed) in all {
        let page = site.get(&address).await;
        assert_eq!((page.status, page.is_noindex()), (200, false), "{address}");
        assert_eq!(page.canonical().as_deref(), Some(address.as_str()));
        let is_our_own = ["/contact", "/contact/rights"].contains(&address.as_str());
        assert!(is_our_own || changed.is_some_and(|at| DateTime::parse_from_rfc3339(&at).is_ok()), "{address}");
    }
}

#[actix_web::test]
async fn every_page_that_links_lead_to_and_that_may_be_indexed_is_in_it() {
    let site = DemoPages::default();
    let sitemap = site.get("/sitemap.xml").await;
    let all = entries(&sitemap);
    let (mut seen, mut open) = (BTreeSet::from(["/".to_owned()]), vec!["/".to_owned()]);
    while let Some(path) = open.pop() {
        let page = site.get(&path).await;
        if !page.header("content-type").starts_with("text/html") || page.status != 200 {
            continue;
        }
        // Views of a list are found from the list; the categories are entries of their own.
        let is_view = path.contains('?') && !all.contains_key(&path);
        if !page.is_noindex() && page.canonical().as_deref() == Some(path.as_str()) && !is_view {
            assert!(all.contains_key(&path), "{path} is not in the sitemap");
        }
        let tree = page.tree();
        for link in tree.all("a").filter_map(|link| link.get("href")) {
            let address = link.split('#').next().unwrap();
            let is_page =
                address.starts_with('/') && !address.contains("/contact?") && !address.starts_with("/trainings?");
            if is_page && seen.insert(address.to_owned()) {
                open.push(address.to_owned());
            }
        }
    }
    assert!(seen.len() > 200, "{}", seen.len());
    for category in ["software", "data"] {
        assert!(all.contains_key(&format!("/courses?category={category}")));
    }
}

fn said(at: Timestamp) -> Option<String> {
    Some(at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[actix_web::test]
async fn an_entry_says_when_its_row_last_changed() {
    let site = Site::academy();
    let before = entries(&site.get("/sitemap.xml").await);
    site.clock.advance(Duration::from_secs(3600));
    site.edit("courses/rust-services.md", "\"Rust Services\"", "\"Ferrous Services\"").await;
    let after = entries(&site.get("/sitemap.xml").await);
    let now = said(site.clock.now());
    for address in ["/courses/rust-services", "/courses", "/"] {
        assert!(before[address] != now && after[address] == now, "{address}");
    }
    for address in ["/courses/sql-basics", "/blog", "/about", "/locations/durban"] {
        assert_eq!(before[address], after[address], "{address}");
    }
    let newest: Timestamp = site
        .db()
        .read(|conn| courses::table.select(diesel::dsl::max(courses::updated_at)).first::<Option<Timestamp>>(conn))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(after["/courses"], said(newest));
}

#[actix_web::test]
async fn drafts_and_what_is_scheduled_are_absent_until_their_moment() {
    let site = Site::academy();
    let soon = site.clock.now() + chrono::Duration::seconds(60);
    site.db()
        .write(move |conn| {
            let post = posts::table.filter(posts::slug.eq("backend-work"));
            diesel::update(post).set(posts::publish_at.eq(soon)).execute(conn)?;
            lectern::db::raise_content_version(conn)
        })
        .await
        .unwrap();
    let lists = |site: &Site| {
        let context = site.context.clone();
        async move {
            let get =
                |path: &'static str| crate::support::site::send(context.clone(), crate::support::site::Ask::get(path));
            (get("/sitemap.xml").await.html.contains("/blog/backend-work"), get("/blog/unfinished").await.status)
        }
    };
    assert_eq!(lists(&site).await, (false, 404));
    assert!(!site.get("/sitemap.xml").await.html.contains("unfinished"), "a draft");
    assert!(!site.get("/blog/backend-worc").await.html.contains("/blog/backend-work"), "nor is it proposed");
    site.clock.advance(Duration::from_secs(59));
    assert_eq!(lists(&site).await, (false, 404));
    site.clock.advance(Duration::from_secs(1));
    assert_eq!(lists(&site).await, (true, 404));
    assert_eq!(entries(&site.get("/sitemap.xml").await)["/blog/backend-work"], said(soon));
}

#[actix_web::test]
async fn an_empty_site_has_a_sitemap_too() {
    let site = Site::empty();
    let all = entries(&site.get("/sitemap.xml").await);
    assert!(all.contains_key("/") && all.contains_key("/courses"));
}
