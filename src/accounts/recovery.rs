use std::fmt;
use std::io;

use crate::db::prelude::*;

use crate::access::{Act, Actor, UserId, record};
use crate::db::Conn;
use crate::db::schema::recovery_codes;
use crate::tokens::{Tokens, sha256_hex};
use crate::types::Timestamp;

const COUNT: usize = 10;
/// Crockford's letters: none can be taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Codes for the day when the phone is lost. They are shown once; the database keeps their hashes.
#[derive(Clone)]
pub struct RecoveryCodes(Vec<String>);

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecoveryCodes({} …)", self.0.len())
    }
}

impl RecoveryCodes {
    /// Ten new codes of 80 random bits each, too many to be found from their hashes.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn new(tokens: &Tokens) -> io::Result<Self> {
        (0..COUNT).map(|_| tokens.bytes::<16>().map(|bytes| spelled(&bytes))).collect::<io::Result<_>>().map(Self)
    }

    /// The codes, to show them once.
    pub fn show(&self) -> &[String] {
        &self.0
    }

    pub(super) fn store(&self, conn: &mut Conn, user: UserId) -> QueryResult<()> {
        diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(conn)?;
        for code in &self.0 {
            let row = (recovery_codes::user_id.eq(user), recovery_codes::code_hash.eq(hash_of(code)));
            diesel::insert_into(recovery_codes::table).values(row).execute(conn)?;
        }
        Ok(())
    }
}

fn spelled(bytes: &[u8]) -> String {
    let letters: Vec<char> =
        bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32))).map(|letter| char::from(*letter)).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code however it was typed: hyphens, case, and the letters that look like digits.
fn hash_of(code: &str) -> String {
    let plain = |c: char| match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c => c.is_ascii_alphanumeric().then_some(c),
    };
    sha256_hex(code.chars().filter_map(plain).collect::<String>().as_bytes())
}

/// Takes a code once: whether it is one of the user's that was not used.
pub fn use_recovery_code(conn: &mut Conn, user: UserId, code: &str, now: Timestamp) -> QueryResult<bool> {
    let unused = recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::code_hash.eq(hash_of(code)))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(now)).execute(conn)? == 1)
}

/// How many codes a user has left.
pub fn count_recovery_codes(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    let unused =
        recovery_codes::table.filter(recovery_codes::user_id.eq(user)).filter(recovery_codes::used_at.is_null());
    unused.count().get_result(conn)
}

/// Puts new codes into the place of the old ones.
pub fn replace_recovery_codes(
    conn: &mut Conn,
    actor: &Actor,
    codes: &RecoveryCodes,
    now: Timestamp,
) -> QueryResult<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    codes.store(conn, user)?;
    record(conn, actor, &Act { action: "renew-recovery", kind: "user", id: Some(user.0), ..Act::default() }, now)
}
