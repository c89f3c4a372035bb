//! What a search costs does not grow with what there is. The figure for 10,000 items is measured by `bin/measure-search`.
use std::time::{Duration, Instant};

use crate::support::site::{Site, academy};

/// A debug build on a busy machine is slow; this only catches what grows out of hand.
const GENEROUS: Duration = Duration::from_millis(750);

#[actix_web::test]
async fn five_hundred_posts_more_cost_no_statement_more_and_no_second() {
    let site = Site::academy();
    let cost = async |text: &str| {
        let before = site.db().statements();
        let started = Instant::now();
        assert_eq!(site.get(&format!("/search?q={text}")).await.status, 200);
        (site.db().statements() - before, started.elapsed())
    };
    cost("rust").await;
    let (few, _) = cost("rust").await;
    let post = academy().0["posts/backend-work.md"].clone();
    let files = (0..500).map(|number| {
        let text = post.replace("Backend Work", &format!("Rust and Backend {number}"));
        (format!("posts/rust-{number}.md"), text)
    });
    site.import(files.collect()).await;
    cost("rust").await;
    let mut slowest = Duration::ZERO;
    for text in ["rust", "backend", "rust+backend+text", "backend+499", "article"] {
        let (many, took) = cost(text).await;
        assert!(many <= few + 2, "{text}: two more where a better spelling is tried");
        slowest = slowest.max(took);
    }
    assert!(few <= 6, "{few} statements");
    assert!(slowest < GENEROUS, "{slowest:?}");
    let page = site.get("/search?q=rust").await;
    assert!(page.html.contains("50+"), "what is not counted to the end is said to be more");
}
