//! What the regressions stand on: a table of numbers, weighted least squares, and small symmetric systems.

use core::fmt;

/// Columns that a regression may have at most.
const MOST_COLUMNS: usize = 256;
/// A column is dependent when less than this share of it is left beside the others.
const DEPENDENT: f64 = 1e-9;

/// Why a regression has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitError {
    /// The columns do not have the same length, or there are too many, or none.
    Shape,
    /// A number is not finite, or a count or weight is negative.
    Number,
    /// There are fewer usable rows than columns, or a column says what others say already.
    Dependent,
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "the columns of the regression do not fit one another",
            Self::Number => {
                "a number of the regression is not finite, or negative where it may not be"
            }
            Self::Dependent => {
                "the columns of the regression depend on one another, or rows are too few"
            }
        })
    }
}

impl core::error::Error for FitError {}

/// Rows of numbers, all of one length. A constant is a column of ones, given by the caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// `values` row by row.
    pub fn new(columns: usize, values: Vec<f64>) -> Result<Self, FitError> {
        if columns == 0 || columns > MOST_COLUMNS || !values.len().is_multiple_of(columns) {
            return Err(FitError::Shape);
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(FitError::Number);
        }
        Ok(Self { columns, values })
    }

    /// Numbers in a row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// The rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.columns)
    }
}

/// The weighted columns as orthonormal ones times a triangle: root(W) X = Q R, by Gram and Schmidt done twice, which is
/// as exact as reflections (Giraud, Langou & Rozloznik 2005).
#[derive(Debug, Clone)]
pub(crate) struct Projection {
    q: Vec<Vec<f64>>,
    /// Row by row, zero below the diagonal.
    r: Vec<Vec<f64>>,
}

impl Projection {
    /// Weights are not negative; rows of weight zero have no say.
    pub(crate) fn new(matrix: &Matrix, weights: &[f64]) -> Result<Self, FitError> {
        let size = matrix.columns();
        let mut whole = Self {
            q: Vec::with_capacity(size),
            r: vec![vec![0.0; size]; size],
        };
        for column in 0..size {
            let roots = weights.iter().map(|weight| weight.sqrt());
            let values = matrix.iter().zip(roots);
            let values = values.map(|(row, root)| row[column] * root).collect();
            whole.add(values)?;
        }
        Ok(whole)
    }

    /// How many columns there are.
    pub(crate) fn size(&self) -> usize {
        self.q.len()
    }

    fn add(&mut self, mut column: Vec<f64>) -> Result<(), FitError> {
        let place = self.q.len();
        let before = dot(&column, &column).sqrt();
        for _ in 0..2 {
            for (row, known) in self.q.iter().enumerate() {
                let share = dot(known, &column);
                self.r[row][place] += share;
                for (value, part) in column.iter_mut().zip(known) {
                    *value -= share * part;
                }
            }
        }
        let left = dot(&column, &column).sqrt();
        if !left.is_finite() || left <= DEPENDENT * before {
            return Err(FitError::Dependent);
        }
        for value in &mut column {
            *value /= left;
        }
        self.r[place][place] = left;
        self.q.push(column);
        Ok(())
    }

    /// The coefficients that come nearest to `target`, which is already multiplied by the roots of the weights.
    pub(crate) fn solve(&self, target: &[f64]) -> Vec<f64> {
        let size = self.q.len();
        let mut rest = target.to_vec();
        let mut shares = vec![0.0; size];
        for (share, column) in shares.iter_mut().zip(&self.q) {
            *share = dot(column, &rest);
            for (value, part) in rest.iter_mut().zip(column) {
                *value -= *share * part;
            }
        }
        for place in (0..size).rev() {
            let known: f64 = (place + 1..size)
                .map(|j| self.r[place][j] * shares[j])
                .sum();
            shares[place] = (shares[place] - known) / self.r[place][place];
        }
        shares
    }

