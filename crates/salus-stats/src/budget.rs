//! How many alerts people can look at, and the random sample that shows what was missed.

use crate::hash;

/// Share of the items without an alert that is added to the queue of reviews, to estimate what was missed.
pub const SAMPLE: f64 = 0.01;

/// Alerts a day that an organisation can work through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlertBudget {
    /// At most so many a day: 1 for a solo clinic, 5 for a medium organisation, 20 to 50 for a large one.
    pub per_day: u32,
    /// Only items whose q-value is at most this; 0.1 by methods 0.8, 1 to fill the budget whatever the evidence.
    pub largest_q: f64,
}

impl AlertBudget {
    /// How many of a day's items to publish: min(B, #{q <= limit}).
    pub fn publish(&self, q_values: &[f64]) -> usize {
        let good = q_values.iter().filter(|q| **q <= self.largest_q).count();
        good.min(self.per_day as usize)
    }
}

/// Whether the item with this key is in the random sample: decided by seed and key alone, so neither by the order of
/// items nor by their number. `share` is the chance, 0 to 1.
pub fn in_sample(seed: u64, key: &[u64], share: f64) -> bool {
    hash::unit(hash::numbers(seed, key)) < share
}

/// A total estimated from a random sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Sum of y_i / pi_i.
    pub total: f64,
    /// Its standard error when items were drawn independently: root of the sum of y_i^2 (1 - pi_i) / pi_i^2.
    pub standard_error: f64,
}

/// Horvitz & Thompson 1952 ("A generalization of sampling without replacement from a finite universe"): each item of the
/// sample, as (y, pi), speaks for 1/pi items. Items whose chance is not above 0 and at most 1 are left out.
pub fn horvitz_thompson(sample: &[(f64, f64)]) -> Estimate {
    let (mut total, mut variance) = (0.0, 0.0);
    for (y, chance) in sample {
        if !(*chance > 0.0 && *chance <= 1.0 && y.is_finite()) {
            continue;
        }
        let share = y / chance;
        total += share;
        variance += share * share * (1.0 - chance);
    }
    Estimate {
        total,
        standard_error: variance.sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_people_can_read() {
        let q = [0.01, 0.2, 0.1, 0.05, 0.9];
        for (per_day, largest_q, expected) in [(2, 0.1, 2), (20, 0.1, 3), (20, 1.0, 5), (0, 1.0, 0)]
        {
            let budget = AlertBudget { per_day, largest_q };
            assert_eq!(budget.publish(&q), expected, "{budget:?}");
        }
    }

    #[test]
    fn the_sample_is_as_large_as_said() {
        let drawn = (0..100_000).filter(|key| in_sample(5, &[*key], SAMPLE));
        let drawn: Vec<u64> = drawn.collect();
        assert!((900..1_100).contains(&drawn.len()), "{}", drawn.len());
        let again: Vec<u64> = drawn
            .iter()
            .copied()
            .filter(|key| in_sample(5, &[*key], SAMPLE))
            .collect();
        assert_eq!(drawn, again);
        let other = drawn
            .iter()
            .filter(|key| in_sample(6, &[**key], SAMPLE))
            .count();
        assert!(other < 40, "{other}");
        assert!(!in_sample(5, &[1], 0.0) && in_sample(5, &[1], 1.0));
    }

    #[test]
    fn a_sample_speaks_for_all() {
        let estimate = horvitz_thompson(&[
            (1.0, 0.01),
            (0.0, 0.01),
            (1.0, 1.0),
            (1.0, 0.0),
            (f64::NAN, 0.5),
        ]);
        assert_eq!(estimate.total, 101.0);
        assert!((estimate.standard_error - 99.0_f64.sqrt() * 10.0).abs() < 1e-9);
    }

    #[test]
    fn the_estimate_is_right_on_average() {
        // 400 of 20,000 items are misses; many samples of 5 % of them.
        let (mut sum, rounds) = (0.0, 200);
        for seed in 0..rounds {
            let sample: Vec<(f64, f64)> = (0..20_000_u64)
                .filter(|key| in_sample(seed, &[*key], 0.05))
                .map(|key| (if key % 50 == 0 { 1.0 } else { 0.0 }, 0.05))
                .collect();
            sum += horvitz_thompson(&sample).total;
        }
        let mean = sum / rounds as f64;
        assert!((mean - 400.0).abs() < 25.0, "{mean}");
    }
}
