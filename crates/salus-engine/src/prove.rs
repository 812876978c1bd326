//! Proves a content file on its own examples: `salus test FILE`.

mod reasons;
mod rules;
mod stories;

use salus_content::{Content, Detector, Expected, Library, Mapping, Measure, Symptom};
use salus_lake::Examples;
use salus_measure::answer_of;
use salus_record::{Period, bind, time};
use serde_json::Value;

/// Examples of detectors and measures are written for this moment.
pub const EXAMPLE_AS_OF: &str = "2026-03-31T00:00:00Z";

/// What came of one content file.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Proof {
    /// Path below the content folder.
    pub path: String,
    /// Examples run.
    pub examples: usize,
    /// What went wrong, one sentence per failed example.
    pub failures: Vec<String>,
}

/// Runs the examples of every mapping, detector, measure, symptom, template of the audit of accesses and rule whose path contains `wanted`.
pub fn prove(library: &Library, content: &Content, wanted: &str) -> Result<Vec<Proof>, String> {
    let examples = Examples::new(content).map_err(|error| error.to_string())?;
    let mut proofs = Vec::new();
    for mapping in content
        .mappings
        .iter()
        .filter(|one| one.path.contains(wanted))
    {
        proofs.push(proof(&mapping.path, mapping.examples.len(), |at| {
            mapped(&examples, mapping, at)
        }));
    }
    for detector in content
        .detectors
        .iter()
        .filter(|one| one.path.contains(wanted))
    {
        proofs.push(proof(&detector.path, detector.examples.len(), |at| {
            detected(&examples, detector, at)
        }));
    }
    for measure in content
        .measures
        .iter()
        .filter(|one| one.path.contains(wanted))
    {
        proofs.push(proof(&measure.path, measure.examples.len(), |at| {
            measured(&examples, measure, at)
        }));
    }
    for symptom in content
        .symptoms
        .iter()
        .filter(|one| one.path.contains(wanted))
    {
        proofs.push(proof(&symptom.path, symptom.examples.len(), |at| {
            shown(&examples, symptom, at)
        }));
    }
    for template in &content.templates {
        if template.path.contains(wanted) {
            let count = template.examples.len();
            proofs.push(proof(&template.path, count, |at| {
                reasons::explained(&examples, content, template, at)
            }));
        }
    }
    for (path, rules) in content
        .identities
        .kinds
        .iter()
        .filter(|(path, _)| path.contains(wanted))
    {
        proofs.push(proof(path, rules.examples.len(), |at| {
            crate::identity::prove(rules, &rules.examples[at])
        }));
    }
    proofs.extend(rules::prove(library, wanted)?);
    Ok(proofs)
}

fn proof(path: &str, count: usize, run: impl Fn(usize) -> Result<(), String>) -> Proof {
    let failures = (0..count)
        .filter_map(|at| {
            run(at)
                .err()
                .map(|error| format!("example {}: {error}", at + 1))
        })
        .collect();
    Proof {
        path: path.to_owned(),
        examples: count,
        failures,
    }
}

fn period() -> Result<Period, String> {
    let as_of = time::parse(EXAMPLE_AS_OF).ok_or("the moment of examples is not a time")?;
    Ok(Period::year_to(as_of))
}

fn mapped(examples: &Examples<'_>, mapping: &Mapping, at: usize) -> Result<(), String> {
    let example = &mapping.examples[at];
    let rows = examples
        .mapped(mapping, &example.records)
        .map_err(|error| error.to_string())?;
    if rows.len() != example.facts.len() {
        return Err(format!(
            "gives {} rows, expected {}",
            rows.len(),
            example.facts.len()
        ));
    }
    // Rows come in no order: each expected row must be found among them once.
    let mut left: Vec<_> = rows.iter().collect();
    for expected in &example.facts {
        let found = left.iter().position(|row| {
            expected
                .iter()
                .all(|(name, value)| same(row.get(name).unwrap_or(&Value::Null), value))
        });
        match found {
            Some(found) => {
                left.swap_remove(found);
            }
            None => {
                let expected = Value::Object(expected.clone());
                let given: Vec<String> = left
                    .iter()
                    .map(|row| Value::Object((*row).clone()).to_string())
                    .collect();
                return Err(format!(
                    "no row fits {expected}; given: {}",
                    given.join(" ")
                ));
            }
        }
    }
    Ok(())
}

fn same(given: &Value, expected: &Value) -> bool {
    match (given, expected) {
        (Value::String(given), Value::String(expected)) => {
            given == expected
                || matches!((time::parse(given), time::parse(expected)), (Some(a), Some(b)) if a == b)
        }
        (Value::Number(given), Value::Number(expected)) => given.as_f64() == expected.as_f64(),
        (Value::String(given), Value::Array(_) | Value::Object(_)) => {
            serde_json::from_str::<Value>(given).is_ok_and(|given| given == *expected)
        }
        _ => given == expected,
    }
}

fn detected(examples: &Examples<'_>, detector: &Detector, at: usize) -> Result<(), String> {
    let example = &detector.examples[at];
    let session = examples
        .facts(&example.facts)
        .map_err(|error| error.to_string())?;
    let rows = salus_content::Ask::ask(&session, &bind(&detector.sql, &period()?))?;
    let findings = salus_detect::sql::from_rows(detector, &rows)?;
    if findings.len() == example.findings {
        return Ok(());
    }
    let said: Vec<&str> = findings
        .iter()
        .map(|finding| finding.sentence.as_str())
        .collect();
    Err(format!(
        "gives {} findings, expected {}: {}",
        said.len(),
        example.findings,
        said.join(" | ")
    ))
}

fn measured(examples: &Examples<'_>, measure: &Measure, at: usize) -> Result<(), String> {
    let example = &measure.examples[at];
    let session = examples
        .facts(&example.facts)
        .map_err(|error| error.to_string())?;
    let rows = salus_content::Ask::ask(&session, &bind(&measure.sql, &period()?))?;
    let reading = answer_of(measure, &rows)?;
    if reading.answer.meets(&example.answer) {
        return Ok(());
    }
    let expected = match &example.answer {
        Expected::NoEvidence => "no evidence".to_owned(),
        other => format!("{other:?}"),
    };
    Err(format!("answers {:?}, expected {expected}", reading.answer))
}

fn shown(examples: &Examples<'_>, symptom: &Symptom, at: usize) -> Result<(), String> {
    let example = &symptom.examples[at];
    let session = examples
        .facts(&example.facts)
        .map_err(|error| error.to_string())?;
    let rows = salus_content::Ask::ask(&session, &bind(&symptom.sql, &period()?))?;
    let remarks = crate::doctor::from_rows(symptom, &rows)?;
    if remarks.len() == example.remarks {
        return Ok(());
    }
    let said: Vec<&str> = remarks.iter().map(|one| one.reason.as_str()).collect();
    Err(format!(
        "gives {} remarks, expected {}: {}",
        said.len(),
        example.remarks,
        said.join(" | ")
    ))
}
