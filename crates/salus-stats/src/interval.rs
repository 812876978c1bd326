//! Proportions and counts with the interval they are known to, never without numerator and denominator.

use crate::root;
use crate::special::{beta_lower, gamma_lower, gamma_upper, normal_quantile};

/// A proportion: what was counted, out of how many, and between which limits the truth lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// Numerator.
    pub hits: u64,
    /// Denominator, above zero.
    pub of: u64,
    /// Lower limit, a share of 0 to 1.
    pub low: f64,
    /// Upper limit, a share of 0 to 1.
    pub high: f64,
}

impl Proportion {
    /// hits / of.
    pub fn share(&self) -> f64 {
        self.hits as f64 / self.of as f64
    }
}

/// A count with the limits of the mean that it may come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// What was counted.
    pub count: u64,
    /// Lower limit of the mean.
    pub low: f64,
    /// Upper limit of the mean.
    pub high: f64,
}

/// Wilson's score interval (Wilson 1927, "Probable inference"), at a `confidence` such as 0.95.
///
/// `None` when `of` is 0, `hits` is larger than `of`, or the confidence does not lie between 0 and 1.
pub fn wilson(hits: u64, of: u64, confidence: f64) -> Option<Proportion> {
    let tail = tail(hits, of, confidence)?;
    let z = normal_quantile(1.0 - tail);
    let (n, share) = (of as f64, hits as f64 / of as f64);
    let square = z * z;
    let centre = (share + square / (2.0 * n)) / (1.0 + square / n);
    let inner = share * (1.0 - share) / n + square / (4.0 * n * n);
    let half = z * inner.sqrt() / (1.0 + square / n);
    Some(Proportion {
        hits,
        of,
        low: if hits == 0 {
            0.0
        } else {
            (centre - half).max(0.0)
        },
        high: if hits == of {
            1.0
        } else {
            (centre + half).min(1.0)
        },
    })
}

/// The exact interval of Clopper & Pearson 1934: it never covers less than it says, and is wider for it.
pub fn clopper_pearson(hits: u64, of: u64, confidence: f64) -> Option<Proportion> {
    let tail = tail(hits, of, confidence)?;
    let (k, n) = (hits as f64, of as f64);
    let low = if hits == 0 {
        0.0
    } else {
        root::rising(|x| beta_lower(k, n - k + 1.0, x) - tail, 0.0, 1.0)
    };
    let high = if hits == of {
        1.0
    } else {
        root::rising(|x| beta_lower(k + 1.0, n - k, x) - (1.0 - tail), 0.0, 1.0)
    };
    Some(Proportion {
        hits,
        of,
        low,
        high,
    })
}

/// The exact interval of a Poisson mean (Garwood 1936, "Fiducial limits for the Poisson distribution"). `None` unless
/// the confidence lies between 0 and 1.
pub fn poisson(count: u64, confidence: f64) -> Option<Count> {
    let tail = tail(0, 1, confidence)?;
    let k = count as f64;
    let most = k + 40.0 * (k + 1.0).sqrt() + 1_000.0;
    let low = if count == 0 {
        0.0
    } else {
        root::rising(|mean| gamma_lower(k, mean) - tail, 0.0, most)
    };
    let high = root::rising(|mean| tail - gamma_upper(k + 1.0, mean), 0.0, most);
    Some(Count { count, low, high })
}

fn tail(hits: u64, of: u64, confidence: f64) -> Option<f64> {
    let is_sound = of > 0 && hits <= of && confidence > 0.0 && confidence < 1.0;
    is_sound.then_some((1.0 - confidence) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 5.1e-6, "{got} {expected}");
    }

    #[test]
    fn the_numbers_of_the_methods() {
        let wide = wilson(7, 50, 0.95).expect("sound");
        close(wide.low, 0.069_51);
        close(wide.high, 0.261_86);
        assert_eq!((wide.hits, wide.of, wide.share()), (7, 50, 0.14));
        let exact = clopper_pearson(7, 50, 0.95).expect("sound");
        close(exact.low, 0.058_19);
        close(exact.high, 0.267_40);
        let count = poisson(5, 0.95).expect("sound");
        close(count.low, 1.623_49);
        close(count.high, 11.668_33);
    }

    #[test]
    fn edges() {
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(2, 1, 0.95), None);
        assert_eq!(clopper_pearson(1, 2, 1.0), None);
        assert_eq!(poisson(1, f64::NAN), None);
        let none = clopper_pearson(0, 20, 0.95).expect("sound");
        assert_eq!(none.low, 0.0);
        close(none.high, 1.0 - 0.025_f64.powf(1.0 / 20.0));
        assert_eq!(wilson(20, 20, 0.95).expect("sound").high, 1.0);
        let nothing = poisson(0, 0.95).expect("sound");
        assert_eq!(nothing.low, 0.0);
        close(nothing.high, -0.025_f64.ln());
    }

    proptest! {
        #[test]
        fn limits_have_their_tails(of in 1_u64..200, part in 0.0_f64..=1.0, confidence in 0.5_f64..0.999) {
            let hits = (of as f64 * part) as u64;
            let exact = clopper_pearson(hits, of, confidence).expect("sound");
            let tail = (1.0 - confidence) / 2.0;
            prop_assert!(exact.low <= exact.share() && exact.share() <= exact.high);
            if hits > 0 {
                let above = beta_lower(hits as f64, (of - hits) as f64 + 1.0, exact.low);
                prop_assert!((above - tail).abs() < 1e-9);
            }
            let short = wilson(hits, of, confidence).expect("sound");
            prop_assert!(short.low <= short.share() && short.share() <= short.high);
            let count = poisson(hits, confidence).expect("sound");
            prop_assert!((gamma_upper(hits as f64 + 1.0, count.high) - tail).abs() < 1e-9);
        }
    }
}
