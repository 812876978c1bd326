//! Compound files: Office up to 2003, Outlook messages, and encrypted Office of today ([MS-CFB]).

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use cfb::{CompoundFile, OpenOptions};

use crate::attachment::Kind;
use crate::contents::{Opening, Place, Trait, macros};
use crate::limits;
use crate::link::Via;
use crate::page::Page;

type Compound<'b> = CompoundFile<Cursor<&'b [u8]>>;

impl Opening<'_> {
    pub(super) fn compound(&mut self, at: usize, bytes: &[u8], place: Place) {
        let options = OpenOptions::new().max_buffer_size(64 << 10);
        let Ok(mut file) = options.open_with(Cursor::new(bytes)) else {
            return;
        };
        let streams: Vec<(PathBuf, u64)> = file
            .walk()
            .take(limits::COMPOUND_ENTRIES)
            .filter(cfb::Entry::is_stream)
            .map(|entry| (entry.path().to_owned(), entry.len()))
            .collect();
        for (path, size) in &streams {
            let name = last(path);
            match name.as_str() {
                "encryptedpackage" => self.mark(at, Trait::Encrypted),
                "_vba_project" => self.mark(at, Trait::Macro),
                "workbook" | "book" => {
                    let bytes = self.stream_of(&mut file, path);
                    self.workbook(at, &bytes);
                }
                "worddocument" => {
                    let bytes = self.stream_of(&mut file, path);
                    self.document(at, &bytes);
                }
                "\u{1}ole10native" => {
                    let bytes = self.stream_of(&mut file, path);
                    self.native(at, &bytes, place);
                }
                _ if is_module(path) => {
                    let bytes = self.stream_of(&mut file, path);
                    self.module(at, &bytes);
                }
                _ if name.starts_with("__substg1.0_") => {
                    self.property(&mut file, (path, *size), place);
                }
                _ => {}
            }
        }
    }

    /// A stream, as far as the limits of the message go: several entries may claim the same bytes.
    fn stream_of(&self, file: &mut Compound<'_>, path: &Path) -> Vec<u8> {
        let mut content = Vec::new();
        let most = limits::COMPOUND_STREAM.min(self.left.get());
        if let Ok(stream) = file.open_stream(path) {
            // What a broken stream gave before its end is looked at.
            let _ = stream.take(most as u64).read_to_end(&mut content);
        }
        self.left.set(self.left.get().saturating_sub(content.len()));
        content
    }

    /// A module of macros, whose text stands packed behind its compiled form.
    pub(super) fn module(&mut self, at: usize, bytes: &[u8]) {
        self.mark(at, Trait::Macro);
        let code = macros::code(bytes);
        if macros::runs_itself(&code) {
            self.mark(at, Trait::MacroRunsItself);
        }
        if macros::reaches_out(&code) {
            self.mark(at, Trait::MacroReachesOut);
        }
    }

    /// Records of a workbook up to its first sheet ([MS-XLS] 2.4.28, 2.4.117).
    fn workbook(&mut self, at: usize, mut bytes: &[u8]) {
        while let Some([kind, kind2, size, size2, rest @ ..]) = bytes.get(..) {
            let size = usize::from(u16::from_le_bytes([*size, *size2]));
            let Some(body) = rest.get(..size) else {
                return;
            };
            match u16::from_le_bytes([*kind, *kind2]) {
                0x0a => return,
                0x2f => self.mark(at, Trait::Encrypted),
                0x85 if body.get(5) == Some(&1) => self.mark(at, Trait::OldMacroSheet),
                _ => {}
            }
            bytes = &rest[size..];
        }
    }

    /// The head of a Word document ([MS-DOC] 2.5.2).
    fn document(&mut self, at: usize, bytes: &[u8]) {
        if bytes.get(11).is_some_and(|flags| flags & 1 == 1) {
            self.mark(at, Trait::Encrypted);
        }
    }

    /// A file put into a document as it is; its names stand before it.
    pub(super) fn native(&mut self, at: usize, bytes: &[u8], place: Place) {
        self.mark(at, Trait::EmbeddedObject);
        let Some(rest) = bytes.get(6..) else {
            return;
        };
        let mut texts = rest.splitn(3, |byte| *byte == 0);
        let label = String::from_utf8_lossy(texts.next().unwrap_or_default()).into_owned();
        let behind = texts.nth(1).unwrap_or_default();
        // Two numbers, the length of a path, the path, the size of the content, the content.
        let content = || {
            let length = u32::from_le_bytes(*behind.get(4..)?.first_chunk()?);
            let from = 8 + usize::try_from(length).ok()?;
            behind.get(from + 4..)
        };
        let content = content().unwrap_or_default();
        self.file(&label, Kind::of(content, &label), content, place);
    }

    /// A property of an Outlook message that holds text or a file ([MS-OXMSG] 2.1.3).
    fn property(&mut self, file: &mut Compound<'_>, (path, size): (&PathBuf, u64), place: Place) {
        let name = last(path);
        let is_at_root = path.components().count() == 2;
        let text = match name.get(12..) {
            Some("37010102") if size > 0 => {
                let label = path.with_file_name("__substg1.0_3707001F");
                let label = utf16(&self.stream_of(file, &label));
                let content = self.stream_of(file, path);
                self.file(&label, Kind::of(&content, &label), &content, place);
                return;
            }
            Some("1000001f") if is_at_root => utf16(&self.stream_of(file, path)),
            Some("1000001e") if is_at_root => {
                String::from_utf8_lossy(&self.stream_of(file, path)).into_owned()
            }
            Some("10130102") if is_at_root => {
                let page = Page::read(&String::from_utf8_lossy(&self.stream_of(file, path)));
                for anchor in &page.anchors {
                    self.link(&anchor.address, &anchor.shown, Via::Attachment);
                }
                return;
            }
            _ => return,
        };
        for address in crate::anatomy::addresses_in(&text) {
            self.link(address, "", Via::Attachment);
        }
    }
}

/// The last part of a path in lower case.
fn last(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().to_ascii_lowercase()
}

/// Modules lie in a storage `VBA`; `dir` and compiled forms are none.
fn is_module(path: &Path) -> bool {
    let name = last(path);
    path.parent()
        .map(last)
        .is_some_and(|storage| storage == "vba")
        && name != "dir"
        && !name.starts_with("_vba_project")
        && !name.starts_with("__srp_")
}

fn utf16(bytes: &[u8]) -> String {
    let pairs = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(pairs)
        .map(|letter| letter.unwrap_or('\u{fffd}'))
        .collect()
}
