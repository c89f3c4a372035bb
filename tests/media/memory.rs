//! Fifty uploads at once take no more memory than one.
use std::io::Write;
use std::process::Command;

use lectern::media::{Library, MediaError};
use lectern::tokens::Tokens;

use crate::support::pictures::{flat_png, gif, jpeg_head};

const MOST_GROWTH_KIB: u64 = 200 * 1024;

fn kibibytes(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The heaviest that is taken, and what pretends to be more.
fn bombs() -> Vec<Vec<u8>> {
    vec![
        flat_png((3_640, 3_640), (8, 2), &[]),
        flat_png((20_000, 20_000), (8, 0), &[]),
        flat_png((8_000, 8_000), (8, 6), &[]),
        jpeg_head(3_640, 3_640, 0xC0),
        jpeg_head(2_760, 2_760, 0xC2),
        jpeg_head(65_535, 65_535, 0xC0),
        gif(2_500, 2_500, 1),
        gif(600, 600, 10_000),
    ]
}

/// Those that are refused for their head.
const LIGHT: [usize; 4] = [1, 2, 5, 7];

/// Takes the bombs in, all at once, and says how much memory that took at most.
async fn take_in_fifty_bombs() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::new(folder.path().to_owned(), Tokens::seeded(1));
    let bombs = bombs();
    // From here on the highest use counts, not that of making the bombs (proc_pid_clear_refs(5)).
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = kibibytes("VmHWM:");
    let uploads = (0..50).map(|number| {
        let mut file = library.incoming().unwrap();
        // The heavy ones once each, then what only pretends.
        let bomb = if number < bombs.len() { number } else { LIGHT[number % LIGHT.len()] };
        file.write_all(&bombs[bomb]).unwrap();
        let library = library.clone();
        actix_web::rt::spawn(async move { library.take_in(file).await.map(|_| ()) })
    });
    for upload in uploads.collect::<Vec<_>>() {
        match upload.await.unwrap() {
            Ok(()) | Err(MediaError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let growth = kibibytes("VmHWM:") - before;
    println!("grew by {growth} KiB");
    assert!(growth < MOST_GROWTH_KIB, "grew by {growth} KiB");
}

/// Set in a process of the test's own, whose memory nobody else uses.
const CHILD: &str = "LECTERN_TEST_BOMBS";

#[actix_web::test]
#[expect(clippy::disallowed_methods, reason = "tells the process that is measured from the one that starts it")]
async fn fifty_uploads_of_bombs_grow_memory_by_less_than_200_megabytes() {
    if std::env::var_os(CHILD).is_some() {
        return take_in_fifty_bombs().await;
    }
    let name = "media::memory::fifty_uploads_of_bombs_grow_memory_by_less_than_200_megabytes";
    let program = std::env::current_exe().unwrap();
    let child = Command::new(program).env(CHILD, "1").args(["--exact", name, "--nocapture"]).output().unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && said.contains("grew by") && said.contains("1 passed"), "{said}");
}