    /// The diagonal of the hat matrix, one number per row of the matrix.
    pub(crate) fn hat(&self) -> Vec<f64> {
        let rows = self.q.first().map_or(0, Vec::len);
        let mut hat = vec![0.0; rows];
        for column in &self.q {
            for (sum, value) in hat.iter_mut().zip(column) {
                *sum += value * value;
            }
        }
        hat
    }

    /// row' (X'WX)^-1 row.
    pub(crate) fn variance(&self, row: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(row.len());
        for (place, value) in row.iter().enumerate() {
            let known: f64 = (0..place).map(|i| self.r[i][place] * solved[i]).sum();
            solved.push((value - known) / self.r[place][place]);
        }
        dot(&solved, &solved)
    }
}

/// Solves the symmetric positive system `matrix` x = `right` (row by row, size n x n) by Cholesky's way. `None` when
/// the matrix is not positive.
pub(crate) fn solve_symmetric(matrix: &[f64], right: &[f64]) -> Option<Vec<f64>> {
    let n = right.len();
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| l[i * n + k] * l[j * n + k]).sum();
            let left = matrix[i * n + j] - known;
            if i != j {
                l[i * n + j] = left / l[j * n + j];
            } else if left > 0.0 && left.is_finite() {
                l[i * n + i] = left.sqrt();
            } else {
                return None;
            }
        }
    }
    let mut x = right.to_vec();
    for i in 0..n {
        let known: f64 = (0..i).map(|k| l[i * n + k] * x[k]).sum();
        x[i] = (x[i] - known) / l[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| l[k * n + i] * x[k]).sum();
        x[i] = (x[i] - known) / l[i * n + i];
    }
    Some(x)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(Matrix::new(0, vec![]), Err(FitError::Shape));
        assert_eq!(Matrix::new(2, vec![1.0]), Err(FitError::Shape));
        assert_eq!(Matrix::new(1, vec![f64::NAN]), Err(FitError::Number));
        let twice = Matrix::new(2, vec![1.0, 2.0, 2.0, 4.0, 3.0, 6.0]).expect("sound");
        let found = Projection::new(&twice, &[1.0; 3]).err();
        assert_eq!(found, Some(FitError::Dependent));
        assert_eq!(solve_symmetric(&[1.0, 2.0, 2.0, 1.0], &[1.0, 1.0]), None);
    }

    proptest! {
        #[test]
        fn both_ways_agree(values in prop::collection::vec(-3.0_f64..3.0, 36), weights in prop::collection::vec(0.1_f64..2.0, 12)) {
            let matrix = Matrix::new(3, values).expect("finite");
            let target: Vec<f64> = (0..12).map(|at| f64::from(at % 5)).collect();
            let Ok(found) = Projection::new(&matrix, &weights) else { return Ok(()) };
            let (mut normal, mut right) = (vec![0.0; 9], vec![0.0; 3]);
            for (at, row) in matrix.iter().enumerate() {
                for i in 0..3 {
                    right[i] += weights[at] * row[i] * target[at];
                    for j in 0..3 {
                        normal[i * 3 + j] += weights[at] * row[i] * row[j];
                    }
                }
            }
            let scaled: Vec<f64> = target.iter().zip(&weights).map(|(t, w)| t * w.sqrt()).collect();
            let direct = solve_symmetric(&normal, &right).expect("positive");
            for (a, b) in found.solve(&scaled).iter().zip(&direct) {
                prop_assert!((a - b).abs() < 1e-5 * (1.0 + b.abs()), "{a} {b}");
            }
            let sum: f64 = found.hat().iter().sum();
            prop_assert!((sum - 3.0).abs() < 1e-9);
            let row = [1.0, -2.0, 0.5];
            let inverse = solve_symmetric(&normal, &row).expect("positive");
            prop_assert!((found.variance(&row) - dot(&row, &inverse)).abs() < 1e-5 * (1.0 + dot(&row, &inverse)));
        }
    }
}
