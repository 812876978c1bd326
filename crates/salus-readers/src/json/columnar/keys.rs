//! The sequences of keys that were met, as a tree: records of one log name their members in the same order.
//!
//! While a record is passed, its keys lead from node to node. They are compared with what is expected
//! rather than looked up, and the last node stands for the whole sequence.

use super::head::Head;
use crate::json::wrapper::is_list_name;

/// Nodes before everything is forgotten and learned anew.
const NODES: usize = 1 << 16;
/// Keys that may come next at one place.
const NEXT: usize = 64;
/// Bytes of one name.
const NAME_BYTES: usize = 512;

/// The node before the first key.
pub(super) const ROOT: usize = 0;

/// The key of a node, and the node that came next the last time: what is looked at first, side by side.
#[derive(Clone, Copy)]
struct Step {
    head: Head,
    likely: u32,
}

struct Node {
    /// The key as it stands in the source, without quotes.
    name: Box<str>,
    /// A list of objects under this key may make the object a wrapper.
    may_wrap: bool,
    /// The keys that came next.
    next: Vec<usize>,
}

/// All sequences met so far.
pub(super) struct Keys {
    steps: Vec<Step>,
    nodes: Vec<Node>,
}

impl Keys {
    pub(super) fn new() -> Self {
        let root = Node {
            name: Box::default(),
            may_wrap: false,
            next: Vec::new(),
        };
        let step = Step {
            head: Head::of(""),
            likely: 0,
        };
        Self {
            steps: vec![step],
            nodes: vec![root],
        }
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
        let likely = self.steps[node].likely as usize;
        if likely != ROOT
            && let Some(length) = self.steps[likely].head.fits(text, at)
        {
            return Some((likely, at + length));
        }
        self.look_up(node, text.get(at..)?, at)
    }

    fn look_up(&mut self, node: usize, rest: &[u8], at: usize) -> Option<(usize, usize)> {
        let is_here = |next: &&usize| {
            let name = self.nodes[**next].name.as_bytes();
            rest.get(name.len()) == Some(&b'"') && rest.starts_with(name)
        };
        let next = *self.nodes[node].next.iter().find(is_here)?;
        self.steps[node].likely = next as u32;
        Some((next, at + self.nodes[next].name.len() + 1))
    }

    /// Adds a key after `node`; `None` when it is too long.
    pub(super) fn learn(&mut self, node: usize, name: &str) -> Option<usize> {
        if name.len() > NAME_BYTES || self.nodes[node].next.len() >= NEXT {
            return None;
        }
        self.nodes.push(Node {
            name: name.into(),
            may_wrap: is_list_name(name),
            next: Vec::new(),
        });
        self.steps.push(Step {
            head: Head::of(name),
            likely: 0,
        });
        let next = self.nodes.len() - 1;
        self.nodes[node].next.push(next);
        self.steps[node].likely = next as u32;
        Some(next)
    }
}
