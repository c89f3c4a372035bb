use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;

use diesel::QueryResult;
use futures_util::FutureExt;
use tokio::time::sleep;

use super::courier::Courier;
use super::{Lease, Outcome, Owed, delay, put_back_after_crash, release_waiting, settle};
use crate::db::Conn;
use crate::mail::SendError;

/// One try, and what becomes of the mail after it.
impl Courier {
    /// Tells how the try ended; `None` when it broke off.
    pub(super) async fn deliver(&self, owed: Owed) -> (Lease, Option<Outcome>) {
        let (id, attempts, kind) = (owed.lease.id.0, owed.lease.attempts, owed.kind);
        let sent = AssertUnwindSafe(self.mailer.send(&owed.outgoing)).catch_unwind().await;
        let outcome = match sent {
            Ok(Ok(())) => {
                tracing::info!(id, attempts, %kind, "a mail was sent");
                Some(Outcome::Sent)
            }
            Ok(Err(SendError { permanent: true, code, words, left, .. })) => {
                tracing::error!(id, attempts, %kind, code, "a mail was refused for good and is held");
                Some(Outcome::Held { words, left })
            }
            Ok(Err(SendError { code, words, no_server, left, .. })) => {
                tracing::warn!(id, attempts, %kind, code, "a mail did not leave and will be tried again");
                Some(Outcome::Retry { words, after: delay(attempts, self.roll()), no_server, left })
            }
            Err(_) => {
                tracing::error!(id, attempts, %kind, "a try to send a mail broke off");
                None
            }
        };
        (owed.lease, outcome)
    }

    /// What a try's end changes; the return of the server sets loose what waits for it.
    fn ending(
        &self,
        lease: &Lease,
        outcome: &Option<Outcome>,
    ) -> impl Fn(&mut Conn) -> QueryResult<()> + Clone + Send + 'static {
        let returns = match outcome {
            Some(Outcome::Sent | Outcome::Held { .. }) => self.line.worked(),
            Some(Outcome::Retry { no_server: true, .. }) => {
                self.line.failed();
                false
            }
            _ => false,
        };
        let (lease, outcome, now, roll) = (lease.clone(), outcome.clone(), self.clock.now(), self.roll());
        move |conn| {
            match &outcome {
                Some(outcome) => settle(conn, &lease, outcome, now).map(|_| ())?,
                None => put_back_after_crash(conn, &lease, now, roll).map(|_| ())?,
            }
            if returns { release_waiting(conn, now).map(|_| ()) } else { Ok(()) }
        }
    }

    /// One transaction for the end of a try and the begin of the next: at most one write a mail.
    pub(super) async fn settle_and_take(&self, lease: &Lease, outcome: &Option<Outcome>) -> Option<Owed> {
        let ending = self.ending(lease, outcome);
        if !self.is_stopping.load(Ordering::Acquire) {
            match self.write_and_take(1, ending.clone()).await {
                Ok(mails) => {
                    self.hands.put_down(lease.id);
                    return mails.into_iter().next();
                }
                Err(error) => tracing::warn!(id = lease.id.0, %error, "how a mail fared could not be stored"),
            }
        }
        self.store(lease, ending).await;
        None
    }

    pub(super) async fn settle(&self, lease: &Lease, outcome: &Option<Outcome>) {
        self.store(lease, self.ending(lease, outcome)).await;
    }

    /// Tries a few times: a mail that was sent but not settled is sent again when the lease runs out.
    async fn store(&self, lease: &Lease, ending: impl Fn(&mut Conn) -> QueryResult<()> + Clone + Send + 'static) {
        for _ in 0..5 {
            match self.db.write(ending.clone()).await {
                Ok(()) => break,
                Err(error) => tracing::warn!(id = lease.id.0, %error, "how a mail fared could not be stored"),
            }
            sleep(self.pace.poll).await;
        }
        self.hands.put_down(lease.id);
    }
}
