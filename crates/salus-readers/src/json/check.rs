//! Holds what the JSON reader makes of a text against the expected lines.

use super::Json;

pub(super) fn check(input: &str, expected: &[&str]) {
    crate::testing::check(&Json, input, expected);
}
