use std::time::Duration;

const FIRST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// How long a mail waits after its `attempts`-th try failed: 30 s, doubled each time up to 15 minutes, give or take a fifth.
///
/// `roll` is a random byte: mails that failed together do not come back together.
pub fn delay(attempts: i32, roll: u8) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let wait = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    wait.mul_f64(0.8 + 0.4 * f64::from(roll) / f64::from(u8::MAX))
}
