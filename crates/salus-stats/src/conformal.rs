//! Conformal p-values: how rare a score is among scores of a window that is taken as clean.

/// Scores of the reference window, sorted.
///
/// p(s) = (1 + #{s_i >= s}) / (n + 1): valid whatever the score means, as long as it was computed in the same way for
/// both (Bates, Candes, Lei, Romano & Sesia 2023, "Testing for outliers with conformal p-values"). Higher is stranger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calibration {
    sorted: Vec<f64>,
}

impl Calibration {
    /// Takes the scores; those that are no numbers are left out.
    pub fn new(mut scores: Vec<f64>) -> Self {
        scores.retain(|score| !score.is_nan());
        scores.sort_unstable_by(f64::total_cmp);
        Self { sorted: scores }
    }

    /// The p-value of a score, from [`smallest`](Self::smallest) to 1. What is no number is not strange: 1.
    pub fn p(&self, score: f64) -> f64 {
        if score.is_nan() {
            return 1.0;
        }
        let below = self.sorted.partition_point(|known| *known < score);
        let as_high = self.sorted.len() - below;
        (1 + as_high) as f64 / (self.sorted.len() + 1) as f64
    }

    /// As [`p`](Self::p), but scores equal to this one count half: (#{s_i > s} + (1 + #{s_i = s})/2) / (n + 1)
    /// (Lancaster 1961, "Significance tests in discrete distributions").
    ///
    /// For combining with others where most scores are alike: whoever has nothing to say then says something near 1/2
    /// and not 1, which would cancel what others say. It is not valid by itself.
    pub fn mid_p(&self, score: f64) -> f64 {
        if score.is_nan() {
            return 0.5;
        }
        let below = self.sorted.partition_point(|known| *known < score);
        let up_to = self.sorted.partition_point(|known| *known <= score);
        let (same, above) = ((up_to - below) as f64, (self.sorted.len() - up_to) as f64);
        (above + (1.0 + same) / 2.0) / (self.sorted.len() + 1) as f64
    }

    /// How many scores there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none, which makes every p-value 1.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The smallest p-value that can come out: 1/(n + 1).
    pub fn smallest(&self) -> f64 {
        1.0 / (self.sorted.len() + 1) as f64
    }
}

/// How many reference scores are needed to judge at a `rate` of alerts among items: 20 / rate.
pub fn scores_needed(rate: f64) -> u64 {
    if rate > 0.0 {
        (20.0 / rate).ceil() as u64
    } else {
        u64::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ties_and_odd_numbers() {
        let known = Calibration::new(vec![0.0, 3.0, f64::NAN, 1.0, 1.0]);
        let cases = [
            (-1.0, 1.0),
            (0.0, 1.0),
            (1.0, 0.8),
            (1.5, 0.4),
            (3.0, 0.4),
            (9.0, 0.2),
            (f64::INFINITY, 0.2),
            (f64::NAN, 1.0),
        ];
        for (score, expected) in cases {
            assert_eq!(known.p(score), expected, "{score}");
        }
        assert_eq!((known.len(), known.smallest()), (4, 0.2));
        assert_eq!(Calibration::default().p(5.0), 1.0);
        assert_eq!(scores_needed(0.01), 2_000);
        assert_eq!(scores_needed(0.0), u64::MAX);
    }

    proptest! {
        #[test]
        fn same_as_by_counting(scores in prop::collection::vec(-5_i32..5, 0..40), score in -6_i32..6) {
            let known: Vec<f64> = scores.iter().map(|s| f64::from(*s)).collect();
            let as_high = scores.iter().filter(|s| **s >= score).count();
            let expected = (1 + as_high) as f64 / (scores.len() + 1) as f64;
            let known = Calibration::new(known);
            prop_assert_eq!(known.p(f64::from(score)), expected);
            let same = scores.iter().filter(|s| **s == score).count();
            let half = (as_high - same) as f64 + (1 + same) as f64 / 2.0;
            prop_assert_eq!(known.mid_p(f64::from(score)), half / (scores.len() + 1) as f64);
        }
    }
}
