use sha2::{Digest, Sha512};

use crate::access::UserId;
use crate::tokens::hex;

/// A browser that a user signed in with before. Its cookie proves that and opens nothing: it only keeps an allowance of guesses apart, so
/// that strangers who guess at an account do not slow its owner down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice(String);

impl KnownDevice {
    /// A browser that just signed in, named by random digits.
    pub fn named(digits: &str) -> Self {
        Self(digits.to_owned())
    }

    /// The browser of a cookie, if the cookie was made for this user by this installation.
    pub fn of_cookie(value: &str, user: UserId, secret: &str) -> Option<Self> {
        let (name, _) = value.split_once('.')?;
        let device = Self(name.to_owned());
        (device.cookie(user, secret) == value).then_some(device)
    }

    /// What the cookie holds.
    pub fn cookie(&self, user: UserId, secret: &str) -> String {
        let seal = Sha512::new()
            .chain_update("known device\n")
            .chain_update(secret)
            .chain_update(format!("\n{}\n{}", user.0, self.0))
            .finalize();
        format!("{}.{}", self.0, hex(seal.get(..32).unwrap_or_default()))
    }

    /// Its name, by which its attempts are counted.
    pub fn name(&self) -> &str {
        &self.0
    }
}
