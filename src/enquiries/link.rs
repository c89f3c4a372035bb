use std::fmt;

use chrono::Duration;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::tokens::hex;
use crate::types::{Reference, Timestamp};

/// How long the link in a mail to staff works.
const LASTS_DAYS: i64 = 30;
/// Sets these signatures apart from any other use of the same key.
const PURPOSE: &[u8] = b"lectern answered link v1\n";

/// What links in mails to staff are signed with.
#[derive(Clone)]
pub struct LinkKey(Vec<u8>);

/// What a link in a mail lets its holder do: mark one enquiry as answered. Only a link that was signed here makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredLink {
    reference: Reference,
}

/// Why a link opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkError {
    /// It was not signed here.
    Unknown,
    /// Its time is over.
    Expired,
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

impl LinkKey {
    /// The key of an installation.
    pub fn new(secret: &str) -> Self {
        Self(secret.as_bytes().to_vec())
    }

    /// The word at the end of the link that marks this enquiry as answered, from `now` on.
    pub fn sign(&self, reference: &Reference, now: Timestamp) -> String {
        let ends = (now + Duration::days(LASTS_DAYS)).micros() / 1_000_000;
        let mac = self.mac(reference, ends).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default();
        format!("{reference}.{ends}.{mac}")
    }

    /// What a word opens.
    ///
    /// # Errors
    /// When it was not signed here, or is too old.
    pub fn open(&self, word: &str, now: Timestamp) -> Result<AnsweredLink, LinkError> {
        let mut parts = word.splitn(3, '.');
        let mut part = || parts.next().ok_or(LinkError::Unknown);
        let reference: Reference = part()?.parse().map_err(|_| LinkError::Unknown)?;
        let ends: i64 = part()?.parse().map_err(|_| LinkError::Unknown)?;
        let signature = unhex(part()?).ok_or(LinkError::Unknown)?;
        let mac = self.mac(&reference, ends).ok_or(LinkError::Unknown)?;
        mac.verify_slice(&signature).map_err(|_| LinkError::Unknown)?;
        if now.micros() / 1_000_000 > ends { Err(LinkError::Expired) } else { Ok(AnsweredLink { reference }) }
    }

    /// A word that lasts: the reference with its signature for one purpose.
    pub(super) fn seal(&self, purpose: &[u8], reference: &Reference) -> String {
        let mac = self.lasting_mac(purpose, reference).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default();
        format!("{reference}.{mac}")
    }

    /// The reference in such a word; nothing where it was not signed here for this purpose.
    pub(super) fn unseal(&self, purpose: &[u8], word: &str) -> Option<Reference> {
        let (reference, signature) = word.split_once('.')?;
        let reference: Reference = reference.parse().ok()?;
        let signature = unhex(signature)?;
        self.lasting_mac(purpose, &reference)?.verify_slice(&signature).ok().map(|()| reference)
    }

    fn lasting_mac(&self, purpose: &[u8], reference: &Reference) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(purpose);
        mac.update(reference.as_str().as_bytes());
        Some(mac)
    }

    fn mac(&self, reference: &Reference, ends: i64) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(PURPOSE);
        mac.update(format!("{reference}.{ends}").as_bytes());
        Some(mac)
    }
}

impl AnsweredLink {
    /// The enquiry it is about.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = text.chars().collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok();
    (digits.len() == 64).then(|| digits.chunks(2).map(byte).collect())?
}
