use std::time::Duration;

const FIRST: Duration = Duration::from_secs(30);
const FIRST_AFTER_CRASH: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// No mail waits longer than this. One that seems to was given its time by a clock that has gone back since.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(20 * 60);

/// How long a mail waits after its `attempts`-th try failed: 30 s, doubled each time up to 15 minutes, give or take a fifth.
///
/// `roll` is a random byte: mails that failed together do not come back together.
pub fn delay(attempts: i32, roll: u8) -> Duration {
    doubled(FIRST, attempts, roll)
}

/// How long a mail waits whose worker stopped over it for the `crashes`-th time: 5 s at first, because it is most likely innocent.
pub fn delay_after_crash(crashes: i32, roll: u8) -> Duration {
    doubled(FIRST_AFTER_CRASH, crashes, roll)
}

fn doubled(first: Duration, times: i32, roll: u8) -> Duration {
    let doublings = u32::try_from(times.saturating_sub(1)).unwrap_or(0).min(16);
    let wait = first.saturating_mul(1 << doublings).min(LONGEST);
    wait.mul_f64(0.8 + 0.4 * f64::from(roll) / f64::from(u8::MAX))
}
