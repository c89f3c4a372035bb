//! What is not public yet appears nowhere, one second before its moment, and everywhere it belongs one second after.
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use lectern::catalogue::index_course;
use lectern::db::prelude::*;
use lectern::db::schema::{courses, pages, paths};
use lectern::db::{Conn, raise_content_version};
use lectern::site::index_page;
use lectern::types::Publication;

use crate::support::site::{Answer, Site, academy, start};

/// Each stands in every text of one hidden thing and nowhere else.
const DRAFT: &str = "zqdraft";
const SCHEDULED: &str = "zqpost";
const COURSE: &str = "zqcourse";
const PAGE: &str = "zqpage";
const PATH: &str = "zqpath";
const TOKENS: [&str; 5] = [DRAFT, SCHEDULED, COURSE, PAGE, PATH];
/// From the start of a test until the moment of what is scheduled.
const UNTIL: Duration = Duration::from_secs(3600);

/// A file of the small academy under a new name, its texts full of a token.
fn with_token(file: &str, token: &str, texts: &[&str]) -> (String, String) {
    let (folder, _) = file.split_once('/').unwrap();
    let text = texts.iter().fold(academy().0[file].clone(), |text, old| {
        assert!(text.contains(old), "{file} has no {old}");
        text.replace(old, token)
    });
    (format!("{folder}/{token}.md"), text)
}

/// The small academy with hidden things in every part of it.
async fn site_with_secrets() -> Site {
    let site = Site::academy();
    let (name, scheduled) = with_token("posts/rust-errors.md", SCHEDULED, &["Errors Foretold"]);
    let line = scheduled.lines().find(|line| line.starts_with("published")).unwrap();
    let scheduled = scheduled.replace(line, "published = \"2026-03-02 10:00\"");
    let (course, text) = with_token("courses/sql-basics.md", COURSE, &["SQL Basics"]);
    let course = (course, text.replace("\"SQ-1\"", "\"ZQCOURSE\""));
    let (training, code) = ("trainings/ZQCOURSE-WEB-01.md", academy().0["trainings/SQ-1-WEB-01.md"].clone());
    let code = code.replace("SQ-1-WEB-01", "ZQCOURSE-WEB-01").replace("sql-basics", COURSE);
    site.import(vec![
        with_token("posts/unfinished.md", DRAFT, &["Unfinished Draft"]),
        (name, scheduled),
        course,
        (training.to_owned(), code),
        with_token("pages/about.md", PAGE, &["About"]),
        with_token("paths/backend-developer.md", PATH, &["Backend developer"]),
    ])
    .await;
    site.db().write(hide).await.unwrap();
    site
}

/// Takes back what the import published: a page and a path become drafts, a course waits for its moment.
fn hide(conn: &mut Conn) -> QueryResult<()> {
    let draft = Publication::Draft;
    diesel::update(pages::table.filter(pages::slug.eq(PAGE))).set(pages::state.eq(draft)).execute(conn)?;
    diesel::update(paths::table.filter(paths::slug.eq(PATH))).set(paths::state.eq(draft)).execute(conn)?;
    let moment = start() + chrono::Duration::from_std(UNTIL).unwrap();
    diesel::update(courses::table.filter(courses::slug.eq(COURSE)))
        .set(courses::publish_at.eq(moment))
        .execute(conn)?;
    index_page(conn, &PAGE.parse().unwrap())?;
    lectern::catalogue::index_path(conn, &PATH.parse().unwrap())?;
    index_course(conn, &COURSE.parse().unwrap())?;
    raise_content_version(conn)
}

/// Where public output begins; the rest is found by its links.
fn seeds() -> Vec<String> {
    let fixed = [
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/llms.txt",
        "/blog/feed.xml",
        "/blog/topics/rust/feed.xml",
        "/blog/topics/sql/feed.xml",
        "/trainings.ics",
        "/trainings?page=all",
        "/courses?q=terminal",
        "/courses?category=data",
        "/courses/compare?course=sql-basics",
        "/contact",
        "/search?q=zq",
        "/search/suggest?q=zq",
        "/search/suggest?q=zqc",
        "/og/site.png",
    ];
    fixed.map(str::to_owned).to_vec()
}

/// Every public answer that can be reached by links, by address: head and body.
async fn everything(site: &Site) -> BTreeMap<String, String> {
    let (mut open, mut all) = (seeds(), BTreeMap::new());
    while let Some(path) = open.pop() {
        if all.contains_key(&path) {
            continue;
        }
        let answer = site.get(&path).await;
        assert!(answer.status == 200, "{path} answered {}", answer.status);
        open.extend(links(&answer));
        all.insert(path, text_of(&answer));
    }
    all
}

fn text_of(answer: &Answer) -> String {
    format!("{:?}\n{}", answer.headers, String::from_utf8_lossy(&answer.body)).to_lowercase()
}

