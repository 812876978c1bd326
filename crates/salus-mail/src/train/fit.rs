//! The scorecard's bits, fitted to mail: the expert's bits are where they start, and little mail moves them little.

use std::collections::BTreeMap;
use std::f64::consts::LN_2;

use super::logistic::sigmoid;
use super::{Label, Sample};
use crate::model::{CLIP, Wordings};
use crate::scorecard::{Fitted, FittedScore, Scorecard};

/// How far the truth may lie from the expert's bits (standard deviation, bits).
const SPREAD: f64 = 0.7;
/// The same for the share of wording that is believed.
const WORDING_SPREAD: f64 = 0.2;
/// How much an invented message counts beside a real one.
const INVENTED: f64 = 0.15;
const ROUNDS: usize = 40;
/// As tight as a bit that stays where it is.
const FIXED: f64 = 1e9;

/// Fits bits to samples; `said` is what the wording says, from weights that have not seen the sample.
pub(super) fn fit(
    samples: &[Sample],
    weights: &[f64],
    said: &[Wordings],
    scorecard: &Scorecard,
) -> Fitted {
    let counts = counts(samples, scorecard);
    let ids: Vec<&String> = counts.keys().collect();
    let harm = |sample: &Sample, said: &Wordings| (sample.label == Label::Harmful, said.harmful);
    let flag = |sample: &Sample, said: &Wordings| (sample.label != Label::Ham, said.unwanted);
    let expert = |id: &String| scorecard.signals.get(id).map_or(0.0, |one| one.bits);
    let expert_flag = |id: &String| scorecard.signals.get(id).map_or(0.0, |one| one.flag_bits());
    let for_harm = posterior(
        &rows(samples, weights, said, &ids, &harm),
        &prior(&ids, scorecard.wording, &expert),
    );
    let for_flag = posterior(
        &rows(samples, weights, said, &ids, &flag),
        &prior(&ids, scorecard.wording, &expert_flag),
    );
    let signals = ids.iter().enumerate().map(|(at, id)| {
        let [harmful, unwanted, ham] = counts.get(*id).copied().unwrap_or_default();
        let (bits, flag) = (for_harm[at + 2] / LN_2, for_flag[at + 2] / LN_2);
        (
            (*id).clone(),
            FittedScore {
                bits,
                flag,
                harmful,
                unwanted,
                ham,
            },
        )
    });
    Fitted {
        wording: Some(for_harm[1].clamp(0.0, 1.0)),
        signals: signals.collect(),
    }
}

/// Intercept, wording, then the signals, all in nats.
fn prior(ids: &[&String], wording: f64, expert: &dyn Fn(&String) -> f64) -> Vec<f64> {
    let mut prior = vec![0.0, wording];
    prior.extend(ids.iter().map(|id| expert(id) * LN_2));
    prior
}

/// The likeliest place above the floor. Whoever writes a message arranges most of what is found in it, so that a signal
/// speaks for it as far as the expert lets it, whatever the mail at hand shows.
fn posterior(rows: &[Row], prior: &[f64]) -> Vec<f64> {
    let mut tight = vec![1e-6, 1.0 / (WORDING_SPREAD * WORDING_SPREAD)];
    tight.resize(prior.len(), 1.0 / (SPREAD * LN_2 * SPREAD * LN_2));
    let mut prior = prior.to_vec();
    loop {
        let place = likeliest(rows, &prior, &tight);
        let mut is_below = false;
        for at in 2..prior.len() {
            let floor = prior[at].min(0.0);
            if place[at] < floor - 1e-6 && tight[at] < FIXED {
                (prior[at], tight[at], is_below) = (floor, FIXED, true);
            }
        }
        if !is_below {
            return place;
        }
    }
}

/// The likeliest place, by Newton's steps.
fn likeliest(rows: &[Row], prior: &[f64], tight: &[f64]) -> Vec<f64> {
    let mut place = prior.to_vec();
    for _ in 0..ROUNDS {
        let (gradient, curve) = slopes(rows, &place, prior, tight);
        let Some(by) = solve(curve, gradient) else {
            break;
        };
        for (place, by) in place.iter_mut().zip(&by) {
            *place -= by.clamp(-1.0, 1.0);
        }
        if by.iter().all(|one| one.abs() < 1e-7) {
            break;
        }
    }
    place
}

struct Row {
    is_so: bool,
    cost: f64,
    said: f64,
    /// Places of its signals.
    signals: Vec<usize>,
}

/// Messages with each signal: harmful, unwanted, ham.
fn counts(samples: &[Sample], scorecard: &Scorecard) -> BTreeMap<String, [usize; 3]> {
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for sample in samples {
        let kind = match sample.label {
            Label::Harmful => 0,
            Label::Unwanted => 1,
            Label::Ham => 2,
        };
        for id in sample
            .signals
            .iter()
            .filter(|id| scorecard.signals.contains_key(*id))
        {
            counts.entry(id.clone()).or_default()[kind] += 1;
        }
    }
    counts
}

/// What a message is and what its wording says, for one question.
type Question<'q> = &'q dyn Fn(&Sample, &Wordings) -> (bool, f64);

