//! Every limit on hostile input, in one place. Sizes are in bytes.

/// Lines one message of a text log may go over; a line beyond is a reject.
pub const MESSAGE_LINES: usize = 10_000;
/// A text line longer than this is a reject.
pub const LINE_BYTES: usize = 16 << 20;
/// One JSON value, one e-mail message or one other record larger than this is a reject.
pub const RECORD_BYTES: usize = 64 << 20;
/// Values in one JSON record; one of many small values would weigh a multiple of its text.
pub const RECORD_VALUES: usize = 1_000_000;
/// Records of one piece of evidence, each too large to be held, that are gone back to and read list by list.
pub const LARGE_RECORDS: usize = 10_000;
/// A document that must be held whole (YAML settings, one CSAF advisory).
pub const DOCUMENT_BYTES: u64 = 256 << 20;
/// What a report says of itself beside its records, when it is repeated in each of them.
pub const REPORT_HEAD_BYTES: usize = 1 << 20;
/// What each record taken out of a larger one may carry of it; longer stays with the larger one alone.
pub const CARRIED_BYTES: usize = 64 << 10;
/// A packed attachment of a message that may be a report; larger ones stay closed.
pub const PACKED_REPORT_BYTES: usize = 8 << 20;
/// What such an attachment may unpack to, all files together.
pub const UNPACKED_REPORT_BYTES: u64 = 64 << 20;
/// Files in an archive that is attached to a message; one with more stays closed.
pub const MAIL_ARCHIVE_MEMBERS: usize = 10_000;
/// JSON nesting deeper than this is a reject.
pub const JSON_DEPTH: usize = 64;
/// XML elements inside one another; deeper is a reject.
pub const XML_DEPTH: usize = 64;
/// Attributes of one XML element.
pub const XML_ATTRIBUTES: usize = 1_000;
/// Values of all attributes of one XML element together.
pub const XML_TAG_BYTES: usize = 4 << 20;
/// XML elements inside one that is a record.
pub const XML_ELEMENTS: usize = 500_000;
/// Columns of one record table; what is beyond goes to `_rest`.
pub const TABLE_COLUMNS: usize = 1_000;
/// Values of one field that a record may repeat under names of their own in `_rest`; further ones join the last.
pub const REPEATS: usize = 16;
/// Rows of care that an audit of accesses holds in memory; more go into files by range of patients.
pub const AUDIT_CARE_ROWS: usize = 8_000_000;
/// Bytes of record ids that it holds in memory, and as many of references to care.
pub const AUDIT_TEXT_BYTES: usize = 256 << 20;
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
/// One packet, or one block, of a network capture.
pub const CAPTURE_PACKET_BYTES: usize = 16 << 20;
/// Connections of a network capture that are followed at a time; the oldest gives way.
pub const CAPTURE_CONNECTIONS: usize = 100_000;
/// Bytes that these connections may hold together, beside their fixed size.
pub const CAPTURE_HELD_BYTES: usize = 64 << 20;
/// First bytes of one side of a connection that are held together to be understood.
pub const CAPTURE_GATHERED_BYTES: usize = 16 << 10;
/// Interfaces of one section of a network capture.
pub const CAPTURE_INTERFACES: usize = 4_096;
/// Tunnels in one another that packets are taken out of.
pub const CAPTURE_TUNNELS: u8 = 2;
/// Parts of a name in DNS, pointers counted.
pub const DNS_NAME_PARTS: usize = 128;
/// Bytes of a name in DNS.
pub const DNS_NAME_BYTES: usize = 1_024;
/// Answers of one DNS message that are kept.
pub const DNS_ANSWERS: usize = 64;
/// Questions of one connection that wait for their answer.
pub const DNS_WAITING: usize = 32;
/// One part of a spreadsheet that is held whole (its shared texts, its styles), or one cell of it.
pub const WORKBOOK_PART_BYTES: u64 = 64 << 20;
/// Cells of an OpenDocument spreadsheet, repeated ones counted each.
pub const WORKBOOK_CELLS: u64 = 2_000_000;
/// Elements of an XML document that is held whole.
pub const XML_DOCUMENT_ELEMENTS: usize = 2_000_000;
/// What a Parquet file says of itself at its end.
pub const PARQUET_FOOTER_BYTES: usize = 16 << 20;
/// Columns of a Parquet file, those inside others counted each.
pub const PARQUET_COLUMNS: usize = 10_000;
/// Unpacked bytes of one group of rows of a Parquet file.
pub const PARQUET_GROUP_BYTES: u64 = 1 << 30;
/// Unpacked bytes of one page of it.
pub const PARQUET_PAGE_BYTES: u64 = 256 << 20;
/// Rows of a Parquet file beyond this are looked at: there may be [`ARCHIVE_RATIO`] of them for a byte.
pub const PARQUET_FREE_ROWS: u64 = 16_000_000;
/// Packed bytes of a page in a packing that does not keep to what it says it unpacks to.
pub const PARQUET_LOOSE_PAGE_BYTES: u64 = 2 << 20;
/// Connections of mail servers that are served at once; further ones wait.
pub const GATE_CONNECTIONS: usize = 256;
/// Bytes of all messages together that mail servers are asking about at a time.
pub const GATE_HELD_BYTES: usize = 1 << 30;
/// One packet of a mail server.
pub const GATE_PACKET_BYTES: usize = 1 << 20;
/// Recipients of one message that are kept.
pub const GATE_RECIPIENTS: usize = 10_000;
