//! Near copies of messages, by minimal hashes of their runs of four words.

use std::collections::HashMap;

/// Minimal hashes of one text.
const HASHES: usize = 32;
/// Hashes that must agree in a row for two texts to be compared.
const BAND: usize = 4;
/// Equal hashes from which on two texts are near copies (Jaccard about 0.6).
const ALIKE: usize = 19;
/// Texts of one band that are compared with each other.
const COMPARED: usize = 200;

/// The minimal hashes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signature([u32; HASHES]);

impl Signature {
    pub(crate) fn of(shingles: &[u64]) -> Self {
        let mut least = [u32::MAX; HASHES];
        for shingle in shingles {
            let mut state = *shingle;
            for least in &mut least {
                state = state
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    .wrapping_add(0x1656_67b1_9e37_79f9);
                let mixed = (state ^ (state >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                *least = (*least).min(u32::try_from(mixed >> 32).unwrap_or(u32::MAX));
            }
        }
        Self(least)
    }

    fn is_near(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .filter(|(one, other)| one == other)
            .count()
            >= ALIKE
    }
}

/// Sets of texts that belong together.
pub(super) struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    /// Puts near copies together.
    pub(super) fn of(signatures: &[&Signature]) -> Self {
        let mut sets = Self {
            parents: (0..signatures.len()).collect(),
        };
        for band in 0..HASHES / BAND {
            let mut seen: HashMap<&[u32], Vec<usize>> = HashMap::new();
            for (at, signature) in signatures.iter().enumerate() {
                let key = &signature.0[band * BAND..(band + 1) * BAND];
                let others = seen.entry(key).or_default();
                for other in others.iter().rev().take(COMPARED) {
                    if signature.is_near(signatures[*other]) {
                        sets.join(*other, at);
                        break;
                    }
                }
                others.push(at);
            }
        }
        sets
    }

    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        self.parents[high] = low;
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    pub(super) fn roots(mut self) -> Vec<usize> {
        (0..self.parents.len()).map(|at| self.root(at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_copies_come_together_and_others_do_not() {
        let text: Vec<u64> = (0..100).collect();
        let mut copy = text.clone();
        copy[3] = 5_000;
        copy[60] = 5_001;
        let other: Vec<u64> = (1_000..1_100).collect();
        let signatures = [&text, &other, &copy].map(|one| Signature::of(one));
        let sets = Sets::of(&signatures.iter().collect::<Vec<_>>());
        assert_eq!(sets.roots(), [0, 1, 0]);
    }
}
