//! Robust location and scale: median, MAD, quantiles, and how few values are shrunk to those of peers.

use libm::log1p;

/// Makes the median absolute deviation of a normal law its standard deviation.
const NORMAL: f64 = 1.4826;
/// Pseudo-count of the peers when an entity's own level is shrunk to theirs (methods 0.1).
pub const PEER_WEIGHT: f64 = 7.0;

/// Location and scale of some values, in their unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// How many values it rests on.
    pub count: usize,
    /// Their median.
    pub median: f64,
    /// 1.4826 times the median distance from the median.
    pub mad: f64,
}

impl Level {
    /// The level of the finite ones among `values`; `None` when there are none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut kept = finite(values);
        let median = middle(&mut kept)?;
        for value in &mut kept {
            *value = (*value - median).abs();
        }
        let mad = NORMAL * middle(&mut kept)?;
        Some(Self {
            count: kept.len(),
            median,
            mad,
        })
    }

    /// Robust z of `x`: (x - median) / max(MAD, floor), without unit. The floor keeps a constant history from
    /// making every change infinite; it must be above zero.
    pub fn z(&self, x: f64, floor: f64) -> f64 {
        (x - self.median) / self.mad.max(floor)
    }

    /// This level drawn towards that of the peers, as if they had added [`PEER_WEIGHT`] values:
    /// med' = (n med + k med_g)/(n + k), s'^2 = (n s^2 + k s_g^2)/(n + k).
    pub fn shrunk(&self, peers: &Self) -> Self {
        let own = self.count as f64;
        Self {
            count: self.count,
            median: shrunk(own, self.median, peers.median),
            mad: shrunk(own, self.mad * self.mad, peers.mad * peers.mad).sqrt(),
        }
    }
}

/// A number that rests on `count` values of one's own, drawn towards that of the peers, as if they had added
/// [`PEER_WEIGHT`] values.
pub fn shrunk(count: f64, mine: f64, theirs: f64) -> f64 {
    (count * mine + PEER_WEIGHT * theirs) / (count + PEER_WEIGHT)
}

/// The median of the finite ones among `values`, the mean of the middle two when their number is even.
pub fn median(values: &[f64]) -> Option<f64> {
    middle(&mut finite(values))
}

/// Quantile `q` (0 to 1) of the finite ones among `values`, with straight lines between order statistics
/// (type 7 of Hyndman & Fan 1996, "Sample quantiles in statistical packages").
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut kept = finite(values);
    if kept.is_empty() || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let at = q * (kept.len() - 1) as f64;
    let (whole, part) = (at.floor(), at - at.floor());
    let (_, low, above) = kept.select_nth_unstable_by(whole as usize, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(*low);
    Some(*low + part * (high - *low))
}

/// ln(1 + x) of the active values only (x > 0): what heavy-tailed volumes are looked at in. Whether there was any
/// activity is a signal of its own.
pub fn active_logs(values: &[f64]) -> Vec<f64> {
    let active = values.iter().filter(|x| **x > 0.0 && x.is_finite());
    active.map(|x| log1p(*x)).collect()
}

fn finite(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|x| x.is_finite()).collect()
}

fn middle(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let half = values.len() / 2;
    let is_even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    if !is_even {
        return Some(*upper);
    }
    let lower = below.iter().copied().max_by(f64::total_cmp)?;
    Some(lower + (*upper - lower) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_samples() {
        let cases: [(&[f64], Option<f64>); 5] = [
            (&[], None),
            (&[f64::NAN, f64::INFINITY], None),
            (&[3.0], Some(3.0)),
            (&[4.0, f64::NAN, 1.0], Some(2.5)),
            (&[5.0, 1.0, 9.0], Some(5.0)),
        ];
        for (values, expected) in cases {
            assert_eq!(median(values), expected, "{values:?}");
        }
    }

    #[test]
    fn z_and_shrinking() {
        let own = Level::of(&[10.0, 12.0, 14.0]).expect("three values");
        assert_eq!((own.count, own.median, own.mad), (3, 12.0, 2.0 * NORMAL));
        assert!((own.z(18.0, 0.1) - 6.0 / 2.9652).abs() < 1e-12);
        let still = Level::of(&[4.0, 4.0]).expect("two values");
        assert_eq!(still.z(6.0, 0.5), 4.0);
        let peers = Level {
            count: 100,
            median: 2.0,
            mad: 1.0,
        };
        let shrunk = own.shrunk(&peers);
        assert!((shrunk.median - (3.0 * 12.0 + 7.0 * 2.0) / 10.0).abs() < 1e-12);
        let square = (3.0 * own.mad * own.mad + 7.0) / 10.0;
        assert!((shrunk.mad * shrunk.mad - square).abs() < 1e-12);
        assert_eq!(active_logs(&[0.0, -1.0, f64::NAN, 1.0]), [log1p(1.0)]);
    }

    proptest! {
        #[test]
        fn same_as_by_sorting(values in prop::collection::vec(-1e6_f64..1e6, 1..40), q in 0.0_f64..=1.0) {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let at = q * (sorted.len() - 1) as f64;
            let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
            let expected = low + (at - at.floor()) * (high - low);
            let got = quantile(&values, q).expect("there are values");
            prop_assert!((got - expected).abs() < 1e-9);
            let half = quantile(&values, 0.5).expect("there are values");
            let direct = median(&values).expect("there are values");
            prop_assert!((half - direct).abs() < 1e-9);
        }
    }
}
