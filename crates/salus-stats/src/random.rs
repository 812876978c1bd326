//! Chance from a stated seed, whose numbers never change with versions.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A row of numbers that a seed decides: ChaCha with 8 rounds (Bernstein 2008, "ChaCha, a variant of Salsa20"), read
/// 64 bits at a time.
///
/// Whole numbers and shuffles are drawn by code that stands here, not by a library that may draw otherwise in its next
/// version.
#[derive(Debug, Clone)]
pub struct Random {
    source: ChaCha8Rng,
}

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self::stream(seed, 0)
    }

    /// Numbers of the same seed that have nothing to do with those of its other streams.
    pub fn stream(seed: u64, stream: u64) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut source = ChaCha8Rng::from_seed(key);
        source.set_stream(stream);
        Self { source }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.source.next_u64()
    }

    /// A whole number from 0 up to, but not including, `n`, each as likely as the others (Lemire 2019, "Fast random
    /// integer generation in an interval"). 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        loop {
            let wide = u128::from(self.bits()) * u128::from(n);
            let low = wide as u64;
            // Only draws below 2^64 mod n are one too many; the costly remainder is needed for few of them.
            if low >= n || low >= n.wrapping_neg() % n {
                return (wide >> 64) as u64;
            }
        }
    }

    /// A number from 0 up to, but not including, 1, of 53 bits.
    pub fn unit(&mut self) -> f64 {
        crate::hash::unit(self.bits())
    }

    /// Puts the values in an order drawn by chance, each as likely as the others (Durstenfeld 1964, algorithm 235).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            values.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Random;
    use proptest::prelude::*;

    #[test]
    fn never_changes() {
        // The first bytes of the published test vector of ChaCha8 for a key and nonce of zeros.
        let first = Random::new(0).bits().to_le_bytes();
        assert_eq!(first, [0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6]);
        let mut random = Random::new(42);
        let bits = [random.bits(), random.bits()];
        assert_eq!(bits, [6_424_161_053_832_095_879, 5_270_208_426_312_333_099]);
        let mut other = Random::stream(42, 1);
        assert_eq!(other.bits(), 14_330_608_400_789_313_726);
        let drawn: Vec<u64> = (0..8).map(|_| random.below(10)).collect();
        assert_eq!(drawn, [4, 3, 8, 0, 4, 2, 4, 7]);
        let mut values = [0, 1, 2, 3, 4, 5, 6, 7];
        random.shuffle(&mut values);
        assert_eq!(values, [6, 3, 0, 7, 2, 1, 5, 4]);
    }

    #[test]
    fn all_orders_come_equally_often() {
        let mut random = Random::new(1);
        let mut seen = [0_u32; 27];
        for _ in 0..60_000 {
            let mut values = [0_usize, 1, 2];
            random.shuffle(&mut values);
            seen[values[0] * 9 + values[1] * 3 + values[2]] += 1;
        }
        let orders: Vec<u32> = seen.into_iter().filter(|n| *n > 0).collect();
        assert_eq!(orders.len(), 6);
        let square: f64 = orders
            .iter()
            .map(|n| (f64::from(*n) - 1e4).powi(2) / 1e4)
            .sum();
        // Chi-square with 5 degrees of freedom is above 20.5 once in a thousand times.
        assert!(square < 20.5, "{orders:?}");
    }

    proptest! {
        #[test]
        fn stays_below(seed: u64, n in prop_oneof![0_u64..20, any::<u64>()]) {
            let mut random = Random::new(seed);
            for _ in 0..20 {
                let drawn = random.below(n);
                prop_assert!(drawn < n.max(1));
                let unit = random.unit();
                prop_assert!((0.0..1.0).contains(&unit));
            }
        }

        #[test]
        fn shuffling_loses_nothing(seed: u64, mut values in prop::collection::vec(0_u8..9, 0..30)) {
            let mut before = values.clone();
            Random::new(seed).shuffle(&mut values);
            before.sort_unstable();
            values.sort_unstable();
            prop_assert_eq!(before, values);
        }
    }
}
