use crate::db::prelude::*;
use chrono::Duration;

use crate::access::UserId;
use crate::db::Conn;
use crate::db::schema::sessions;
use crate::types::Timestamp;

/// A session that nobody used for so long is over (OWASP ASVS 5.0, 7.3.1).
pub const IDLE_LIMIT: Duration = Duration::minutes(30);
/// No session lasts longer than a working day (OWASP ASVS 5.0, 7.3.2).
pub const LONGEST_SESSION: Duration = Duration::hours(12);
/// That a session is used is noted at most so often, so that reading pages seldom writes.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// What is remembered between the requests of one browser. The token itself is never stored, only its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token in the cookie, in hexadecimal.
    pub token_hash: String,
    /// Who is signed in.
    pub user: Option<UserId>,
    /// The rest, as JSON.
    pub state: String,
}

/// A session's state, and whether it is time to note that it is used; nothing where it ended, lapsed or never was.
pub fn find_session(conn: &mut Conn, token_hash: &str, now: Timestamp) -> QueryResult<Option<(String, bool)>> {
    let row: Option<(String, Timestamp)> = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(now - IDLE_LIMIT))
        .select((sessions::state, sessions::seen_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(state, seen)| (state, seen + NOTED_EVERY <= now)))
}

/// Begins a session, and forgets those that are over.
pub fn insert_session(conn: &mut Conn, session: &Session, now: Timestamp) -> QueryResult<()> {
    let over = sessions::expires_at.le(now).or(sessions::seen_at.le(now - IDLE_LIMIT));
    diesel::delete(sessions::table.filter(over)).execute(conn)?;
    let row = (
        sessions::token_hash.eq(&session.token_hash),
        sessions::user_id.eq(session.user),
        sessions::state.eq(&session.state),
        sessions::created_at.eq(now),
        sessions::seen_at.eq(now),
        sessions::expires_at.eq(now + LONGEST_SESSION),
    );
    diesel::insert_into(sessions::table).values(row).execute(conn).map(|_| ())
}

/// Writes a session's state, and that it is used; whether it is still there.
pub fn update_session(conn: &mut Conn, session: &Session, now: Timestamp) -> QueryResult<bool> {
    let live =
        sessions::table.filter(sessions::token_hash.eq(&session.token_hash)).filter(sessions::revoked_at.is_null());
    let changes = (sessions::user_id.eq(session.user), sessions::state.eq(&session.state), sessions::seen_at.eq(now));
    Ok(diesel::update(live).set(changes).execute(conn)? > 0)
}

/// Ends a session: its token opens nothing any more.
pub fn end_session(conn: &mut Conn, token_hash: &str) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(token_hash))).execute(conn).map(|_| ())
}

/// The states of a user's sessions that are still open, with when each began and was last used, the latest first.
pub fn list_sessions(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
) -> QueryResult<Vec<(String, Timestamp, Timestamp)>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(now - IDLE_LIMIT))
        .order(sessions::seen_at.desc())
        .select((sessions::state, sessions::created_at, sessions::seen_at))
        .load(conn)
}

/// Ends the sessions of a user whose state answers yes; how many there were.
pub fn end_sessions_of(conn: &mut Conn, user: UserId, ends: impl Fn(&str) -> bool) -> QueryResult<usize> {
    let all: Vec<(String, String)> = sessions::table
        .filter(sessions::user_id.eq(user))
        .select((sessions::token_hash, sessions::state))
        .load(conn)?;
    let mut ended = 0;
    for (token_hash, _) in all.iter().filter(|(_, state)| ends(state)) {
        end_session(conn, token_hash)?;
        ended += 1;
    }
    Ok(ended)
}
