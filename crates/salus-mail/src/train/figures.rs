//! Figures of a judge: how well it tells apart, and how far its probabilities are right.

/// Area under the ROC curve: how often a harmful message scores above another, ties counting half.
#[must_use]
pub fn auc(harmful: &[f64], other: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = harmful
        .iter()
        .map(|one| (*one, true))
        .chain(other.iter().map(|one| (*one, false)))
        .collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut below, mut sum, mut at) = (0.0, 0.0, 0);
    while at < all.len() {
        let end = all[at..]
            .iter()
            .position(|one| one.0 > all[at].0)
            .map_or(all.len(), |length| at + length);
        let yes = share(all[at..end].iter().filter(|one| one.1).count());
        let no = share(end - at) - yes;
        sum += yes * (below + no / 2.0);
        below += no;
        at = end;
    }
    sum / (share(harmful.len()) * share(other.len())).max(1.0)
}

/// The score that at most this share of `other` lies above.
#[must_use]
pub fn threshold(other: &[f64], rate: f64) -> f64 {
    let mut sorted = other.to_vec();
    sorted.sort_by(|one, other| other.total_cmp(one));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a small count"
    )]
    let allowed = (share(sorted.len()) * rate).floor() as usize;
    sorted.get(allowed).copied().unwrap_or(f64::NEG_INFINITY)
}

/// How many lie above.
#[must_use]
pub fn above(scores: &[f64], threshold: f64) -> usize {
    scores.iter().filter(|one| **one > threshold).count()
}

/// Wilson's interval of a share (95 %).
#[must_use]
pub fn wilson(found: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, z) = (share(of), 1.959_963_984_540_054);
    let p = share(found) / n;
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Mean squared error of probabilities.
#[must_use]
pub fn brier(predicted: &[(f64, bool)]) -> f64 {
    let sum: f64 = predicted
        .iter()
        .map(|(p, is_so)| (p - f64::from(u8::from(*is_so))).powi(2))
        .sum();
    sum / share(predicted.len()).max(1.0)
}

/// Expected calibration error in ten equal bins.
#[must_use]
pub fn calibration_error(predicted: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (p, is_so) in predicted {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a probability"
        )]
        let bin = ((p * 10.0) as usize).min(9);
        bins[bin].0 += p;
        bins[bin].1 += f64::from(u8::from(*is_so));
        bins[bin].2 += 1.0;
    }
    let sum: f64 = bins.iter().map(|(p, is_so, _)| (p - is_so).abs()).sum();
    sum / share(predicted.len()).max(1.0)
}

/// Share of harmful mail among what is flagged.
#[must_use]
pub fn precision(recall: f64, false_rate: f64, prevalence: f64) -> f64 {
    let found = recall * prevalence;
    found / (found + false_rate * (1.0 - prevalence)).max(1e-12)
}

fn share(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_right() {
        let (harmful, other) = ([3.0, 2.0, 1.0], [0.0, 1.0, 1.0, 2.5]);
        // 12 pairs: 3 above all four, 2 above three, 1 above one and twice equal.
        assert!((auc(&harmful, &other) - 9.0 / 12.0).abs() < 1e-12);
        let hundred: Vec<f64> = (0..100).map(f64::from).collect();
        let t = threshold(&hundred, 0.01);
        assert_eq!((t, above(&hundred, t)), (98.0, 1));
        assert_eq!(above(&hundred, threshold(&hundred, 0.001)), 0);
        let (low, high) = wilson(7, 50);
        assert!((low - 0.069_51).abs() < 1e-5 && (high - 0.261_86).abs() < 1e-5);
        assert!((brier(&[(0.8, true), (0.4, false)]) - 0.1).abs() < 1e-12);
        assert!((calibration_error(&[(0.8, true), (0.85, false)]) - 0.325).abs() < 1e-12);
        assert!((precision(1.0, 0.01, 0.01) - 0.502_512).abs() < 1e-5);
    }
}
