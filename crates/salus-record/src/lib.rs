//! What every other crate speaks in: places, times, rows on their way to a table, rejects and limits.
//!
//! A *record* is a row as its source wrote it. Its columns are text under the source's own field
//! names, beside a fixed [`envelope`]; `docs/decisions/0002-record-columns-are-text.md` says why.

mod batch;
mod error;
mod flatten;
mod heard;
mod period;
mod place;
mod sink;
mod text_column;

pub mod envelope;
pub mod limits;
pub mod time;

pub use batch::Batch;
pub use error::ReadError;
pub use flatten::{flatten, scalar_text};
pub use heard::Heard;
pub use period::{Period, bind};
pub use place::Place;
pub use sink::{Counts, FieldColumns, Output, Reject, Row, Sink};

/// The digest of a piece of evidence: the SHA-256 of its bytes in lower-case hexadecimal.
///
/// The first [`envelope::EVIDENCE_ID_CHARS`] characters serve as `evidence_id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// Writes the 32 bytes of a SHA-256 as text.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self::from_bytes(&sha2::Sha256::digest(bytes))
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
