//! Whatever stands in an address or a form: never a fault of ours.
use std::time::{Duration, Instant};

use super::EVERY_PAGE;
use crate::support::site::{Ask, Site};

/// Values as they stand in an address, already encoded.
pub const NASTY: &[&str] = &[
    "",
    "%00",
    "%FF%FE",
    "%",
    "%zz",
    "%C3%28",
    "%F0%9F%92%A9",
    "%E2%80%AE%E2%80%8B",
    "'%20OR%201=1--",
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%25%25%25",
    "_%25_",
    "*",
    "%22%22",
    "a%22%20OR%20b%20NEAR(c)",
    "-1",
    "0",
    "1e9",
    "99999999999999999999999999",
    "4294967296",
    "2026-02-30",
    "0000-00-00",
    "-4713-01-01",
    "-9999-01-01",
    "-262143-01-01",
    "%2B262142-12-31",
    "%2B294277-01-01",
    "9999-12-31",
    "2026-03-02T00:00:00Z",
    "../../etc/passwd",
    "software&category=data",
    "a%0D%0ASet-Cookie:%20x=y",
    "%7B%7B7*7%7D%7D",
    "hybrid",
    "null",
];

/// Every route of the table with one address of it, and the values that it reads.
const ROUTES: &[(&str, &str, &[&str])] = &[
    ("/", "/", &["utm_source"]),
    (
        "/courses",
        "/courses",
        &["category", "level", "mode", "city", "month", "length", "price", "q", "sort", "page", "unknown"],
    ),
    ("/courses/compare", "/courses/compare", &["course", "unknown"]),
    ("/courses/{slug}", "/courses/sql-fundamentals", &["can", "unknown"]),
    ("/courses/{slug}/brochure.pdf", "/courses/sql-fundamentals/brochure.pdf", &["x"]),
    ("/courses/{slug}/letter", "/courses/sql-fundamentals/letter", &["x"]),
    ("/trainings", "/trainings", &["course", "category", "city", "mode", "month", "from", "to", "page"]),
    ("/trainings.ics", "/trainings.ics", &["course", "category", "city", "mode", "month", "from", "to"]),
    ("/trainings/{code}.ics", "/trainings/RS-101-WEB-01.ics", &["page"]),
    ("/trainings/{code}", "/trainings/RS-101-WEB-01", &["page"]),
    ("/paths", "/paths", &["page"]),
    ("/paths/{slug}", "/paths/backend-developer", &["page"]),
    ("/locations", "/locations", &["page"]),
    ("/locations/{city}", "/locations/gqeberha", &["page"]),
    ("/blog", "/blog", &["page"]),
    ("/blog/feed.xml", "/blog/feed.xml", &["page"]),
    ("/blog/archive", "/blog/archive", &["page"]),
    ("/blog/archive/{month}", "/blog/archive/2026-02", &["page"]),
    ("/blog/authors/{slug}", "/blog/authors/thabo-mokoena", &["page"]),
    ("/blog/topics/{slug}", "/blog/topics/rust", &["page"]),
    ("/blog/topics/{slug}/feed.xml", "/blog/topics/rust/feed.xml", &["page"]),
    ("/blog/{slug}", "/blog/what-is-a-backend-developer", &["page"]),
    ("/search", "/search", &["q", "page"]),
    ("/search/suggest", "/search/suggest", &["q"]),
    ("/contact", "/contact", &["course", "training", "city", "kind", "q"]),
    ("/contact/thanks", "/contact/thanks", &["ref"]),
    ("/contact/rights", "/contact/rights", &["kind", "x"]),
    ("/contact/stop/{word}", "/contact/stop/x", &["x"]),
    ("/contact/seat/{word}", "/contact/seat/x", &["x"]),
    ("/cookies", "/cookies", &["chosen", "return_to"]),
    ("/assets/{hash}/{name}", "/assets/x/site.css", &["v"]),
    ("/sitemap.xml", "/sitemap.xml", &["page"]),
    ("/robots.txt", "/robots.txt", &["x"]),
    ("/llms.txt", "/llms.txt", &["x"]),
    ("/og/site.png", "/og/site.png", &["x"]),
    ("/og/courses/{slug}.png", "/og/courses/sql-fundamentals.png", &["x"]),
    ("/og/blog/{slug}.png", "/og/blog/what-is-a-backend-developer.png", &["x"]),
    ("/og/locations/{slug}.png", "/og/locations/gqeberha.png", &["x"]),
    ("/offline", "/offline", &["x"]),
    ("/sw.js", "/sw.js", &["x"]),
    ("/healthz", "/healthz", &["x"]),
    ("/readyz", "/readyz", &["x"]),
    ("/preview/{token}", "/preview/x", &["x"]),
    ("/brand/{hash}.css", "/brand/x.css", &["x"]),
    ("/media/{hash}/{name}", "/media/x/y", &["x"]),
    ("/{slug}", "/about", &["page"]),
];

#[test]
fn every_route_of_the_table_is_tried() {
    let table = include_str!("../../src/web/routes.rs").split("configure_metrics").next().unwrap();
    let routes: Vec<&str> = ["page(\"", "form(\""]
        .iter()
        .flat_map(|start| table.split(start).skip(1).map(|rest| rest.split('"').next().unwrap()))
        .collect();
    assert!(routes.len() > 20);
    for route in routes {
        assert!(ROUTES.iter().any(|(known, ..)| *known == route), "try {route} with nonsense: add it to ROUTES");
    }
}

/// How long the slowest answer may take; a build for finding faults is many times slower, and runs beside other tests.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 3_000 } else { 50 });

