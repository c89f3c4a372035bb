use std::collections::HashSet;

use crate::db::prelude::*;

use super::letters::DateLetter;
use super::wishes::{Waiter, find_waiters};
use crate::access::{Act, Actor, Permission, record};
use crate::db::schema::{interests, outbox};
use crate::db::{Conn, among};
use crate::enquiries::letters::Desk;
use crate::enquiries::store::note;
use crate::enquiries::turning::Told;
use crate::outbox::{MailKind, NewMail, enqueue};
use crate::schedule::{Listing, find_training, list_upcoming_by_id};
use crate::site::{Save, SaveError, find_provider};
use crate::types::{Code, Timestamp};

/// What makes news of a date the same news: the training, its first day and the person. New days are new news.
fn dedupe_key(date: &Listing, waiter: &Waiter) -> String {
    format!("{}{}", begin_of_key(date), waiter.mark())
}

/// What the keys of all news of a date begin with.
fn begin_of_key(date: &Listing) -> String {
    format!("date:{}:{}:", date.id().0, date.first_day())
}

/// The date as it can be attended now; nothing where it cannot.
fn find_date(conn: &mut Conn, code: &Code, now: Timestamp) -> QueryResult<Option<Listing>> {
    let Some(training) = find_training(conn, code, now)? else { return Ok(None) };
    Ok(list_upcoming_by_id(conn, &[training.id()], now)?.pop())
}

/// Who waits for a date like this and has not heard of it: those who asked for its course in its city or anywhere, or for any course in its
/// city. Nobody where it cannot be attended.
pub fn list_waiters(conn: &mut Conn, code: &Code, now: Timestamp) -> QueryResult<Vec<Waiter>> {
    let Some(date) = find_date(conn, code, now)? else { return Ok(Vec::new()) };
    let news = outbox::table.filter(outbox::dedupe_key.like(format!("{}%", begin_of_key(&date))));
    let told: Vec<String> = news.select(outbox::dedupe_key).load(conn)?;
    let told: HashSet<String> = told.into_iter().collect();
    Ok(find_waiters(conn, &date)?.into_iter().filter(|waiter| !told.contains(&dedupe_key(&date, waiter))).collect())
}

/// Owes news of a date to everybody who waits for one like it. Nobody hears of the same date twice, however often this is done. `words` are the
/// editor's own and stand in each letter.
///
/// # Errors
/// When the date cannot be attended, or the actor may not; then nobody is told.
pub fn tell_of_date(
    conn: &mut Conn,
    actor: &Actor,
    desk: &Desk,
    (code, words): (&Code, &str),
    now: Timestamp,
) -> Save<Told> {
    actor.must(Permission::Content)?;
    let Some(date) = find_date(conn, code, now)? else {
        let why = "cannot be attended: it has begun, is called off, or its course is not public".to_owned();
        return Err(SaveError::Refused { field: "code", why });
    };
    let provider = find_provider(conn)?;
    let letter = DateLetter { date: &date, provider: &provider, words, now };
    let mut told = Told::default();
    for waiter in list_waiters(conn, code, now)? {
        let Ok(outgoing) = desk.news_of_date(&letter, &waiter) else {
            told.unreached.push(waiter.reference);
            continue;
        };
        let dedupe_key = dedupe_key(&date, &waiter);
        let mail = NewMail { dedupe_key, enquiry_id: Some(waiter.enquiry.0), kind: MailKind::Notice, outgoing };
        if enqueue(conn, &mail, now)?.is_some() {
            told.told += 1;
            note(conn, waiter.enquiry, "mailed", &serde_json::json!({ "date": date.code() }), now)?;
            diesel::update(interests::table.filter(among(interests::id, &waiter.wishes)))
                .set(interests::told_at.eq(now))
                .execute(conn)?;
        }
    }
    let after = serde_json::json!({ "told": told.told, "unreached": told.unreached.len() });
    let act = Act { action: "tell", kind: "training", id: Some(date.id().0), before: None, after: Some(after) };
    record(conn, actor, &act, now)?;
    Ok(told)
}
