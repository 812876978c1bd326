//! Logistic regression with a quadratic penalty: few columns, many rows.

use crate::linear::{FitError, Matrix, solve_symmetric};
use libm::{exp, log1p};

/// Rounds after which the fit is taken as it stands; Newton's way needs about eight.
const MOST_ROUNDS: u32 = 50;
/// How often a step is halved at most when it does not make the fit better.
const MOST_HALVINGS: u32 = 30;
/// No coefficient moves by more than this any more: done.
const STILL: f64 = 1e-10;

/// A fitted model. Coefficients are in the units of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Log-odds where all columns are 0.
    pub constant: f64,
    /// Change of the log-odds for one unit of each column.
    pub coefficients: Vec<f64>,
    /// Whether the steps came to rest.
    pub converged: bool,
}

impl Logistic {
    /// Log-odds of a row. Columns that the row does not have count as 0.
    pub fn logit(&self, row: &[f64]) -> f64 {
        let parts = self.coefficients.iter().zip(row);
        self.constant + parts.map(|(b, x)| b * x).sum::<f64>()
    }

    /// Probability of a row, 0 to 1.
    pub fn probability(&self, row: &[f64]) -> f64 {
        1.0 / (1.0 + exp(-self.logit(row)))
    }

    /// How much each column adds to the log-odds of a row beyond what it adds on average over `means`.
    pub fn parts<'a>(&'a self, row: &'a [f64], means: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let columns = self.coefficients.iter().zip(row).zip(means);
        columns.map(|((b, x), mean)| b * (x - mean))
    }
}

/// Fits by IRLS, which is Newton's way: maximises sum w (y log p + (1-y) log(1-p)) - penalty/2 sum b_j^2, where b_j are
/// the coefficients of columns brought to mean 0 and deviation 1, and the constant is free (le Cessie & van
/// Houwelingen 1992, "Ridge estimators in logistic regression").
///
/// `design` has no column for the constant. `weights` has one entry per row, or none for 1 each. `penalty` is
/// above zero, so that a column that parts the classes wholly stays finite; one that never varies gets 0.
pub fn fit(
    design: &Matrix,
    labels: &[bool],
    weights: &[f64],
    penalty: f64,
) -> Result<Logistic, FitError> {
    let rows = design.rows();
    if labels.len() != rows || !(weights.is_empty() || weights.len() == rows) {
        return Err(FitError::Shape);
    }
    let is_sound = |weight: &f64| weight.is_finite() && *weight >= 0.0;
    let has_penalty = penalty > 0.0 && penalty.is_finite();
    if !has_penalty || !weights.iter().all(is_sound) {
        return Err(FitError::Number);
    }
    let work = Work::new(design, labels, weights, penalty)?;
    let mut beta = vec![0.0; design.columns() + 1];
    let mut loss = work.loss(&beta);
    let mut converged = false;
    for _ in 0..MOST_ROUNDS {
        let step = work.step(&beta).ok_or(FitError::Dependent)?;
        let (next, next_loss) = work.walk(&beta, &step, loss);
        let moved = next.iter().zip(&beta).map(|(a, b)| (a - b).abs());
        let farthest = moved.fold(0.0, f64::max);
        beta = next;
        loss = next_loss;
        if farthest < STILL {
            converged = true;
            break;
        }
    }
    Ok(work.in_own_units(&beta, converged))
}

struct Work<'a> {
    design: &'a Matrix,
    labels: &'a [bool],
    weights: &'a [f64],
    penalty: f64,
    means: Vec<f64>,
    /// One over the deviation of each column; 0 for one that never varies.
    scales: Vec<f64>,
}

