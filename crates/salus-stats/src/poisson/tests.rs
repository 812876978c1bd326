//! The check numbers of methods 0.4, and fits with a closed form.

use super::*;
use proptest::prelude::*;

const COUNTS: [f64; 10] = [3.0, 2.0, 5.0, 4.0, 6.0, 9.0, 7.0, 12.0, 11.0, 15.0];

fn line() -> Matrix {
    let rows = (1..=10).flat_map(|x| [1.0, f64::from(x)]);
    Matrix::new(2, rows.collect()).expect("sound")
}

fn fitted(counts: &[f64], weights: &[f64], offsets: &[f64]) -> PoissonFit {
    let design = line();
    let observed = Observations {
        design: &design,
        counts,
        weights,
        offsets,
    };
    fit(observed).expect("a fit")
}

/// To every digit printed.
fn check(what: &str, got: f64, expected: &str) {
    let digits = expected.split_once('.').map_or(0, |(_, part)| part.len());
    assert_eq!(format!("{got:.digits$}"), expected, "{what}");
}

#[test]
fn the_numbers_of_the_methods() {
    let found = fitted(&COUNTS, &[], &[]);
    assert!(found.converged);
    check("constant", found.coefficients[0], "0.818665330");
    check("slope", found.coefficients[1], "0.189022961");
    check(
        "se of the constant",
        found.standard_errors[0],
        "0.172407503",
    );
    check("se of the slope", found.standard_errors[1], "0.0231276372");
    check("dispersion", found.dispersion, "0.2750472612");
    check("first hat value", found.hat[0], "0.227067896");
    let next = found.predict(&[1.0, 11.0], 0.0).expect("two columns");
    check("prediction", next.mean, "18.1363445");
    check("its error", next.standard_error, "2.01885286");
    assert_eq!(found.predict(&[1.0], 0.0), None);
}

#[test]
fn with_prior_weights() {
    let weights = [1.0, 0.5, 1.0, 2.0, 1.0, 1.0, 0.25, 1.0, 1.0, 1.0];
    let found = fitted(&COUNTS, &weights, &[]);
    check("constant", found.coefficients[0], "0.841005063");
    check("slope", found.coefficients[1], "0.187736237");
    check("dispersion", found.dispersion, "0.229870679");
}

#[test]
fn a_row_of_weight_zero_is_not_there() {
    let mut weights = [1.0; 10];
    weights[9] = 0.0;
    let with = fitted(&COUNTS, &weights, &[]);
    let rows = (1..=9).flat_map(|x| [1.0, f64::from(x)]).collect();
    let design = Matrix::new(2, rows).expect("sound");
    let observed = Observations {
        design: &design,
        counts: &COUNTS[..9],
        weights: &[],
        offsets: &[],
    };
    let without = fit(observed).expect("a fit");
    assert!((with.coefficients[1] - without.coefficients[1]).abs() < 1e-9);
    assert!((with.dispersion - without.dispersion).abs() < 1e-9);
}

#[test]
fn what_is_wrong_is_said() {
    let design = line();
    let sound = Observations {
        design: &design,
        counts: &COUNTS,
        weights: &[],
        offsets: &[],
    };
    let short = Observations {
        counts: &COUNTS[..9],
        ..sound
    };
    let negative = Observations {
        weights: &[-1.0; 10],
        ..sound
    };
    let infinite = Observations {
        offsets: &[f64::INFINITY; 10],
        ..sound
    };
    let nothing = Observations {
        weights: &[0.0; 10],
        ..sound
    };
    let twice = Matrix::new(2, vec![1.0; 20]).expect("sound");
    let dependent = Observations {
        design: &twice,
        ..sound
    };
    for (observed, expected) in [
        (short, FitError::Shape),
        (negative, FitError::Number),
        (infinite, FitError::Number),
        (nothing, FitError::Dependent),
        (dependent, FitError::Dependent),
    ] {
        assert_eq!(fit(observed).err(), Some(expected));
    }
}

#[test]
fn nothing_counted_is_a_mean_of_nothing() {
    let found = fitted(&[0.0; 10], &[], &[]);
    assert!(found.fitted.iter().all(|mean| *mean < 1e-6));
}

proptest! {
    /// With a constant alone the fit is a rate: all that was counted over all exposure.
    #[test]
    fn a_constant_is_a_rate(counts in prop::collection::vec(0_u8..50, 3..20), exposure in 1.0_f64..100.0) {
        prop_assume!(counts.iter().any(|count| *count > 0));
        let counts: Vec<f64> = counts.iter().map(|count| f64::from(*count)).collect();
        let exposures: Vec<f64> = (0..counts.len()).map(|at| exposure + at as f64).collect();
        let offsets: Vec<f64> = exposures.iter().map(|days| days.ln()).collect();
        let design = Matrix::new(1, vec![1.0; counts.len()]).expect("sound");
        let observed = Observations { design: &design, counts: &counts, weights: &[], offsets: &offsets };
        let found = fit(observed).expect("a fit");
        let rate = counts.iter().sum::<f64>() / exposures.iter().sum::<f64>();
        prop_assert!((found.coefficients[0].exp() / rate - 1.0).abs() < 1e-6);
        let sum: f64 = found.fitted.iter().sum();
        prop_assert!((sum / counts.iter().sum::<f64>() - 1.0).abs() < 1e-6);
    }

    /// At the best fit no column is left with anything to say: X'(y - mu) = 0.
    #[test]
    fn the_rest_is_at_right_angles(counts in prop::collection::vec(1_u8..60, 10)) {
        let counts: Vec<f64> = counts.iter().map(|count| f64::from(*count)).collect();
        let found = fitted(&counts, &[], &[]);
        prop_assert!(found.converged);
        for column in 0..2 {
            let left: f64 = line().iter().zip(&counts).zip(&found.fitted)
                .map(|((row, y), mean)| row[column] * (y - mean)).sum();
            prop_assert!(left.abs() < 1e-3, "{left}");
        }
    }
}
