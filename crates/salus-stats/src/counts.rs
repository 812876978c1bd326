//! Tails of counts: Poisson, and negative binomial where counts vary more than by chance.

use crate::special::{beta_between, gamma_lower, gamma_upper};

/// Above this ratio of variance to mean a count is no longer taken as Poisson. Between 1 and here both laws agree to
/// the digits that are printed, and the negative binomial's size would be too large to compute with.
const POISSON_UP_TO: f64 = 1.0 + 1e-9;

/// The law of a count: its mean and its ratio of variance to mean.
///
/// phi <= 1 is Poisson; else negative binomial with size = mean/(phi - 1) and success probability 1/phi (methods 0.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountLaw {
    /// Mean count.
    pub mean: f64,
    /// phi = variance / mean, without unit.
    pub dispersion: f64,
}

impl CountLaw {
    /// Mean and dispersion of the finite ones among `counts` (variance with n - 1); dispersion 1 when they cannot
    /// say. `None` without any.
    pub fn of(counts: &[f64]) -> Option<Self> {
        let kept: Vec<f64> = counts.iter().copied().filter(|x| x.is_finite()).collect();
        if kept.is_empty() {
            return None;
        }
        let n = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / n;
        let squares: f64 = kept.iter().map(|x| (x - mean) * (x - mean)).sum();
        let dispersion = if kept.len() > 1 && mean > 0.0 {
            squares / (n - 1.0) / mean
        } else {
            1.0
        };
        Some(Self { mean, dispersion })
    }

    /// P(X >= count). 1 for a count of 0; NaN when the mean is negative or no number.
    pub fn upper(&self, count: u64) -> f64 {
        if !(self.mean >= 0.0 && self.mean.is_finite()) || self.dispersion.is_nan() {
            return f64::NAN;
        }
        if count == 0 || self.mean == 0.0 {
            return if count == 0 { 1.0 } else { 0.0 };
        }
        match self.size() {
            None => gamma_lower(count as f64, self.mean),
            Some(size) => beta_between(count as f64, size, self.failure(), 1.0 / self.dispersion),
        }
    }

    /// P(X <= count).
    pub fn lower(&self, count: u64) -> f64 {
        if !(self.mean >= 0.0 && self.mean.is_finite()) || self.dispersion.is_nan() {
            return f64::NAN;
        }
        if self.mean == 0.0 {
            return 1.0;
        }
        let next = count as f64 + 1.0;
        match self.size() {
            None => gamma_upper(next, self.mean),
            Some(size) => beta_between(size, next, 1.0 / self.dispersion, self.failure()),
        }
    }

    /// The smallest count with P(X <= count) >= `q`; `None` unless 0 < q < 1 and the law makes sense.
    pub fn quantile(&self, q: f64) -> Option<u64> {
        if !(q > 0.0 && q < 1.0) || self.lower(0).is_nan() {
            return None;
        }
        let mut high = 1_u64;
        while self.lower(high) < q {
            high = high.checked_mul(2).filter(|high| *high < 1 << 53)?;
        }
        let mut low = 0_u64;
        while low < high {
            let middle = low + (high - low) / 2;
            if self.lower(middle) >= q {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Some(high)
    }

    fn size(&self) -> Option<f64> {
        (self.dispersion > POISSON_UP_TO).then(|| self.mean / (self.dispersion - 1.0))
    }

    fn failure(&self) -> f64 {
        (self.dispersion - 1.0) / self.dispersion
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use libm::{exp, lgamma, log};
    use proptest::prelude::*;

    fn check(law: (f64, f64), count: u64, expected: f64) {
        let law = CountLaw {
            mean: law.0,
            dispersion: law.1,
        };
        let got = law.upper(count);
        let room = 0.5e-8 * 10_f64.powi(expected.log10().floor() as i32 + 1);
        assert!((got - expected).abs() <= room, "{law:?} {count}: {got}");
    }

    #[test]
    fn the_numbers_of_the_methods() {
        check((4.2, 1.0), 10, 0.011_126_988);
        check((4.2, 1.8), 10, 0.045_738_763);
        check((120.0, 25.0), 300, 0.006_037_847_2);
        let law = CountLaw {
            mean: 4.2,
            dispersion: 1.8,
        };
        assert_eq!(law.quantile(0.995), Some(14));
    }

    #[test]
    fn edges() {
        check((0.0, 1.0), 0, 1.0);
        check((3.0, 2.0), 0, 1.0);
        let empty = CountLaw {
            mean: 0.0,
            dispersion: 1.0,
        };
        assert_eq!((empty.upper(1), empty.lower(0)), (0.0, 1.0));
        let odd = CountLaw {
            mean: -1.0,
            dispersion: 1.0,
        };
        assert!(odd.upper(1).is_nan());
        assert_eq!(odd.quantile(0.5), None);
        assert_eq!(CountLaw::of(&[f64::NAN]), None);
        let one = CountLaw::of(&[3.0]).expect("one value");
        assert_eq!((one.mean, one.dispersion), (3.0, 1.0));
    }

    /// P(X >= count) by adding the probabilities of all smaller counts.
    fn by_summing(mean: f64, phi: f64, count: u64) -> f64 {
        let size = mean / (phi - 1.0);
        let one = |k: u64| {
            let k = k as f64;
            if phi <= 1.0 {
                return exp(k * log(mean) - mean - lgamma(k + 1.0));
            }
            let ways = lgamma(k + size) - lgamma(size) - lgamma(k + 1.0);
            exp(ways - size * log(phi) + k * log((phi - 1.0) / phi))
        };
        1.0 - (0..count).map(one).sum::<f64>()
    }

    proptest! {
        #[test]
        fn same_as_by_summing(mean in 0.05_f64..60.0, phi in prop_oneof![Just(1.0), 1.05_f64..20.0], count in 0_u64..150) {
            let law = CountLaw { mean, dispersion: phi };
            let expected = by_summing(mean, phi, count);
            prop_assert!((law.upper(count) - expected).abs() < 1e-10);
            if count > 0 {
                prop_assert!((law.upper(count) + law.lower(count - 1) - 1.0).abs() < 1e-10);
            }
        }

        #[test]
        fn quantile_is_the_smallest(mean in 0.05_f64..60.0, phi in 0.5_f64..20.0, q in 0.001_f64..0.999) {
            let law = CountLaw { mean, dispersion: phi };
            let found = law.quantile(q).expect("a sound law");
            prop_assert!(law.lower(found) >= q);
            prop_assert!(found == 0 || law.lower(found - 1) < q);
        }
    }
}
