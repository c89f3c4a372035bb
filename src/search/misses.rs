//! What was searched for and not found, counted for the owner. Nothing that could be personal is counted.
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::db::prelude::*;
use chrono::{Days, NaiveDate};
use diesel::dsl::{count_star, sum};
use diesel::upsert::excluded;

use crate::db::schema::search_misses;
use crate::db::{Conn, Db, DbError, Upsert};
use crate::index::spoken_words;

/// Different queries that are remembered until they are stored.
const MOST_AT_ONCE: usize = 200;
/// Different queries of one day that are stored: a program that searches for nonsense fills no disk.
const MOST_A_DAY: i64 = 1_000;
/// Characters of a query that are stored.
const LONGEST: usize = 80;
/// Digits from which on a query may be somebody's number.
const TELLING_DIGITS: usize = 6;
/// Days for which they are kept.
const KEPT_DAYS: u64 = 400;

/// What was not found since it was last stored. Reading a page only adds here.
#[derive(Debug, Default)]
pub struct Misses(Mutex<BTreeMap<String, i32>>);

impl Misses {
    /// Remembers a query that found nothing.
    pub fn note(&self, query: &str) {
        let Some(query) = countable(query) else { return };
        let mut misses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if misses.len() < MOST_AT_ONCE || misses.contains_key(&query) {
            let times = misses.entry(query).or_default();
            *times = times.saturating_add(1);
        }
    }

    /// Stores what was remembered, as of `day`.
    ///
    /// # Errors
    /// When the database fails; what was remembered is then lost.
    pub async fn store(&self, db: &Db, day: NaiveDate) -> Result<(), DbError> {
        let misses = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if misses.is_empty() {
            return Ok(());
        }
        db.write(move |conn| store(conn, &misses, day)).await
    }
}

/// A query in one form, so that spellings count together; nothing where it may say who somebody is.
fn countable(query: &str) -> Option<String> {
    let digits = query.chars().filter(|c| c.is_numeric()).count();
    if query.contains('@') || digits >= TELLING_DIGITS {
        return None;
    }
    let words: Vec<String> = spoken_words(query).into_iter().map(|spoken| spoken.word).collect();
    let line: String = words.join(" ").chars().take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

fn store(conn: &mut Conn, misses: &BTreeMap<String, i32>, day: NaiveDate) -> QueryResult<()> {
    let oldest = day - Days::new(KEPT_DAYS);
    diesel::delete(search_misses::table.filter(search_misses::missed_on.lt(oldest))).execute(conn)?;
    let mut stored: i64 =
        search_misses::table.filter(search_misses::missed_on.eq(day)).select(count_star()).first(conn)?;
    for (query, times) in misses {
        let known = search_misses::table.filter(search_misses::missed_on.eq(day).and(search_misses::query.eq(query)));
        let again = diesel::update(known).set(search_misses::times.eq(search_misses::times + *times)).execute(conn)?;
        if again == 0 && stored < MOST_A_DAY {
            let row =
                (search_misses::query.eq(query), search_misses::missed_on.eq(day), search_misses::times.eq(times));
            // Another instance may have stored it meanwhile.
            let insert = diesel::insert_into(search_misses::table)
                .values(row)
                .on_conflict((search_misses::query, search_misses::missed_on))
                .do_update()
                .set(search_misses::times.eq(search_misses::times + excluded(search_misses::times)));
            Upsert(insert).execute(conn)?;
            stored += 1;
        }
    }
    Ok(())
}

/// What was not found since a day, the most frequent first.
pub fn list_misses(conn: &mut Conn, since: NaiveDate, limit: i64) -> QueryResult<Vec<(String, i64)>> {
    let rows: Vec<(String, Option<i64>)> = search_misses::table
        .filter(search_misses::missed_on.ge(since))
        .group_by(search_misses::query)
        .order((sum(search_misses::times).desc(), search_misses::query))
        .select((search_misses::query, sum(search_misses::times)))
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(|(query, times)| (query, times.unwrap_or(0))).collect())
}
