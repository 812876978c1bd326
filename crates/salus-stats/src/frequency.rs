//! How often each thing came, from a table of fixed size: the count-min sketch.

use crate::hash;

/// Cells that a sketch may have at most: 512 MiB.
const MOST_CELLS: u64 = 1 << 26;
/// Hashes are made under this key, so that any two sketches can be merged.
const KEY: u64 = 0x5a2u64;

/// Counts that are never too low, and too high by at most (e / width) N with probability 1 - e^-depth, where N is
/// the sum of all that was added (Cormode & Muthukrishnan 2005, "An improved data stream summary").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    width: u64,
    depth: u64,
    cells: Vec<u64>,
    total: u64,
}

impl Frequency {
    /// An empty sketch; both sizes are brought to at least 1, and together below 2^26 cells.
    pub fn new(width: u64, depth: u64) -> Self {
        let depth = depth.clamp(1, 64);
        let width = width.clamp(1, MOST_CELLS / depth);
        Self {
            width,
            depth,
            cells: vec![0; (width * depth) as usize],
            total: 0,
        }
    }

    /// The sketch whose over-count is at most `error` times N, but with probability `doubt`.
    pub fn with_error(error: f64, doubt: f64) -> Self {
        let width = (core::f64::consts::E / error).ceil();
        let depth = libm::log(1.0 / doubt).ceil();
        Self::new(width as u64, depth as u64)
    }

    /// Adds `times` occurrences of a thing.
    pub fn add(&mut self, thing: &[u8], times: u64) {
        let hash = hash::bytes(KEY, thing);
        for row in 0..self.depth {
            let cell = self.cell(hash, row);
            self.cells[cell] = self.cells[cell].saturating_add(times);
        }
        self.total = self.total.saturating_add(times);
    }

    /// About how often a thing was added; never less than it was.
    pub fn count(&self, thing: &[u8]) -> u64 {
        let hash = hash::bytes(KEY, thing);
        let cells = (0..self.depth).map(|row| self.cells[self.cell(hash, row)]);
        cells.min().unwrap_or(0)
    }

    /// N: all that was added.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Adds all that another sketch has counted. False, and nothing done, when it has another size.
    pub fn merge(&mut self, other: &Self) -> bool {
        if (self.width, self.depth) != (other.width, other.depth) {
            return false;
        }
        for (own, theirs) in self.cells.iter_mut().zip(&other.cells) {
            *own = own.saturating_add(*theirs);
        }
        self.total = self.total.saturating_add(other.total);
        true
    }

    fn cell(&self, hash: u64, row: u64) -> usize {
        // Two halves make as many rows as are wanted (Kirsch & Mitzenmacher 2006, "Less hashing, same performance").
        let (first, second) = (hash >> 32, hash & 0xffff_ffff);
        let mixed = first.wrapping_add(row.wrapping_mul(second | 1)) & 0xffff_ffff;
        (row * self.width + ((mixed * self.width) >> 32)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn over_counts_as_rarely_as_said() {
        let mut sketch = Frequency::with_error(0.001, 0.01);
        assert_eq!((sketch.width, sketch.depth), (2_719, 5));
        for thing in 0..50_000_u64 {
            sketch.add(&thing.to_le_bytes(), 1 + thing % 3);
        }
        let room = (0.001 * sketch.total() as f64) as u64;
        let over = |thing: &u64| sketch.count(&thing.to_le_bytes()) > 1 + thing % 3 + room;
        let wrong = (0..50_000_u64).filter(over).count();
        assert!(wrong < 500, "{wrong}");
    }

    #[test]
    fn sizes_stay_sane() {
        let huge = Frequency::new(1, u64::MAX);
        assert_eq!((huge.width, huge.depth), (1, 64));
        let odd = Frequency::with_error(f64::NAN, f64::NAN);
        assert_eq!((odd.width, odd.depth), (1, 1));
        let mut small = Frequency::new(0, 0);
        assert!(!small.merge(&Frequency::new(2, 1)));
        small.add(b"x", u64::MAX);
        small.add(b"x", 5);
        assert_eq!((small.count(b"x"), small.total()), (u64::MAX, u64::MAX));
    }

    proptest! {
        #[test]
        fn never_too_low_and_merging_is_adding(things in prop::collection::vec((0_u8..40, 1_u64..9), 0..200), cut in 0_usize..200) {
            let mut whole = Frequency::new(16, 3);
            let (mut first, mut second) = (whole.clone(), whole.clone());
            for (at, (thing, times)) in things.iter().enumerate() {
                whole.add(&[*thing], *times);
                if at < cut { first.add(&[*thing], *times) } else { second.add(&[*thing], *times) }
            }
            prop_assert!(first.merge(&second));
            prop_assert_eq!(&first, &whole);
            for thing in 0..40_u8 {
                let exact: u64 = things.iter().filter(|(t, _)| *t == thing).map(|(_, n)| n).sum();
                prop_assert!(whole.count(&[thing]) >= exact);
            }
        }
    }
}
