//! Links to posts that are not public: signed, so that nobody can guess or lengthen one.
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::blog::{Preview, PreviewId};
use crate::config::SecretKey;
use crate::tokens::hex;
use crate::types::Timestamp;

/// A link's own part of the address: which it is, until when it holds, and a signature over both.
pub fn sign(secret: &SecretKey, preview: &Preview) -> String {
    let (id, expires) = (preview.id.0, preview.expires_at.micros());
    let signature = signer(secret, id, expires).map(|signer| hex(&signer.finalize().into_bytes())).unwrap_or_default();
    format!("{id}-{expires}-{signature}")
}

/// Which link a part of an address is, where this site signed it and its time is not over.
pub fn read(secret: &SecretKey, token: &str, now: Timestamp) -> Option<Result<PreviewId, Expired>> {
    let mut parts = token.splitn(3, '-');
    let (id, expires, signature) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    signer(secret, id, expires)?.verify_slice(&bytes(signature)?).ok()?;
    Some(if expires > now.micros() { Ok(PreviewId(id)) } else { Err(Expired) })
}

/// A link that held once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expired;

/// Signs with a key made from the installation's own, so that no two uses share one.
fn signer(secret: &SecretKey, id: i64, expires: i64) -> Option<Hmac<Sha256>> {
    let key = Sha256::new().chain_update("preview link\n").chain_update(secret.expose()).finalize();
    let mut signer = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    signer.update(format!("{id}\n{expires}").as_bytes());
    Some(signer)
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let is_whole = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_whole.then(|| (0..digits.len()).step_by(2).map(pair).collect())?
}