#[actix_web::test]
async fn no_value_of_any_parameter_of_any_page_is_a_fault_of_ours_or_slow() {
    let site = Site::demo();
    let long = ["a".repeat(20_000), "%C3%A9+".repeat(2_500), "a+b%20".repeat(3_000)];
    for (_, path, names) in ROUTES {
        site.get(path).await;
        for name in *names {
            let repeated = vec!["x"; 500].join(&format!("&{name}="));
            // What no page reads is tried with some of them.
            let step = if ["x", "unknown"].contains(name) { 7 } else { 1 };
            let values = NASTY.iter().copied().chain(long.iter().map(String::as_str)).chain([repeated.as_str()]);
            let values = values.step_by(step);
            for value in values {
                let start = Instant::now();
                let answer = site.get(&format!("{path}?{name}={value}")).await;
                let took = start.elapsed();
                let shown: String = value.chars().take(40).collect();
                let is_missing = [
                    "/contact/thanks",
                    "/assets/x/site.css",
                    "/preview/x",
                    "/brand/x.css",
                    "/media/x/y",
                    "/contact/stop/x",
                    "/contact/seat/x",
                ]
                .contains(path);
                assert_eq!(answer.status, if is_missing { 404 } else { 200 }, "{path}?{name}={shown}");
                assert!(took < PATIENCE, "{took:?} for {path}?{name}={shown}");
                if answer.header("content-type").starts_with("text/html") {
                    assert!(answer.tree().strange_scripts().is_empty(), "{path}?{name}={shown}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn days_out_of_reach_find_nothing_and_days_in_no_calendar_are_ignored() {
    let site = Site::academy();
    for query in ["from=2026-05-01&to=2026-03-01", "from=9998-12-31", "to=1900-01-01"] {
        let page = site.get(&format!("/trainings?{query}")).await;
        assert_eq!((page.status, page.links_below("/trainings/").len()), (200, 0), "{query}");
    }
    for query in [
        "from=-262143-01-01",
        "to=%2B262142-12-31",
        "from=-9999-01-01&to=9999-12-31",
        "to=9998-12-31",
        "from=1900-01-01",
    ] {
        let page = site.get(&format!("/trainings?{query}")).await;
        let dates = page.links_below("/trainings/").into_iter().filter(|code| !code.ends_with(".ics"));
        assert_eq!((page.status, dates.count()), (200, 7), "{query}");
    }
}

#[actix_web::test]
async fn no_name_of_any_thing_is_a_fault_of_ours() {
    let site = Site::demo();
    let long = "a".repeat(5_000);
    for folder in [
        "/courses",
        "/trainings",
        "/paths",
        "/locations",
        "/blog",
        "/blog/archive",
        "/blog/authors",
        "/blog/topics",
        "/assets/x",
        "",
    ] {
        for name in NASTY.iter().copied().filter(|name| !name.is_empty() && *name != "%").chain([long.as_str()]) {
            let path = format!("{folder}/{}", name.replace('&', "%26"));
            // What a browser cannot put into a request line is not asked.
            if path.parse::<actix_web::http::Uri>().is_err() {
                continue;
            }
            let status = site.get(&path).await.status;
            assert!([301, 400, 404].contains(&status), "{status} at {path}");
        }
    }
    for path in ["/courses/no-such", "/trainings/NO-1", "/paths/no-such", "/locations/no-such", "/blog/no-such"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
    assert_eq!(site.get("/blog/topics/no-such").await.status, 404);
}

#[actix_web::test]
async fn no_field_of_any_form_is_a_fault_of_ours() {
    let mut site = Site::demo();
    site.leave_mail();
    let fields = [
        "name",
        "email",
        "phone",
        "message",
        "kind",
        "course",
        "training",
        "city",
        "company",
        "attendees",
        "preferred_dates",
        "reply_by",
        "marketing",
        "form_key",
        "website",
    ];
    for field in fields {
        for value in NASTY {
            let others = "name=A&email=a%40example.org&message=x&kind=general";
            let rest: Vec<_> = others.split('&').filter(|pair| !pair.starts_with(&format!("{field}="))).collect();
            let body = format!("{field}={value}&{}", rest.join("&"));
            let answer = site.send(Ask::post_raw("/contact", body.clone().into_bytes())).await;
            assert!([303, 422].contains(&answer.status), "{} for {body}", answer.status);
        }
    }
    for value in NASTY {
        let body = format!("choice={value}&return_to=%2F{value}");
        let answer = site.send(Ask::post_raw("/cookies", body.clone().into_bytes())).await;
        assert_eq!(answer.status, 303, "{body}");
        let body = format!("choice=accept&return_to={value}");
        assert_eq!(site.send(Ask::post_raw("/cookies", body.clone().into_bytes())).await.status, 303, "{body}");
    }
}

#[actix_web::test]
async fn no_header_is_a_fault_of_ours() {
    let site = Site::demo();
    let headers = [
        ("Cookie", "lectern_consent"),
        ("Cookie", "=;;;=lectern_consent=\u{e9}"),
        ("Cookie", "lectern_consent=ACCEPT; lectern_consent=accept"),
        ("Accept-Encoding", "br;q=zero, gzip;q=, *;q=0, ,"),
        ("If-None-Match", "\"\", W/, *,"),
        ("X-Forwarded-For", "nonsense, , 1.2.3.4"),
        ("Referer", "not an address"),
        ("Range", "bytes=0-0,5-"),
    ];
    for (name, value) in headers {
        for path in EVERY_PAGE {
            let status = site.send(Ask::get(path).with(name, value)).await.status;
            assert!([200, 304].contains(&status), "{status} at {path} with {name}: {value}");
        }
    }
}
