use std::fmt;

use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};

/// A password after hashing, as a PHC string.
#[derive(Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A hash in a log would be a hash to guess at.
impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Hashes a password with Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2024).
///
/// # Errors
/// When the parameters are refused, which would be a fault of this program.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<PasswordHash, Error> {
    let argon = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).map_err(|_| Error::Internal)?,
    );
    argon.hash_password_with_salt(password.as_bytes(), salt).map(|hash| PasswordHash(hash.to_string()))
}

/// A hash of a password that nobody has: checking against it takes as long as checking a real one.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$Rm9yIHRpbWluZyBvbmx5OiBubyBwYXNzd29yZCBoYXM";

/// Whether a password is the one that was hashed. Without a hash the answer is no, after the same time.
fn verify_password(password: &str, hash: Option<&str>) -> bool {
    let parsed = phc::PasswordHash::new(hash.unwrap_or(NOBODYS));
    let verified = parsed.is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
    verified && hash.is_some()
}

/// Whether a password is the one that was hashed, found out on a thread that may block. Call it outside any transaction: it takes as
/// long as hundreds of writes. Without a hash the answer is no, after the same time.
pub async fn matches_password(password: String, hash: Option<String>) -> bool {
    tokio::task::spawn_blocking(move || verify_password(&password, hash.as_deref())).await.unwrap_or_default()
}
