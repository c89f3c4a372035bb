use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// Counts the statements that a database was asked, so that a test can hold a page to its number.
#[derive(Debug, Clone, Default)]
pub struct StatementCount(Arc<AtomicU64>);

impl StatementCount {
    /// Statements since the start, without transaction control.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Instrumentation for StatementCount {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            if !["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT"].iter().any(|word| query.starts_with(word)) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
