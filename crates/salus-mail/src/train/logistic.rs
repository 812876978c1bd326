//! Logistic regression on words (L2, C = 4), by limited-memory BFGS; and Platt's calibration.

use std::collections::BTreeMap;

use super::{Label, Sample};
use crate::model::length;

/// How much the training mail counts against small weights.
const C: f64 = 4.0;
const ROUNDS: usize = 120;
/// Steps that are remembered.
const MEMORY: usize = 8;
/// The gradient has fallen to this share: done.
const ENOUGH: f64 = 1e-3;

/// One yes-or-no question about the samples.
pub(super) struct Problem<'s> {
    samples: &'s [Sample],
    /// Features of each sample, numbered without gaps.
    rows: Vec<Vec<u32>>,
    /// The bucket of each feature.
    buckets: Vec<u32>,
    is_positive: Vec<bool>,
    weights: Vec<f64>,
}

/// What was found: a weight for each feature.
pub(super) struct Found {
    pub(super) bias: f64,
    weights: Vec<f64>,
    buckets: Vec<u32>,
}

impl<'s> Problem<'s> {
    /// Features met in one group only are left out: they would be learned by heart.
    pub(super) fn new(
        samples: &'s [Sample],
        weights: &[f64],
        groups: &[usize],
        question: fn(Label) -> bool,
    ) -> Self {
        let mut seen: BTreeMap<u32, (usize, bool)> = BTreeMap::new();
        for (sample, group) in samples.iter().zip(groups) {
            for gram in &sample.grams {
                let entry = seen.entry(*gram).or_insert((*group, false));
                entry.1 |= entry.0 != *group;
            }
        }
        let buckets: Vec<u32> = seen
            .iter()
            .filter(|(_, (_, is_shared))| *is_shared)
            .map(|(gram, _)| *gram)
            .collect();
        let row = |sample: &Sample| {
            let number = |gram: &u32| {
                buckets
                    .binary_search(gram)
                    .ok()
                    .and_then(|at| u32::try_from(at).ok())
            };
            sample.grams.iter().filter_map(number).collect()
        };
        Self {
            samples,
            rows: samples.iter().map(row).collect(),
            buckets: buckets.clone(),
            is_positive: samples
                .iter()
                .map(|sample| question(sample.label))
                .collect(),
            weights: weights.to_vec(),
        }
    }

    /// The weights that fit the samples `of` best, both answers counting the same.
    pub(super) fn solve(&self, of: &[usize]) -> Found {
        let costs = self.costs(of);
        let mut place = vec![0.0; self.buckets.len() + 1];
        let mut memory = Memory::default();
        let (mut value, mut gradient) = self.loss(&place, of, &costs);
        let start = norm(&gradient);
        for _ in 0..ROUNDS {
            if norm(&gradient) <= ENOUGH * start {
                break;
            }
            let direction = memory.direction(&gradient);
            let slope = dot(&direction, &gradient);
            let mut step = 1.0;
            let next = loop {
                let moved: Vec<f64> = place
                    .iter()
                    .zip(&direction)
                    .map(|(at, by)| at + step * by)
                    .collect();
                let (new_value, new_gradient) = self.loss(&moved, of, &costs);
                if new_value <= value + 1e-4 * step * slope {
                    break Some((moved, new_value, new_gradient));
                }
                step /= 2.0;
                if step < 1e-8 {
                    break None;
                }
            };
            let Some((moved, new_value, new_gradient)) = next else {
                break;
            };
            memory.add(&place, &moved, &gradient, &new_gradient);
            (place, value, gradient) = (moved, new_value, new_gradient);
        }
        let bias = place.pop().unwrap_or(0.0);
        Found {
            bias,
            weights: place,
            buckets: self.buckets.clone(),
        }
    }

    fn costs(&self, of: &[usize]) -> Vec<f64> {
        let total = |answer: bool| -> f64 {
            let same = of.iter().filter(|at| self.is_positive[**at] == answer);
            same.map(|at| self.weights[*at]).sum::<f64>().max(1e-12)
        };
        let (yes, no) = (total(true), total(false));
        let half = f64::from(u32::try_from(of.len()).unwrap_or(u32::MAX)) / 2.0;
        of.iter()
            .map(|at| C * half * self.weights[*at] / if self.is_positive[*at] { yes } else { no })
            .collect()
    }

