//! Correlation rules proved on the events they carry: stories that must fire and near misses that must not.

use salus_detect::SigmaDetector;
use salus_record::{Place, Sink, time};
use salus_sigma::{Arrival, CorrelationLimits};
use serde::Deserialize;
use serde_json::Value;

use super::rules::batches;
use super::{EXAMPLE_AS_OF, Proof};

/// One event, or several like it. `{n}` in a text is the number of the event, from 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    table: String,
    record: Value,
    #[serde(default = "once")]
    times: u64,
    /// Seconds from each event of the story to the next.
    #[serde(default)]
    every: u64,
}

/// More events than this are not made for an example.
const EVENTS: u64 = 100_000;

fn once() -> u64 {
    1
}

/// Proofs of the correlation rules that carry examples.
pub(super) fn prove(detector: &SigmaDetector, wanted: &str) -> Result<Vec<Proof>, String> {
    let mut proofs = Vec::new();
    for (at, rule) in detector.rules().correlations().iter().enumerate() {
        if !rule.path.contains(wanted) || rule.salus.is_null() {
            continue;
        }
        let mut proof = Proof {
            path: rule.path.clone(),
            examples: 0,
            failures: Vec::new(),
        };
        for (kind, expected) in [("fires", true), ("quiet", false)] {
            let stories = rule.salus.pointer(&format!("/examples/{kind}"));
            let stories = stories
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            if stories.is_empty() {
                let failure = format!("`{}` has no example under `{kind}`", rule.title);
                proof.failures.push(failure);
            }
            for (nth, story) in stories.iter().enumerate() {
                proof.examples += 1;
                let said = match fires(detector, at, story) {
                    Ok(fires) if fires == expected => continue,
                    Ok(true) => "the rule fires".to_owned(),
                    Ok(false) => "the rule does not fire".to_owned(),
                    Err(reason) => reason,
                };
                let failure = format!("`{kind}` example {} of `{}`: {said}", nth + 1, rule.title);
                proof.failures.push(failure);
            }
        }
        proofs.push(proof);
    }
    Ok(proofs)
}

fn fires(detector: &SigmaDetector, rule: usize, story: &Value) -> Result<bool, String> {
    let events = story.get("events").cloned().unwrap_or_default();
    let events: Vec<Events> = serde_json::from_value(events)
        .map_err(|error| format!("its `events` cannot be read: {error}"))?;
    let mut now = time::parse(EXAMPLE_AS_OF).ok_or("the moment of examples is not a time")?;
    let mut number = 0;
    let batches = batches(|sink: &mut Sink<'_>| {
        for event in &events {
            for n in 1..=event.times.min(EVENTS) {
                number += 1;
                let record = numbered(&event.record, n);
                let row = sink.record(&event.table, Place::Record(number));
                row.time(&time::format(now)).json(&record).end()?;
                now += i64::try_from(event.every).unwrap_or_default() * 1_000_000;
            }
        }
        Ok(())
    })?;
    let rules = detector.rules();
    let mut correlator = rules.correlator(Arrival::History, CorrelationLimits::default());
    for batch in &batches {
        correlator.add(batch, &rules.matches(batch));
    }
    correlator.finish();
    Ok(correlator.drain().iter().any(|hit| hit.rule == rule))
}

/// The record with `{n}` in its texts replaced.
fn numbered(record: &Value, n: u64) -> Value {
    match record {
        Value::String(text) => Value::String(text.replace("{n}", &n.to_string())),
        Value::Array(items) => items.iter().map(|item| numbered(item, n)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, value)| (name.clone(), numbered(value, n)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}
