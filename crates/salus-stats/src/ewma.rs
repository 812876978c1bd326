//! The exponentially weighted level of a series, one value at a time.

/// l_t = l_(t-1) + a (x_t - l_(t-1)), l_1 = x_1 (methods 0.3). The level has the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ewma {
    weight: f64,
    level: Option<f64>,
}

impl Ewma {
    /// `weight` is a, the share of the newest value, 0 to 1.
    pub fn new(weight: f64) -> Self {
        Self {
            weight: weight.clamp(0.0, 1.0),
            level: None,
        }
    }

    /// Takes the next value and gives its distance from the level before it; `None` for the first value and for one
    /// that is no finite number, which is passed over.
    pub fn push(&mut self, value: f64) -> Option<f64> {
        if !value.is_finite() {
            return None;
        }
        let Some(before) = self.level else {
            self.level = Some(value);
            return None;
        };
        let error = value - before;
        self.level = Some(before + self.weight * error);
        Some(error)
    }

    /// The level now; `None` before the first value.
    pub fn level(&self) -> Option<f64> {
        self.level
    }
}

#[cfg(test)]
mod tests {
    use super::Ewma;
    use proptest::prelude::*;

    #[test]
    fn odd_values_are_passed_over() {
        let mut ewma = Ewma::new(0.5);
        assert_eq!(ewma.level(), None);
        assert_eq!(ewma.push(f64::NAN), None);
        assert_eq!(ewma.push(4.0), None);
        assert_eq!(ewma.push(8.0), Some(4.0));
        assert_eq!(ewma.push(f64::INFINITY), None);
        assert_eq!(ewma.level(), Some(6.0));
    }

    proptest! {
        #[test]
        fn same_as_the_weighted_sum(values in prop::collection::vec(-1e3_f64..1e3, 1..30), a in 0.0_f64..=1.0) {
            let mut ewma = Ewma::new(a);
            for value in &values {
                ewma.push(*value);
            }
            let last = values.len() - 1;
            let mut expected = values[0] * (1.0 - a).powi(last as i32);
            for (at, value) in values.iter().enumerate().skip(1) {
                expected += a * value * (1.0 - a).powi((last - at) as i32);
            }
            let got = ewma.level().expect("there are values");
            prop_assert!((got - expected).abs() < 1e-8);
        }
    }
}
