//! The digest that evidence is named by.

use sha2::{Digest as _, Sha256};

use crate::envelope;

/// The digest of a piece of evidence: the SHA-256 of its bytes in lower-case hexadecimal.
///
/// The first [`envelope::EVIDENCE_ID_CHARS`] characters serve as `evidence_id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// Writes the 32 bytes of a SHA-256 as text.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits = halves.map(|half| char::from(DIGITS[usize::from(half)]));
        Self(digits.collect())
    }

    /// The SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_bytes(&Sha256::digest(bytes))
    }

    /// All 64 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The short form used as `evidence_id` and as the head of each `record_id`.
    #[must_use]
    pub fn evidence_id(&self) -> &str {
        self.0.get(..envelope::EVIDENCE_ID_CHARS).unwrap_or(&self.0)
    }
}

/// A digest in the making, for content that comes in pieces.
#[derive(Debug, Clone, Default)]
pub struct Digesting(Sha256);

impl Digesting {
    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all of them.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest::from_bytes(&self.0.finalize())
    }
}
