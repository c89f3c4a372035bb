//! Prices of many trainings changed at once.
use diesel::Connection;

use super::grid::find_grid_row;
use super::revising::{Read, hold_as_read};
use super::training_content::{TrainingContent, save_training};
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{Save, SaveError};
use crate::types::{Code, Money, Timestamp};

/// How prices are to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceChange {
    /// By so many hundredths of a percent, up or down; rounded to whole rand.
    Percent(i64),
    /// By so many cents, up or down.
    Amount(i64),
    /// To this.
    Set(Money),
    /// To what the course costs.
    AsTheCourse,
}

/// A training whose price was to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repriced {
    /// Its code.
    pub code: Code,
    /// What it cost; nothing where only an enquiry tells.
    pub before: Option<Money>,
    /// What it costs now, or why that did not change.
    pub after: Result<Option<Money>, String>,
}

/// Changes the prices of some trainings as they were read. One that cannot change is told, the others change.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn change_prices(
    conn: &mut Conn,
    actor: &Actor,
    chosen: &[Read],
    change: PriceChange,
    now: Timestamp,
) -> Save<Vec<Repriced>> {
    actor.must(Permission::Content)?;
    let mut all = Vec::with_capacity(chosen.len());
    for read in chosen {
        let before = match find_grid_row(conn, &read.code)? {
            Some(row) => row.listing.price().amount(),
            None => None,
        };
        let after = match conn.transaction(|conn| reprice(conn, actor, read, (before, change), now)) {
            Ok(after) => Ok(after),
            Err(SaveError::Stale) => Err("was changed by somebody else meanwhile".to_owned()),
            Err(error) => Err(error.refusal().map(|(_, why)| why)?),
        };
        all.push(Repriced { code: read.code.clone(), before, after });
    }
    Ok(all)
}

fn reprice(
    conn: &mut Conn,
    actor: &Actor,
    read: &Read,
    (before, change): (Option<Money>, PriceChange),
    now: Timestamp,
) -> Save<Option<Money>> {
    let (_, content) = hold_as_read(conn, read)?;
    let refuse = |why: &str| SaveError::Refused { field: "price", why: why.to_owned() };
    let price = match change {
        PriceChange::Set(money) => Some(money),
        PriceChange::AsTheCourse => None,
        PriceChange::Percent(_) | PriceChange::Amount(_) => {
            let before = before.ok_or_else(|| refuse("has no price to start from: set one"))?;
            Some(changed(before, change).ok_or_else(|| refuse("would be less than nothing, or too large"))?)
        }
    };
    save_training(conn, actor, &TrainingContent { price, ..content }, now)?;
    let row = find_grid_row(conn, &read.code)?;
    Ok(row.and_then(|row| row.listing.price().amount()))
}

fn changed(before: Money, change: PriceChange) -> Option<Money> {
    let cents = match change {
        PriceChange::Percent(hundredths) => {
            let exact = before.cents().checked_mul(hundredths.checked_add(10_000)?)?;
            // Half a rand goes up: 10,000 hundredths of a percent times 100 cents.
            exact.checked_add(500_000)?.div_euclid(1_000_000).checked_mul(100)?
        }
        PriceChange::Amount(cents) => before.cents().checked_add(cents)?,
        PriceChange::Set(_) | PriceChange::AsTheCourse => return None,
    };
    (0..=100_000_000_000).contains(&cents).then(|| Money::from_cents(cents))
}

/// Reads a change of so many percent (`5`, `-12.5`) as hundredths of a percent.
pub fn read_percent(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (sign, digits) = signed(&text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= 4 && part.len() <= 2 && is_plain(whole) && is_plain(part);
    let hundredths: i64 = fits.then(|| format!("{whole}{part:0<2}").parse().ok()).flatten()?;
    Some(sign * hundredths)
}

/// Reads an amount with a sign (`-500`, `+1 250.50`) as cents.
pub fn read_amount(text: &str) -> Option<i64> {
    let (sign, digits) = signed(text.trim());
    super::row::read_money(digits).ok().map(|money| sign * money.cents())
}

fn signed(text: &str) -> (i64, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, text.strip_prefix('+').unwrap_or(text).trim_start()),
    }
}
