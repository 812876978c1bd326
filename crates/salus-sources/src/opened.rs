//! Opens what is packed in a message for its examination: zip, gzip and tar, and zlib streams, in memory.
#![expect(
    clippy::disallowed_methods,
    reason = "everything goes through the capped helper"
)]

use std::borrow::Cow;
use std::io::{Cursor, Read};

use salus_mail::{Member, Unpack};
use salus_record::limits;

use crate::unpack::{Allowance, Budget, gzip, pour};

/// Unpacks for `salus_mail`, within limits on number, size and ratio.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opened;

type Want<'w> = &'w dyn Fn(&str) -> usize;
type Visit<'v> = &'v mut dyn FnMut(&Member<'_>);

impl Unpack for Opened {
    fn members(&self, bytes: &[u8], want: Want<'_>, visit: Visit<'_>) -> bool {
        let mut budget = Budget::of(limits::UNPACKED_REPORT_BYTES);
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
                zip_members(bytes, want, &mut budget, visit).is_some()
            }
            [0x1f, 0x8b, 8, ..] => {
                gzip_member(bytes, want, &mut budget, visit);
                true
            }
            _ if bytes.get(257..262) == Some(b"ustar") => {
                tar_members(bytes, want, &mut budget, visit).is_some()
            }
            _ => false,
        }
    }

    fn inflate(&self, bytes: &[u8], most: usize) -> Vec<u8> {
        let mut budget = Budget::of(limits::UNPACKED_REPORT_BYTES);
        let mut from = flate2::read::ZlibDecoder::new(bytes);
        capped(&mut from, bytes.len() as u64, most, &mut budget)
    }
}

/// What comes out of `from`, up to `most` bytes or to where it breaks off.
fn capped(from: &mut dyn Read, packed: u64, most: usize, budget: &mut Budget) -> Vec<u8> {
    let mut content = Vec::new();
    if most > 0 {
        let mut from = from.take(most as u64);
        let mut allowance = Allowance::new(packed, budget);
        // Past a limit or a damage, what came before it is what there is to see.
        let _ = pour(&mut from, &mut allowance, &mut |bytes| {
            content.extend_from_slice(bytes);
            Ok(())
        });
    }
    content
}

fn zip_members(bytes: &[u8], want: Want<'_>, budget: &mut Budget, visit: Visit<'_>) -> Option<()> {
    // The directory would be held whole, whatever number of files it claims.
    let entries = bytes.windows(4).filter(|window| *window == b"PK\x01\x02");
    if entries.take(limits::MAIL_ARCHIVE_MEMBERS + 1).count() > limits::MAIL_ARCHIVE_MEMBERS {
        return None;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    for at in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(at) else {
            continue;
        };
        if member.is_dir() {
            continue;
        }
        let name = match member.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(member.name_raw()).into_owned(),
        };
        let (size, packed, is_encrypted) =
            (member.size(), member.compressed_size(), member.encrypted());
        drop(member);
        let most = if is_encrypted { 0 } else { want(&name) };
        let content = match archive.by_index(at) {
            Ok(mut member) if most > 0 => capped(&mut member, packed, most, budget),
            _ => Vec::new(),
        };
        visit(&Member {
            name: &name,
            size,
            is_encrypted,
            content: &content,
        });
    }
    Some(())
}

/// The one file of gzip, under the name its header gives.
fn gzip_member(bytes: &[u8], want: Want<'_>, budget: &mut Budget, visit: Visit<'_>) {
    let mut one = flate2::read::GzDecoder::new(bytes);
    // The header is there once the first byte was asked for.
    let _ = one.read(&mut [0]);
    let name = one.header().and_then(|header| header.filename());
    let name = name.map_or(Cow::Borrowed(""), String::from_utf8_lossy);
    let content = capped(&mut gzip(bytes), bytes.len() as u64, want(&name), budget);
    visit(&Member {
        name: &name,
        size: content.len() as u64,
        is_encrypted: false,
        content: &content,
    });
}

fn tar_members(bytes: &[u8], want: Want<'_>, budget: &mut Budget, visit: Visit<'_>) -> Option<()> {
    let mut archive = tar::Archive::new(bytes);
    for entry in archive.entries().ok()?.take(limits::MAIL_ARCHIVE_MEMBERS) {
        // Behind a damage nothing can be found.
        let Ok(mut entry) = entry else {
            break;
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let size = entry.size();
        let content = capped(&mut entry, size, want(&name), budget);
        visit(&Member {
            name: &name,
            size,
            is_encrypted: false,
            content: &content,
        });
    }
    Some(())
}

#[cfg(test)]
mod tests;
