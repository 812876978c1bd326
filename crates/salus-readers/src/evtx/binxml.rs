//! The fixed part of an event: a template's binary XML, parsed to a tree with numbered places for values.
//!
//! The layout is that of [MS-EVEN6] section 2.2.12 (BinXml) as event logs store it: names stand in
//! the chunk's string table, and element starts carry the number of the value they depend on.
//! A template is first written with its names in their places and without what else differs from chunk to
//! chunk, so that it is known again; only one that is not known is parsed.
//! Whatever is unusual ends it; the chunk then takes the slow way, which knows it all.

/// Elements inside elements of one template.
const DEPTH: usize = 32;
/// An element's or attribute's name.
const NAME_BYTES: usize = 256;
/// Elements and attributes of one template.
const NODES: usize = 4_096;
/// A template with its names.
const FLAT_BYTES: usize = 256 << 10;

/// An element of a template.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// The value without which the element is left out.
    pub(super) depends: Option<u16>,
    pub(super) attributes: Vec<(String, Vec<Part>)>,
    pub(super) text: Vec<Part>,
    pub(super) children: Vec<Element>,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Literal(String),
    /// The place of a value, by its number.
    Slot(u16),
}

/// Reads little-endian numbers and texts from a chunk; `None` at its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'c> {
    pub(super) chunk: &'c [u8],
    pub(super) at: usize,
}

impl<'c> Cursor<'c> {
    pub(super) fn bytes(&mut self, length: usize) -> Option<&'c [u8]> {
        let end = self.at.checked_add(length)?;
        let bytes = self.chunk.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        Some(self.bytes(1)?[0])
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        let bytes = self.bytes(2)?.try_into().ok()?;
        Some(u16::from_le_bytes(bytes))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        let bytes = self.bytes(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    /// A text with its length in UTF-16 units in front.
    fn text(&mut self) -> Option<String> {
        let units = self.u16()?;
        let bytes = self.bytes(usize::from(units) * 2)?;
        let mut text = Vec::new();
        super::value::push_utf16(bytes, &mut text);
        String::from_utf8(text).ok()
    }

    /// A name where it stands by itself.
    fn name(&mut self) -> Option<String> {
        let name = self.text()?;
        (!name.is_empty() && name.len() <= NAME_BYTES).then_some(name)
    }

    /// Copies so many bytes.
    fn copy(&mut self, length: usize, to: &mut Vec<u8>) -> Option<()> {
        to.extend_from_slice(self.bytes(length)?);
        Some(())
    }

    /// Copies a text with its length.
    fn copy_text(&mut self, to: &mut Vec<u8>) -> Option<()> {
        let units = Self { ..*self }.u16()?;
        self.copy(2 + usize::from(units) * 2, to)
    }

    /// Copies a name, of which only the place may be here.
    fn copy_name(&mut self, to: &mut Vec<u8>) -> Option<()> {
        let place = self.u32()? as usize;
        let at = place.checked_add(6)?;
        let mut entry = Cursor { at, ..*self };
        let units = Self { ..entry }.u16()?;
        (usize::from(units) <= NAME_BYTES).then_some(())?;
        entry.copy_text(to)?;
        if place == self.at {
            self.at = entry.at.checked_add(2)?;
        }
        Some(())
    }
}

/// Adds what the template body at `cursor` says, which ends before `end`, to `to`: the same for each place and
/// chunk it may stand in.
pub(super) fn flatten(mut cursor: Cursor<'_>, end: usize, to: &mut Vec<u8>) -> Option<()> {
    let [0x0F, _, _, _] = *cursor.bytes(4)? else {
        return None;
    };
    while cursor.at <= end && to.len() <= FLAT_BYTES {
        let token = cursor.u8()?;
        to.push(token);
        match token & !0x40 {
            0x00 => return (cursor.at <= end).then_some(()),
            0x01 => {
                cursor.copy(2, to)?;
                let _size = cursor.u32()?;
                cursor.copy_name(to)?;
                if token & 0x40 != 0 {
                    let _size = cursor.u32()?;
                }
            }
            0x02..=0x04 => {}
            0x05 => {
                let kind = cursor.u8()?;
                (kind == 0x01).then_some(())?;
                cursor.copy_text(to)?;
            }
            0x06 | 0x09 => cursor.copy_name(to)?,
            0x07 => cursor.copy_text(to)?,
            0x08 => cursor.copy(2, to)?,
            0x0D | 0x0E => {
                cursor.copy(2, to)?;
                let _kind = cursor.u8()?;
            }
            _ => return None,
        }
    }
    None
}

/// Parses what [`flatten`] wrote.
pub(super) fn parse(flat: &[u8]) -> Option<Element> {
    let mut cursor = Cursor { chunk: flat, at: 0 };
    let start = cursor.u8()?;
    let mut parser = Parser { cursor, nodes: 0 };
    let root = parser.element(start, DEPTH)?;
    let after = parser.cursor.u8()?;
    (after == 0 && parser.cursor.at == flat.len()).then_some(root)
}

struct Parser<'c> {
    cursor: Cursor<'c>,
    nodes: usize,
}

impl Parser<'_> {
    fn count(&mut self) -> Option<()> {
        self.nodes += 1;
        (self.nodes <= NODES).then_some(())
    }

    /// An element, whose start token was read.
    fn element(&mut self, start: u8, depth: usize) -> Option<Element> {
        self.count()?;
        if depth == 0 || start & !0x40 != 0x01 {
            return None;
        }
        let depends = self.cursor.u16()?;
        let name = self.cursor.name()?;
        let mut element = Element {
            name,
            depends: (depends != 0xFFFF).then_some(depends),
            ..Element::default()
        };
        let mut token = self.cursor.u8()?;
        while token & !0x40 == 0x06 {
            self.count()?;
            let name = self.cursor.name()?;
            let mut parts = Vec::new();
            token = self.parts(&mut parts)?;
            element.attributes.push((name, parts));
        }
        match token {
            0x03 => return Some(element),
            0x02 => {}
            _ => return None,
        }
        loop {
            let token = self.parts(&mut element.text)?;
            match token {
                0x04 => return Some(element),
                0x01 | 0x41 => element.children.push(self.element(token, depth - 1)?),
                _ => return None,
            }
        }
    }

    /// Reads text and places of values up to another token, which is returned.
    fn parts(&mut self, parts: &mut Vec<Part>) -> Option<u8> {
        loop {
            self.count()?;
            let token = self.cursor.u8()?;
            let text = match token & !0x40 {
                0x05 | 0x07 => self.cursor.text()?,
                0x08 => char::from_u32(u32::from(self.cursor.u16()?))?.to_string(),
                0x09 => entity(&self.cursor.name()?)?.to_owned(),
                0x0D | 0x0E => {
                    let slot = self.cursor.u16()?;
                    parts.push(Part::Slot(slot));
                    continue;
                }
                _ => return Some(token),
            };
            match parts.last_mut() {
                Some(Part::Literal(before)) => before.push_str(&text),
                _ if text.is_empty() => {}
                _ => parts.push(Part::Literal(text)),
            }
        }
    }
}

fn entity(name: &str) -> Option<&'static str> {
    Some(match name {
        "quot" => "\"",
        "apos" => "'",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        _ => return None,
    })
}
