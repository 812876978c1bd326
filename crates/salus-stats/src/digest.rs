//! Quantiles of a stream from a few hundred numbers: the t-digest.

use core::f64::consts::PI;
use libm::{asin, sin};

/// The usual compression: at most some 200 centroids, and a rank error below 0.1 % at 0.99.
pub const USUAL_COMPRESSION: f64 = 200.0;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Centroid {
    mean: f64,
    weight: f64,
}

/// A sketch of a distribution that is finest at its ends (Dunning & Ertl 2019, "Computing extremely accurate quantiles
/// using t-digests"; the merging kind with scale function k1).
///
/// The same values in the same order give the same digest; another order gives another one within the same error.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    compression: f64,
    centroids: Vec<Centroid>,
    waiting: Vec<Centroid>,
    weight: f64,
    low: f64,
    high: f64,
}

impl Default for Digest {
    fn default() -> Self {
        Self::new(USUAL_COMPRESSION)
    }
}

impl Digest {
    /// An empty digest; the compression is brought between 20 and 10,000.
    pub fn new(compression: f64) -> Self {
        let sound = if compression.is_nan() {
            USUAL_COMPRESSION
        } else {
            compression
        };
        Self {
            compression: sound.clamp(20.0, 10_000.0),
            centroids: Vec::new(),
            waiting: Vec::new(),
            weight: 0.0,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
        }
    }

    /// Adds a value; one that is not finite is passed over.
    pub fn add(&mut self, value: f64) {
        if value.is_finite() {
            self.low = self.low.min(value);
            self.high = self.high.max(value);
            self.wait(Centroid {
                mean: value,
                weight: 1.0,
            });
        }
    }

    /// Adds all that another digest has seen.
    pub fn merge(&mut self, other: &Self) {
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
        for centroid in other.centroids.iter().chain(&other.waiting) {
            self.wait(*centroid);
        }
    }

    /// How many values were added.
    pub fn count(&self) -> f64 {
        self.weight
    }

    /// About the value with a share `q` (0 to 1) of all below it. `None` for an empty digest or another `q`.
    pub fn quantile(&mut self, q: f64) -> Option<f64> {
        self.settle();
        if self.centroids.is_empty() || !(0.0..=1.0).contains(&q) {
            return None;
        }
        let wanted = q * self.weight;
        // A centroid's mean stands for the middle of its weight; between two middles, and out to the ends, lines.
        let (mut from, mut from_value, mut before) = (0.0, self.low, 0.0);
        for centroid in &self.centroids {
            let middle = before + centroid.weight / 2.0;
            if wanted < middle {
                return Some(between((from, from_value), (middle, centroid.mean), wanted));
            }
            (from, from_value) = (middle, centroid.mean);
            before += centroid.weight;
        }
        Some(between(
            (from, from_value),
            (self.weight, self.high),
            wanted,
        ))
    }

    fn wait(&mut self, centroid: Centroid) {
        self.weight += centroid.weight;
        self.waiting.push(centroid);
        if self.waiting.len() >= 8 * self.compression as usize {
            self.settle();
        }
    }

    /// Sorts what waits into the centroids and puts neighbours together as far as the scale function allows.
    fn settle(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let mut all = core::mem::take(&mut self.centroids);
        all.append(&mut self.waiting);
        all.sort_by(|a, b| a.mean.total_cmp(&b.mean));
        let mut done = 0.0;
        let mut limit = self.limit(0.0);
        for centroid in all {
            let fits = (done + centroid.weight) / self.weight <= limit;
            match self.centroids.last_mut().filter(|_| fits) {
                Some(last) => {
                    last.weight += centroid.weight;
                    last.mean += (centroid.mean - last.mean) * centroid.weight / last.weight;
                }
                None => {
                    limit = self.limit(done / self.weight);
                    self.centroids.push(centroid);
                }
            }
            done += centroid.weight;
        }
    }

    /// The quantile up to which a centroid that begins at `q` may reach: one step of k1(q) = d/(2 pi) asin(2q - 1).
    fn limit(&self, q: f64) -> f64 {
        let angle = asin((2.0 * q - 1.0).clamp(-1.0, 1.0)) + 2.0 * PI / self.compression;
        if angle >= PI / 2.0 {
            1.0
        } else {
            (sin(angle) + 1.0) / 2.0
        }
    }
}

fn between(low: (f64, f64), high: (f64, f64), at: f64) -> f64 {
    if high.0 <= low.0 {
        return high.1;
    }
    let share = ((at - low.0) / (high.0 - low.0)).clamp(0.0, 1.0);
    low.1 + share * (high.1 - low.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use proptest::prelude::*;

    /// How far the value found for `q` lies from it in the order of all values, as a share.
    fn rank_error(sorted: &[f64], digest: &mut Digest, q: f64) -> f64 {
        let value = digest.quantile(q).expect("not empty");
        let below = sorted.partition_point(|known| *known < value);
        (below as f64 / sorted.len() as f64 - q).abs()
    }

    #[test]
    fn is_as_exact_as_said() {
        let mut random = Random::new(9);
        for shape in 0..3 {
            let value = |random: &mut Random| match shape {
                0 => random.unit(),
                1 => -libm::log(1.0 - random.unit()),
                _ => libm::exp(8.0 * random.unit()),
            };
            let mut values: Vec<f64> = (0..200_000).map(|_| value(&mut random)).collect();
            let (mut whole, mut parts) = (Digest::default(), Digest::default());
            for chunk in values.chunks(30_000) {
                let mut part = Digest::default();
                chunk.iter().for_each(|value| {
                    whole.add(*value);
                    part.add(*value);
                });
                parts.merge(&part);
            }
            values.sort_by(f64::total_cmp);
            for q in [0.001, 0.01, 0.5, 0.9, 0.99, 0.999] {
                let room = if q == 0.5 { 0.005 } else { 0.001 };
                for digest in [&mut whole, &mut parts] {
                    let error = rank_error(&values, digest, q);
                    assert!(error < room, "shape {shape}, {q}: {error}");
                }
            }
            assert!(whole.centroids.len() <= 200 && parts.centroids.len() <= 200);
            assert_eq!(parts.count(), 200_000.0);
        }
    }

    #[test]
    fn few_values_are_kept_as_they_are() {
        let mut digest = Digest::default();
        assert_eq!(digest.quantile(0.5), None);
        digest.add(f64::NAN);
        digest.add(7.0);
        assert_eq!(digest.quantile(0.3), Some(7.0));
        digest.add(9.0);
        assert_eq!(digest.quantile(0.0), Some(7.0));
        assert_eq!(digest.quantile(1.0), Some(9.0));
        assert_eq!(digest.quantile(1.1), None);
    }

    proptest! {
        #[test]
        fn stays_within_what_was_seen(values in prop::collection::vec(-1e9_f64..1e9, 1..500), q in 0.0_f64..=1.0, r in 0.0_f64..=1.0) {
            let mut digest = Digest::new(20.0);
            values.iter().for_each(|value| digest.add(*value));
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let (a, b) = (digest.quantile(q.min(r)).expect("values"), digest.quantile(q.max(r)).expect("values"));
            prop_assert!(low <= a && a <= b && b <= high);
        }
    }
}
