//! The statistical kit: robust levels, count tails, regressions, p-values, sketches, intervals, seeded chance.
//!
//! Pure functions of numbers. Every transcendental function comes from one portable library, sums run in the order of
//! the input, and chance is a stated seed: the same input gives the same bytes on every machine. Numbers that are
//! not finite are never an excuse to stop: each function says what it makes of them.

pub mod budget;
pub mod combine;
pub mod conformal;
pub mod counts;
pub mod digest;
pub mod discovery;
pub mod distinct;
pub mod ewma;
pub mod first_seen;
pub mod frequency;
pub mod hash;
pub mod interval;
mod linear;
pub mod logistic;
pub mod poisson;
pub mod random;
pub mod robust;
mod root;
pub mod special;

pub use linear::{FitError, Matrix};