fn rows(
    samples: &[Sample],
    weights: &[f64],
    said: &[Wordings],
    ids: &[&String],
    question: Question<'_>,
) -> Vec<Row> {
    let mean = weights.iter().sum::<f64>()
        / f64::from(u32::try_from(weights.len().max(1)).unwrap_or(u32::MAX));
    let row = |(sample, (weight, said)): (&Sample, (&f64, &Wordings))| {
        let (is_so, nats) = question(sample, said);
        let places = sample
            .signals
            .iter()
            .filter_map(|id| ids.binary_search(&id).ok());
        Row {
            is_so,
            cost: weight / mean * if sample.is_invented { INVENTED } else { 1.0 },
            said: nats.clamp(-CLIP, CLIP),
            signals: places.map(|at| at + 2).collect(),
        }
    };
    samples
        .iter()
        .zip(weights.iter().zip(said))
        .map(row)
        .collect()
}

/// Gradient and curvature of the negative log posterior.
fn slopes(rows: &[Row], place: &[f64], prior: &[f64], tight: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = place.len();
    let mut gradient: Vec<f64> = (0..size)
        .map(|at| tight[at] * (place[at] - prior[at]))
        .collect();
    let mut curve = vec![vec![0.0; size]; size];
    for (at, row) in curve.iter_mut().enumerate() {
        row[at] = tight[at];
    }
    for row in rows {
        let mut values = vec![(0, 1.0), (1, row.said)];
        values.extend(row.signals.iter().map(|at| (*at, 1.0)));
        let sum: f64 = values.iter().map(|(at, value)| place[*at] * value).sum();
        let likely = sigmoid(sum);
        let wrong = row.cost * (likely - f64::from(u8::from(row.is_so)));
        let bend = row.cost * likely * (1.0 - likely);
        for (at, value) in &values {
            gradient[*at] += wrong * value;
            for (other, other_value) in &values {
                curve[*at][*other] += bend * value * other_value;
            }
        }
    }
    (gradient, curve)
}

/// Solves a symmetric positive system by elimination; none where it is singular.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for at in 0..size {
        let pivot = matrix[at][at];
        if pivot.abs() < 1e-12 {
            return None;
        }
        let (above, below) = matrix.split_at_mut(at + 1);
        let head = above.last()?;
        for (offset, row) in below.iter_mut().enumerate() {
            let factor = row[at] / pivot;
            if factor == 0.0 {
                continue;
            }
            row[at..]
                .iter_mut()
                .zip(&head[at..])
                .for_each(|(low, high)| *low -= factor * high);
            right[at + 1 + offset] -= factor * right[at];
        }
    }
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size)
            .map(|other| matrix[at][other] * right[other])
            .sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::super::near::Signature;
    use super::*;

    fn samples(harmful: usize, other: usize, signal: &str) -> Vec<Sample> {
        let one = |label: Label, signals: Vec<String>| Sample {
            label,
            corpus: "test".to_owned(),
            family: String::new(),
            is_invented: false,
            signals,
            grams: Vec::new(),
            signature: Signature::of(&[]),
        };
        let mut all = vec![one(Label::Harmful, vec![signal.to_owned()]); harmful];
        all.extend(vec![one(Label::Harmful, Vec::new()); harmful]);
        all.extend(vec![one(Label::Ham, vec![signal.to_owned()]); other]);
        all.extend(vec![one(Label::Ham, Vec::new()); 2 * harmful]);
        all
    }

    fn bits(harmful: usize, other: usize) -> f64 {
        bits_from(2.0, harmful, other)
    }

    /// From what the expert says to what mail shows.
    fn bits_from(expert: f64, harmful: usize, other: usize) -> f64 {
        let card =
            format!("base: -3\nsignals: {{a.b: {{group: intent, bits: {expert}, says: x}}}}");
        let card = Scorecard::parse(&card).expect("a scorecard");
        let samples = samples(harmful, other, "a.b");
        let (weights, said) = (
            vec![1.0; samples.len()],
            vec![Wordings::default(); samples.len()],
        );
        let fitted = fit(&samples, &weights, &said, &card);
        let one = fitted.signals.get("a.b").copied().expect("it was met");
        assert_eq!((one.harmful, one.ham), (harmful, other));
        one.bits
    }

    #[test]
    fn little_mail_moves_bits_little_and_much_mail_moves_them_much() {
        // With 400 of each, the odds are 1 with the signal and 1/2 without it: one bit.
        let (few, many) = (bits(1, 1), bits(400, 400));
        assert!((1.4..2.0).contains(&few), "{few}");
        assert!((0.9..1.1).contains(&many), "{many}");
        assert!(bits(400, 1) > 3.0);
    }

    #[test]
    fn no_mail_makes_a_signal_speak_for_a_message_more_than_the_expert_lets_it() {
        // It is met in four of five honest messages, and in half of the harmful ones: below zero, by the mail.
        for (expert, floor) in [(0.5, 0.0), (-0.5, -0.5)] {
            let found = bits_from(expert, 400, 3_200);
            assert!((found - floor).abs() < 1e-3, "{expert} {found}");
        }
    }

    #[test]
    fn a_system_is_solved() {
        let found =
            solve(vec![vec![4.0, 1.0], vec![1.0, 3.0]], vec![1.0, 2.0]).expect("it has a solution");
        assert!((found[0] - 1.0 / 11.0).abs() < 1e-12 && (found[1] - 7.0 / 11.0).abs() < 1e-12);
        assert!(solve(vec![vec![0.0]], vec![1.0]).is_none());
    }
}
