//! Compound files (version 3): folders and streams in one file, as Outlook's messages and old workbooks are kept.

/// A folder or a stream in it.
pub(crate) enum Node {
    Stream(String, Vec<u8>),
    Folder(String, Vec<Node>),
}

const SECTOR: usize = 512;
const SMALL_SECTOR: usize = 64;
/// Shorter streams are kept in small sectors.
const CUTOFF: usize = 4_096;
const NONE: u32 = 0xffff_ffff;
const END: u32 = 0xffff_fffe;
const TABLE: u32 = 0xffff_fffd;
/// Sectors one sector of the table can tell of.
const PER_TABLE: usize = SECTOR / 4;

/// One line of the list of everything.
struct Entry {
    name: String,
    kind: u8,
    links: [u32; 3],
    content: Vec<u8>,
    start: u32,
}

impl Entry {
    fn new(name: &str, kind: u8, content: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            links: [NONE; 3],
            content,
            start: 0,
        }
    }

    /// Shorter names come first, then the order of large letters.
    fn key(&self) -> (usize, String) {
        (self.name.len(), self.name.to_uppercase())
    }

    fn line(&self) -> Vec<u8> {
        let mut out: Vec<u8> = self
            .name
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let length = u16::try_from(out.len() + 2).expect("a short name");
        out.resize(64, 0);
        out.extend(length.to_le_bytes());
        // Every node of the tree is black.
        out.extend([self.kind, 1]);
        out.extend(self.links.iter().flat_map(|link| link.to_le_bytes()));
        out.resize(116, 0);
        out.extend(self.start.to_le_bytes());
        out.extend((self.content.len() as u64).to_le_bytes());
        out
    }
}

/// The whole file.
pub(crate) fn file(nodes: Vec<Node>) -> Vec<u8> {
    let mut entries = vec![Entry::new("Root Entry", 5, Vec::new())];
    entries[0].links[2] = add(&mut entries, nodes);
    let (small, chain) = gather(&mut entries);
    let mut sectors = Sectors::default();
    for entry in &mut entries {
        if entry.kind == 2 && entry.content.len() >= CUTOFF {
            entry.start = sectors.keep(&entry.content);
        }
    }
    entries[0].start = sectors.keep(&small);
    entries[0].content = small;
    let small_table = words(&chain);
    let table_start = sectors.keep(&small_table);
    let list: Vec<u8> = entries.iter().flat_map(Entry::line).collect();
    let list_start = sectors.keep(&list);
    let tables = sectors.close();
    let small_tables = u32::try_from(small_table.len().div_ceil(SECTOR)).expect("few sectors");
    let mut out = head(&tables, list_start, (table_start, small_tables));
    out.extend(sectors.bytes);
    out
}

/// Adds the nodes of a folder to the list; where their tree begins.
fn add(entries: &mut Vec<Entry>, nodes: Vec<Node>) -> u32 {
    let mut numbers = Vec::new();
    for node in nodes {
        let number = entries.len();
        numbers.push(number);
        match node {
            Node::Stream(name, content) => entries.push(Entry::new(&name, 2, content)),
            Node::Folder(name, inner) => {
                entries.push(Entry::new(&name, 1, Vec::new()));
                entries[number].links[2] = add(entries, inner);
            }
        }
    }
    numbers.sort_by_key(|number| entries[*number].key());
    tree(entries, &numbers)
}

/// The middle one carries what comes before it and what comes after it.
fn tree(entries: &mut [Entry], numbers: &[usize]) -> u32 {
    let middle = numbers.len() / 2;
    let Some(number) = numbers.get(middle) else {
        return NONE;
    };
    let left = tree(entries, &numbers[..middle]);
    let right = tree(entries, &numbers[middle + 1..]);
    entries[*number].links[..2].copy_from_slice(&[left, right]);
    u32::try_from(*number).expect("few entries")
}

/// Short streams one behind the other, and which small sector follows which.
fn gather(entries: &mut [Entry]) -> (Vec<u8>, Vec<u32>) {
    let (mut small, mut chain) = (Vec::new(), Vec::new());
    let short = |entry: &&mut Entry| entry.kind == 2 && entry.content.len() < CUTOFF;
    for entry in entries.iter_mut().filter(short) {
        let count = entry.content.len().div_ceil(SMALL_SECTOR);
        entry.start = if count == 0 {
            END
        } else {
            linked(&mut chain, count)
        };
        small.extend(&entry.content);
        small.resize(chain.len() * SMALL_SECTOR, 0);
    }
    (small, chain)
}

/// Takes so many sectors in a row; the number of the first.
fn linked(chain: &mut Vec<u32>, count: usize) -> u32 {
    let first = u32::try_from(chain.len()).expect("few sectors");
    for step in 1..count {
        chain.push(first + u32::try_from(step).expect("few sectors"));
    }
    chain.push(END);
    first
}

fn words(numbers: &[u32]) -> Vec<u8> {
    let mut padded = numbers.to_vec();
    padded.resize(numbers.len().next_multiple_of(PER_TABLE), NONE);
    padded.into_iter().flat_map(u32::to_le_bytes).collect()
}

#[derive(Default)]
struct Sectors {
    bytes: Vec<u8>,
    chain: Vec<u32>,
}

impl Sectors {
    fn keep(&mut self, content: &[u8]) -> u32 {
        if content.is_empty() {
            return END;
        }
        let first = linked(&mut self.chain, content.len().div_ceil(SECTOR));
        self.bytes.extend(content);
        self.bytes.resize(self.chain.len() * SECTOR, 0);
        first
    }

    /// Writes the table of sectors, which tells of itself too; its own numbers.
    fn close(&mut self) -> Vec<u32> {
        let before = self.chain.len();
        let count = before.div_ceil(PER_TABLE - 1).max(1);
        let own =
            (before..before + count).map(|number| u32::try_from(number).expect("few sectors"));
        let own: Vec<u32> = own.collect();
        self.chain.resize(before + count, TABLE);
        self.bytes.extend(words(&self.chain));
        assert!(own.len() <= 109, "more would need a table of tables");
        own
    }
}

fn head(tables: &[u32], list: u32, (small_table, small_tables): (u32, u32)) -> Vec<u8> {
    let mut out = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    out.resize(24, 0);
    // Versions, order of bytes, sizes of sectors as powers of two.
    for number in [0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0] {
        out.extend(number.to_le_bytes());
    }
    let count = u32::try_from(tables.len()).expect("few sectors");
    let cutoff = u32::try_from(CUTOFF).expect("a small number");
    for number in [0, count, list, 0, cutoff, small_table, small_tables, END, 0] {
        out.extend(number.to_le_bytes());
    }
    out.extend(tables.iter().flat_map(|number| number.to_le_bytes()));
    out.resize(SECTOR, 0xff);
    out
}