    fn loss(&self, place: &[f64], of: &[usize], costs: &[f64]) -> (f64, Vec<f64>) {
        let (bias, weights) = place.split_last().unwrap_or((&0.0, &[]));
        let mut value = 0.5 * dot(weights, weights);
        let mut gradient = weights.to_vec();
        let mut of_bias = 0.0;
        for (at, cost) in of.iter().zip(costs) {
            let row = &self.rows[*at];
            let length = length(self.samples[*at].grams.len());
            let sum: f64 = row.iter().map(|feature| weights[*feature as usize]).sum();
            let sign = if self.is_positive[*at] { 1.0 } else { -1.0 };
            let margin = sign * (sum / length + bias);
            value += cost * soft(-margin);
            let push = -cost * sign * sigmoid(-margin);
            of_bias += push;
            for feature in row {
                gradient[*feature as usize] += push / length;
            }
        }
        gradient.push(of_bias);
        (value, gradient)
    }

    /// What a sample's words say by weights that were found.
    pub(super) fn margin(&self, found: &Found, at: usize) -> f64 {
        let sum: f64 = self.rows[at]
            .iter()
            .map(|feature| found.weights[*feature as usize])
            .sum();
        sum / length(self.samples[at].grams.len()) + found.bias
    }

    /// Slope and offset that turn margins into log-odds, both answers counting the same (Platt 1999).
    pub(super) fn calibrate(&self, margins: &[f64]) -> (f64, f64) {
        let all: Vec<usize> = (0..margins.len()).collect();
        let costs = self.costs(&all);
        let (mut slope, mut offset) = (1.0, 0.0);
        for _ in 0..50 {
            let [mut first, mut second] = [0.0; 2];
            let [mut squares, mut cross, mut ones] = [1e-6, 0.0, 1e-6];
            for (at, margin) in margins.iter().enumerate() {
                let likely = sigmoid(slope * margin + offset);
                let wrong = costs[at] * (likely - f64::from(u8::from(self.is_positive[at])));
                let curve = costs[at] * likely * (1.0 - likely);
                first += wrong * margin;
                second += wrong;
                squares += curve * margin * margin;
                cross += curve * margin;
                ones += curve;
            }
            let area = squares * ones - cross * cross;
            if area.abs() < 1e-12 {
                break;
            }
            let by = (
                (ones * first - cross * second) / area,
                (squares * second - cross * first) / area,
            );
            slope -= by.0.clamp(-2.0, 2.0);
            offset -= by.1.clamp(-2.0, 2.0);
            if by.0.abs() + by.1.abs() < 1e-9 {
                break;
            }
        }
        (slope, offset)
    }
}

impl Found {
    pub(super) fn largest(&self) -> f64 {
        self.weights
            .iter()
            .fold(1e-9, |most, weight| weight.abs().max(most))
    }

    /// The weights in steps of `scale`.
    pub(super) fn quantise(&self, scale: f64, put: &mut dyn FnMut(u32, i8)) {
        for (bucket, weight) in self.buckets.iter().zip(&self.weights) {
            let steps = (weight / scale).round().clamp(-127.0, 127.0);
            #[expect(clippy::cast_possible_truncation, reason = "held between -127 and 127")]
            put(*bucket, steps as i8);
        }
    }
}

/// The last steps, from which the next direction is guessed.
#[derive(Default)]
struct Memory {
    /// Step, change of the gradient, and 1 / their product.
    pairs: Vec<(Vec<f64>, Vec<f64>, f64)>,
}

impl Memory {
    fn add(&mut self, from: &[f64], to: &[f64], before: &[f64], after: &[f64]) {
        let less = |one: &[f64], other: &[f64]| -> Vec<f64> {
            one.iter()
                .zip(other)
                .map(|(one, other)| one - other)
                .collect()
        };
        let (step, change) = (less(to, from), less(after, before));
        let product = dot(&step, &change);
        if product > 1e-12 {
            if self.pairs.len() == MEMORY {
                self.pairs.remove(0);
            }
            self.pairs.push((step, change, 1.0 / product));
        }
    }

