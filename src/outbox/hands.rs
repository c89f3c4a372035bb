use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::MailId;

/// A server that comes and goes does not set all that waits loose each time.
const BETWEEN_RELEASES: Duration = Duration::from_secs(10);

/// What one courier has in hand, whatever the clock and the database say of its leases.
#[derive(Debug, Default)]
pub(super) struct Hands(Mutex<BTreeMap<MailId, bool>>);

impl Hands {
    pub(super) fn take(&self, mail: MailId, is_suspect: bool) {
        self.lock().insert(mail, is_suspect);
    }

    pub(super) fn put_down(&self, mail: MailId) {
        self.lock().remove(&mail);
    }

    pub(super) fn mails(&self) -> Vec<MailId> {
        self.lock().keys().copied().collect()
    }

    pub(super) fn hold_a_suspect(&self) -> bool {
        self.lock().values().any(|is_suspect| *is_suspect)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<MailId, bool>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the server was last seen away, so that its return is noticed.
#[derive(Debug)]
pub(super) struct Line(Mutex<State>);

#[derive(Debug)]
struct State {
    is_down: bool,
    released: Option<Instant>,
}

/// A process that starts cannot know what its forerunner saw.
impl Default for Line {
    fn default() -> Self {
        Self(Mutex::new(State { is_down: true, released: None }))
    }
}

impl Line {
    pub(super) fn failed(&self) {
        self.lock().is_down = true;
    }

    /// Tells whether this success is the server's return, and the mail that waits for it is to be set loose.
    pub(super) fn worked(&self) -> bool {
        let mut state = self.lock();
        let returns = state.is_down && state.released.is_none_or(|at| at.elapsed() >= BETWEEN_RELEASES);
        if returns {
            *state = State { is_down: false, released: Some(Instant::now()) };
        }
        returns
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
