//! Archives: their members are looked at one by one; where they cannot be unpacked, their names are read.

use crate::attachment::Kind;
use crate::contents::{Opening, Place, Trait};
use crate::limits;

impl Opening<'_> {
    pub(super) fn archive(&mut self, at: usize, bytes: &[u8], place: Place) {
        let mut is_encrypted = false;
        let is_open = self.members(bytes, &|_| limits::MEMBER, &mut |opening, member| {
            is_encrypted |= member.is_encrypted;
            let kind = Kind::of(member.content, member.name);
            opening.file(member.name, kind, member.content, place);
        });
        if !is_open {
            let listing = Listing::read(bytes);
            is_encrypted |= listing.is_encrypted;
            for name in &listing.names {
                self.file(name, Kind::of(&[], name), &[], place);
            }
        }
        if is_encrypted {
            self.mark(at, Trait::Encrypted);
        }
        if self.left.get() == 0 || self.contents.files.len() >= limits::FILES {
            self.mark(at, Trait::CutShort);
        }
    }
}

/// What an archive says of its members without being unpacked.
#[derive(Debug, Default, PartialEq, Eq)]
struct Listing {
    names: Vec<String>,
    is_encrypted: bool,
}

impl Listing {
    fn read(bytes: &[u8]) -> Self {
        let mut listing = Self::default();
        if let Some(rest) = bytes.strip_prefix(b"Rar!\x1a\x07\x01\x00") {
            listing.rar(rest);
        } else if let Some(rest) = bytes.strip_prefix(b"Rar!\x1a\x07\x00") {
            listing.old_rar(rest);
        } else if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
            // The method of encryption is named in the header at the end, which is itself packed or not.
            let tail = &bytes[bytes.len().saturating_sub(64 << 10)..];
            listing.is_encrypted = memchr::memmem::find(tail, b"\x06\xf1\x07\x01").is_some();
        } else if bytes.starts_with(b"PK") {
            listing.zip(bytes);
        }
        listing
    }

    /// Local headers of a damaged zip, which some programs open all the same.
    fn zip(&mut self, bytes: &[u8]) {
        for from in memchr::memmem::find_iter(bytes, b"PK\x03\x04").take(limits::NAMED_MEMBERS) {
            let Some(head) = bytes.get(from..from + 30) else {
                break;
            };
            let length = usize::from(u16::from_le_bytes([head[26], head[27]]));
            let Some(name) = bytes.get(from + 30..from + 30 + length) else {
                continue;
            };
            self.is_encrypted |= head[6] & 1 == 1;
            self.name(name);
        }
    }

    /// RAR up to version 4: blocks of CRC, kind, flags, size.
    fn old_rar(&mut self, mut rest: &[u8]) {
        for _ in 0..limits::NAMED_MEMBERS {
            let Some(head) = rest.get(..7) else {
                return;
            };
            let (kind, flags) = (head[2], u16::from_le_bytes([head[3], head[4]]));
            let size = usize::from(u16::from_le_bytes([head[5], head[6]]));
            let long = |at: usize| {
                let four = rest.get(at..)?.first_chunk()?;
                usize::try_from(u32::from_le_bytes(*four)).ok()
            };
            // The headers behind an encrypted main header cannot be read.
            if kind == 0x73 && flags & 0x80 != 0 {
                self.is_encrypted = true;
                return;
            }
            let mut whole = size.max(7);
            if kind == 0x74 {
                self.is_encrypted |= flags & 0x04 != 0;
                let length = rest
                    .get(26..28)
                    .map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])));
                let from = if flags & 0x100 != 0 { 40 } else { 32 };
                let name = rest.get(from..from + length).unwrap_or_default();
                self.name(name.split(|byte| *byte == 0).next().unwrap_or_default());
            }
            if kind == 0x74 || flags & 0x8000 != 0 {
                whole = whole.saturating_add(long(7).unwrap_or(0));
            }
            rest = rest.get(whole..).unwrap_or_default();
        }
    }

    /// RAR 5: blocks of CRC, size, kind, flags in numbers of seven bits a byte.
    fn rar(&mut self, mut rest: &[u8]) {
        for _ in 0..limits::NAMED_MEMBERS {
            let Some(mut block) = rest.get(4..) else {
                return;
            };
            let Some(size) = number(&mut block) else {
                return;
            };
            let Some(mut head) = block.get(..size) else {
                return;
            };
            let behind = &block[size..];
            let (Some(kind), Some(flags)) = (number(&mut head), number(&mut head)) else {
                return;
            };
            let extra = if flags & 1 != 0 {
                number(&mut head)
            } else {
                Some(0)
            };
            let data = if flags & 2 != 0 {
                number(&mut head)
            } else {
                Some(0)
            };
            let (Some(extra), Some(data)) = (extra, data) else {
                return;
            };
            match kind {
                2 => self.rar_file(head, extra),
                4 => {
                    self.is_encrypted = true;
                    return;
                }
                5 => return,
                _ => {}
            }
            rest = behind.get(data..).unwrap_or_default();
        }
    }

    fn rar_file(&mut self, mut head: &[u8], extra: usize) {
        let whole = head;
        let Some(flags) = number(&mut head) else {
            return;
        };
        // Unpacked size, attributes.
        let _ = (number(&mut head), number(&mut head));
        let fixed = if flags & 2 != 0 { 4 } else { 0 } + if flags & 4 != 0 { 4 } else { 0 };
        head = head.get(fixed..).unwrap_or_default();
        // Method, system.
        let _ = (number(&mut head), number(&mut head));
        if let Some(length) = number(&mut head)
            && let Some(name) = head.get(..length)
        {
            self.name(name);
        }
        let mut records = &whole[whole.len().saturating_sub(extra)..];
        let first = number(&mut records).and_then(|_| number(&mut records));
        self.is_encrypted |= extra > 0 && first == Some(1);
    }

    fn name(&mut self, name: &[u8]) {
        if !name.is_empty() && !name.ends_with(b"/") && self.names.len() < limits::NAMED_MEMBERS {
            let name = &name[..name.len().min(500)];
            self.names.push(String::from_utf8_lossy(name).into_owned());
        }
    }
}

