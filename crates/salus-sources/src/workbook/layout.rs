//! Unpacks the parts of a workbook within the limits and lays them out anew, uncompressed.

use std::io::{Read, Seek, SeekFrom, Write};

use salus_record::limits;
use tempfile::SpooledTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Book, Kind, ods};
use crate::unpack::{Allowance, Budget, pour};

/// A workbook without compression.
pub(super) type Fresh = SpooledTempFile;

/// Parts read when a workbook is opened, beside its sheets.
pub(super) const PARTS: u64 = 4;
const MEMORY_BYTES: usize = 8 << 20;

/// Only the parts that hold cells, or say what cells mean, are taken along.
pub(super) fn lay_out<R: Read + Seek>(
    book: &Book<'_>,
    archive: &mut ZipArchive<R>,
    budget: &mut Budget,
) -> Result<Fresh, String> {
    let mut writer = ZipWriter::new(SpooledTempFile::new(MEMORY_BYTES));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    for at in 0..archive.len() {
        let mut member = archive
            .by_index(at)
            .map_err(|error| format!("not a whole workbook: {error}"))?;
        let Ok(name) = member.name().map(|name| name.into_owned()) else {
            continue;
        };
        let part = Part::of(book.kind, &name);
        if part == Part::Other || member.is_dir() {
            continue;
        }
        writer
            .start_file(name.as_str(), options)
            .map_err(|error| format!("cannot unpack: {error}"))?;
        let mut allowance = Allowance::new(member.compressed_size(), budget);
        if part == Part::Sheet {
            let cut = pour(&mut member, &mut allowance, &mut |bytes| {
                put(&mut writer, bytes)
            })?;
            whole(cut)?;
            continue;
        }
        let mut held = Vec::new();
        let cut = pour(&mut member, &mut allowance, &mut |bytes| {
            held.extend_from_slice(bytes);
            if held.len() as u64 > limits::WORKBOOK_PART_BYTES {
                let most = limits::WORKBOOK_PART_BYTES >> 20;
                return Err(format!("a part of the workbook is larger than {most} MiB"));
            }
            Ok(())
        })?;
        whole(cut)?;
        put(&mut writer, &harmless(book.kind, &name, held)?)?;
    }
    let mut fresh = writer
        .finish()
        .map_err(|error| format!("cannot unpack: {error}"))?;
    fresh
        .seek(SeekFrom::Start(0))
        .map_err(|error| format!("cannot unpack: {error}"))?;
    Ok(fresh)
}

/// The name of a part in lower case, with slashes.
pub(super) fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace('\\', "/")
}

fn put(writer: &mut ZipWriter<SpooledTempFile>, bytes: &[u8]) -> Result<(), String> {
    writer
        .write_all(bytes)
        .map_err(|error| format!("cannot unpack: {error}"))
}

fn whole(cut: Option<String>) -> Result<(), String> {
    cut.map_or(Ok(()), Err)
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// Read cell by cell, of any size.
    Sheet,
    /// Held in memory.
    Held,
    Other,
}

impl Part {
    fn of(kind: Kind, name: &str) -> Self {
        let lower = plain(name);
        let is_known = match kind {
            Kind::Ods => matches!(
                lower.as_str(),
                "mimetype" | "content.xml" | "meta-inf/manifest.xml"
            ),
            Kind::Xlsx => lower.ends_with(".xml") || lower.ends_with(".rels"),
            Kind::Xlsb => {
                (lower.ends_with(".bin") || lower.ends_with(".rels") || lower.ends_with(".xml"))
                    && !lower.ends_with("vbaproject.bin")
            }
        };
        let is_document = kind == Kind::Ods
            || lower.starts_with("xl/")
            || lower.starts_with("_rels/")
            || lower == "[content_types].xml";
        let beside = ["drawing", "chart", "pivot", "theme", "media", "embeddings"];
        if !is_known || !is_document || beside.iter().any(|folder| lower.contains(folder)) {
            Self::Other
        } else if kind == Kind::Ods
            || lower.ends_with(".rels")
            || ["sharedstrings", "styles", "workbook"]
                .iter()
                .any(|part| lower.contains(part))
        {
            Self::Held
        } else {
            Self::Sheet
        }
    }
}

/// Parts say how much is to be set aside for them; nobody takes them at their word.
fn harmless(kind: Kind, name: &str, mut part: Vec<u8>) -> Result<Vec<u8>, String> {
    let lower = plain(name);
    if kind == Kind::Ods && lower == "content.xml" {
        ods::inspect(&part)?;
    }
    if kind == Kind::Xlsx && lower.ends_with("sharedstrings.xml") {
        return Ok(without_count(&part));
    }
    // The record that begins the shared texts: its kind, its length, all texts, different texts.
    if kind == Kind::Xlsb
        && lower.ends_with("sharedstrings.bin")
        && let [0x9f, 0x01, 8, _, _, _, _, count @ ..] = part.as_mut_slice()
        && let Some(count) = count.first_chunk_mut::<4>()
        && u64::from(u32::from_le_bytes(*count)) > limits::WORKBOOK_PART_BYTES
    {
        return Err("the workbook is damaged: it says it has more texts than it can hold".into());
    }
    Ok(part)
}

/// The same XML, in which the attribute `uniqueCount` has another name and the word in a text still reads the same.
fn without_count(part: &[u8]) -> Vec<u8> {
    const COUNT: &[u8] = b"uniqueCount";
    let mut kept = Vec::with_capacity(part.len() + 16);
    let mut rest = part;
    while let Some(first) = rest.first() {
        if rest.starts_with(COUNT) {
            kept.extend_from_slice(b"&#117;");
        } else {
            kept.push(*first);
        }
        rest = &rest[1..];
    }
    // `u` itself was replaced, the rest of the word was kept letter by letter.
    kept
}
