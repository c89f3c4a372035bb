use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// Counts the statements that a database was asked, so that a test can hold a page to its number.
///
/// It never looks at a statement's text: diesel writes that out anew for whoever asks, which cost more than the statement.
#[derive(Debug, Clone, Default)]
pub struct StatementCount {
    asked: Arc<AtomicU64>,
    /// Whether the next statement opens or closes a transaction.
    is_control: bool,
}

impl StatementCount {
    /// Statements since the start, without transaction control.
    pub fn get(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Takes back a statement that was counted.
    pub(super) fn leave_out_one(&self) {
        self.asked.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Instrumentation for StatementCount {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::BeginTransaction { .. }
            | InstrumentationEvent::CommitTransaction { .. }
            | InstrumentationEvent::RollbackTransaction { .. } => self.is_control = true,
            InstrumentationEvent::StartQuery { .. } if !std::mem::take(&mut self.is_control) => {
                self.asked.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
    }
}
