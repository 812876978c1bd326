//! The sequences of keys that were met, as a tree: records of one log name their members in the same order.
//!
//! While a record is passed, its keys lead from node to node. They are compared with what is expected
//! rather than looked up, and the last node stands for the whole sequence.

/// Nodes before everything is forgotten and learned anew.
const NODES: usize = 1 << 16;
/// Keys that may come next at one place.
const NEXT: usize = 64;
/// Bytes of one name.
const NAME_BYTES: usize = 512;
/// Lists of objects under these names may be a wrapper's; see `json/wrapper.rs`.
const LISTS: [&str; 10] = [
    "Records", "data", "entries", "entry", "events", "hits", "items", "records", "results", "value",
];

/// The node before the first key.
pub(super) const ROOT: usize = 0;

struct Node {
    /// The key as it stands in the source, without quotes.
    name: Box<str>,
    /// A list of objects under this key may make the object a wrapper.
    may_wrap: bool,
    /// The keys that came next, those met lately first.
    next: Vec<usize>,
}

/// All sequences met so far.
pub(super) struct Keys {
    nodes: Vec<Node>,
}

impl Keys {
    pub(super) fn new() -> Self {
        let root = Node {
            name: Box::default(),
            may_wrap: false,
            next: Vec::new(),
        };
        Self { nodes: vec![root] }
    }

    /// Whether there are more sequences than is usual for a log.
    pub(super) fn is_full(&self) -> bool {
        self.nodes.len() >= NODES
    }

    pub(super) fn name(&self, node: usize) -> &str {
        &self.nodes[node].name
    }

    pub(super) fn may_wrap(&self, node: usize) -> bool {
        self.nodes[node].may_wrap
    }

    /// The node after `node` for the key that begins at `at`, if it was met before, and the place
    /// behind its closing quote.
    #[inline]
    pub(super) fn known(&mut self, node: usize, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let rest = text.get(at..)?;
        let is_here = |next: &usize| {
            let name = self.nodes[*next].name.as_bytes();
            rest.get(name.len()) == Some(&b'"') && rest.starts_with(name)
        };
        let found = self.nodes[node].next.iter().position(is_here)?;
        if found > 0 {
            self.nodes[node].next.swap(found, found - 1);
        }
        let next = self.nodes[node].next[found - found.min(1)];
        Some((next, at + self.nodes[next].name.len() + 1))
    }

    /// Adds a key after `node`; `None` when it is too long.
    pub(super) fn learn(&mut self, node: usize, name: &str) -> Option<usize> {
        if name.len() > NAME_BYTES || self.nodes[node].next.len() >= NEXT {
            return None;
        }
        self.nodes.push(Node {
            name: name.into(),
            may_wrap: LISTS.contains(&name) || name == "vulnerabilities",
            next: Vec::new(),
        });
        let next = self.nodes.len() - 1;
        self.nodes[node].next.push(next);
        Some(next)
    }
}
