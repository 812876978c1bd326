//! Archives are opened by their signature, inside each other too, down to a limit.

use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use salus_readers::Unpack;
use salus_record::{ReadError, limits};

use crate::count::Counted;
use crate::unpack::{Budget, Unpacked, gzip, unpack, zstandard};
use crate::{Found, Piece, Watch, compound, scorm, workbook, written};

/// Packings Salus opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstandard,
    Zip,
    Tar,
    /// A compound file of Microsoft's that holds a workbook.
    Compound(compound::Holds),
    /// A mailbox of Outlook's own.
    Mailbox,
}

const MAILBOX: &str = "is a mailbox of Outlook (PST or OST), which is not read; help: drag its messages into a folder \
                       (.msg), or export the mailbox from the mail server as .eml files or mbox";

/// Something that can be read from the start and sought in.
trait Source: BufRead + Seek {}
impl<T: BufRead + Seek> Source for T {}

pub(crate) type Each<'e, E> = &'e mut dyn FnMut(Found) -> Result<(), E>;

/// Opens one file from disk. Bytes of an archive are told to `watch` as they are unpacked; those of
/// a plain file are left to whoever reads it.
pub(crate) fn open<E>(
    name: &str,
    file: std::fs::File,
    watch: &dyn Watch,
    each: Each<'_, E>,
) -> Result<(), E> {
    let mut file = BufReader::with_capacity(256 << 10, file);
    let size = match file
        .seek(SeekFrom::End(0))
        .and_then(|size| file.rewind().map(|()| size))
    {
        Ok(size) => size,
        Err(error) => return fail(name, 0, error.to_string(), each),
    };
    match packing_of(&mut file) {
        Err(error) => fail(name, size, error.to_string(), each),
        Ok(Some(packing)) => {
            let mut budget = Budget::new();
            let mut level = Level {
                depth: 1,
                budget: &mut budget,
            };
            let mut file = BufReader::new(Counted::new(file, watch));
            unpack_into(name, &mut file, (packing, size), &mut level, each)
        }
        Ok(None) => each(Found::Piece(Piece {
            name: name.to_owned(),
            size,
            digest: None,
            input: Box::new(file),
            cut_short: None,
            is_packed: false,
            modified: None,
            knowing: std::sync::Arc::default(),
        })),
    }
}

/// Opens packed attachments that readers meet: gzip and zip, not in one another.
pub struct Attachments;

impl Unpack for Attachments {
    fn unpack(
        &self,
        bytes: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut from = Cursor::new(bytes);
        let Some(packing @ (Packing::Gzip | Packing::Zip)) = packing_of(&mut from)? else {
            return Ok(());
        };
        let mut budget = Budget::of(limits::UNPACKED_REPORT_BYTES);
        let mut level = Level {
            depth: limits::ARCHIVE_DEPTH,
            budget: &mut budget,
        };
        let size = bytes.len() as u64;
        unpack_into(
            "",
            &mut from,
            (packing, size),
            &mut level,
            &mut |found| match found {
                Found::Piece(mut piece) if piece.cut_short.is_none() => {
                    let mut inner = Vec::new();
                    piece.input.read_to_end(&mut inner)?;
                    each(&inner)
                }
                _ => Ok(()),
            },
        )
    }
}

struct Level<'b> {
    depth: usize,
    budget: &'b mut Budget,
}

pub(crate) fn fail<E>(name: &str, size: u64, reason: String, each: Each<'_, E>) -> Result<(), E> {
    each(Found::Failed {
        name: name.to_owned(),
        size,
        reason,
    })
}

fn packing_of(from: &mut (impl Read + Seek)) -> std::io::Result<Option<Packing>> {
    let mut head = Vec::with_capacity(512);
    from.by_ref().take(512).read_to_end(&mut head)?;
    from.seek(SeekFrom::Start(0))?;
    Ok(match head.as_slice() {
        [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstandard),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Packing::Zip),
        [b'!', b'B', b'D', b'N', _, _, _, _, b'S', b'M' | b'O', ..] => Some(Packing::Mailbox),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => compound::holds(from)?.map(Packing::Compound),
        tar if tar.get(257..262) == Some(b"ustar") => Some(Packing::Tar),
        _ => None,
    })
}