/// What a page links to or shows, without the endless lists that filters make.
fn links(answer: &Answer) -> BTreeSet<String> {
    if !answer.header("content-type").starts_with("text/html") {
        return BTreeSet::new();
    }
    let tree = answer.tree();
    let named = tree.0.iter().filter_map(|element| element.get("href").or(element.get("src")).map(str::to_owned));
    let paths = named.map(|link| link.split('#').next().unwrap().to_owned());
    paths.filter(|link| link.starts_with('/') && !link.contains('?') && !link.starts_with("/assets/")).collect()
}

fn tokens_in(all: &BTreeMap<String, String>) -> BTreeMap<&'static str, BTreeSet<String>> {
    let holding = |token: &'static str| {
        let found = all.iter().filter(|(path, text)| path.contains(token) || text.contains(token));
        (token, found.map(|(path, _)| path.clone()).collect())
    };
    TOKENS.map(holding).into_iter().filter(|(_, found): &(_, BTreeSet<String>)| !found.is_empty()).collect()
}

/// Addresses of hidden things, by which no answer may tell that there is something.
const OWN: [&str; 10] = [
    "/blog/zqdraft",
    "/blog/zqpost",
    "/og/blog/zqpost.png",
    "/courses/zqcourse",
    "/courses/zqcourse/letter",
    "/courses/zqcourse/brochure.pdf",
    "/og/courses/zqcourse.png",
    "/trainings/ZQCOURSE-WEB-01",
    "/zqpage",
    "/paths/zqpath",
];

#[actix_web::test]
async fn one_second_before_its_moment_nothing_hidden_is_anywhere() {
    let site = site_with_secrets().await;
    site.clock.advance(UNTIL - Duration::from_secs(1));
    let all = everything(&site).await;
    assert!(all.len() > 40, "the crawl reached only {:?}", all.keys());
    assert_eq!(tokens_in(&all), BTreeMap::new());
    for path in OWN {
        let (hidden, unknown) = (site.get(path).await, site.get(&path.replace("zq", "xy").replace("ZQ", "XY")).await);
        assert_eq!((hidden.status, unknown.status), (404, 404), "{path}");
        let near = site.get(&format!("{path}x")).await;
        assert!(!near.tree().all("a").any(|link| link.get("href") == Some(path)), "a hint to {path}");
    }
    assert_eq!(site.get("/trainings.ics?course=zqcourse").await.html.matches("zqcourse").count(), 0);
    assert_eq!(site.get("/trainings/ZQCOURSE-WEB-01.ics").await.status, 404);
}

#[actix_web::test]
async fn one_second_after_its_moment_it_is_wherever_it_belongs() {
    let site = site_with_secrets().await;
    everything(&site).await; // so that pages of before are kept, and must not be shown any more
    site.clock.advance(UNTIL + Duration::from_secs(1));
    let all = everything(&site).await;
    let found = tokens_in(&all);
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), [COURSE, SCHEDULED], "drafts have no moment");
    for path in ["/", "/blog", "/blog/zqpost", "/blog/archive/2026-03", "/blog/topics/rust"] {
        assert!(found[SCHEDULED].contains(path), "{path}");
    }
    for path in ["/blog/feed.xml", "/blog/topics/rust/feed.xml", "/courses/rust-services"] {
        assert!(found[SCHEDULED].contains(path), "{path}");
    }
    for path in ["/sitemap.xml", "/search?q=zq", "/search/suggest?q=zq"] {
        assert!(found[SCHEDULED].contains(path) && found[COURSE].contains(path), "{path}");
    }
    for path in ["/courses", "/courses/zqcourse", "/courses/zqcourse/letter", "/llms.txt"] {
        assert!(found[COURSE].contains(path), "{path}");
    }
    for path in ["/trainings.ics", "/trainings?page=all", "/trainings/ZQCOURSE-WEB-01"] {
        assert!(found[COURSE].contains(path), "{path}");
    }
    for path in ["/og/blog/zqpost.png", "/og/courses/zqcourse.png", "/trainings/ZQCOURSE-WEB-01.ics"] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
}

#[actix_web::test]
async fn a_tag_does_not_tell_that_somebody_is_writing() {
    let site = Site::academy();
    let pages = ["/", "/blog", "/courses", "/sitemap.xml", "/blog/feed.xml", "/llms.txt"];
    let mut before = Vec::new();
    for path in pages {
        before.push(site.get(path).await.header("etag").to_owned());
    }
    site.import(vec![with_token("posts/unfinished.md", DRAFT, &["Unfinished Draft"])]).await;
    for (path, tag) in pages.iter().zip(before) {
        assert!(!tag.is_empty() && site.get(path).await.header("etag") == tag, "{path}");
    }
}
