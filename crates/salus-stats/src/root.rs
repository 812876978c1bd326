//! The root of a rising function, by halving: slow, sure, and the same on every machine.

/// Where `f` passes from below zero to zero or above between `low` and `high`, to the last bit. An end when it never does.
pub(crate) fn rising(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    // A double has 64 bits; near zero halving has to pass all exponents.
    for _ in 0..1_200 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn finds_where_it_passes_zero() {
        assert!((rising(|x| x * x - 2.0, 0.0, 2.0) - core::f64::consts::SQRT_2).abs() < 1e-15);
        assert!((rising(|x| x - 1e-300, 0.0, 1.0) - 1e-300).abs() < 1e-314);
        assert_eq!(rising(|_| -1.0, 0.0, 1.0), 1.0);
        assert!(rising(|_| 1.0, 0.0, 1.0) <= f64::MIN_POSITIVE);
    }
}
