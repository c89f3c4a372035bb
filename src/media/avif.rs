use std::sync::Arc;
use std::time::Duration;

use crate::db::prelude::*;
use tokio::sync::watch;
use tokio::time::sleep;

use super::encode::{Points, file_of, widths_for};
use super::store::find_by_hash;
use super::{Library, Media, MediaError, MediaId, Variant};
use crate::clock::Clock;
use crate::db::schema::media;
use crate::db::{Conn, Db, DbError, raise_content_version};
use crate::tokens::Tokens;
use crate::types::{MediaHash, PictureForm, Timestamp};

/// Longest sleep: what another instance took in, or a dead one left, is begun after at most this.
const POLL: Duration = Duration::from_secs(20);
/// After so long another worker may begin again; one picture takes a fraction of it.
const LEASE: chrono::TimeDelta = chrono::TimeDelta::minutes(15);
/// A picture that fails so often stays as it is.
const MOST_ATTEMPTS: i32 = 3;

/// Makes the AVIF forms of pictures, one after the other, while the site goes on. What is owed stands in the database, so a restart loses nothing,
/// and a lease keeps several instances from doing it twice.
pub struct Darkroom {
    db: Db,
    library: Library,
    clock: Clock,
    worker: String,
}

/// A picture in hand.
struct Job {
    id: MediaId,
    hash: MediaHash,
    width: u32,
}

impl Darkroom {
    /// A worker with a name that no other process has.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn new(db: &Db, library: &Library, clock: &Clock, tokens: &Tokens) -> std::io::Result<Self> {
        let worker = format!("{}-{}", std::process::id(), tokens.hex()?);
        Ok(Self { db: db.clone(), library: library.clone(), clock: clock.clone(), worker })
    }

    /// Voids the leases of dead forerunners. Call it at the start, and only where one process at a time uses the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn release_dead_leases(&self) -> Result<usize, DbError> {
        let free = (media::avif_leased_by.eq(None::<String>), media::avif_leased_until.eq(None::<Timestamp>));
        let leased = media::table.filter(media::avif_leased_by.is_not_null());
        self.db.write(move |conn| diesel::update(leased).set(free).execute(conn)).await
    }

    /// Works until `stop` says true or its sender is gone; the picture in hand is left to the next start.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            let pause = match self.work().await {
                Ok(true) => Duration::ZERO,
                Ok(false) => POLL,
                Err(error) => {
                    tracing::warn!(%error, "the AVIF forms of a picture were not made");
                    POLL
                }
            };
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = self.library.news() => {}
                () = sleep(pause) => {}
            }
        }
    }

    /// Makes the forms of one picture that is owed them. Tells whether there was one.
    ///
    /// # Errors
    /// When the database or the folder fails; the picture is then tried again.
    pub async fn work(&self) -> Result<bool, MediaError> {
        let (worker, now) = (self.worker.clone(), self.clock.now());
        let owed = self.db.read(move |conn| is_owed(conn, now)).await.map_err(failed)?;
        let job = if owed { self.db.write(move |conn| claim(conn, &worker, now)).await.map_err(failed)? } else { None };
        let Some(job) = job else { return Ok(false) };
        let (library, hash, width) = (self.library.clone(), job.hash.clone(), job.width);
        let made = tokio::task::spawn_blocking(move || make(&library, &hash, width)).await;
        let made = made.map_err(|_| std::io::Error::other("it cannot be encoded")).and_then(|made| made);
        let failure = made.as_ref().err().map(|error| std::io::Error::new(error.kind(), error.to_string()));
        let worker = self.worker.clone();
        let hash = job.hash.clone();
        let kept = self.db.write(move |conn| settle(conn, &worker, &job, made.ok())).await.map_err(failed)?;
        if !kept {
            self.forget_unless_used(hash).await?;
        }
        failure.map_or(Ok(true), |failure| Err(failure.into()))
    }
}

