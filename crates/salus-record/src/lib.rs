//! What every other crate speaks in: places, times, rows on their way to a table, rejects and limits.
//!
//! A *record* is a row as its source wrote it. Its columns are text under the source's own field
//! names, beside a fixed [`envelope`]; `docs/decisions/0002-record-columns-are-text.md` says why.

mod batch;
mod clock;
mod digest;
mod error;
mod flatten;
mod heard;
mod loose;
mod needs;
mod period;
mod place;
mod sink;
mod stretch;
mod text_column;

pub mod envelope;
pub mod limits;
pub mod time;

pub use batch::Batch;
pub use clock::{Assumed, Clock, Local, Moment, Year, Zone};
pub use digest::{Digest, Digesting};
pub use error::ReadError;
pub use flatten::{flatten, scalar_text};
pub use heard::Heard;
pub use loose::{Loose, Start};
pub use needs::{Need, Needs, Search};
pub use period::{Period, bind};
pub use place::Place;
pub use sink::{Counts, FieldColumns, NeedsOf, Output, Reject, Row, Sink};
pub use stretch::Stretch;
