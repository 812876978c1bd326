//! The kit held against the reference series, where that is at hand.

mod reference;