impl Darkroom {
    /// What was made of a picture that was replaced or removed meanwhile.
    async fn forget_unless_used(&self, hash: MediaHash) -> Result<(), MediaError> {
        let turn = self.library.turn().await?;
        let name = hash.clone();
        let found = self.db.read(move |conn| find_by_hash(conn, &name)).await.map_err(failed)?;
        if found.is_none_or(|found| found.content_hash != hash) {
            self.library.forget(&turn, &hash)?;
        }
        Ok(())
    }
}

fn failed(error: DbError) -> MediaError {
    MediaError::Storage(std::io::Error::other(error.to_string()))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn owed(now: Timestamp) -> _ {
    let is_free = media::avif_leased_until.is_null().or(media::avif_leased_until.assume_not_null().le(now));
    media::avif_state.eq("owed").and(is_free)
}

fn is_owed(conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
    let first: Option<MediaId> = media::table.filter(owed(now)).select(media::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// The update repeats the filter of the choice: of two workers that chose the same picture only one gets it.
fn claim(conn: &mut Conn, worker: &str, now: Timestamp) -> QueryResult<Option<Job>> {
    let chosen: Option<MediaId> =
        media::table.filter(owed(now)).order(media::id.desc()).select(media::id).first(conn).optional()?;
    let Some(id) = chosen else { return Ok(None) };
    let row: Option<(MediaHash, i32)> = diesel::update(media::table.filter(media::id.eq(id)).filter(owed(now)))
        .set((
            media::avif_leased_by.eq(worker),
            media::avif_leased_until.eq(now + LEASE),
            media::avif_attempts.eq(media::avif_attempts + 1),
        ))
        .returning((media::content_hash, media::width))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(hash, width)| Job { id, hash, width: u32::try_from(width).unwrap_or(1) }))
}

/// A form that is no lighter than its WebP twin helps nobody and is left out; so is one whose twin is missing.
fn make(library: &Library, hash: &MediaHash, width: u32) -> std::io::Result<Vec<Variant>> {
    let unreadable = |why: String| std::io::Error::other(format!("the picture {hash} cannot be read: {why}"));
    let full = library.read_full(hash)?.ok_or_else(|| unreadable("its file is missing".to_owned()))?;
    let picture = image::load_from_memory_with_format(&full, image::ImageFormat::WebP);
    let points = Points::of(picture.map_err(|error| unreadable(error.to_string()))?);
    let mut made = Vec::new();
    for (wanted, _) in widths_for(width) {
        let small = points.narrowed(wanted);
        let (width, height) = small.size();
        let twin = library.read_form(hash, width, PictureForm::Webp)?.map_or(0, |bytes| bytes.len());
        let Some(bytes) = small.avif().filter(|bytes| bytes.len() < twin) else { continue };
        library.write(hash, &file_of(width, PictureForm::Avif), &bytes)?;
        made.push(Variant { form: PictureForm::Avif, width, height, bytes: bytes.len() });
    }
    Ok(made)
}

/// Stores what was made, unless the picture was replaced or another worker took over meanwhile. Tells whether it did.
fn settle(conn: &mut Conn, worker: &str, job: &Job, made: Option<Vec<Variant>>) -> QueryResult<bool> {
    let mine = media::table
        .filter(media::id.eq(job.id))
        .filter(media::content_hash.eq(&job.hash))
        .filter(media::avif_leased_by.eq(worker));
    let found: Option<(Media, i32)> = mine.select((Media::as_select(), media::avif_attempts)).first(conn).optional()?;
    let Some((before, attempts)) = found else { return Ok(false) };
    let state = match &made {
        Some(_) => "made",
        None if attempts >= MOST_ATTEMPTS => "failed",
        None => "owed",
    };
    let mut variants: Vec<Variant> = before.variants();
    variants.retain(|variant| variant.form != PictureForm::Avif);
    variants.extend(made.unwrap_or_default());
    let variants =
        serde_json::to_string(&variants).map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    diesel::update(mine)
        .set((
            media::avif_state.eq(state),
            media::variants.eq(variants),
            media::avif_leased_by.eq(None::<String>),
            media::avif_leased_until.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    raise_content_version(conn)?;
    Ok(true)
}
