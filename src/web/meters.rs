//! What is counted for whoever watches over the process, as Prometheus text. Nothing in it is about a person.
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::context::Context;
use crate::outbox::oldest_owed;

/// Counters since the start.
#[derive(Debug, Default)]
pub struct Meters {
    pub(super) pages_kept: Counter,
    pub(super) pages_drawn: Counter,
    pub(super) enquiries_taken: Counter,
    pub(super) enquiries_repeated: Counter,
    pub(super) enquiries_refused: Counter,
}

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds one.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters and the age of the oldest mail that is owed (exposition format 0.0.4).
pub async fn show(context: Data<Context>) -> HttpResponse {
    let now = context.clock.now();
    let oldest = context.db.read(oldest_owed).await;
    let is_up = u64::from(oldest.is_ok());
    let age = oldest
        .ok()
        .flatten()
        .map_or(0, |at| now.micros().saturating_sub(at.micros()).max(0).unsigned_abs() / 1_000_000);
    let meters = &context.meters;
    let rows: [(&str, &str, &str, u64); 8] = [
        ("lectern_pages_total", "counter", "{from=\"memory\"}", meters.pages_kept.get()),
        ("lectern_pages_total", "", "{from=\"database\"}", meters.pages_drawn.get()),
        ("lectern_enquiries_total", "counter", "{outcome=\"taken\"}", meters.enquiries_taken.get()),
        ("lectern_enquiries_total", "", "{outcome=\"repeated\"}", meters.enquiries_repeated.get()),
        ("lectern_enquiries_total", "", "{outcome=\"too_many\"}", meters.enquiries_refused.get()),
        ("lectern_statements_total", "counter", "", context.db.statements()),
        ("lectern_database_up", "gauge", "", is_up),
        ("lectern_mail_oldest_owed_seconds", "gauge", "", age),
    ];
    let mut text = String::new();
    for (name, kind, labels, value) in rows {
        if !kind.is_empty() {
            let _ = writeln!(text, "# TYPE {name} {kind}");
        }
        let _ = writeln!(text, "{name}{labels} {value}");
    }
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text)
}
