use crate::db::prelude::*;
use chrono::Duration;
use diesel::dsl::{count_star, max};

use crate::db::schema::login_attempts;
use crate::db::{Conn, MultiBackend, take_turns};
use crate::tokens::sha256_hex;
use crate::types::{EmailAddress, Timestamp, id_type};

id_type!(AttemptId, "an attempt to sign in");

/// Failures older than this no longer count.
const WINDOW: Duration = Duration::hours(1);
/// How long attempts are kept at all.
const KEPT: Duration = Duration::hours(24);
/// Names the queue in which attempts are counted, so that many at once are counted one by one.
const TURNS: i64 = 0x6c6f_6769_6e00;

/// From where somebody tries to sign in.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The network: an IPv4 address or an IPv6 /64.
    pub network: String,
    /// The browser, where this user has signed in with it before.
    pub device: Option<String>,
}

/// Whether an attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It may, and counts as failed until it is known to have succeeded.
    Go(AttemptId),
    /// Not before so long.
    Wait(Duration),
}

type Failed = login_attempts::BoxedQuery<
    'static,
    MultiBackend,
    (diesel::sql_types::BigInt, diesel::sql_types::Nullable<diesel::sql_types::Timestamp>),
>;

/// Lets an attempt through or says how long to wait. Nobody is ever locked out: guesses become slow, for the network and for the account,
/// and a browser that the user signed in with before counts by itself, whatever others try.
pub fn admit(conn: &mut Conn, email: &str, caller: &Caller, now: Timestamp) -> QueryResult<Admission> {
    take_turns(conn, TURNS)?;
    diesel::delete(login_attempts::table.filter(login_attempts::attempted_at.lt(now - KEPT))).execute(conn)?;
    let email_hash = hash_of(email);
    let ready = match &caller.device {
        Some(device) => {
            let own = failed(now).filter(login_attempts::device.eq(device.clone()));
            ready_at(conn, own, 20, device_pause)?
        }
        None => {
            let strange = || failed(now).filter(login_attempts::device.is_null());
            let network = strange().filter(login_attempts::network.eq(caller.network.clone()));
            let account = strange().filter(login_attempts::email_hash.eq(email_hash.clone()));
            ready_at(conn, network, 5, network_pause)?.max(ready_at(conn, account, 20, account_pause)?)
        }
    };
    if let Some(ready) = ready.filter(|ready| *ready > now) {
        return Ok(Admission::Wait(Duration::microseconds(ready.micros() - now.micros())));
    }
    let row = (
        login_attempts::email_hash.eq(email_hash),
        login_attempts::network.eq(&caller.network),
        login_attempts::device.eq(&caller.device),
        login_attempts::is_success.eq(false),
        login_attempts::attempted_at.eq(now),
    );
    let id = diesel::insert_into(login_attempts::table).values(row).returning(login_attempts::id).get_result(conn)?;
    Ok(Admission::Go(id))
}

/// Notes that an attempt succeeded, so that it no longer counts.
pub fn note_success(conn: &mut Conn, id: AttemptId) -> QueryResult<()> {
    let attempt = login_attempts::table.filter(login_attempts::id.eq(id));
    diesel::update(attempt).set(login_attempts::is_success.eq(true)).execute(conn).map(|_| ())
}

/// Addresses are kept as hashes: those of strangers who mistyped are nobody's business.
fn hash_of(email: &str) -> String {
    let email = email.parse::<EmailAddress>().map_or_else(|_| email.to_owned(), |email| email.to_string());
    sha256_hex(email.trim().to_lowercase().as_bytes())
}

fn failed(now: Timestamp) -> Failed {
    login_attempts::table
        .filter(login_attempts::is_success.eq(false))
        .filter(login_attempts::attempted_at.gt(now - WINDOW))
        .select((count_star(), max(login_attempts::attempted_at)))
        .into_boxed::<MultiBackend>()
}

/// When the next attempt may be made, after so many free ones.
fn ready_at(conn: &mut Conn, failed: Failed, free: i64, pause: fn(i64) -> Duration) -> QueryResult<Option<Timestamp>> {
    let (count, last): (i64, Option<Timestamp>) = failed.first(conn)?;
    Ok(last.filter(|_| count >= free).map(|last| last + pause(count - free)))
}

/// Doubles from two seconds to five minutes: some twenty guesses in the first hour.
fn network_pause(more: i64) -> Duration {
    Duration::seconds(1_i64 << (more + 1).clamp(1, 9)).min(Duration::minutes(5))
}

/// Eighty an hour after the free ones, from however many networks.
fn account_pause(_: i64) -> Duration {
    Duration::seconds(45)
}

fn device_pause(_: i64) -> Duration {
    Duration::seconds(30)
}
