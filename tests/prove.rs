//! The promise put to the proof: no enquiry is lost, whatever dies, fills up, falls silent or leaps. Each proof has a short form for every
//! run and a long one for `bin/prove`, and each is seen to fail where the guard is taken away.
mod clock;
mod disk;
mod flood;
mod home;
mod kills;
mod misbehaviour;
mod outage;
mod power;
mod rate;

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// The short form's number, or the long form's where that was asked for by name.
#[expect(clippy::disallowed_methods, reason = "how long a proof runs is the run's choice")]
fn size<T>(short: T, long: T) -> T {
    if std::env::var_os("LECTERN_PROVE").is_some() { long } else { short }
}

/// Waits until `done`, at most so long; tells whether it came true.
async fn comes_true<F: Future<Output = bool>>(patience: Duration, done: impl Fn() -> F) -> bool {
    let begun = Instant::now();
    while !done().await {
        if begun.elapsed() > patience {
            return false;
        }
        sleep(Duration::from_millis(10)).await;
    }
    true
}
