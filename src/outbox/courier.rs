use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::hands::{Hands, Line};
use super::store::is_ahead;
use super::{Outcome, Owed, claim, claim_suspect, lease, mend_clock, next_due, reclaim_expired, renew};
use crate::clock::Clock;
use crate::db::{Conn, Db, DbError};
use crate::mail::Mailer;
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
        Self { lanes: 4, lease: seconds(30), poll: seconds(1), grace: seconds(10) }
    }
}

/// Carries away what the outbox owes.
pub struct Courier {
    pub(super) db: Db,
    pub(super) mailer: Mailer,
    pub(super) clock: Clock,
    tokens: Tokens,
    pub(super) pace: Pace,
    worker: String,
    wake: Notify,
    pub(super) hands: Hands,
    pub(super) line: Line,
    pub(super) is_stopping: AtomicBool,
}

impl Courier {
    /// A courier with a name that no other process has.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn new(db: Db, mailer: Mailer, clock: Clock, tokens: Tokens) -> std::io::Result<Self> {
        let worker = format!("{}-{}", std::process::id(), tokens.hex()?);
        let (pace, wake, is_stopping) = (Pace::default(), Notify::new(), AtomicBool::new(false));
        let (hands, line) = (Hands::default(), Line::default());
        Ok(Self { db, mailer, clock, tokens, pace, worker, wake, hands, line, is_stopping })
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
        self.mend_clock().await?;
        loop {
            let mails = self.take(1).await?;
            if mails.is_empty() {
                return Ok(sent);
            }
            for owed in mails {
                let (lease, outcome) = self.deliver(owed).await;
                self.settle(&lease, &outcome).await;
                sent += usize::from(outcome == Some(Outcome::Sent));
            }
        }
    }

    /// Works until `stop` says true or its sender is gone: then claims nothing more, finishes the mail in hand and returns.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        self.is_stopping.store(false, Ordering::Release);
        let mut lanes = JoinSet::new();
        let mut beat = None::<Instant>;
        while !*stop.borrow_and_update() {
            if beat.is_none_or(|beat| beat.elapsed() >= self.pace.lease / 3) {
                self.beat().await;
                beat = Some(Instant::now());
            }
            let pause = Arc::clone(&self).fill(&mut lanes).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the outbox cannot be read");
                self.pace.poll
            });
            self.mailer.close_idle().await;
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { break },
                () = self.wake.notified() => {}
                Some(done) = lanes.join_next() => report(done),
                () = sleep(pause) => {}
            }
        }
        self.is_stopping.store(true, Ordering::Release);
        self.finish(lanes).await;
    }

    /// Says that the mail in hand is still in hand, and looks whether the clock was set back.
    async fn beat(&self) {
        let (worker, mails, lease) = (self.worker.clone(), self.hands.mails(), self.pace.lease);
        if !mails.is_empty() {
            let now = self.clock.now();
            if let Err(error) = self.db.write(move |conn| renew(conn, &worker, &mails, now, lease)).await {
                tracing::warn!(%error, "the mail in hand could not be kept");
            }
        }
        if let Err(error) = self.mend_clock().await {
            tracing::warn!(%error, "the outbox cannot be read");
        }
    }

    /// Only reads as a rule, so that an idle site never writes.
    async fn mend_clock(&self) -> Result<(), DbError> {
        let now = self.clock.now();
        if self.db.read(move |conn| is_ahead(conn, now)).await? {
            let mended = self.db.write(move |conn| mend_clock(conn, now)).await?;
            tracing::warn!(mended, "the clock was set back; mail that waited for a time far ahead is due now");
        }
        Ok(())
    }

    /// Gives free lanes what is due, and tells how long nothing else will be.
    async fn fill(self: Arc<Self>, lanes: &mut JoinSet<()>) -> Result<Duration, DbError> {
        while let Some(done) = lanes.try_join_next() {
            report(done);
        }
        let free = self.pace.lanes.saturating_sub(lanes.len());
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
            lanes.spawn(Arc::clone(&self).lane(owed));
        }
        Ok(pause)
    }

    /// How long nothing is due, at most one poll; `None` when something is. Only reads, so that an idle site never writes.
    async fn pause(&self) -> Result<Option<Duration>, DbError> {
        let Some(due) = self.db.read(next_due).await? else { return Ok(Some(self.pace.poll)) };
        let left = u64::try_from(due.micros().saturating_sub(self.clock.now().micros())).unwrap_or(0);
        Ok(if left == 0 { None } else { Some(Duration::from_micros(left).min(self.pace.poll)) })
    }

    /// A lane: one mail after the other, as long as one is due.
    async fn lane(self: Arc<Self>, first: Owed) {
        let mut next = Some(first);
        while let Some(owed) = next {
            let (lease, outcome) = self.deliver(owed).await;
            next = self.settle_and_take(&lease, &outcome).await;
        }
    }

    async fn take(&self, limit: usize) -> Result<Vec<Owed>, DbError> {
        self.write_and_take(limit, |_| Ok(())).await
    }

    /// What is claimed is in hand from the commit on.
    pub(super) async fn write_and_take(
        &self,
        limit: usize,
        before: impl FnOnce(&mut Conn) -> diesel::QueryResult<()> + Send + 'static,
    ) -> Result<Vec<Owed>, DbError> {
        let (worker, now, roll, lease) = (self.worker.clone(), self.clock.now(), self.roll(), self.pace.lease);
        let (in_hand, may_be_suspect) = (self.hands.mails(), !self.hands.hold_a_suspect());
        let limit = i64::try_from(limit).unwrap_or(1);
        let work = move |conn: &mut Conn| {
            before(conn)?;
            reclaim_expired(conn, &in_hand, now, roll)?;
            let suspect = if may_be_suspect { claim_suspect(conn, &worker, now, lease)? } else { None };
            let rest = limit - i64::from(suspect.is_some());
            let others = if rest > 0 { claim(conn, &worker, rest, now, lease)? } else { Vec::new() };
            Ok((suspect, others))
        };
        let (suspect, others) = self.db.write(work).await?;
        suspect.iter().for_each(|owed| self.hands.take(owed.lease.id, true));
        others.iter().for_each(|owed| self.hands.take(owed.lease.id, false));
        Ok(suspect.into_iter().chain(others).collect())
    }

    /// A server that stays silent does not hold up a stop: its mail goes back to the others.
    async fn finish(&self, mut lanes: JoinSet<()>) {
        let all = async { while lanes.join_next().await.map(report).is_some() {} };
        if timeout(self.pace.grace, all).await.is_err() {
            lanes.shutdown().await;
            let (worker, now, roll) = (self.worker.clone(), self.clock.now(), self.roll());
            let released = self.db.write(move |conn| lease::release_own_leases(conn, &worker, now, roll)).await;
            tracing::warn!(?released, "stopped before all mail in hand was through; it will be tried again");
        }
        self.mailer.close().await;
    }

    /// Without randomness mails only lose their spread.
    pub(super) fn roll(&self) -> u8 {
        self.tokens.bytes::<1>().map_or(u8::MAX / 2, |[roll]| roll)
    }
}

/// What a lane that broke off had in hand keeps its lease until that runs out.
fn report(done: Result<(), tokio::task::JoinError>) {
    if let Err(error) = done {
        tracing::error!(%error, "a lane of the outbox broke off");
    }
}
