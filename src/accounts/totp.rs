use std::fmt;

use crate::db::prelude::*;
use sha2::{Digest, Sha512};
use totp_rs::{Builder, Totp};

use super::recovery::RecoveryCodes;
use crate::access::{Act, Actor, UserId, record};
use crate::db::Conn;
use crate::db::schema::{recovery_codes, users};
use crate::types::Timestamp;

/// The secret that a user's phone and this site share (RFC 6238). The database holds only a seed of it; without the installation's key,
/// which is not in the database, a stolen copy makes no codes.
pub struct TotpSecret([u8; 20]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// The secret that grows from a seed under the installation's key.
    pub fn of_seed(seed: &str, key: &str) -> Self {
        let digest =
            Sha512::new().chain_update("totp\n").chain_update(key).chain_update(format!("\n{seed}")).finalize();
        let mut secret = [0; 20];
        secret.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
        Self(secret)
    }

    /// The secret as one types it into a phone (RFC 4648, base 32).
    pub fn base32(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let letter = |five: &[u8]| five.iter().fold(0_usize, |value, bit| value * 2 + usize::from(*bit));
        let bits: Vec<u8> = self.0.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).collect();
        bits.chunks(5).filter_map(|five| LETTERS.get(letter(five))).map(|byte| char::from(*byte)).collect()
    }

    /// The address that an authenticator app reads from a QR code.
    pub fn address(&self, site: &str, user: &str) -> String {
        let encoded =
            |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
        let (site, user) = (encoded(&site.replace(':', " ")), encoded(user));
        format!("otpauth://totp/{site}:{user}?secret={}&issuer={site}", self.base32())
    }

    /// The code that a phone shows at a time.
    pub fn code_at(&self, now: Timestamp) -> String {
        self.clock().map(|clock| clock.generate(seconds(now)).to_string()).unwrap_or_default()
    }

    /// The step of the clock that a code belongs to: this one, the one before or the one after.
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let step = is_code.then(|| self.clock()?.check(&digits, seconds(now))).flatten()?;
        i64::try_from(step).ok()
    }

    fn clock(&self) -> Option<Totp> {
        Builder::new().with_secret(self.0).build().ok()
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.utc().timestamp()).unwrap_or_default()
}

/// The seed of a user's secret, where they use codes.
pub fn find_totp_seed(conn: &mut Conn, user: UserId) -> QueryResult<Option<String>> {
    users::table.filter(users::id.eq(user)).select(users::totp_secret).first(conn)
}

/// Takes a code once: whether it is right and no code of its step or a later one was used. Of many who send one code at once, one passes.
pub fn use_totp(conn: &mut Conn, user: UserId, key: &str, code: &str, now: Timestamp) -> QueryResult<bool> {
    let Some(seed) = find_totp_seed(conn, user)? else { return Ok(false) };
    let Some(step) = TotpSecret::of_seed(&seed, key).step_of(code, now) else { return Ok(false) };
    let fresh = users::totp_step.is_null().or(users::totp_step.lt(step));
    let taken = diesel::update(users::table.filter(users::id.eq(user)).filter(fresh))
        .set(users::totp_step.eq(step))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Begins to ask a user for codes, now that their phone has shown one, and keeps the recovery codes that they are given.
pub fn enable_totp(
    conn: &mut Conn,
    actor: &Actor,
    (seed, step): (&str, i64),
    codes: &RecoveryCodes,
    now: Timestamp,
) -> QueryResult<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    diesel::update(users::table.filter(users::id.eq(user)))
        .set((users::totp_secret.eq(seed), users::totp_step.eq(step), users::updated_at.eq(now)))
        .execute(conn)?;
    codes.store(conn, user)?;
    record(conn, actor, &Act { action: "enable-codes", kind: "user", id: Some(user.0), ..Act::default() }, now)
}

/// Stops asking a user for codes.
pub fn disable_totp(conn: &mut Conn, actor: &Actor, now: Timestamp) -> QueryResult<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    forget_totp(conn, user)?;
    record(conn, actor, &Act { action: "disable-codes", kind: "user", id: Some(user.0), ..Act::default() }, now)
}

/// Takes a user's secret and recovery codes away.
pub(super) fn forget_totp(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(conn)?;
    let none = (users::totp_secret.eq(None::<String>), users::totp_step.eq(None::<i64>));
    diesel::update(users::table.filter(users::id.eq(user))).set(none).execute(conn).map(|_| ())
}