fn unpack_into<E>(
    name: &str,
    from: &mut dyn Source,
    (packing, size): (Packing, u64),
    level: &mut Level<'_>,
    each: Each<'_, E>,
) -> Result<(), E> {
    if level.depth > limits::ARCHIVE_DEPTH {
        let reason = format!("archives nested deeper than {}", limits::ARCHIVE_DEPTH);
        return fail(name, size, reason, each);
    }
    match packing {
        Packing::Gzip => {
            let written = from.fill_buf().ok().and_then(written::in_gzip);
            let unpacked = unpack(&mut gzip(from), size, level.budget);
            let mut each = written::dated(written, each);
            hand_over(name, size, unpacked, level, &mut each)
        }
        Packing::Zstandard => {
            let unpacked =
                zstandard(from).and_then(|mut from| unpack(&mut from, size, level.budget));
            hand_over(name, size, unpacked, level, each)
        }
        Packing::Zip => zip_members(name, from, size, level, each),
        Packing::Tar => tar_members(name, from, size, level, each),
        Packing::Compound(compound::Holds::Encrypted) => {
            fail(name, size, compound::Holds::ENCRYPTED.to_owned(), each)
        }
        Packing::Compound(compound::Holds::OldWorkbook) => {
            workbook::open_old((name, size), &mut { from }, level.budget, each)
        }
        Packing::Mailbox => fail(name, size, MAILBOX.to_owned(), each),
    }
}

/// Unpacked content is evidence, or an archive itself.
fn hand_over<E>(
    name: &str,
    packed: u64,
    unpacked: Result<Unpacked, String>,
    level: &mut Level<'_>,
    each: Each<'_, E>,
) -> Result<(), E> {
    let mut unpacked = match unpacked {
        Ok(unpacked) => unpacked,
        Err(reason) => return fail(name, packed, reason, each),
    };
    match packing_of(&mut unpacked.spool) {
        Err(error) => fail(name, packed, error.to_string(), each),
        Ok(Some(packing)) => {
            let mut inner = Level {
                depth: level.depth + 1,
                budget: level.budget,
            };
            let size = unpacked.size;
            unpack_into(name, &mut unpacked.spool, (packing, size), &mut inner, each)
        }
        Ok(None) => each(Found::Piece(Piece {
            name: name.to_owned(),
            size: unpacked.size,
            digest: Some(unpacked.digest),
            input: Box::new(unpacked.spool),
            cut_short: unpacked.cut_short,
            is_packed: true,
            modified: None,
            knowing: std::sync::Arc::default(),
        })),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "members go through the capped helper"
)]
fn zip_members<E>(
    name: &str,
    from: &mut dyn Source,
    size: u64,
    level: &mut Level<'_>,
    each: Each<'_, E>,
) -> Result<(), E> {
    let mut archive = match zip::ZipArchive::new(from) {
        Ok(archive) => archive,
        Err(error) => {
            return fail(
                name,
                size,
                format!("not a whole zip archive: {error}"),
                each,
            );
        }
    };
    let members = archive.len();
    if members as u64 > limits::ARCHIVE_MEMBERS {
        let reason = format!("holds more than {} files", limits::ARCHIVE_MEMBERS);
        return fail(name, size, reason, each);
    }
    if let Some(kind) = workbook::kind(&mut archive) {
        let book = workbook::Book { name, size, kind };
        return workbook::open(&book, &mut archive, level.budget, each);
    }
    let is_course = scorm::is_course(&mut archive);
    let mut files = 0;
    for at in 0..members {
        let mut written = None;
        let (member, packed, unpacked) = match archive.by_index(at) {
            Ok(member) if member.is_dir() => continue,
            Ok(member) if is_course && scorm::is_content(member.name_raw()) => continue,
            Ok(mut member) => {
                written = written::in_zip(&member);
                let inner = member
                    .name()
                    .map_or_else(|_| at.to_string(), |name| name.into_owned());
                let inner = format!("{name}!{inner}");
                let packed = member.compressed_size();
                (inner, packed, unpack(&mut member, packed, level.budget))
            }
            Err(error) => (format!("{name}!{at}"), 0, Err(error.to_string())),
        };
        files += 1;
        let mut each = written::dated(written, &mut *each);
        hand_over(&member, packed, unpacked, level, &mut each)?;
    }
    if files == 0 {
        fail(name, size, "the archive holds no files".into(), each)
    } else {
        Ok(())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "members go through the capped helper"
)]
fn tar_members<E>(
    name: &str,
    from: &mut dyn Source,
    size: u64,
    level: &mut Level<'_>,
    each: Each<'_, E>,
) -> Result<(), E> {
    let mut archive = tar::Archive::new(from);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return fail(name, size, error.to_string(), each),
    };
    let mut files = 0;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(_) => {
                return fail(
                    name,
                    size,
                    "the tar archive is damaged from here on".into(),
                    each,
                );
            }
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        files += 1;
        if files > limits::ARCHIVE_MEMBERS {
            let reason = format!("holds more than {} files", limits::ARCHIVE_MEMBERS);
            return fail(name, size, reason, each);
        }
        let member = format!("{name}!{}", String::from_utf8_lossy(&entry.path_bytes()));
        let packed = entry.size();
        let written = written::in_tar(entry.header());
        let unpacked = unpack(&mut entry, packed, level.budget);
        let mut each = written::dated(written, &mut *each);
        hand_over(&member, packed, unpacked, level, &mut each)?;
    }
    if files == 0 {
        fail(name, size, "the archive holds no files".into(), each)
    } else {
        Ok(())
    }
}
