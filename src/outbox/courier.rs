use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{Outcome, Owed, claim, delay, lease, next_due, reclaim_expired, renew, settle};
use crate::clock::Clock;
use crate::db::{Db, DbError};
use crate::mail::{Mailer, SendError};
use crate::tokens::Tokens;

/// How a courier works.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Mails in hand at the same time; a server that falls silent stops one of them.
    pub lanes: usize,
    /// After so long without a sign of life another worker takes over. Renewed three times as often, however slow the server.
    pub lease: Duration,
    /// Longest sleep: mail that another instance owes leaves after at most this.
    pub poll: Duration,
    /// How long a stop waits for the mail in hand; less than half a lease, which is not renewed meanwhile.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { lanes: 4, lease: seconds(60), poll: seconds(1), grace: seconds(20) }
    }
}

/// Carries away what the outbox owes.
pub struct Courier {
    db: Db,
    mailer: Mailer,
    clock: Clock,
    tokens: Tokens,
    pace: Pace,
    worker: String,
    wake: Notify,
}

impl Courier {
    /// A courier with a name that no other process has.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn new(db: Db, mailer: Mailer, clock: Clock, tokens: Tokens) -> std::io::Result<Self> {
        let worker = format!("{}-{}", std::process::id(), tokens.hex()?);
        Ok(Self { db, mailer, clock, tokens, pace: Pace::default(), worker, wake: Notify::new() })
    }

    /// The same courier at another pace.
    #[must_use]
    pub fn at_pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    /// Says that a mail was owed; call it after the commit. Without it the mail leaves at the next poll.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Who carries, to check it or to send without the outbox.
    pub fn mailer(&self) -> &Mailer {
        &self.mailer
    }

    /// Voids the leases of dead forerunners. Call it at the start, before [`Courier::run`], and only where one process at a time
    /// uses the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn release_dead_leases(&self) -> Result<usize, DbError> {
        let (worker, now, roll) = (self.worker.clone(), self.clock.now(), self.roll());
        self.db.write(move |conn| lease::release_dead_leases(conn, &worker, now, roll)).await
    }

    /// One pass over what is due now, one mail after the other: tells how many left. For tests and a clock that stands still.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn deliver_due(&self) -> Result<usize, DbError> {
        let mut sent = 0;
        loop {
            let mails = self.take(1).await?;
            if mails.is_empty() {
                return Ok(sent);
            }
            for owed in mails {
                sent += usize::from(self.deliver(owed).await);
            }
        }
    }

    /// Works until `stop` says true or its sender is gone: then claims nothing more, finishes the mail in hand and returns.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut in_hand = JoinSet::new();
        let mut renewed = Instant::now();
        while !*stop.borrow_and_update() {
            if renewed.elapsed() >= self.pace.lease / 3 && !in_hand.is_empty() {
                self.renew().await;
                renewed = Instant::now();
            }
            let pause = Arc::clone(&self).fill(&mut in_hand).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the outbox cannot be read");
                self.pace.poll
            });
            self.mailer.close_idle().await;
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { break },
                () = self.wake.notified() => {}
                Some(done) = in_hand.join_next() => report(done),
                () = sleep(pause) => {}
            }
        }
        self.finish(in_hand).await;
    }

    /// Gives free lanes what is due, and tells how long nothing else will be.
    async fn fill(self: Arc<Self>, in_hand: &mut JoinSet<bool>) -> Result<Duration, DbError> {
        let free = self.pace.lanes.saturating_sub(in_hand.len());
        if free == 0 {
            return Ok(self.pace.poll);
        }
        if let Some(pause) = self.pause().await? {
            return Ok(pause);
        }
        let mails = self.take(free).await?;
        // Due, but nothing to take: another instance was quicker, or a lease had run out and its mail now waits.
        let pause = if mails.is_empty() { self.pace.poll / 10 } else { Duration::ZERO };
        for owed in mails {
            let courier = Arc::clone(&self);
            in_hand.spawn(async move { courier.deliver(owed).await });
        }
        Ok(pause)
    }

    /// How long nothing is due, at most one poll; `None` when something is. Only reads, so that an idle site never writes.
    async fn pause(&self) -> Result<Option<Duration>, DbError> {
        let Some(due) = self.db.read(next_due).await? else { return Ok(Some(self.pace.poll)) };
        let left = u64::try_from(due.micros() - self.clock.now().micros()).unwrap_or(0);
        Ok(if left == 0 { None } else { Some(Duration::from_micros(left).min(self.pace.poll)) })
    }

    async fn take(&self, limit: usize) -> Result<Vec<Owed>, DbError> {
        let (worker, now, roll, lease) = (self.worker.clone(), self.clock.now(), self.roll(), self.pace.lease);
        let limit = i64::try_from(limit).unwrap_or(1);
        self.db
            .write(move |conn| {
                reclaim_expired(conn, now, roll)?;
                claim(conn, &worker, limit, now, lease)
            })
            .await
    }

    async fn renew(&self) {
        let (worker, now, lease) = (self.worker.clone(), self.clock.now(), self.pace.lease);
        if let Err(error) = self.db.write(move |conn| renew(conn, &worker, now, lease)).await {
            tracing::warn!(%error, "the mail in hand could not be kept");
        }
    }

    /// Tells whether the mail left.
    async fn deliver(&self, owed: Owed) -> bool {
        let (id, attempts, kind) = (owed.lease.id.0, owed.lease.attempts, owed.kind);
        let outcome = match self.mailer.send(&owed.outgoing).await {
            Ok(()) => {
                tracing::info!(id, attempts, %kind, "a mail was sent");
                Outcome::Sent
            }
            Err(SendError { permanent: true, code, words }) => {
                tracing::error!(id, attempts, %kind, code, "a mail was refused for good and is held");
                Outcome::Held { words }
            }
            Err(SendError { code, words, .. }) => {
                tracing::warn!(id, attempts, %kind, code, "a mail did not leave and will be tried again");
                Outcome::Retry { words, after: delay(attempts, self.roll()) }
            }
        };
        self.settle(owed, &outcome).await;
        outcome == Outcome::Sent
    }

    /// Tries a few times: a mail that was sent but not settled is sent again when the lease runs out.
    async fn settle(&self, owed: Owed, outcome: &Outcome) {
        for _ in 0..5 {
            let (lease, outcome, now) = (owed.lease.clone(), outcome.clone(), self.clock.now());
            match self.db.write(move |conn| settle(conn, &lease, &outcome, now)).await {
                Ok(_) => return,
                Err(error) => tracing::warn!(id = owed.lease.id.0, %error, "how a mail fared could not be stored"),
            }
            sleep(self.pace.poll).await;
        }
    }

    /// A server that stays silent does not hold up a stop: its mail goes back to the others.
    async fn finish(&self, mut in_hand: JoinSet<bool>) {
        let all = async { while in_hand.join_next().await.map(report).is_some() {} };
        if timeout(self.pace.grace, all).await.is_err() {
            in_hand.shutdown().await;
            let (worker, now, roll) = (self.worker.clone(), self.clock.now(), self.roll());
            let released = self.db.write(move |conn| lease::release_own_leases(conn, &worker, now, roll)).await;
            tracing::warn!(?released, "stopped before all mail in hand was through; it will be tried again");
        }
        self.mailer.close().await;
    }

    /// Without randomness mails only lose their spread.
    fn roll(&self) -> u8 {
        self.tokens.bytes::<1>().map_or(u8::MAX / 2, |[roll]| roll)
    }
}

/// A try that panicked keeps its lease until that runs out.
fn report(done: Result<bool, tokio::task::JoinError>) {
    if let Err(error) = done {
        tracing::error!(%error, "a try to send a mail broke off");
    }
}
