//! How long a search takes among 10,000 things: `bin/measure-search` runs it in a release build.
use std::time::{Duration, Instant};

use diesel::{RunQueryDsl, sql_query};
use lectern::access::Actor;
use lectern::clock::Clock;
use lectern::db::{DatabaseUrl, Db};
use lectern::search::{Lexicon, search};
use lectern::transfer::{Folder, import};

const THINGS: usize = 10_000;
const ROUNDS: usize = 40;

/// Common and rare words, several, synonyms, a code, the beginning of a word, slips, and what is not there.
const ASKED: &[&str] = &[
    "python",
    "data",
    "training",
    "kubernetes",
    "k8s",
    "port elizabeth",
    "PE",
    "rust kubernetes",
    "backend developer",
    "K8S-201",
    "kubern",
    "pyton",
    "johanesburg",
    "security analyst",
    "how to read an execution plan",
    "part 4711",
    "zebra",
    "a",
    "work",
    "python data online",
];

type Failure = Box<dyn std::error::Error>;

/// The demo academy, and its posts and courses again and again under other names until there are enough.
fn many() -> Folder {
    let mut folder = Folder::demo();
    let kinds = ["posts/", "posts/", "courses/"];
    let models: Vec<(String, String)> = folder.0.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
    let mut number = 0;
    while folder.0.len() < THINGS {
        number += 1;
        let kind = kinds.get(number % kinds.len()).copied().unwrap_or("posts/");
        let of_kind: Vec<_> = models.iter().filter(|(name, _)| name.starts_with(kind)).collect();
        let Some((name, text)) = of_kind.get(number % of_kind.len()) else { continue };
        let text = text.replacen("title = \"", &format!("title = \"Part {number}: "), 1);
        let text = text.replacen("code = \"", &format!("code = \"N{number}-"), 1);
        folder.0.insert(name.replace(".md", &format!("-{number}.md")), text);
    }
    folder
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let url = std::env::args().nth(1).ok_or("name a new, empty database")?;
    let url: DatabaseUrl = url.parse()?;
    let db = Db::connect(&url, 2)?;
    db.migrate().await?;
    let now = Clock::System.now();
    let started = Instant::now();
    let report = import(&db, Actor::operator(), many(), now, false).await?;
    println!("{report} in {:.1} s", started.elapsed().as_secs_f64());
    // A server gathers what it knows of its tables within a minute of such an import; a measurement does not wait for it.
    db.write(|conn| sql_query("ANALYZE").execute(conn)).await?;
    let started = Instant::now();
    let lexicon = std::sync::Arc::new(db.read(move |conn| Lexicon::read(conn, now)).await?);
    println!("lexicon read in {} ms", started.elapsed().as_millis());
    let mut all = Vec::new();
    for text in ASKED {
        let mut took = Vec::new();
        let mut count = String::new();
        for _ in 0..ROUNDS {
            let (lexicon, started) = (lexicon.clone(), Instant::now());
            let found = db.read(move |conn| search(conn, &lexicon, text, now)).await?;
            took.push(started.elapsed());
            count = found.count().to_string();
        }
        took.sort();
        println!(
            "{text:32} {count:>6} found, median {:6.2} ms, slowest {:6.2} ms",
            ms(at(&took, 50)),
            ms(at(&took, 100))
        );
        all.extend(took);
        let started = Instant::now();
        let offered = lexicon.suggest(text).len();
        println!("{:32} {offered:>6} offered in {:6.2} ms", "", ms(started.elapsed()));
    }
    all.sort();
    println!(
        "all: median {:.2} ms, p99 {:.2} ms, slowest {:.2} ms",
        ms(at(&all, 50)),
        ms(at(&all, 99)),
        ms(at(&all, 100))
    );
    Ok(())
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
