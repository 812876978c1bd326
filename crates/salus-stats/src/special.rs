//! Special functions that the tails and intervals rest on: incomplete gamma and beta, densities, the normal law.

use crate::root;
use libm::{erfc, exp, lgamma, log, sqrt};

/// Steps after which a series or fraction is taken as it stands. About six times the root of the largest argument is
/// needed, so that full precision holds for arguments up to some 1e10.
const MOST_STEPS: u32 = 1_000_000;
/// Relative change below which a series or fraction has settled.
const SETTLED: f64 = 1e-16;
/// Stands in for a denominator of zero in a continued fraction.
const TINY: f64 = 1e-300;
/// ln(sqrt(2 pi)).
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Regularised lower incomplete gamma function P(a, x): the share of a gamma law of shape `a`, scale 1, below `x`.
///
/// Series for x < a + 1, else one minus the continued fraction (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31).
/// NaN unless a > 0 and x >= 0.
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    gamma(a, x).0
}

/// Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), exact also where it is tiny.
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    gamma(a, x).1
}

/// Regularised incomplete beta function I_x(a, b): the share of a beta law with shapes `a` and `b` below `x`.
///
/// Continued fraction of Abramowitz & Stegun 1964, 26.5.8, with the prefactor in Loader's form. NaN unless a, b > 0
/// and 0 <= x <= 1.
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    beta_between(a, b, x, 1.0 - x)
}

/// As [`beta_lower`], with `y` = 1 - x given apart, for callers who know it to more digits than the difference has.
pub fn beta_between(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let is_sound = a > 0.0 && b > 0.0 && x >= 0.0 && y >= 0.0 && a.is_finite() && b.is_finite();
    if !is_sound || x > 1.0 || y > 1.0 {
        return f64::NAN;
    }
    if x == 0.0 || y == 0.0 {
        return if x == 0.0 { 0.0 } else { 1.0 };
    }
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        beta_tail(a, b, x, y)
    } else {
        1.0 - beta_tail(b, a, y, x)
    };
    value.clamp(0.0, 1.0)
}

/// Density of the Poisson law with `mean` at `x`, which need not be whole: mean^x e^-mean / Gamma(x + 1).
///
/// By the saddle point, without loss of digits for large arguments (Loader 2000, "Fast and accurate computation of
/// binomial probabilities").
pub fn poisson_density(x: f64, mean: f64) -> f64 {
    if x == 0.0 {
        return exp(-mean);
    }
    if mean == 0.0 {
        return 0.0;
    }
    exp(-stirling_error(x) - deviance(x, mean) - LN_ROOT_TWO_PI) / sqrt(x)
}

/// Share of the standard normal law above `z`, exact also where it is tiny.
pub fn normal_upper(z: f64) -> f64 {
    0.5 * erfc(z * core::f64::consts::FRAC_1_SQRT_2)
}

/// The `z` with a share `p` of the standard normal law below it. Infinite at 0 and 1; NaN outside.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    if p == 0.5 {
        return 0.0;
    }
    if p > 0.5 {
        -normal_quantile_low(1.0 - p)
    } else {
        normal_quantile_low(p)
    }
}

fn normal_quantile_low(p: f64) -> f64 {
    root::rising(|z| normal_upper(-z) - p, -40.0, 0.0)
}

fn gamma(a: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && x >= 0.0 && a.is_finite()) {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 || x.is_infinite() {
        return if x == 0.0 { (0.0, 1.0) } else { (1.0, 0.0) };
    }
    if x < a + 1.0 {
        let lower = (poisson_density(a, x) * gamma_series(a, x)).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (poisson_density(a, x) * a * gamma_fraction(a, x)).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    }
}

/// 1 + x/(a+1) + x^2/((a+1)(a+2)) + …
fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 1..=MOST_STEPS {
        term *= x / (a + f64::from(step));
        sum += term;
        if term < sum * SETTLED {
            break;
        }
    }
    sum
}

/// Gamma(a, x) e^x x^-a by Lentz's way with the even part of the fraction.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / nonzero(b);
    let mut value = d;
    for step in 1..=MOST_STEPS {
        let n = f64::from(step);
        let factor = -n * (n - a);
        b += 2.0;
        d = 1.0 / nonzero(factor * d + b);
        c = nonzero(b + factor / c);
        value *= c * d;
        if (c * d - 1.0).abs() <= 2.0 * SETTLED {
            break;
        }
    }
    value
}

/// I_x(a, b) where the fraction is quick, x below about a/(a+b).
fn beta_tail(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let front = binomial_density(a, a + b, x, y) * b / (a + b);
    if front == 0.0 {
        return 0.0;
    }
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..=MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() <= 2.0 * SETTLED {
            break;
        }
    }
    front * value
}

/// n! / (x! (n-x)!) p^x q^(n-x) for numbers that need not be whole, 0 < x < n, q = 1 - p (Loader 2000).
fn binomial_density(x: f64, n: f64, p: f64, q: f64) -> f64 {
    let rest = n - x;
    let errors = stirling_error(n) - stirling_error(x) - stirling_error(rest);
    let log_density = errors - deviance(x, n * p) - deviance(rest, n * q) - LN_ROOT_TWO_PI;
    exp(log_density) * sqrt(n / rest) / sqrt(x)
}

/// ln(n!) less Stirling's formula for it.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return lgamma(n + 1.0) - (n + 0.5) * log(n) + n - LN_ROOT_TWO_PI;
    }
    let square = n * n;
    let inner = 1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - inner / square) / square) / n
}

/// x ln(x/mean) + mean - x without cancellation near x = mean.
fn deviance(x: f64, mean: f64) -> f64 {
    let apart = x - mean;
    if apart.abs() >= 0.1 * (x + mean) {
        return x * log(x / mean) + mean - x;
    }
    let v = apart / (x + mean);
    let mut sum = apart * v;
    let mut power = 2.0 * x * v;
    for step in 1..1_000_u32 {
        power *= v * v;
        let next = sum + power / f64::from(2 * step + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

fn nonzero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

#[cfg(test)]
mod tests;
