//! Where in a piece of evidence a record or a reject stands.

use std::fmt;

/// A position a person can go to with an ordinary tool. All counts start at 1, offsets at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A line of a text file.
    Line(u64),
    /// The n-th record (or the record with this number, where the format numbers its own).
    Record(u64),
    /// A byte offset.
    Offset(u64),
    /// The evidence as a whole.
    Whole,
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(n) => write!(to, "line {n}"),
            Self::Record(n) => write!(to, "record {n}"),
            Self::Offset(n) => write!(to, "offset {n}"),
            Self::Whole => to.write_str("whole file"),
        }
    }
}
