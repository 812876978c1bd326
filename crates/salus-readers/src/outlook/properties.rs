//! The properties of one item (a message, a recipient, an attachment) in an OLE file.
//!
//! Texts and bytes lie in streams of their own, named after the property; numbers and times together in
//! one stream, sixteen bytes each.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use cfb::CompoundFile;
use mail_parser::decoders::charsets::map::charset_decoder;
use salus_record::limits;

use crate::Input;
use crate::lines::text_of;

/// Bytes of one text that are read.
const TEXT_BYTES: u64 = 8 << 20;
/// Numbers and times of one item.
const FIXED_BYTES: u64 = 1 << 20;
const FIXED: &str = "__properties_version1.0";

pub(super) type File<'i> = CompoundFile<&'i mut dyn Input>;

/// One item.
pub(super) struct Item<'f, 'i> {
    file: &'f mut File<'i>,
    base: PathBuf,
    fixed: Vec<u8>,
}

impl<'f, 'i> Item<'f, 'i> {
    /// The message itself.
    pub(super) fn root(file: &'f mut File<'i>) -> Self {
        Self::at(file, PathBuf::from("/"), 32)
    }

    /// The item in a storage; its numbers begin behind so many bytes.
    fn at(file: &'f mut File<'i>, base: PathBuf, header: usize) -> Self {
        let mut fixed = stream(file, &base.join(FIXED), FIXED_BYTES).unwrap_or_default();
        fixed.drain(..header.min(fixed.len()));
        Self { file, base, fixed }
    }

    /// A recipient or an attachment in a storage of this item.
    pub(super) fn part(&mut self, name: &str) -> Item<'_, 'i> {
        Item::at(self.file, self.base.join(name), 8)
    }

    /// The message that is attached, if this is an attachment with one.
    pub(super) fn message(&mut self) -> Option<Item<'_, 'i>> {
        let path = self.base.join("__substg1.0_3701000D");
        if !self.file.is_storage(&path) {
            return None;
        }
        Some(Item::at(self.file, path, 24))
    }

    /// The storages of this item whose name begins so, sorted.
    pub(super) fn parts(&self, prefix: &str, most: usize) -> Vec<String> {
        let Ok(entries) = self.file.read_storage(&self.base) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with(prefix))
            .map(|entry| entry.name().to_owned())
            .take(most)
            .collect();
        names.sort();
        names
    }

    /// A text, whichever way it is written.
    pub(super) fn text(&mut self, property: u16) -> Option<String> {
        if let Some(bytes) = self.bytes(property, "001F") {
            let units = bytes.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
            let units: Vec<u16> = units.map(u16::from_le_bytes).collect();
            return some(&String::from_utf16_lossy(&units));
        }
        let bytes = self.bytes(property, "001E")?;
        let page = self.number(0x3FFD).or_else(|| self.number(0x3FDE));
        some(&decoded(&bytes, page))
    }

    /// A text that is kept as bytes in the message's own alphabet.
    pub(super) fn binary_text(&mut self, property: u16) -> Option<String> {
        let bytes = self.bytes(property, "0102")?;
        let page = self.number(0x3FDE);
        some(&decoded(&bytes, page))
    }

    fn bytes(&mut self, property: u16, kind: &str) -> Option<Vec<u8>> {
        let path = self.base.join(format!("__substg1.0_{property:04X}{kind}"));
        stream(self.file, &path, TEXT_BYTES)
    }

    /// Hands the bytes of an attachment to `take`, piece by piece.
    pub(super) fn content(&mut self, mut take: impl FnMut(&[u8])) {
        let path = self.base.join("__substg1.0_37010102");
        let Ok(mut stream) = self.file.open_stream(path) else {
            return;
        };
        let mut piece = vec![0; 64 << 10];
        while let Ok(length) = stream.read(&mut piece) {
            if length == 0 {
                break;
            }
            take(&piece[..length]);
        }
    }

    /// A whole number.
    pub(super) fn number(&self, property: u16) -> Option<u32> {
        let value = self.value(property, 0x0003)?;
        Some(u32::from_le_bytes([value[0], value[1], value[2], value[3]]))
    }

    /// A time in microseconds of UTC.
    pub(super) fn time(&self, property: u16) -> Option<i64> {
        const TO_1970: i64 = 11_644_473_600_000_000;
        let ticks = u64::from_le_bytes(self.value(property, 0x0040)?);
        let micros = i64::try_from(ticks / 10).ok()? - TO_1970;
        salus_record::time::accepted(micros)
    }

    fn value(&self, property: u16, kind: u16) -> Option<[u8; 8]> {
        let tag = u32::from(property) << 16 | u32::from(kind);
        let mut entries = self.fixed.chunks_exact(16);
        let entry = entries.find(|entry| entry[..4] == tag.to_le_bytes())?;
        entry[8..].try_into().ok()
    }
}

/// Of a longer stream the beginning.
fn stream(file: &mut File<'_>, path: &Path, most: u64) -> Option<Vec<u8>> {
    let stream = file.open_stream(path).ok()?;
    let mut bytes = Vec::new();
    let most = most.min(limits::RECORD_BYTES as u64);
    stream.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn some(text: &str) -> Option<String> {
    let text = text.trim_end_matches('\0');
    (!text.is_empty()).then(|| text.to_owned())
}

fn decoded(bytes: &[u8], page: Option<u32>) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let name = match page.unwrap_or_default() {
        page @ 1250..=1258 => format!("windows-{page}"),
        page @ 28_591..=28_606 => format!("iso-8859-{}", page - 28_590),
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20_866 => "koi8-r".to_owned(),
        21_866 => "koi8-u".to_owned(),
        50_220..=50_222 => "iso-2022-jp".to_owned(),
        51_932 => "euc-jp".to_owned(),
        54_936 => "gb18030".to_owned(),
        _ => String::new(),
    };
    match charset_decoder(name.as_bytes()) {
        Some(decoder) => decoder(bytes),
        None => text_of(bytes).into_owned(),
    }
}