    fn direction(&self, gradient: &[f64]) -> Vec<f64> {
        let mut direction: Vec<f64> = gradient.iter().map(|one| -one).collect();
        let mut shares = Vec::with_capacity(self.pairs.len());
        for (step, change, inverse) in self.pairs.iter().rev() {
            let share = inverse * dot(step, &direction);
            add_to(&mut direction, -share, change);
            shares.push(share);
        }
        let scale = match self.pairs.last() {
            Some((_, change, inverse)) => 1.0 / (inverse * dot(change, change)),
            None => 1.0 / norm(gradient).max(1.0),
        };
        direction.iter_mut().for_each(|one| *one *= scale);
        for ((step, change, inverse), share) in self.pairs.iter().zip(shares.into_iter().rev()) {
            let back = inverse * dot(change, &direction);
            add_to(&mut direction, share - back, step);
        }
        direction
    }
}

fn add_to(to: &mut [f64], times: f64, what: &[f64]) {
    to.iter_mut()
        .zip(what)
        .for_each(|(to, what)| *to += times * what);
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn norm(one: &[f64]) -> f64 {
    dot(one, one).sqrt()
}

pub(super) fn sigmoid(at: f64) -> f64 {
    1.0 / (1.0 + (-at).exp())
}

/// `ln(1 + e^at)` without overflow.
fn soft(at: f64) -> f64 {
    if at > 30.0 { at } else { at.exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::super::near::Signature;
    use super::*;

    fn sample(label: Label, grams: &[u32]) -> Sample {
        Sample {
            label,
            corpus: "test".to_owned(),
            family: String::new(),
            is_invented: false,
            signals: Vec::new(),
            grams: grams.to_vec(),
            signature: Signature::of(&[]),
        }
    }

    /// The reference: plain gradient descent with small steps on the same loss.
    fn slow(problem: &Problem<'_>, of: &[usize]) -> Vec<f64> {
        let costs = problem.costs(of);
        let mut place = vec![0.0; problem.buckets.len() + 1];
        for _ in 0..60_000 {
            let (_, gradient) = problem.loss(&place, of, &costs);
            add_to(&mut place, -0.02, &gradient);
        }
        place
    }

    #[test]
    fn the_quick_way_finds_what_the_slow_way_finds() {
        let samples = [
            sample(Label::Harmful, &[1, 2, 3]),
            sample(Label::Harmful, &[1, 3, 9]),
            sample(Label::Harmful, &[2, 4]),
            sample(Label::Ham, &[4, 5, 6]),
            sample(Label::Ham, &[3, 5]),
            sample(Label::Ham, &[5, 6, 7, 8]),
        ];
        let (weights, groups) = (vec![1.0, 0.5, 1.0, 1.0, 2.0, 1.0], vec![0, 1, 2, 3, 4, 5]);
        let problem = Problem::new(&samples, &weights, &groups, |label| label == Label::Harmful);
        assert_eq!(problem.buckets, [1, 2, 3, 4, 5, 6]);
        let all = [0, 1, 2, 3, 4, 5];
        let found = problem.solve(&all);
        let expected = slow(&problem, &all);
        for (one, other) in found.weights.iter().chain([&found.bias]).zip(&expected) {
            assert!((one - other).abs() < 0.02, "{one} {other}");
        }
    }

    #[test]
    fn calibration_finds_the_line_that_made_the_answers() {
        // Answers drawn so that the log-odds are 2 * margin - 1 exactly, in shares of a hundred.
        let (mut samples, mut margins) = (Vec::new(), Vec::new());
        for step in -20_i32..=20 {
            let margin = f64::from(step) / 10.0;
            for part in 0..100 {
                let is_yes = f64::from(part) + 0.5 < 100.0 * sigmoid(2.0 * margin);
                samples.push(sample(
                    if is_yes { Label::Harmful } else { Label::Ham },
                    &[],
                ));
                margins.push(margin);
            }
        }
        let weights = vec![1.0; samples.len()];
        let groups: Vec<usize> = (0..samples.len()).collect();
        let problem = Problem::new(&samples, &weights, &groups, |label| label == Label::Harmful);
        let (slope, offset) = problem.calibrate(&margins);
        assert!(
            (slope - 2.0).abs() < 0.05 && offset.abs() < 0.05,
            "{slope} {offset}"
        );
    }
}
