//! PDF: a tolerant look at names, strings and streams, since attackers write what readers forgive.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};

use crate::contents::bitmap::Layout;
use crate::contents::picture::Grey;
use crate::contents::{Opening, Trait, drawn, scanned};
use crate::limits;
use crate::link::Via;

/// Letters of a link that are kept.
const TEXT: usize = 4_000;

/// What the names of a PDF say.
#[derive(Debug, Default)]
struct Names {
    links: Vec<Vec<u8>>,
    traits: Vec<Trait>,
    is_encrypted: bool,
    acts: bool,
    left: usize,
}

impl Opening<'_> {
    pub(super) fn pdf(&mut self, at: usize, bytes: &[u8]) {
        let bytes = &bytes[..bytes.len().min(limits::PDF)];
        let mut names = Names {
            left: limits::PDF_NAMES,
            ..Names::default()
        };
        let mut rest = bytes;
        let mut streams = 0;
        let end = memmem::Finder::new(b"endstream");
        // A dictionary ends with `>>` before its stream; the word alone may stand in a text.
        for start in memmem::find_iter(bytes, b"stream").filter(|start| is_start(bytes, *start)) {
            let offset = bytes.len() - rest.len();
            let Some(before) = bytes.get(offset..start) else {
                continue;
            };
            names.read(before);
            let from = start + 6 + line_end(&bytes[start + 6..]);
            let Some(length) = end.find(&bytes[from..]) else {
                break;
            };
            rest = &bytes[from + length..];
            streams += 1;
            if streams <= limits::PDF_STREAMS {
                self.stream(before, &bytes[from..from + length], &mut names);
            }
        }
        names.read(rest);
        self.report(at, names);
    }

    fn report(&mut self, at: usize, names: Names) {
        if names.is_encrypted {
            self.mark(at, Trait::Encrypted);
        }
        let has_deed = names
            .traits
            .iter()
            .any(|one| matches!(one, Trait::PdfScript | Trait::PdfLaunch | Trait::PdfSends));
        if names.acts && has_deed {
            self.mark(at, Trait::PdfActs);
        }
        for what in names.traits {
            self.mark(at, what);
        }
        for link in names.links {
            self.link(&text(&link), "", Via::Pdf);
        }
    }

    /// Objects and pictures in a stream; `before` ends with its dictionary.
    fn stream(&mut self, before: &[u8], content: &[u8], names: &mut Names) {
        let head = &before[before.len().saturating_sub(limits::PDF_DICTIONARY)..];
        let head = &head[memmem::rfind(head, b" obj").unwrap_or(0)..];
        let head = plain(head);
        let has = |name: &[u8]| memmem::find(&head, name).is_some();
        let letters = if has(b"/ASCII85Decode") || has(b"/A85") {
            from_letters(content)
        } else {
            Cow::Borrowed(content)
        };
        let content = &*letters;
        let is_packed = has(b"/FlateDecode") || has(b"/Fl ") || has(b"/Fl/") || has(b"/Fl]");
        let unpacked = |most: usize| match is_packed {
            true => Cow::Owned(self.inflate(content, most)),
            false => Cow::Borrowed(&content[..content.len().min(most)]),
        };
        if has(b"/ObjStm") {
            names.read(&unpacked(limits::PDF_STREAM));
        } else if has(b"/Image") && has(b"/DCTDecode") {
            let picture = unpacked(limits::MEMBER);
            self.picture(&picture);
        } else if has(b"/Image") && (has(b"/CCITTFaxDecode") || has(b"/CCF")) {
            let picture = scanned::fax(&head, &unpacked(limits::MEMBER), &mut self.viewer);
            self.seen(picture);
        } else if has(b"/Image") && has(b"/JPXDecode") {
            let picture = scanned::jpeg_2000(&unpacked(limits::MEMBER), &mut self.viewer);
            self.seen(picture);
        } else if has(b"/Image") {
            if is_packed {
                self.bitmap(&head, content);
            }
        } else if has(b"/Form") || !has(b"/Type") && !has(b"/Length1") {
            // What pages draw has no type; fonts have.
            let page = unpacked(limits::PDF_STREAM);
            self.page_drawn(&page);
        }
    }

    /// A code drawn by the page itself.
    fn page_drawn(&mut self, page: &[u8]) {
        if let Some(grey) = drawn::code(page)
            && self.viewer.admits(grey.width, grey.height)
        {
            self.codes(&grey);
        }
    }

    /// A picture of packed pixels.
    fn bitmap(&mut self, head: &[u8], content: &[u8]) {
        let number = |name| value(head, name);
        let layout = Layout {
            width: number(b"/Width").unwrap_or(0),
            height: number(b"/Height").unwrap_or(0),
            bits: number(b"/BitsPerComponent"),
            is_indexed: memmem::find(head, b"/Indexed").is_some(),
            has_predictor: number(b"/Predictor").unwrap_or(0) >= 10,
        };
        if !self.viewer.admits(layout.width, layout.height) {
            return;
        }
        if let Some(pixels) = layout.grey(self.inflate(content, layout.most())) {
            self.codes(&Grey {
                width: layout.width,
                height: layout.height,
                pixels,
            });
        }
    }
}

