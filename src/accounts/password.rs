use argon2::password_hash::{Error, PasswordHasher};
use argon2::{Algorithm, Argon2, Params, Version};

/// A password after hashing, as a PHC string.
#[derive(Debug, Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hashes a password with Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2024).
///
/// # Errors
/// When the parameters are refused, which would be a fault of this program.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<PasswordHash, Error> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| Error::Internal)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_with_salt(password.as_bytes(), salt).map(|hash| PasswordHash(hash.to_string()))
}
