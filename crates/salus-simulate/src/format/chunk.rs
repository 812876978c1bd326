//! One 64 KiB chunk of a Windows event log: records that share names and templates.

use std::collections::BTreeMap;

use super::binxml::{Element, Node, Slot, guid, name_hash, utf16};
use crate::random::fingerprint;

/// Bytes of a chunk, always.
pub(crate) const SIZE: usize = 65_536;
/// Records begin here, after the header and its two offset tables.
const FIRST_RECORD: usize = 512;
/// A fragment begins with this: token, version 1.1, no flags.
const FRAGMENT: [u8; 4] = [0x0f, 1, 1, 0];

/// A template and the values that fill it. A value may be such a fragment itself.
pub(crate) struct Filled {
    pub(crate) key: String,
    pub(crate) template: Node,
    pub(crate) values: Vec<Filling>,
}

/// What fills one slot.
pub(crate) enum Filling {
    Value(super::binxml::Value),
    Fragment(Filled),
}

#[derive(Clone)]
struct Tables {
    names: BTreeMap<&'static str, u32>,
    name_heads: [u32; 64],
    templates: BTreeMap<String, u32>,
    template_heads: [u32; 32],
}

/// A chunk being filled.
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    tables: Tables,
    first: u64,
    last: u64,
    last_offset: usize,
}

impl Chunk {
    pub(crate) fn new() -> Self {
        Self {
            bytes: vec![0; FIRST_RECORD],
            tables: Tables {
                names: BTreeMap::new(),
                name_heads: [0; 64],
                templates: BTreeMap::new(),
                template_heads: [0; 32],
            },
            first: 0,
            last: 0,
            last_offset: 0,
        }
    }

    /// Adds a record, or leaves the chunk as it was and says `false` when it does not fit.
    pub(crate) fn add(&mut self, id: u64, filetime: u64, event: &Filled) -> bool {
        let start = self.bytes.len();
        let tables = self.tables.clone();
        self.bytes.extend(*b"**\0\0");
        self.number(0);
        self.bytes.extend(id.to_le_bytes());
        self.bytes.extend(filetime.to_le_bytes());
        self.fragment(event);
        while !(self.bytes.len() - start + 4).is_multiple_of(8) {
            self.bytes.push(0);
        }
        let size = self.bytes.len() - start + 4;
        self.number(size);
        self.patch(start + 4, size);
        if self.bytes.len() > SIZE {
            self.bytes.truncate(start);
            self.tables = tables;
            return false;
        }
        if self.first == 0 {
            self.first = id;
        }
        self.last = id;
        self.last_offset = start;
        true
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0
    }

