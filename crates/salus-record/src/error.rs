//! Why a piece of evidence could not be read to its end.

use crate::Place;

/// The evidence as a whole failed; single bad records are rejects and never end up here.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes could not be had.
    #[error("cannot read: {0}")]
    Io(#[from] std::io::Error),
    /// The bytes stop making sense at this place, and there is no next record to go on with.
    #[error("{reason} at {place}")]
    Malformed {
        /// Where it happened.
        place: Place,
        /// What is wrong, without any content of the evidence.
        reason: String,
    },
    /// What the records go to refused them (a full disk, say).
    #[error("{0}")]
    Output(String),
}

impl ReadError {
    /// A [`ReadError::Malformed`].
    pub fn malformed(place: Place, reason: impl Into<String>) -> Self {
        Self::Malformed {
            place,
            reason: reason.into(),
        }
    }
}
