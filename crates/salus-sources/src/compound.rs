//! What a compound file (the container of the old Office formats) holds, told from its directory.
//!
//! Only names at its root are looked at: a message or a text document with a workbook inside is not a workbook.

use std::io::{Read, Result, Seek, SeekFrom};

/// Entries of the directory that are looked at.
const ENTRIES: usize = 4096;
const ENTRY_BYTES: usize = 128;
/// Sector numbers from here on are marks, not places.
const MARKS: u32 = 0xffff_fffa;
/// No entry.
const NONE: u32 = u32::MAX;

/// What kind of workbook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// An Office document of any kind, encrypted as a whole.
    Encrypted,
    /// A workbook of Excel 97 to 2003.
    OldWorkbook,
}

impl Holds {
    /// Why an encrypted document is not opened.
    pub(crate) const ENCRYPTED: &str =
        "is protected by a password; help: save a copy without a password and give that";
}

/// `None` where it is no workbook; it is then left to the readers. The input stands at its start afterwards.
pub(crate) fn holds(from: &mut (impl Read + Seek)) -> Result<Option<Holds>> {
    let directory = directory(from)?;
    from.seek(SeekFrom::Start(0))?;
    let names = root_names(&directory);
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    Ok(if has("EncryptedPackage") {
        Some(Holds::Encrypted)
    } else if has("Workbook") || has("Book") {
        Some(Holds::OldWorkbook)
    } else {
        None
    })
}

/// The directory, as far as it can be followed.
fn directory(from: &mut (impl Read + Seek)) -> Result<Vec<u8>> {
    let mut header = Vec::with_capacity(512);
    from.by_ref().take(512).read_to_end(&mut header)?;
    let mut directory = Vec::new();
    let (Some(shift @ (9 | 12)), Some(first)) = (number16(&header, 30), number32(&header, 48))
    else {
        return Ok(directory);
    };
    let size = 1_u64 << shift;
    let mut sector = first;
    while sector < MARKS && directory.len() < ENTRIES * ENTRY_BYTES {
        let bytes = read_at(from, (u64::from(sector) + 1) * size, size)?;
        if bytes.len() as u64 != size {
            break;
        }
        directory.extend(bytes);
        // The header names the first 109 sectors of the allocation table, which is where directories begin.
        let per_table = size / 4;
        let table = u64::from(sector) / per_table;
        let Some(table) = usize::try_from(table).ok().filter(|table| *table < 109) else {
            break;
        };
        let Some(table) = number32(&header, 76 + 4 * table).filter(|table| *table < MARKS) else {
            break;
        };
        let at = (u64::from(table) + 1) * size + u64::from(sector) % per_table * 4;
        let Some(next) = number32(&read_at(from, at, 4)?, 0) else {
            break;
        };
        sector = next;
    }
    Ok(directory)
}

/// Names of the entries right below the root.
fn root_names(directory: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let entry = |number: u32| {
        let at = usize::try_from(number).ok()?.checked_mul(ENTRY_BYTES)?;
        directory.get(at..at + ENTRY_BYTES)
    };
    let mut open: Vec<u32> = entry(0)
        .and_then(|root| number32(root, 76))
        .into_iter()
        .collect();
    let mut looked_at = 0;
    while let Some(number) = open.pop()
        && looked_at < ENTRIES
    {
        looked_at += 1;
        let Some(entry) = entry(number) else {
            continue;
        };
        names.push(name_of(entry));
        for side in [68, 72] {
            open.extend(number32(entry, side).filter(|number| *number != NONE));
        }
    }
    names
}

fn name_of(entry: &[u8]) -> String {
    let units = entry[..64].chunks_exact(2);
    let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&units)
}

fn read_at(from: &mut (impl Read + Seek), at: u64, bytes: u64) -> Result<Vec<u8>> {
    let mut read = Vec::new();
    from.seek(SeekFrom::Start(at))?;
    from.by_ref().take(bytes).read_to_end(&mut read)?;
    Ok(read)
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A compound file of one directory sector whose root holds these names, each the right side of the one before.
    fn file(names: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0; 512 * 3];
        bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        bytes[30] = 9;
        bytes[48] = 1; // the directory; sector 0 is the table
        bytes[512 + 4..512 + 8].fill(0xff);
        bytes[512 + 4] = 0xfe;
        let directory = &mut bytes[1024..];
        for (at, name) in std::iter::once(&"Root Entry").chain(names).enumerate() {
            let entry = &mut directory[at * 128..][..128];
            for (unit, letter) in name.encode_utf16().enumerate() {
                entry[unit * 2..][..2].copy_from_slice(&letter.to_le_bytes());
            }
            entry[68..80].fill(0xff);
            let next = if at < names.len() {
                at as u32 + 1
            } else {
                NONE
            };
            let link = if at == 0 { 76 } else { 72 };
            entry[link..][..4].copy_from_slice(&next.to_le_bytes());
        }
        bytes
    }

    fn check(bytes: &[u8], expected: Option<Holds>) {
        let mut input = Cursor::new(bytes);
        let found = holds(&mut input).expect("memory does not fail");
        assert_eq!(found, expected);
        assert_eq!(input.position(), 0);
    }

    #[test]
    fn names_at_the_root_tell_what_it_is() {
        check(
            &file(&["EncryptionInfo", "EncryptedPackage"]),
            Some(Holds::Encrypted),
        );
        check(&file(&["Workbook"]), Some(Holds::OldWorkbook));
        check(&file(&["__properties_version1.0"]), None);
    }

    #[test]
    fn broken_and_looping_files_come_to_an_end() {
        let mut looping = file(&["a", "b", "c"]);
        looping[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
        looping[1024 + 3 * 128 + 72..][..4].copy_from_slice(&1_u32.to_le_bytes());
        check(&looping, None);
        let whole = file(&["Workbook"]);
        for end in 0..1024 {
            check(&whole[..end], None);
        }
        check(&[0xd0; 4096], None);
    }
}
