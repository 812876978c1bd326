//! Published values, and sums and integrals done the slow way.

use super::*;
use proptest::prelude::*;

fn check(what: &str, got: f64, expected: f64) {
    let room = 2e-13 * expected.abs().max(1e-300);
    assert!(
        (got - expected).abs() <= room,
        "{what}: {got:e} instead of {expected:e}"
    );
}

#[test]
fn closed_forms() {
    for x in [0.001, 0.3, 1.0, 2.5, 7.0, 40.0] {
        check("Q(1, x)", gamma_upper(1.0, x), exp(-x));
        check("Q(1/2, x)", gamma_upper(0.5, x), erfc(sqrt(x)));
        check(
            "Q(3, x)",
            gamma_upper(3.0, x),
            exp(-x) * (1.0 + x + x * x / 2.0),
        );
    }
    for x in [0.001, 0.2, 0.5, 0.9, 0.999] {
        check("I(1, 1)", beta_lower(1.0, 1.0, x), x);
        check("I(3, 1)", beta_lower(3.0, 1.0, x), x * x * x);
        check("I(2, 2)", beta_lower(2.0, 2.0, x), x * x * (3.0 - 2.0 * x));
    }
    check("I(5, 5) at the middle", beta_lower(5.0, 5.0, 0.5), 0.5);
    check("I(4e5, 4e5) at the middle", beta_lower(4e5, 4e5, 0.5), 0.5);
}

#[test]
fn normal_law() {
    check("0.975", normal_quantile(0.975), 1.959_963_984_540_054);
    check("0.005", normal_quantile(0.005), -2.575_829_303_548_901);
    check("1e-12", normal_quantile(1e-12), -7.034_483_825_301_131);
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert!(normal_quantile(1.5).is_nan());
}

#[test]
fn what_makes_no_sense_is_not_a_number() {
    for value in [
        gamma_lower(0.0, 1.0),
        gamma_lower(-1.0, 1.0),
        gamma_upper(1.0, -1.0),
        gamma_upper(f64::NAN, 1.0),
        beta_lower(0.0, 1.0, 0.5),
        beta_lower(1.0, 1.0, 1.5),
        beta_lower(1.0, 1.0, f64::NAN),
        beta_lower(f64::INFINITY, 1.0, 0.5),
    ] {
        assert!(value.is_nan());
    }
}

#[test]
fn large_arguments_keep_their_digits() {
    // The median of a gamma law of shape a lies at a - 1/3 + 8/(405 a) + …
    for a in [1e4, 1e6, 1e8] {
        let middle = gamma_lower(a, a - 1.0 / 3.0 + 8.0 / (405.0 * a));
        assert!((middle - 0.5).abs() < 1e-9, "{a}: {middle}");
    }
}

proptest! {
    #[test]
    fn gamma_is_a_sum_of_densities(k in 1_u32..60, mean in 0.01_f64..80.0) {
        let below: f64 = (0..k).map(|i| poisson_density(f64::from(i), mean)).sum();
        let got = gamma_upper(f64::from(k), mean);
        prop_assert!((got - below).abs() < 1e-13 * 60.0, "{got} {below}");
    }

    #[test]
    fn beta_is_a_binomial_tail(n in 1_u32..60, k in 1_u32..60, p in 0.001_f64..0.999) {
        prop_assume!(k <= n);
        let mut tail = 0.0;
        for i in k..=n {
            let ways = lgamma(f64::from(n) + 1.0) - lgamma(f64::from(i) + 1.0) - lgamma(f64::from(n - i) + 1.0);
            tail += exp(ways + f64::from(i) * log(p) + f64::from(n - i) * log(1.0 - p));
        }
        let got = beta_lower(f64::from(k), f64::from(n - k) + 1.0, p);
        prop_assert!((got - tail).abs() < 1e-12, "{got} {tail}");
    }

    #[test]
    fn both_sides_make_one(a in 0.01_f64..1e4, b in 0.01_f64..1e4, x in 0.0_f64..1.0) {
        let sum = beta_lower(a, b, x) + beta_between(b, a, 1.0 - x, x);
        prop_assert!((sum - 1.0).abs() < 1e-11, "{sum}");
        let both = gamma_lower(a, b) + gamma_upper(a, b);
        prop_assert!((both - 1.0).abs() < 1e-12, "{both}");
    }
}
