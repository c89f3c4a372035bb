//! The power goes: what was acknowledged is on the disk. The disk keeps of each file what its last fsync left, and nothing younger.
//! A server has a disk of its own; what it is told stands in `tests/db/durability.rs`.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use lectern::db::prelude::*;
use lectern::db::schema::{enquiries, outbox};
use lectern::db::{DatabaseUrl, Db};
use lectern::tokens::Tokens;
use tempfile::TempDir;
use tokio::time::{Instant, timeout_at};

use super::home::{Home, post, thanked};
use super::kills::integrity;
use super::size;

/// A library between the program and the disk, built from `power.c`.
fn library(folder: &Path) -> PathBuf {
    let (source, library) = (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prove/power.c"), folder.join("power.so"));
    let built =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).args([source, "-ldl"]).status();
    assert!(built.is_ok_and(|status| status.success()), "cc builds {source}");
    library
}

#[derive(Debug, Default)]
struct Verdict {
    acknowledged: usize,
    lost: usize,
    /// Enquiries without both of their mails.
    half: usize,
}

/// Acknowledged before the power may go; too few for SQLite to tidy its log into the file.
const FEW: usize = 5;
const PATIENCE: Duration = Duration::from_secs(30);

/// Visitors post until the power goes, so long after the first few were told; `lying` ends the names of the files that the disk only says it
/// keeps.
async fn cut(after: Duration, lying: &str) -> Verdict {
    let (home, kept, tools) = (Home::in_a_file(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = home.file().unwrap();
    let left = kept.path().join(file.file_name().unwrap());
    home.db().migrate().await.unwrap();
    std::fs::copy(&file, &left).unwrap();
    let of = |name: &str, value: &Path| format!("{name}={}", value.display());
    let by = [
        "env".to_owned(),
        of("LD_PRELOAD", &library(tools.path())),
        of("LECTERN_DISK", home.folder.path()),
        of("LECTERN_KEPT", kept.path()),
        format!("LECTERN_LYING={lying}"),
    ];
    let running = home.start(&by.each_ref().map(String::as_str), "smtp://127.0.0.1:9?tls=none").await;
    let mut told = BTreeSet::new();
    let mut goes = None;
    for number in 0.. {
        let (name, email) = (format!("Person {number}"), format!("p{number}@example.org"));
        let fields = [("name", name.as_str()), ("email", &email), ("message", "When?")];
        let Ok(answer) = timeout_at(goes.unwrap_or(Instant::now() + PATIENCE), post(home.port, &fields)).await else {
            break;
        };
        told.extend(answer.as_deref().and_then(thanked));
        if told.len() >= FEW {
            goes.get_or_insert(Instant::now() + after);
        }
    }
    running.kill_9();
    let db = Db::connect(&DatabaseUrl::Sqlite(left.clone()), 1).unwrap();
    let rows = db.read(|conn| enquiries::table.select((enquiries::id, enquiries::reference)).load(conn)).await;
    let rows: Vec<(i64, String)> = rows.unwrap();
    let mails: Vec<Option<i64>> = db.read(|conn| outbox::table.select(outbox::enquiry_id).load(conn)).await.unwrap();
    let half = rows.iter().filter(|(id, _)| mails.iter().filter(|mail| **mail == Some(*id)).count() != 2).count();
    drop(db);
    assert_eq!(integrity(&left), "ok");
    let lost = told.iter().filter(|told| !rows.iter().any(|(_, kept)| kept == *told)).count();
    Verdict { acknowledged: told.len(), lost, half }
}

#[tokio::test]
async fn what_was_acknowledged_is_on_the_disk_when_the_power_goes() {
    let mut all = Verdict::default();
    for _ in 0..size(3, 60) {
        let [roll] = Tokens::System.bytes::<1>().unwrap();
        let one = cut(Duration::from_millis(2 * u64::from(roll)), "").await;
        all = Verdict {
            acknowledged: all.acknowledged + one.acknowledged,
            lost: all.lost + one.lost,
            half: all.half + one.half,
        };
    }
    println!("power cuts: {all:?}");
    assert!(all.acknowledged >= size(15, 600), "too few to prove anything: {all:?}");
    assert_eq!((all.lost, all.half), (0, 0), "{all:?}");
}

#[tokio::test]
async fn a_disk_that_lies_about_the_log_would_lose_what_was_acknowledged() {
    let verdict = cut(Duration::ZERO, "-wal").await;
    assert!(verdict.lost == verdict.acknowledged && verdict.acknowledged >= FEW, "{verdict:?}");
}
