//! Rule text and events: no panic, every rule is in use or listed, and records of which only what rules need
//! is kept fit the same rules as whole ones.
//!
//! The input is rule files and JSON lines, parted by lines of `%%`; the last part is the events.

#![no_main]

use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use arrow_array::cast::AsArray;
use libfuzzer_sys::fuzz_target;
use salus_readers::{Evidence, recognise};
use salus_record::{Batch, Digest, Needs, Output, ReadError, Reject, Sink, envelope};
use salus_sigma::{Arrival, CorrelationLimits, Pipeline, Pipelines, Routes, RuleSet, Setup};

const ROUTES: &str = "sources:
- {product: windows, read: [{table: 'windows_*'}]}
- {product: piped, read: [{table: 'json_*', pipeline: p}]}
- {category: any, read: [{table: 'json_*', where: {a: ['1', x]}, rename: {f: g}}, {table: windows_system}]}";
const PIPELINE: &str = "transformations:
- {id: m, type: field_name_mapping, mapping: {a: [b, c.d], e: f}}
- {id: x, type: add_condition, conditions: {kind: event}}
- {id: r, type: replace_string, regex: '\\\\', replacement: '/'}";

fn setup() -> &'static Setup {
    static SETUP: OnceLock<Setup> = OnceLock::new();
    SETUP.get_or_init(|| {
        let mut pipelines = Pipelines::default();
        pipelines.insert("p", Pipeline::parse(PIPELINE).expect("a pipeline"));
        Setup {
            routes: Routes::parse(ROUTES).expect("routes"),
            pipelines,
            ..Setup::default()
        }
    })
}

struct Kept<'r> {
    batches: Vec<Batch>,
    rules: Option<&'r RuleSet>,
}

impl Output for Kept<'_> {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.batches.push(batch);
        Ok(())
    }

    fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
        Ok(())
    }

    fn needs(&self, table: &str) -> Option<Arc<Needs>> {
        Some(Arc::new(self.rules?.needs(table, &[])))
    }
}

/// The records of a text, whole or with what the rules need.
fn records(text: &str, rules: Option<&RuleSet>) -> Vec<Batch> {
    let mut kept = Kept {
        batches: Vec::new(),
        rules,
    };
    let mut sink = Sink::new(&Digest::of(text.as_bytes()), 0, &mut kept);
    let mut input = Cursor::new(text.as_bytes());
    let mut evidence = Evidence::new(&mut input, text.len() as u64);
    if let Some(reader) = recognise(text.as_bytes()) {
        let _ = reader.read(&mut evidence, &mut sink);
    }
    sink.finish().expect("nothing fails in memory");
    kept.batches
}

/// Numbers of rules, and ids of the records that fit.
fn hits(rules: &RuleSet, batches: &[Batch]) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    for batch in batches {
        let ids = batch.rows.column_by_name(envelope::RECORD_ID);
        let ids = ids.expect("the envelope is there").as_string::<i32>();
        let found = rules.matches(batch).into_iter();
        all.extend(found.map(|hit| (hit.rule, ids.value(hit.row).to_owned())));
    }
    all.sort();
    all
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut parts: Vec<&str> = text.split("\n%%\n").collect();
    let events = parts.pop().unwrap_or_default();
    let files = parts.iter().enumerate();
    let files = files.map(|(at, text)| (format!("{at}.yml"), (*text).to_owned()));
    let rules = RuleSet::load_with(files, setup());
    let _ = rules.remarks();
    for rule in rules.not_loaded() {
        assert!(!rule.reason.is_empty());
    }
    let whole = records(events, None);
    let found = hits(&rules, &whole);
    assert_eq!(found, hits(&rules, &records(events, Some(&rules))));
    let mut correlator = rules.correlator(Arrival::History, CorrelationLimits::default());
    for batch in &whole {
        correlator.add(batch, &rules.matches(batch));
    }
    correlator.finish();
    for hit in correlator.drain() {
        assert!(hit.rule < rules.correlations().len());
    }
});
