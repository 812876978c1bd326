//! Every limit on what is looked at inside one message, in one place. Sizes are in bytes.

/// Archives and messages inside one another.
pub(crate) const DEPTH: usize = 4;
/// Files that are looked at, those inside others counted each.
pub(crate) const FILES: usize = 1_000;
/// What of one packed file is unpacked.
pub(crate) const MEMBER: usize = 8 << 20;
/// What all packed content together may unpack to.
pub(crate) const UNPACKED: usize = 64 << 20;
/// Links that are taken from attachments of one message.
pub(crate) const INNER_LINKS: usize = 500;

/// Pictures in which a QR code is looked for.
pub(crate) const PICTURES: usize = 10;
/// Pixels of one of them; larger ones are left alone.
pub(crate) const PIXELS: usize = 4_000_000;
/// Pixels of all of them together.
pub(crate) const ALL_PIXELS: usize = 16_000_000;
/// Memory for decoding one picture.
pub(crate) const PICTURE_MEMORY: u64 = 32 << 20;
/// JPEG 2000 in one message, packed, and the numbers one picture may unpack to (four bytes each, twice).
pub(crate) const JPEG_2000: usize = 2 << 20;
pub(crate) const SAMPLES: usize = 4 << 20;
/// Corners of QR codes in one picture; where there are more it is a pattern, not a code.
pub(crate) const CORNERS: usize = 16;
/// Grids of one picture that are tried.
pub(crate) const GRIDS: usize = 24;

/// What of a PDF is looked at.
pub(crate) const PDF: usize = 32 << 20;
/// Names in a PDF that are looked at.
pub(crate) const PDF_NAMES: usize = 200_000;
/// Streams of a PDF that are opened.
pub(crate) const PDF_STREAMS: usize = 200;
/// What one of them may unpack to.
pub(crate) const PDF_STREAM: usize = 2 << 20;
/// Rectangles of a page that are looked at.
pub(crate) const PDF_PIECES: usize = 40_000;
/// Dictionary before a stream that is looked at.
pub(crate) const PDF_DICTIONARY: usize = 4 << 10;

/// Streams and storages of a compound file that are looked at.
pub(crate) const COMPOUND_ENTRIES: usize = 2_000;
/// What of one stream is read.
pub(crate) const COMPOUND_STREAM: usize = 4 << 20;
/// Macro code that is read.
pub(crate) const MACRO_TEXT: usize = 1 << 20;
/// Files inside a OneNote section.
pub(crate) const NOTE_FILES: usize = 50;
/// Members of an archive whose names are read without unpacking.
pub(crate) const NAMED_MEMBERS: usize = 2_000;

/// HTML of one attachment.
pub(crate) const PAGE: usize = 2 << 20;
/// Text of one invitation.
pub(crate) const INVITATION: usize = 256 << 10;

/// Link rewriters inside one another.
pub(crate) const REWRITERS: usize = 5;
/// Links that are judged; a message with more is judged by the first.
pub(crate) const JUDGED_LINKS: usize = 300;
/// Different hosts that are held against the names of others.
pub(crate) const HOSTS: usize = 60;
/// Text in which a password is looked for.
pub(crate) const PASSWORD_TEXT: usize = 32 << 10;
