//! How many different things there were, from 16 KiB: HyperLogLog.

use crate::hash;
use libm::sqrt;

/// Registers are 2^14: a relative standard error of 1.04/sqrt(2^14) = 0.81 %.
pub const USUAL_PRECISION: u32 = 14;
/// Hashes are made under this key, so that any two sketches can be merged.
const KEY: u64 = 0x5a1u64;

/// A sketch of a set (Flajolet, Fusy, Gandouet & Meunier 2007, "HyperLogLog"), read by the estimator of Ertl 2017 ("New
/// cardinality estimation algorithms for HyperLogLog sketches"), which needs no table of corrections.
///
/// Below about a million things a day be exact instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distinct {
    precision: u32,
    registers: Vec<u8>,
}

impl Default for Distinct {
    fn default() -> Self {
        Self::new(USUAL_PRECISION)
    }
}

impl Distinct {
    /// An empty sketch of 2^`precision` bytes; the precision is brought between 4 and 18.
    pub fn new(precision: u32) -> Self {
        let precision = precision.clamp(4, 18);
        Self {
            precision,
            registers: vec![0; 1 << precision],
        }
    }

    /// Adds a thing by its bytes.
    pub fn add(&mut self, thing: &[u8]) {
        self.add_hash(hash::bytes(KEY, thing));
    }

    /// Adds a thing by 64 evenly spread bits of it, always made in the same way.
    pub fn add_hash(&mut self, hash: u64) {
        let place = (hash >> (64 - self.precision)) as usize;
        let rest = hash << self.precision;
        let rank = rest.leading_zeros().min(64 - self.precision) + 1;
        let register = &mut self.registers[place];
        *register = (*register).max(rank as u8);
    }

    /// Adds all that another sketch has seen. False, and nothing done, when it has another precision.
    pub fn merge(&mut self, other: &Self) -> bool {
        if self.precision != other.precision {
            return false;
        }
        for (own, theirs) in self.registers.iter_mut().zip(&other.registers) {
            *own = (*own).max(*theirs);
        }
        true
    }

    /// About how many different things were added.
    pub fn estimate(&self) -> f64 {
        let most = (64 - self.precision) as usize;
        let mut counts = vec![0_u32; most + 2];
        for register in &self.registers {
            counts[usize::from(*register)] += 1;
        }
        let all = self.registers.len() as f64;
        let mut z = all * upper(1.0 - f64::from(counts[most + 1]) / all);
        for rank in (1..=most).rev() {
            z = 0.5 * (z + f64::from(counts[rank]));
        }
        z += all * lower(f64::from(counts[0]) / all);
        all * all / (2.0 * core::f64::consts::LN_2 * z)
    }
}

/// Ertl's sigma: what empty registers say.
fn lower(share: f64) -> f64 {
    if share >= 1.0 {
        return f64::INFINITY;
    }
    let (mut x, mut y, mut z) = (share, 1.0, share);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if z == before {
            return z;
        }
    }
}

/// Ertl's tau: what full registers say.
fn upper(share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        return 0.0;
    }
    let (mut x, mut y, mut z) = (share, 1.0, 1.0 - share);
    loop {
        x = sqrt(x);
        let before = z;
        y *= 0.5;
        z -= (1.0 - x) * (1.0 - x) * y;
        if z == before {
            return z / 3.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sketch(things: core::ops::Range<u64>) -> Distinct {
        let mut sketch = Distinct::default();
        for thing in things {
            sketch.add(&thing.to_le_bytes());
        }
        sketch
    }

    #[test]
    fn is_as_exact_as_said() {
        assert_eq!(Distinct::default().registers.len(), 16 * 1024);
        assert_eq!(Distinct::default().estimate(), 0.0);
        for n in [1_u64, 10, 1_000, 20_000, 100_000, 1_000_000] {
            let got = sketch(0..n).estimate();
            let error = (got / n as f64 - 1.0).abs();
            assert!(error < 3.0 * 0.0081, "{n}: {got}");
        }
    }

    #[test]
    fn the_error_over_many_sketches() {
        let (mut squares, rounds, n) = (0.0, 60_u64, 30_000_u64);
        for round in 0..rounds {
            let from = round * n;
            let error = sketch(from..from + n).estimate() / n as f64 - 1.0;
            squares += error * error;
        }
        let deviation = (squares / rounds as f64).sqrt();
        assert!((0.006..0.0105).contains(&deviation), "{deviation}");
    }

    #[test]
    fn precisions_do_not_mix() {
        let mut small = Distinct::new(0);
        assert!(!small.merge(&Distinct::default()));
        small.add_hash(0);
        assert!(small.merge(&small.clone()));
        assert!((small.estimate() - 1.0).abs() < 0.1);
    }

    proptest! {
        #[test]
        fn merging_is_seeing_both(a in 0_u64..3_000, b in 0_u64..3_000, n in 1_u64..3_000) {
            let mut both = sketch(a..a + n);
            prop_assert!(both.merge(&sketch(b..b + n)));
            let mut other = sketch(b..b + n);
            prop_assert!(other.merge(&sketch(a..a + n)));
            prop_assert_eq!(&both, &other);
            let mut direct = sketch(a..a + n);
            for thing in b..b + n {
                direct.add(&thing.to_le_bytes());
            }
            prop_assert_eq!(both, direct);
        }
    }
}