    /// The finished chunk: header, checksums, padding.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let free = self.bytes.len();
        let records = crc32fast::hash(&self.bytes[FIRST_RECORD..]);
        let mut header = b"ElfChnk\0".to_vec();
        for id in [self.first, self.last, self.first, self.last] {
            header.extend(id.to_le_bytes());
        }
        for number in [128, self.last_offset, free] {
            header.extend(offset(number).to_le_bytes());
        }
        header.extend(records.to_le_bytes());
        header.resize(128, 0);
        for head in self
            .tables
            .name_heads
            .iter()
            .chain(&self.tables.template_heads)
        {
            header.extend(head.to_le_bytes());
        }
        let mut covered = header[..120].to_vec();
        covered.extend(&header[128..FIRST_RECORD]);
        header[124..128].copy_from_slice(&crc32fast::hash(&covered).to_le_bytes());
        self.bytes[..FIRST_RECORD].copy_from_slice(&header);
        self.bytes.resize(SIZE, 0);
        self.bytes
    }

    /// A template instance with its fragment header and end.
    fn fragment(&mut self, filled: &Filled) {
        self.bytes.extend(FRAGMENT);
        self.bytes.extend([0x0c, 1]);
        let id = template_id(&filled.key);
        self.bytes.extend(id.to_le_bytes());
        if let Some(known) = self.tables.templates.get(&filled.key) {
            self.bytes.extend(known.to_le_bytes());
        } else {
            let here = self.bytes.len() + 4;
            self.number(here);
            self.definition(filled, id);
        }
        self.values(&filled.values);
        self.bytes.push(0);
    }

    fn definition(&mut self, filled: &Filled, id: u32) {
        let here = offset(self.bytes.len());
        let head = &mut self.tables.template_heads[(id % 32) as usize];
        let next = std::mem::replace(head, here);
        self.tables.templates.insert(filled.key.clone(), here);
        self.bytes.extend(next.to_le_bytes());
        let rest = fingerprint(&filled.key).rotate_left(29);
        self.bytes
            .extend(guid(&format!("{id:08x}{rest:016x}{id:08x}")));
        let size_at = self.bytes.len();
        self.number(0);
        self.bytes.extend(FRAGMENT);
        self.node(&filled.template);
        self.bytes.push(0);
        self.patch(size_at, self.bytes.len() - size_at - 4);
    }

    fn values(&mut self, values: &[Filling]) {
        self.number(values.len());
        let descriptors = self.bytes.len();
        self.bytes.resize(descriptors + values.len() * 4, 0);
        for (index, filling) in values.iter().enumerate() {
            let start = self.bytes.len();
            let kind = match filling {
                Filling::Value(value) => {
                    self.bytes.extend(value.bytes());
                    value.kind()
                }
                Filling::Fragment(inner) => {
                    self.fragment(inner);
                    super::binxml::kind::XML
                }
            };
            let size = u16::try_from(self.bytes.len() - start).expect("a value is below 64 KiB");
            let at = descriptors + index * 4;
            self.bytes[at..at + 2].copy_from_slice(&size.to_le_bytes());
            self.bytes[at + 2] = kind;
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Element(element) => self.element(element),
            Node::Text(text) => {
                self.bytes.extend([0x05, 0x01]);
                self.counted(text);
            }
            Node::Slot(slot) => self.slot(*slot),
        }
    }

    fn element(&mut self, element: &Element) {
        let attributes = element.attributes.len();
        self.bytes.push(if attributes > 0 { 0x41 } else { 0x01 });
        self.bytes.extend([0xff, 0xff]);
        let size_at = self.bytes.len();
        self.number(0);
        self.name(element.name);
        if attributes > 0 {
            let list_at = self.bytes.len();
            self.number(0);
            for (index, (name, value)) in element.attributes.iter().enumerate() {
                self.bytes
                    .push(if index + 1 < attributes { 0x46 } else { 0x06 });
                self.name(name);
                self.node(value);
            }
            self.patch(list_at, self.bytes.len() - list_at - 4);
        }
        if element.children.is_empty() {
            self.bytes.push(0x03);
        } else {
            self.bytes.push(0x02);
            for child in &element.children {
                self.node(child);
            }
            self.bytes.push(0x04);
        }
        self.patch(size_at, self.bytes.len() - size_at - 4);
    }

    fn slot(&mut self, slot: Slot) {
        self.bytes.push(if slot.optional { 0x0e } else { 0x0d });
        self.bytes.extend(slot.number.to_le_bytes());
        self.bytes.push(slot.kind);
    }

    /// A name: its offset, and the name itself where the chunk does not hold it yet.
    fn name(&mut self, name: &'static str) {
        if let Some(known) = self.tables.names.get(name) {
            self.bytes.extend(known.to_le_bytes());
            return;
        }
        let here = offset(self.bytes.len() + 4);
        let hash = name_hash(name);
        let head = &mut self.tables.name_heads[usize::from(hash % 64)];
        let next = std::mem::replace(head, here);
        self.tables.names.insert(name, here);
        self.bytes.extend(here.to_le_bytes());
        self.bytes.extend(next.to_le_bytes());
        self.bytes.extend(hash.to_le_bytes());
        self.counted(name);
        self.bytes.extend([0, 0]);
    }

    fn counted(&mut self, text: &str) {
        let units = u16::try_from(text.encode_utf16().count()).expect("a name is short");
        self.bytes.extend(units.to_le_bytes());
        self.bytes.extend(utf16(text));
    }

    fn number(&mut self, number: usize) {
        self.bytes.extend(offset(number).to_le_bytes());
    }

    fn patch(&mut self, at: usize, number: usize) {
        self.bytes[at..at + 4].copy_from_slice(&offset(number).to_le_bytes());
    }
}

fn offset(number: usize) -> u32 {
    u32::try_from(number).expect("a chunk is 64 KiB")
}

fn template_id(key: &str) -> u32 {
    u32::try_from(fingerprint(key) >> 32).expect("shifted to 32 bits")
}
