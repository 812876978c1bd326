//! What a stretch of evidence held that was read by itself.

use crate::{Counts, Loose, Place};

/// Rows, rejects and their counts; numbers and places count from the start of the stretch.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Rows, a few thousand of one table each.
    pub rows: Vec<Loose>,
    /// What could not be read, and why.
    pub rejects: Vec<(Place, String)>,
    /// What was met.
    pub counts: Counts,
}
