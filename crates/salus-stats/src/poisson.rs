//! Poisson regression with a log link, prior weights and a free dispersion, by reweighted least squares.

use crate::linear::{FitError, Matrix, Projection};
use libm::{exp, log};

/// Rounds after which the fit is taken as it stands.
const MOST_ROUNDS: u32 = 100;
/// The logarithm of a mean stays within this, so that no number becomes infinite on the way.
const WIDEST: f64 = 600.0;

/// What a regression is fitted to. All lists have one entry per row of the design; empty ones are left out.
#[derive(Debug, Clone, Copy)]
pub struct Observations<'a> {
    /// Columns that explain, the constant among them.
    pub design: &'a Matrix,
    /// What was counted, not negative.
    pub counts: &'a [f64],
    /// Prior weights, not negative; empty for 1 each. A weight of 0 takes a row out.
    pub weights: &'a [f64],
    /// Logarithm of the exposure (person-days, for a rate per person-day); empty for 0 each.
    pub offsets: &'a [f64],
}

/// A fitted regression. Coefficients are on the scale of the logarithm.
#[derive(Debug, Clone)]
pub struct PoissonFit {
    /// One per column of the design.
    pub coefficients: Vec<f64>,
    /// Standard errors of the coefficients, with the dispersion in them.
    pub standard_errors: Vec<f64>,
    /// Pearson's statistic over the degrees of freedom; 1 is Poisson. NaN when no degree of freedom is left.
    pub dispersion: f64,
    /// How much each row draws the fit to itself, 0 to 1: the diagonal of the hat matrix.
    pub hat: Vec<f64>,
    /// Fitted mean of each row, in counts.
    pub fitted: Vec<f64>,
    /// Deviance of the fit.
    pub deviance: f64,
    /// Whether the stopping rule was met.
    pub converged: bool,
    projection: Projection,
}

/// An expected count and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// Expected count.
    pub mean: f64,
    /// Standard error of that mean, in counts (by the delta rule).
    pub standard_error: f64,
}

impl PoissonFit {
    /// What is expected for a row of the design with the given offset. `None` when the row has another length.
    pub fn predict(&self, row: &[f64], offset: f64) -> Option<Prediction> {
        if row.len() != self.coefficients.len() {
            return None;
        }
        let mean = mean_of(linear(row, &self.coefficients) + offset);
        let spread = self.dispersion * self.projection.variance(row);
        Some(Prediction {
            mean,
            standard_error: mean * spread.sqrt(),
        })
    }
}

/// Fits by IRLS from the start mu = y + 0.1 until |dev - dev_old| / (|dev| + 0.1) < 1e-8 (McCullagh & Nelder 1989,
/// "Generalized linear models", section 2.5). Errors, hat values and dispersion rest on the working weights of the
/// last round, as the check numbers of methods 0.4 do.
pub fn fit(observed: Observations<'_>) -> Result<PoissonFit, FitError> {
    let work = Work::new(observed)?;
    let mut eta: Vec<f64> = work.counts.iter().map(|y| log(y + 0.1)).collect();
    let mut mu: Vec<f64> = eta.iter().map(|eta| mean_of(*eta)).collect();
    let mut deviance = work.deviance(&mu);
    for round in 1..=MOST_ROUNDS {
        let weights: Vec<f64> = mu.iter().zip(&work.weights).map(|(m, w)| m * w).collect();
        let projection = Projection::new(work.design, &weights)?;
        let coefficients = projection.solve(&work.target(&eta, &mu, &weights));
        eta = work.linear(&coefficients);
        mu = eta.iter().map(|eta| mean_of(*eta)).collect();
        let before = deviance;
        deviance = work.deviance(&mu);
        let converged = (deviance - before).abs() / (deviance.abs() + 0.1) < 1e-8;
        if converged || round == MOST_ROUNDS {
            let dispersion = work.dispersion(&mu, &weights);
            return Ok(PoissonFit {
                standard_errors: errors(&projection, dispersion),
                coefficients,
                dispersion,
                hat: projection.hat(),
                fitted: mu,
                deviance,
                converged,
                projection,
            });
        }
    }
    Err(FitError::Dependent)
}

/// Observations found sound, with weights and offsets filled in.
struct Work<'a> {
    design: &'a Matrix,
    counts: &'a [f64],
    weights: Vec<f64>,
    offsets: Vec<f64>,
}

impl<'a> Work<'a> {
    fn new(observed: Observations<'a>) -> Result<Self, FitError> {
        let rows = observed.design.rows();
        let filled = |given: &[f64], value: f64| {
            if given.is_empty() {
                vec![value; rows]
            } else {
                given.to_vec()
            }
        };
        let work = Self {
            design: observed.design,
            counts: observed.counts,
            weights: filled(observed.weights, 1.0),
            offsets: filled(observed.offsets, 0.0),
        };
        if [work.counts.len(), work.weights.len(), work.offsets.len()] != [rows; 3] {
            return Err(FitError::Shape);
        }
        let positive = work.counts.iter().chain(&work.weights);
        let is_sound = positive
            .clone()
            .all(|value| value.is_finite() && *value >= 0.0);
        if !is_sound || work.offsets.iter().any(|offset| !offset.is_finite()) {
            return Err(FitError::Number);
        }
        let used = work.weights.iter().filter(|weight| **weight > 0.0).count();
        if used < work.design.columns() {
            return Err(FitError::Dependent);
        }
        Ok(work)
    }

    /// The working response times the roots of the weights.
    fn target(&self, eta: &[f64], mu: &[f64], weights: &[f64]) -> Vec<f64> {
        let rows = 0..self.counts.len();
        let one = |at: usize| {
            let response = eta[at] - self.offsets[at] + (self.counts[at] - mu[at]) / mu[at];
            response * weights[at].sqrt()
        };
        rows.map(one).collect()
    }

    fn linear(&self, coefficients: &[f64]) -> Vec<f64> {
        let rows = self.design.iter().zip(&self.offsets);
        rows.map(|(row, offset)| linear(row, coefficients) + offset)
            .collect()
    }

    fn deviance(&self, mu: &[f64]) -> f64 {
        let rows = self.counts.iter().zip(mu).zip(&self.weights);
        let one = |((y, m), weight): ((&f64, &f64), &f64)| {
            let fits = if *y > 0.0 { y * log(y / m) } else { 0.0 };
            2.0 * weight * (fits - (y - m))
        };
        rows.map(one).sum()
    }

    fn dispersion(&self, mu: &[f64], weights: &[f64]) -> f64 {
        let rows = self.counts.iter().zip(mu).zip(weights);
        let sum: f64 = rows
            .map(|((y, m), w)| w * ((y - m) / m) * ((y - m) / m))
            .sum();
        let used = self.weights.iter().filter(|weight| **weight > 0.0).count();
        let free = used - self.design.columns();
        if free == 0 {
            f64::NAN
        } else {
            sum / free as f64
        }
    }
}

fn errors(projection: &Projection, dispersion: f64) -> Vec<f64> {
    let size = projection.size();
    let one = |column: usize| {
        let unit: Vec<f64> = (0..size).map(|at| f64::from(at == column)).collect();
        (dispersion * projection.variance(&unit)).sqrt()
    };
    (0..size).map(one).collect()
}

fn linear(row: &[f64], coefficients: &[f64]) -> f64 {
    row.iter().zip(coefficients).map(|(x, b)| x * b).sum()
}

fn mean_of(eta: f64) -> f64 {
    exp(eta.clamp(-WIDEST, WIDEST))
}

#[cfg(test)]
mod tests;
