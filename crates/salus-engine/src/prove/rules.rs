//! Sigma rules proved on the events they carry: those that must fire and near misses that must not.

use salus_content::Library;
use salus_detect::SigmaDetector;
use salus_record::{Batch, Digest, Output, Place, ReadError, Reject, Sink};
use serde_json::Value;

use super::Proof;
use crate::detect::sigma;

pub(super) fn prove(library: &Library, wanted: &str) -> Result<Vec<Proof>, String> {
    let detector = sigma(library)?;
    let mut proofs = Vec::new();
    for (at, rule) in detector.rules().rules().iter().enumerate() {
        // Rules of others bring no examples in this form.
        if !rule.path.contains(wanted) || rule.salus.is_null() {
            continue;
        }
        let mut failures = Vec::new();
        let mut examples = 0;
        for (kind, expected) in [("fires", true), ("quiet", false)] {
            let events = rule
                .salus
                .pointer(&format!("/examples/{kind}"))
                .and_then(Value::as_array);
            let events = events.cloned().unwrap_or_default();
            if events.is_empty() {
                failures.push(format!("has no example under `{kind}`"));
            }
            for (nth, event) in events.iter().enumerate() {
                examples += 1;
                if fires(&detector, at, event)? != expected {
                    let verb = if expected { "does not fire" } else { "fires" };
                    failures.push(format!("`{kind}` example {}: the rule {verb}", nth + 1));
                }
            }
        }
        proofs.push(Proof {
            path: rule.path.clone(),
            examples,
            failures,
        });
    }
    proofs.extend(super::stories::prove(&detector, wanted)?);
    for rule in detector
        .rules()
        .not_loaded()
        .iter()
        .filter(|rule| rule.path.contains(wanted))
    {
        let failures = vec![format!("not loaded: {}", rule.reason)];
        proofs.push(Proof {
            path: rule.path.clone(),
            examples: 0,
            failures,
        });
    }
    Ok(proofs)
}

fn fires(detector: &SigmaDetector, rule: usize, event: &Value) -> Result<bool, String> {
    let table = event
        .get("table")
        .and_then(Value::as_str)
        .ok_or("an example has no `table`")?;
    let record = event.get("record").ok_or("an example has no `record`")?;
    let batches = batches(|sink| {
        let row = sink.record(table, Place::Record(1)).json(record);
        row.end()
    })?;
    Ok(batches.iter().any(|batch| {
        detector
            .rules()
            .matches(batch)
            .iter()
            .any(|hit| hit.rule == rule)
    }))
}

/// What is written to a sink, as batches.
pub(super) fn batches(
    write: impl FnOnce(&mut Sink<'_>) -> Result<(), ReadError>,
) -> Result<Vec<Batch>, String> {
    let mut kept = Kept(Vec::new());
    let mut sink = Sink::new(&Digest::of(b"example"), 0, &mut kept);
    write(&mut sink)
        .and_then(|()| sink.finish())
        .map_err(|error| error.to_string())?;
    Ok(kept.0)
}

struct Kept(Vec<Batch>);

impl Output for Kept {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.0.push(batch);
        Ok(())
    }
    fn reject(&mut self, _reject: Reject) -> Result<(), ReadError> {
        Ok(())
    }
}
