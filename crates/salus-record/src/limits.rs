//! Every limit on hostile input, in one place. Sizes are in bytes.

/// Lines one message of a text log may go over; a line beyond is a reject.
pub const MESSAGE_LINES: usize = 10_000;
/// A text line longer than this is a reject.
pub const LINE_BYTES: usize = 16 << 20;
/// One JSON value, one e-mail message or one other record larger than this is a reject.
pub const RECORD_BYTES: usize = 64 << 20;
/// A document that must be held whole (YAML settings, one CSAF advisory).
pub const DOCUMENT_BYTES: u64 = 256 << 20;
/// JSON nesting deeper than this is a reject.
pub const JSON_DEPTH: usize = 64;
/// Columns of one record table; what is beyond goes to `_rest`.
pub const TABLE_COLUMNS: usize = 1_000;
/// Values of one field that a record may repeat under names of their own in `_rest`; further ones join the last.
pub const REPEATS: usize = 16;
/// Rows of a batch.
pub const BATCH_ROWS: usize = 8_192;
/// Text held in a batch before it is handed on.
pub const BATCH_BYTES: usize = 8 << 20;
/// Record tables one piece of evidence may open.
pub const TABLES_PER_EVIDENCE: usize = 256;
/// Archives inside archives.
pub const ARCHIVE_DEPTH: usize = 4;
/// Files in one archive.
pub const ARCHIVE_MEMBERS: u64 = 100_000;
/// Bytes one archive may unpack to, all members together.
pub const ARCHIVE_BYTES: u64 = 64 << 30;
/// Unpacked bytes per packed byte, once more than [`ARCHIVE_RATIO_FREE_BYTES`] came out.
pub const ARCHIVE_RATIO: u64 = 200;
/// Below this much unpacked output the ratio is not looked at.
pub const ARCHIVE_RATIO_FREE_BYTES: u64 = 16 << 20;
/// Head of a file shown to each reader to recognise it.
pub const SNIFF_BYTES: usize = 64 << 10;
/// Characters of a reject's reason.
pub const REASON_CHARS: usize = 200;
