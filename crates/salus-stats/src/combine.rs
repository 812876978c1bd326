//! One p-value of several that may depend on one another: the Cauchy combination.

use core::f64::consts::PI;
use libm::{atan, tan};

/// p-values are taken as no smaller than this, so that no detector decides alone by overstatement.
pub const LEAST: f64 = 1e-12;
/// p-values are taken as no larger than this: at 1 a detector with nothing to say would cancel all others.
pub const MOST: f64 = 1.0 - 1e-3;

/// T = sum w_i tan((1/2 - p_i) pi) / sum w_i, p = 1/2 - atan(T)/pi (Liu & Xie 2020, "Cauchy combination test").
///
/// Pairs of p-value and weight. Each p-value is first put between [`LEAST`] and [`MOST`], one that is no number is
/// taken as [`MOST`]; weights that are not above zero are left out. 1 when nothing is left.
pub fn cauchy(parts: &[(f64, f64)]) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (p, weight) in parts {
        if !(*weight > 0.0 && weight.is_finite()) {
            continue;
        }
        let p = if p.is_nan() {
            MOST
        } else {
            p.clamp(LEAST, MOST)
        };
        sum += weight * cotangent(p);
        weights += weight;
    }
    if weights == 0.0 {
        return 1.0;
    }
    let t = sum / weights;
    // Far out 1/2 - atan(t)/pi would lose all digits.
    if t > 1.0 {
        atan(1.0 / t) / PI
    } else {
        0.5 - atan(t) / PI
    }
}

/// tan((1/2 - p) pi), to full precision for small `p`.
fn cotangent(p: f64) -> f64 {
    if p < 0.25 {
        1.0 / tan(p * PI)
    } else {
        tan((0.5 - p) * PI)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(parts: &[(f64, f64)], expected: f64) {
        let got = cauchy(parts);
        assert!((got - expected).abs() < 5e-8, "{parts:?}: {got}");
    }

    #[test]
    fn the_numbers_of_the_methods() {
        check(&[(0.01, 1.0), (0.5, 1.0)], 0.019_980_3);
        check(&[(0.001, 1.0), (0.2, 1.0), (0.9, 1.0)], 0.003_016_0);
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        check(&[], 1.0);
        check(&[(0.01, 0.0), (0.2, f64::NAN)], 1.0);
        check(&[(0.3, 2.0)], 0.3);
        check(&[(f64::NAN, 1.0)], MOST);
        check(&[(1.0, 1.0)], MOST);
        check(&[(0.3, 1.0), (0.7, 1.0)], 0.5);
        assert!((cauchy(&[(0.0, 1.0)]) / LEAST - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn follows_each_part(p in 0.001_f64..0.99, q in 0.001_f64..0.99, less in 0.1_f64..0.99) {
            let both = cauchy(&[(p, 1.0), (q, 1.0)]);
            let plain = 0.5 - (((0.5 - p) * PI).tan() + ((0.5 - q) * PI).tan()).mul_add(0.5, 0.0).atan() / PI;
            prop_assert!((both - plain).abs() < 1e-9);
            prop_assert!(cauchy(&[(p * less, 1.0), (q, 1.0)]) <= both);
            prop_assert!(both >= p.min(q) - 1e-12 && both <= p.max(q) + 1e-12);
        }
    }
}
