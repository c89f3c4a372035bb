//! The only maker of randomness: references, form keys, one-time links, secret keys.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

/// Where random bytes come from: the operating system, or a seed that a test knows.
#[derive(Debug, Clone)]
pub enum Tokens {
    /// The operating system's generator.
    System,
    /// A counted seed: the same bytes in the same order at every run.
    Seeded(Arc<AtomicU64>),
}

impl Tokens {
    /// A maker whose bytes a test can foretell.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(AtomicU64::new(seed << 32)))
    }

    /// `N` random bytes (at most 32 from a seed are distinct).
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn bytes<const N: usize>(&self) -> std::io::Result<[u8; N]> {
        let mut bytes = [0; N];
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the token maker")]
            Self::System => getrandom::fill(&mut bytes).map_err(std::io::Error::other)?,
            Self::Seeded(counter) => {
                let digest = Sha256::digest(counter.fetch_add(1, Ordering::SeqCst).to_be_bytes());
                bytes.iter_mut().zip(digest.iter().cycle()).for_each(|(byte, from)| *byte = *from);
            }
        }
        Ok(bytes)
    }

    /// A token of 128 random bits as 32 hexadecimal digits.
    ///
    /// # Errors
    /// As [`Tokens::bytes`].
    pub fn hex(&self) -> std::io::Result<String> {
        self.bytes::<16>().map(|bytes| hex(&bytes))
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of a text, as 64 hexadecimal digits.
pub fn sha256_hex(text: &[u8]) -> String {
    hex(&Sha256::digest(text))
}
