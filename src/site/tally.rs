//! How often moved and missing addresses are asked for. Reading a page only counts in memory; what was counted is stored now and then.
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::db::prelude::*;
use diesel::dsl::count_star;
use diesel::upsert::excluded;

use crate::db::schema::{not_founds, urls};
use crate::db::{Conn, Db, DbError, Upsert};
use crate::types::Timestamp;

/// Different addresses that are remembered until they are stored.
const MOST_AT_ONCE: usize = 500;
/// Different missing addresses that are stored: a program that tries nonsense fills no disk.
const MOST_STORED: i64 = 5_000;
/// Bytes of an address that are stored.
const LONGEST: usize = 200;
/// Digits in a row from which on a part of an address may be somebody's number.
const TELLING_DIGITS: usize = 8;

/// What was asked for since it was last stored.
#[derive(Debug, Default)]
pub struct AddressTally(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    moved: BTreeMap<String, i64>,
    missing: BTreeMap<String, i64>,
}

impl AddressTally {
    /// Counts that a moved address was asked for.
    pub fn note_moved(&self, path: &str) {
        add(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).moved, path);
    }

    /// Counts that an address was asked for at which there is nothing, unless it may say who somebody is.
    pub fn note_missing(&self, path: &str) {
        if path.len() <= LONGEST && !is_telling(path) {
            add(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).missing, path);
        }
    }

    /// Stores what was counted.
    ///
    /// # Errors
    /// When the database fails; what was counted is then lost.
    pub async fn store(&self, db: &Db, now: Timestamp) -> Result<(), DbError> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if counted.moved.is_empty() && counted.missing.is_empty() {
            return Ok(());
        }
        db.write(move |conn| store(conn, &counted, now)).await
    }
}

fn add(counts: &mut BTreeMap<String, i64>, path: &str) {
    if counts.len() < MOST_AT_ONCE || counts.contains_key(path) {
        *counts.entry(path.to_owned()).or_default() += 1;
    }
}

fn is_telling(path: &str) -> bool {
    let has_number = path.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= TELLING_DIGITS);
    has_number || path.contains('@') || path.to_ascii_lowercase().contains("%40")
}

fn store(conn: &mut Conn, counted: &Counted, now: Timestamp) -> QueryResult<()> {
    for (path, times) in &counted.moved {
        diesel::update(urls::table.filter(urls::path.eq(path)))
            .set((urls::hits.eq(urls::hits + *times), urls::last_hit_at.eq(now)))
            .execute(conn)?;
    }
    let mut stored: i64 = not_founds::table.select(count_star()).first(conn)?;
    for (path, times) in &counted.missing {
        let again = diesel::update(not_founds::table.filter(not_founds::path.eq(path)))
            .set((not_founds::hits.eq(not_founds::hits + *times), not_founds::last_at.eq(now)))
            .execute(conn)?;
        if again == 0 && stored < MOST_STORED {
            let row = (
                not_founds::path.eq(path),
                not_founds::hits.eq(*times),
                not_founds::first_at.eq(now),
                not_founds::last_at.eq(now),
            );
            // Another instance may have stored it meanwhile.
            let insert =
                diesel::insert_into(not_founds::table).values(row).on_conflict(not_founds::path).do_update().set((
                    not_founds::hits.eq(not_founds::hits + excluded(not_founds::hits)),
                    not_founds::last_at.eq(excluded(not_founds::last_at)),
                ));
            Upsert(insert).execute(conn)?;
            stored += 1;
        }
    }
    Ok(())
}