impl<'a> Work<'a> {
    fn new(
        design: &'a Matrix,
        labels: &'a [bool],
        weights: &'a [f64],
        penalty: f64,
    ) -> Result<Self, FitError> {
        let columns = design.columns();
        let mut work = Self {
            design,
            labels,
            weights,
            penalty,
            means: vec![0.0; columns],
            scales: vec![0.0; columns],
        };
        let all: f64 = (0..design.rows()).map(|row| work.weight(row)).sum();
        if !(all > 0.0 && all.is_finite()) {
            return Err(FitError::Dependent);
        }
        let mut means = vec![0.0; columns];
        let mut squares = vec![0.0; columns];
        for (at, row) in design.iter().enumerate() {
            for (sum, value) in means.iter_mut().zip(row) {
                *sum += work.weight(at) * value / all;
            }
        }
        for (at, row) in design.iter().enumerate() {
            for ((sum, value), mean) in squares.iter_mut().zip(row).zip(&means) {
                *sum += work.weight(at) * (value - mean) * (value - mean) / all;
            }
        }
        work.scales = squares
            .iter()
            .zip(&means)
            .map(|(square, mean)| scale(square.sqrt(), *mean))
            .collect();
        work.means = means;
        Ok(work)
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    fn logit(&self, beta: &[f64], row: &[f64]) -> f64 {
        let columns = row.iter().zip(&self.means).zip(&self.scales);
        let parts = columns.zip(&beta[1..]);
        beta[0] + parts.map(|(((x, m), s), b)| (x - m) * s * b).sum::<f64>()
    }

    /// What is made as small as can be.
    fn loss(&self, beta: &[f64]) -> f64 {
        let squares: f64 = beta[1..].iter().map(|b| b * b).sum();
        let mut loss = self.penalty / 2.0 * squares;
        for (at, row) in self.design.iter().enumerate() {
            let logit = self.logit(beta, row);
            // ln(1 + e^x), whose terms never overflow.
            let wrong = if self.labels[at] { -logit } else { logit };
            loss += self.weight(at) * (wrong.max(0.0) + log1p(exp(-wrong.abs())));
        }
        loss
    }

    /// Newton's step: the inverse of the curvature times the slope.
    fn step(&self, beta: &[f64]) -> Option<Vec<f64>> {
        let n = beta.len();
        let mut curvature = vec![0.0; n * n];
        let mut slope = vec![0.0; n];
        let mut scaled = vec![1.0; n];
        for (at, row) in self.design.iter().enumerate() {
            for (place, value) in row.iter().enumerate() {
                scaled[place + 1] = (value - self.means[place]) * self.scales[place];
            }
            let p = 1.0 / (1.0 + exp(-self.logit(beta, row)));
            let weight = self.weight(at);
            let (error, bend) = (
                weight * (f64::from(self.labels[at]) - p),
                weight * p * (1.0 - p),
            );
            for (i, value) in scaled.iter().enumerate() {
                slope[i] += error * value;
                for (j, other) in scaled.iter().enumerate().take(i + 1) {
                    curvature[i * n + j] += bend * value * other;
                }
            }
        }
        for place in 1..n {
            curvature[place * n + place] += self.penalty;
            slope[place] -= self.penalty * beta[place];
        }
        // The constant alone has no penalty: rows that are all of one kind would send it to infinity.
        curvature[0] += 1e-9 * (1.0 + self.penalty);
        solve_symmetric(&curvature, &slope)
    }

    /// The step, halved until it makes the fit better.
    fn walk(&self, beta: &[f64], step: &[f64], loss: f64) -> (Vec<f64>, f64) {
        let mut share = 1.0;
        for _ in 0..MOST_HALVINGS {
            let next: Vec<f64> = beta.iter().zip(step).map(|(b, s)| b + share * s).collect();
            let next_loss = self.loss(&next);
            if next_loss <= loss {
                return (next, next_loss);
            }
            share /= 2.0;
        }
        (beta.to_vec(), loss)
    }

    fn in_own_units(&self, beta: &[f64], converged: bool) -> Logistic {
        let coefficients: Vec<f64> = beta[1..]
            .iter()
            .zip(&self.scales)
            .map(|(b, s)| b * s)
            .collect();
        let shift: f64 = coefficients
            .iter()
            .zip(&self.means)
            .map(|(b, m)| b * m)
            .sum();
        Logistic {
            constant: beta[0] - shift,
            coefficients,
            converged,
        }
    }
}

fn scale(deviation: f64, mean: f64) -> f64 {
    if deviation > 1e-12 * (1.0 + mean.abs()) {
        1.0 / deviation
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use proptest::prelude::*;

    #[test]
    fn two_groups_give_their_odds() {
        // Of 10 with 0 there are 2, of 10 with 1 there are 6: log-odds ln(2/8) and ln(6/4).
        let values = (0..20).map(|at| f64::from(at >= 10)).collect();
        let labels: Vec<bool> = (0..20).map(|at| at < 2 || (10..16).contains(&at)).collect();
        let design = Matrix::new(1, values).expect("sound");
        let found = fit(&design, &labels, &[], 1e-9).expect("a fit");
        assert!(found.converged);
        assert!((found.logit(&[0.0]) - (0.25_f64).ln()).abs() < 1e-6);
        assert!((found.logit(&[1.0]) - (1.5_f64).ln()).abs() < 1e-6);
        assert!((found.probability(&[1.0]) - 0.6).abs() < 1e-6);
        assert!(found.parts(&[1.0], &[0.5]).all(|part| part > 0.0));
    }

    #[test]
    fn a_perfect_column_and_an_empty_one_stay_finite() {
        let values = (0..8).flat_map(|at| [f64::from(at), 3.0]).collect();
        let labels: Vec<bool> = (0..8).map(|at| at > 3).collect();
        let design = Matrix::new(2, values).expect("sound");
        let found = fit(&design, &labels, &[], 0.1).expect("a fit");
        assert!(found.converged && found.coefficients[0] > 0.0);
        assert_eq!(found.coefficients[1], 0.0);
        let same = fit(&design, &[true; 8], &[], 0.1).expect("a fit");
        assert!(same.probability(&[3.0, 3.0]) > 0.99 && same.constant.is_finite());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let design = Matrix::new(1, vec![1.0, 2.0]).expect("sound");
        let both = [true, false];
        for (labels, weights, penalty, expected) in [
            (&both[..1], &[][..], 1.0, FitError::Shape),
            (&both[..], &[1.0][..], 1.0, FitError::Shape),
            (&both[..], &[1.0, -1.0][..], 1.0, FitError::Number),
            (&both[..], &[][..], 0.0, FitError::Number),
            (&both[..], &[0.0, 0.0][..], 1.0, FitError::Dependent),
        ] {
            assert_eq!(fit(&design, labels, weights, penalty).err(), Some(expected));
        }
    }

    #[test]
    fn finds_what_made_the_data() {
        let mut random = Random::new(3);
        let (mut values, mut labels) = (Vec::new(), Vec::new());
        for _ in 0..40_000 {
            let (a, b) = (4.0 * random.unit(), 10.0 * random.unit() - 5.0);
            values.extend([a, b]);
            labels.push(random.unit() < 1.0 / (1.0 + exp(-(-1.0 + 0.8 * a - 0.3 * b))));
        }
        let design = Matrix::new(2, values).expect("sound");
        let found = fit(&design, &labels, &[], 1.0).expect("a fit");
        for (got, expected) in [
            (found.constant, -1.0),
            (found.coefficients[0], 0.8),
            (found.coefficients[1], -0.3),
        ] {
            assert!((got - expected).abs() < 0.06, "{found:?}");
        }
    }

    proptest! {
        /// A weight of 2 is the row given twice.
        #[test]
        fn weights_are_repetitions(values in prop::collection::vec(-2.0_f64..2.0, 12), labels in prop::collection::vec(any::<bool>(), 12), twice in prop::collection::vec(any::<bool>(), 12)) {
            let design = Matrix::new(1, values.clone()).expect("finite");
            let weights: Vec<f64> = twice.iter().map(|twice| 1.0 + f64::from(*twice)).collect();
            let weighted = fit(&design, &labels, &weights, 0.5).expect("a fit");
            let again = |at: &usize| twice[*at];
            let rows: Vec<usize> = (0..12).chain((0..12).filter(again)).collect();
            let long = Matrix::new(1, rows.iter().map(|at| values[*at]).collect()).expect("finite");
            let long_labels: Vec<bool> = rows.iter().map(|at| labels[*at]).collect();
            let repeated = fit(&long, &long_labels, &[], 0.5).expect("a fit");
            prop_assert!((weighted.logit(&[0.7]) - repeated.logit(&[0.7])).abs() < 1e-4);
        }
    }
}
