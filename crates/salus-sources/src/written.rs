//! When a member of an archive was last written, as far as the archive says.
//!
//! Members keep the time they had when they were packed, which is nearer to their records than that of the archive.

use std::io::Read;

use salus_record::time;
use zip::ExtraField;
use zip::read::ZipFile;

use crate::Found;

/// Many programs write a day in the eighties where they mean none: 1 January 1995, seconds since 1970.
const FIRST: i64 = 788_918_400;
/// Zones are at most so far behind UTC.
const BEHIND: i64 = 12 * 3_600;

/// Hands on what is found with this time, unless something further inside had one of its own.
pub(crate) fn dated<'e, E>(
    written: Option<i64>,
    each: &'e mut dyn FnMut(Found) -> Result<(), E>,
) -> impl FnMut(Found) -> Result<(), E> + 'e {
    move |mut found| {
        if let Found::Piece(piece) = &mut found {
            piece.modified = piece.modified.or(written);
        }
        each(found)
    }
}

fn micros(seconds: i64) -> Option<i64> {
    let is_sound = seconds >= FIRST;
    time::accepted(seconds.checked_mul(1_000_000)?).filter(|_| is_sound)
}

/// UTC by the format.
pub(crate) fn in_tar(header: &tar::Header) -> Option<i64> {
    micros(i64::try_from(header.mtime().ok()?).ok()?)
}

/// UTC by the format; in its first bytes.
pub(crate) fn in_gzip(head: &[u8]) -> Option<i64> {
    let seconds = head.get(4..8)?.first_chunk()?;
    micros(i64::from(u32::from_le_bytes(*seconds)))
}

/// UTC where a program wrote that too. The format's own time is of an unnamed zone: taken is the latest moment it
/// can mean, because nothing in the file is later.
pub(crate) fn in_zip<R: Read>(member: &ZipFile<'_, R>) -> Option<i64> {
    let exact = member.extra_data_fields().find_map(|field| match field {
        ExtraField::ExtendedTimestamp(stamp) => Some(i64::from(stamp.mod_time()?)),
        ExtraField::Ntfs(stamp) => seconds_of(stamp.mtime()),
        _ => None,
    });
    if let Some(exact) = exact.and_then(micros) {
        return Some(exact);
    }
    let at = member.last_modified()?;
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    micros(time::parse(&text)? / 1_000_000 + BEHIND)
}

/// Of tenths of microseconds since 1601.
fn seconds_of(file_time: u64) -> Option<i64> {
    const FROM_1601: i64 = 11_644_473_600;
    Some(i64::try_from(file_time / 10_000_000).ok()? - FROM_1601)
}

#[cfg(test)]
mod tests;
