//! What a measure may say, read from the row its query gave.

use salus_content::{Expected, Measure, Rows};
use salus_record::time;
use serde::Serialize;
use serde_json::{Map, Value};

/// Record ids kept with an answer.
pub const ROWS_KEPT: usize = 20;

/// What a measure may say. Missing evidence is an answer of its own, never a zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// `met` of `counted`.
    Share {
        /// Numerator.
        met: u64,
        /// Denominator, never zero.
        counted: u64,
    },
    /// A quantity in the measure's unit.
    Value {
        /// The quantity.
        value: f64,
        /// How many things it rests on, where the query says.
        counted: Option<u64>,
    },
    /// The facts it needs hold nothing to answer from.
    NoEvidence {
        /// Facts that would answer it.
        needs: Vec<String>,
    },
    /// Not meant for an organisation of this size.
    NotApplicable,
}

/// An answer with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The answer.
    pub answer: Answer,
    /// The newest evidence used, where the query says.
    pub newest: Option<i64>,
    /// Records behind the number, at most [`ROWS_KEPT`].
    pub rows: Vec<String>,
}

impl Answer {
    /// The number to hold against a limit: the share, or the quantity.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of evidence stay far below 2^53"
    )]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Share { met, counted } if *counted > 0 => Some(*met as f64 / *counted as f64),
            Self::Value { value, .. } => Some(*value),
            _ => None,
        }
    }

    /// Whether this is what an example of the measure expects.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts in examples are small")]
    pub fn meets(&self, expected: &Expected) -> bool {
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-6 * other.abs().max(1.0);
        match (self, expected) {
            (Self::NoEvidence { .. }, Expected::NoEvidence) => true,
            (Self::Share { met, counted }, Expected::Share { met: m, counted: c }) => {
                near(*met as f64, *m) && near(*counted as f64, *c)
            }
            (Self::Value { value, .. }, Expected::Value(wanted)) => near(*value, *wanted),
            _ => false,
        }
    }
}

/// Reads the answer out of a query's result.
///
/// # Errors
/// A sentence when the query gave more than one row, or numbers that cannot be an answer.
pub fn answer_of(measure: &Measure, rows: &Rows) -> Result<Reading, String> {
    let nothing = Reading {
        answer: Answer::NoEvidence {
            needs: measure.needs.clone(),
        },
        newest: None,
        rows: Vec::new(),
    };
    let row = match rows.as_slice() {
        [] => return Ok(nothing),
        [row] => row,
        more => return Err(format!("the query gave {} rows, not one", more.len())),
    };
    let answer = if measure.unit == "ratio" {
        share(row)?
    } else {
        quantity(row)?
    };
    let Some(answer) = answer else {
        return Ok(nothing);
    };
    Ok(Reading {
        answer,
        newest: row
            .get("newest")
            .and_then(Value::as_str)
            .and_then(time::parse),
        rows: record_ids(row),
    })
}

fn share(row: &Map<String, Value>) -> Result<Option<Answer>, String> {
    let Some(counted) = whole(row, "counted")?.filter(|counted| *counted > 0) else {
        return Ok(None);
    };
    let met = whole(row, "met")?.unwrap_or(0);
    if met > counted {
        return Err(format!("`met` {met} is more than `counted` {counted}"));
    }
    Ok(Some(Answer::Share { met, counted }))
}

fn quantity(row: &Map<String, Value>) -> Result<Option<Answer>, String> {
    let value = match row.get("value") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Bool(flag)) => f64::from(u8::from(*flag)),
        Some(value) => number(value).ok_or("`value` is not a number")?,
    };
    let counted = whole(row, "counted")?;
    Ok(Some(Answer::Value { value, counted }))
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    number.filter(|number: &f64| number.is_finite())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a whole number in range"
)]
fn whole(row: &Map<String, Value>, name: &str) -> Result<Option<u64>, String> {
    let value = match row.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(value) => value,
    };
    match number(value) {
        Some(number) if (0.0..=9e15).contains(&number) && number.fract() == 0.0 => {
            Ok(Some(number as u64))
        }
        _ => Err(format!("`{name}` is not a whole number")),
    }
}

fn record_ids(row: &Map<String, Value>) -> Vec<String> {
    let text = row.get("rows").and_then(Value::as_str).unwrap_or("");
    let mut ids: Vec<String> = Vec::new();
    for id in text.split_whitespace() {
        if ids.len() == ROWS_KEPT {
            break;
        }
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::measure;
    use serde_json::json;

    fn check(unit: &str, rows: Value, expected: &str) {
        let rows: Rows = serde_json::from_value(rows).expect("rows");
        let mut measure = measure("x.y", "ratio");
        measure.unit = unit.to_owned();
        let said = match answer_of(&measure, &rows) {
            Ok(reading) => serde_json::to_string(&reading.answer).expect("serialises"),
            Err(error) => error,
        };
        assert_eq!(said, expected, "{rows:?}");
    }

    #[test]
    fn a_share_counts_something_or_is_no_evidence() {
        let none = r#"{"answer":"no_evidence","needs":["sign_in"]}"#;
        let one = r#"{"answer":"share","met":1,"counted":2}"#;
        check("ratio", json!([{"met": 1, "counted": 2}]), one);
        check("ratio", json!([{"met": 1.0, "counted": "2"}]), one);
        check("ratio", json!([{"met": 0, "counted": 0}]), none);
        check("ratio", json!([{"met": null, "counted": null}]), none);
        check("ratio", json!([]), none);
        check("ratio", json!([{}]), none);
        let zero = r#"{"answer":"share","met":0,"counted":3}"#;
        check("ratio", json!([{"met": null, "counted": 3}]), zero);
    }

    #[test]
    fn a_quantity_is_a_number_or_no_evidence() {
        let none = r#"{"answer":"no_evidence","needs":["sign_in"]}"#;
        check("count", json!([{"value": null}]), none);
        let zero = r#"{"answer":"value","value":0.0,"counted":4}"#;
        check("count", json!([{"value": 0, "counted": 4}]), zero);
        let yes = r#"{"answer":"value","value":1.0,"counted":null}"#;
        check("bool", json!([{"value": true}]), yes);
    }

    #[test]
    fn numbers_that_cannot_be_an_answer_are_said() {
        check(
            "ratio",
            json!([{"met": 3, "counted": 2}]),
            "`met` 3 is more than `counted` 2",
        );
        check(
            "ratio",
            json!([{"met": -1, "counted": 2}]),
            "`met` is not a whole number",
        );
        check(
            "ratio",
            json!([{"met": 1, "counted": 2.5}]),
            "`counted` is not a whole number",
        );
        check(
            "days",
            json!([{"value": "soon"}]),
            "`value` is not a number",
        );
        check("days", json!([{"value": "NaN"}]), "`value` is not a number");
        check(
            "days",
            json!([{"value": 1}, {"value": 2}]),
            "the query gave 2 rows, not one",
        );
    }

    #[test]
    fn at_most_twenty_distinct_records_are_kept() {
        let ids: Vec<String> = (0..50).map(|n| format!("r{}", n / 2)).collect();
        let rows: Rows =
            serde_json::from_value(json!([{"met": 1, "counted": 2, "rows": ids.join(" ")}]))
                .expect("rows");
        let reading = answer_of(&measure("x.y", "ratio"), &rows).expect("an answer");
        assert_eq!(reading.rows.len(), ROWS_KEPT);
        assert_eq!(reading.rows.first().map(String::as_str), Some("r0"));
        assert_eq!(reading.rows.last().map(String::as_str), Some("r19"));
    }
}
