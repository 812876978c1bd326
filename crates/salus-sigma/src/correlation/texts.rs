//! Texts written down once and then spoken of by number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// A quick hash for numbers that we gave out ourselves, so that nobody outside chooses them.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Quick(u64);

impl Quick {
    fn mix(&mut self, word: u64) {
        let mixed = (self.0.rotate_left(26) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

pub(crate) type QuickBuilder = BuildHasherDefault<Quick>;

/// Texts by number. Numbers of texts that nobody uses any more are given out again.
#[derive(Debug)]
pub(crate) struct Texts {
    by_text: HashMap<Arc<str>, u32>,
    texts: Vec<Option<Arc<str>>>,
    free: Vec<u32>,
    bytes: usize,
    most_bytes: usize,
    /// How many there were when unused ones were last thrown away.
    kept: usize,
}

/// What each text costs besides its letters.
const OVERHEAD: usize = 96;
/// Below this many texts it is not worth looking for unused ones.
const FEW: usize = 16_384;

impl Texts {
    /// An empty list that takes texts until they would need more memory than this.
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self {
            by_text: HashMap::new(),
            texts: Vec::new(),
            free: Vec::new(),
            bytes: 0,
            most_bytes,
            kept: 0,
        }
    }

    /// The number of a text; none when there is no room for it.
    pub(crate) fn number(&mut self, text: &str) -> Option<u32> {
        if let Some(known) = self.by_text.get(text) {
            return Some(*known);
        }
        let cost = text.len() + OVERHEAD;
        if self.bytes + cost > self.most_bytes {
            return None;
        }
        let kept: Arc<str> = text.into();
        let number = match self.free.pop() {
            Some(number) => {
                self.texts[number as usize] = Some(Arc::clone(&kept));
                number
            }
            None => {
                let number = u32::try_from(self.texts.len()).ok()?;
                self.texts.push(Some(Arc::clone(&kept)));
                number
            }
        };
        self.bytes += cost;
        self.by_text.insert(kept, number);
        Some(number)
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts
            .get(number as usize)
            .and_then(Option::as_deref)
            .unwrap_or_default()
    }

    /// Whether it is time to ask which texts are still used.
    pub(crate) fn has_grown(&self) -> bool {
        let many = self.by_text.len() > FEW.max(2 * self.kept);
        many || self.is_nearly_full()
    }

    /// Whether little room is left.
    pub(crate) fn is_nearly_full(&self) -> bool {
        self.bytes > self.most_bytes / 8 * 7
    }

    /// One mark for each number, to be set for those in use.
    pub(crate) fn marks(&self) -> Vec<bool> {
        vec![false; self.texts.len()]
    }

    /// Throws away the texts that are not marked.
    pub(crate) fn keep(&mut self, marks: &[bool]) {
        for (number, slot) in self.texts.iter_mut().enumerate() {
            if !marks.get(number).copied().unwrap_or(false)
                && let Some(text) = slot.take()
            {
                self.bytes -= text.len() + OVERHEAD;
                self.by_text.remove(&text);
                self.free.push(number as u32);
            }
        }
        self.kept = self.by_text.len();
    }
}
