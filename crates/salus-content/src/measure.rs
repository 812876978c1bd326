//! Measures: one SELECT over facts that answers how far a practice goes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{ExampleRows, Size, header};

/// A measure as in `content/measures/<practice>/<id>.sql`.
///
/// A share gives `met` and `counted`; any other unit gives `value`. Optional columns: `newest` (the
/// newest evidence used) and `rows` (record ids behind the number, blank-separated).
#[derive(Debug, Clone)]
pub struct Measure {
    /// Path below the content folder.
    pub path: String,
    /// Id in the framework.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// Practice it speaks for, `1` to `10`.
    pub practice: String,
    /// Sizes of organisation it is meant for.
    pub applies_to: Vec<Size>,
    /// Unit as in the framework.
    pub unit: String,
    /// Facts it reads.
    pub needs: Vec<String>,
    /// The evidence source of the framework to ask for when nothing answers it; where empty, the first that the
    /// framework names.
    pub export: Option<String>,
    /// The goal in words.
    pub goal: String,
    /// Why it matters.
    pub why: String,
    /// The next step when it is not met.
    pub fix: String,
    /// Evidence older than this many days no longer counts.
    pub fresh_days: u32,
    /// Worked examples.
    pub examples: Vec<MeasureExample>,
    /// The query.
    pub sql: String,
}

/// Fact rows and the answer they must give.
#[derive(Debug, Clone)]
pub struct MeasureExample {
    /// Fact tables with their rows.
    pub facts: BTreeMap<String, ExampleRows>,
    /// The answer expected.
    pub answer: Expected,
}

/// What an example expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A share.
    Share {
        /// Numerator.
        met: f64,
        /// Denominator.
        counted: f64,
    },
    /// A quantity in the measure's unit.
    Value(f64),
    /// No evidence.
    NoEvidence,
}

#[derive(Deserialize)]
struct Header {
    id: String,
    title: String,
    practice: String,
    applies_to: Vec<Size>,
    unit: String,
    needs: Vec<String>,
    #[serde(default)]
    export: Option<String>,
    goal: String,
    why: String,
    fix: String,
    #[serde(default = "quarter")]
    fresh_days: u32,
    examples: Vec<BTreeMap<String, Value>>,
}

fn quarter() -> u32 {
    92
}

impl Measure {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, String> {
        let (head, sql) = header::split(text)?;
        let head: Header = crate::yaml(head)?;
        let examples: Vec<MeasureExample> = head
            .examples
            .into_iter()
            .map(example)
            .collect::<Result<_, _>>()?;
        let has_none = examples
            .iter()
            .any(|example| example.answer == Expected::NoEvidence);
        if !has_none || examples.len() < 2 {
            return Err("needs an example with data and one that says `no evidence`".into());
        }
        Ok(Self {
            path: path.to_owned(),
            id: head.id,
            title: head.title,
            practice: head.practice,
            applies_to: head.applies_to,
            unit: head.unit,
            needs: head.needs,
            export: head.export,
            goal: head.goal,
            why: head.why,
            fix: head.fix,
            fresh_days: head.fresh_days,
            examples,
            sql: sql.to_owned(),
        })
    }
}

fn example(mut parts: BTreeMap<String, Value>) -> Result<MeasureExample, String> {
    let answer = match parts.remove("answer") {
        Some(Value::String(text)) if text == "no evidence" => Expected::NoEvidence,
        Some(Value::Object(answer)) => {
            let number = |name: &str| answer.get(name).and_then(Value::as_f64);
            match (number("met"), number("counted"), number("value")) {
                (_, _, Some(value)) => Expected::Value(value),
                (Some(met), Some(counted), None) => Expected::Share { met, counted },
                _ => return Err("an answer holds `met` and `counted`, or `value`".into()),
            }
        }
        _ => return Err("an example needs an `answer`".into()),
    };
    let mut facts = BTreeMap::new();
    for (fact, rows) in parts {
        let rows: ExampleRows = serde_json::from_value(rows)
            .map_err(|error| format!("example rows of `{fact}`: {error}"))?;
        facts.insert(fact, rows);
    }
    Ok(MeasureExample { facts, answer })
}