/// A number of seven bits a byte, lowest first; `bytes` stands behind it afterwards.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            *bytes = &bytes[at + 1..];
            return usize::try_from(value).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], names: &[&str], is_encrypted: bool) {
        let listing = Listing::read(bytes);
        assert_eq!(listing.names, names);
        assert_eq!(listing.is_encrypted, is_encrypted);
    }

    fn old_rar(main_flags: u16, file_flags: u16) -> Vec<u8> {
        let mut bytes = b"Rar!\x1a\x07\x00".to_vec();
        bytes.extend([0, 0, 0x73]);
        bytes.extend(main_flags.to_le_bytes());
        bytes.extend([13, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend([0, 0, 0x74]);
        bytes.extend(file_flags.to_le_bytes());
        bytes.extend([32 + 5, 0, 3, 0, 0, 0]);
        bytes.extend([0; 15]);
        bytes.extend([5, 0, 0, 0, 0, 0]);
        bytes.extend(b"a.exe");
        bytes.extend([1, 2, 3]);
        bytes
    }

    fn new_rar(extra: &[u8]) -> Vec<u8> {
        let mut head = vec![2, 1 | 2, extra.len() as u8, 3, 0, 9, 0, 0, 0, 5];
        head.extend(b"b.scr");
        head.extend(extra);
        let mut bytes = b"Rar!\x1a\x07\x01\x00".to_vec();
        bytes.extend([0, 0, 0, 0, 3, 1, 0, 0]);
        bytes.extend([0, 0, 0, 0, head.len() as u8]);
        bytes.extend(head);
        bytes.extend([1, 2, 3]);
        bytes
    }

    #[test]
    fn names_are_read_without_unpacking() {
        check(&old_rar(0, 0x8000), &["a.exe"], false);
        check(&old_rar(0, 0x8004), &["a.exe"], true);
        check(&old_rar(0x80, 0x8000), &[], true);
        check(&new_rar(&[]), &["b.scr"], false);
        check(&new_rar(&[4, 1, 0, 0, 0]), &["b.scr"], true);
        check(b"Rar!\x1a\x07\x01\x00\0\0\0\0\x03\x04\0\0", &[], true);
        check(b"7z\xbc\xaf\x27\x1c....\x24\x06\xf1\x07\x01", &[], true);
        check(b"7z\xbc\xaf\x27\x1c....", &[], false);
        let mut zip = b"PK\x03\x04\x14\0\x01\0\0\0".to_vec();
        zip.extend([0; 16]);
        zip.extend([6, 0, 0, 0]);
        zip.extend(b"c.docx");
        check(&zip, &["c.docx"], true);
    }

    #[test]
    fn what_is_cut_off_costs_itself_alone() {
        for whole in [old_rar(0, 0x8000), new_rar(&[4, 1, 0, 0, 0])] {
            for end in 0..whole.len() {
                let _ = Listing::read(&whole[..end]);
            }
        }
        check(
            &[b"Rar!\x1a\x07\x01\x00".as_slice(), &[0xff; 400]].concat(),
            &[],
            false,
        );
    }
}
