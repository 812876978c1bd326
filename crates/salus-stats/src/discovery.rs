//! Control of false discoveries among the p-values of a day.

/// q-values of Benjamini & Hochberg 1995 ("Controlling the false discovery rate"), step-up, in the order given:
/// q_(i) = min over j >= i of p_(j) m / j. Rejecting all with q <= 0.1 makes at most one in ten rejections false on
/// average. A p-value that is no number counts as 1.
pub fn q_values(p_values: &[f64]) -> Vec<f64> {
    let sound = |at: usize| {
        let p = p_values[at];
        if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) }
    };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_unstable_by(|a, b| sound(*a).total_cmp(&sound(*b)).then(a.cmp(b)));
    let mut q_values = vec![1.0; p_values.len()];
    let all = p_values.len() as f64;
    let mut least = 1.0_f64;
    for (rank, at) in order.iter().enumerate().rev() {
        // Rounding must not bring it below the p-value itself.
        let p = sound(*at);
        least = least.min((p * all / (rank + 1) as f64).max(p));
        q_values[*at] = least;
    }
    q_values
}

#[cfg(test)]
mod tests {
    use super::q_values;
    use proptest::prelude::*;

    #[test]
    fn the_numbers_of_the_methods() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let expected = [
            0.0015, 0.003, 0.0095, 0.035_625, 0.0603, 0.063_86, 0.063_86, 0.0645, 0.0765, 0.486,
            0.5812, 0.7149, 0.7532, 0.8132, 1.0,
        ];
        let got = q_values(&p);
        for (got, expected) in got.iter().zip(expected) {
            assert!((got - expected).abs() < 5e-5, "{got} {expected}");
        }
        assert!((got[3] - 0.035_625).abs() < 1e-12);
        assert_eq!(got.iter().filter(|q| **q <= 0.05).count(), 4);
        assert!(q_values(&[]).is_empty());
        assert_eq!(q_values(&[f64::NAN, 0.5]), [1.0, 1.0]);
    }

    proptest! {
        #[test]
        fn same_as_the_definition(p in prop::collection::vec(0.0_f64..1.0, 1..25)) {
            let got = q_values(&p);
            for (at, own) in p.iter().enumerate() {
                // The smallest level at which step-up rejects this one.
                let mut best = 1.0_f64;
                for limit in p.iter().filter(|limit| *limit >= own) {
                    let as_low = p.iter().filter(|other| *other <= limit).count();
                    best = best.min(limit * p.len() as f64 / as_low as f64);
                }
                prop_assert!((got[at] - best).abs() < 1e-12);
            }
        }
    }
}