/// Bytes that are written in printable letters, five for four of them (ISO 32000-1, section 7.4.3).
fn from_letters(letters: &[u8]) -> Cow<'_, [u8]> {
    let mut bytes = Vec::with_capacity(letters.len() / 5 * 4);
    let mut group = Vec::with_capacity(5);
    let mut write = |group: &mut Vec<u8>| {
        let count = group.len();
        group.resize(5, 84);
        let value = group.iter().fold(0_u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(u32::from(*digit))
        });
        bytes.extend_from_slice(&value.to_be_bytes()[..count.saturating_sub(1)]);
        group.clear();
    };
    for letter in letters {
        match letter {
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                write(&mut group);
            }
            b'!'..=b'u' => {
                group.push(letter - b'!');
                if group.len() == 5 {
                    write(&mut group);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    write(&mut group);
    Cow::Owned(bytes)
}

/// Whether `stream` at a place begins one: behind a dictionary, before the end of a line.
fn is_start(bytes: &[u8], start: usize) -> bool {
    let before = bytes[..start].trim_ascii_end();
    before.ends_with(b">>") && line_end(&bytes[start + 6..]) > 0
}

fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => 0,
    }
}

/// The number behind a name.
pub(super) fn value(head: &[u8], name: &[u8]) -> Option<usize> {
    let rest = head[memmem::find(head, name)? + name.len()..].trim_ascii_start();
    let digits: String = rest
        .iter()
        .take(9)
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    digits.parse().ok()
}

impl Names {
    fn read(&mut self, bytes: &[u8]) {
        for slash in memchr_iter(b'/', bytes) {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let rest = &bytes[slash + 1..];
            let end = rest
                .iter()
                .take(60)
                .position(|byte| is_end(*byte))
                .unwrap_or(rest.len().min(60));
            self.name(&plain(&rest[..end]), &rest[end..]);
        }
    }

    fn name(&mut self, name: &[u8], behind: &[u8]) {
        let what = match name {
            b"URI" => {
                if self.links.len() < limits::INNER_LINKS {
                    self.links.extend(string(behind.trim_ascii_start()));
                }
                return;
            }
            b"JS" | b"JavaScript" => Trait::PdfScript,
            b"Launch" => Trait::PdfLaunch,
            b"EmbeddedFile" | b"RichMedia" => Trait::PdfFile,
            b"SubmitForm" | b"ImportData" => Trait::PdfSends,
            b"OpenAction" | b"AA" => {
                self.acts = true;
                return;
            }
            b"Encrypt" => {
                self.is_encrypted = true;
                return;
            }
            _ => return,
        };
        if !self.traits.contains(&what) {
            self.traits.push(what);
        }
    }
}

fn is_end(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            0 | b'/' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'%'
        )
}

/// Names with letters written as `#4a` made plain.
fn plain(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&b'#') {
        return Cow::Borrowed(bytes);
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let value = digits
            .filter(|_| *byte == b'#')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(value.unwrap_or(*byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    Cow::Owned(plain)
}

/// A string in parentheses or in hexadecimal.
fn string(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes {
        [b'(', rest @ ..] => Some(literal(rest)),
        [b'<', rest @ ..] if !rest.starts_with(b"<") => {
            let digits: Vec<u8> = rest
                .iter()
                .take(2 * TEXT)
                .copied()
                .take_while(|byte| *byte != b'>')
                .filter(u8::is_ascii_hexdigit)
                .collect();
            let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
            Some(digits.chunks(2).filter_map(pair).collect())
        }
        _ => None,
    }
}

fn literal(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut depth = 0_usize;
    let mut bytes = bytes.iter().copied().take(2 * TEXT).peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                Some(b'\r') => {
                    bytes.next_if_eq(&b'\n');
                }
                Some(b'\n') | None => {}
                Some(first @ b'0'..=b'7') => {
                    let mut value = u32::from(first - b'0');
                    for _ in 0..2 {
                        if let Some(digit) = bytes.next_if(|byte| matches!(byte, b'0'..=b'7')) {
                            value = value * 8 + u32::from(digit - b'0');
                        }
                    }
                    text.push(u8::try_from(value & 0xff).unwrap_or(b'?'));
                }
                Some(other) => text.push(other),
            },
            b'(' => {
                depth += 1;
                text.push(byte);
            }
            b')' if depth == 0 => return text,
            b')' => {
                depth -= 1;
                text.push(byte);
            }
            _ => text.push(byte),
        }
    }
    text
}

/// A string as text: UTF-16 where it says so.
fn text(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let pairs = wide
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(pairs)
                .map(|letter| letter.unwrap_or('\u{fffd}'))
                .collect()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
