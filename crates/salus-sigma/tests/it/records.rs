//! Batches made by hand: fields by name, and Windows events as JSON exports have them.

use std::collections::BTreeMap;
use std::sync::Arc;

use salus_record::{Batch, Digest, Needs, Output, Place, ReadError, Reject, Sink};
use salus_sigma::RuleSet;
use serde_json::Value;

/// A record of some table.
pub type Record = BTreeMap<String, String>;

/// Keeps batches, whole or with what some rules need.
#[derive(Default)]
pub struct Kept<'r> {
    pub batches: Vec<Batch>,
    pub rules: Option<&'r RuleSet>,
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

/// The records of one table as batches.
pub fn batches(table: &str, records: &[Record]) -> Vec<Batch> {
    kept(table, records, None)
}

/// Few records as one batch, of which only what the rules need is kept.
pub fn needed(rules: &RuleSet, table: &str, records: &[Record]) -> Batch {
    kept(table, records, Some(rules)).remove(0)
}

fn kept(table: &str, records: &[Record], rules: Option<&RuleSet>) -> Vec<Batch> {
    let mut kept = Kept {
        rules,
        ..Kept::default()
    };
    let mut sink = Sink::new(&Digest::of(b"test"), 0, &mut kept);
    for (at, record) in records.iter().enumerate() {
        let mut row = sink.record(table, Place::Record(at as u64 + 1));
        for (field, value) in record {
            row.set(field, value);
        }
        row.end().expect("kept");
    }
    sink.finish().expect("kept");
    kept.batches
}

/// Few records, as one batch.
pub fn batch(table: &str, records: &[Record]) -> Batch {
    let mut all = batches(table, records);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// A JSON object as a record of the cloud tables.
pub fn flat(object: &Value) -> Record {
    let mut record = Record::new();
    salus_record::flatten(object, &mut |name, text| {
        record.insert(name.to_owned(), text.to_owned());
    });
    record
}

/// A Windows event as its JSON export has it: its table, and the record.
pub fn windows(event: &Value) -> (String, Record) {
    let mut record = Record::new();
    let event = &event["Event"];
    let system = &event["System"];
    let mut put = |name: &str, value: &Value| {
        if let Some(text) = salus_record::scalar_text(value) {
            record.insert(name.to_owned(), text);
        }
    };
    for name in [
        "EventID",
        "Version",
        "Level",
        "Task",
        "Opcode",
        "Keywords",
        "EventRecordID",
        "Channel",
        "Computer",
    ] {
        let value = &system[name];
        put(name, value.get("#text").unwrap_or(value));
    }
    put("Provider_Name", &system["Provider"]["#attributes"]["Name"]);
    put(
        "SystemTime",
        &system["TimeCreated"]["#attributes"]["SystemTime"],
    );
    put(
        "Execution_ProcessID",
        &system["Execution"]["#attributes"]["ProcessID"],
    );
    for part in ["EventData", "UserData"] {
        if let Value::Object(data) = &event[part] {
            fields(data, &mut put);
        }
    }
    (
        table(system["Channel"].as_str().unwrap_or_default()),
        record,
    )
}

/// Fields of EventData, or of the one object inside UserData.
fn fields(data: &serde_json::Map<String, Value>, put: &mut dyn FnMut(&str, &Value)) {
    for (name, value) in data {
        match value {
            Value::Object(inner) if name != "Data" => fields(inner, put),
            Value::Object(inner) => put(name, inner.get("#text").unwrap_or(value)),
            _ if name.starts_with('#') => {}
            value => put(name, value),
        }
    }
}

fn table(channel: &str) -> String {
    let known = match channel {
        "Microsoft-Windows-Sysmon/Operational" => "windows_sysmon",
        "Microsoft-Windows-PowerShell/Operational" => "windows_powershell",
        "Windows PowerShell" => "windows_powershell_classic",
        "Microsoft-Windows-Windows Defender/Operational" => "windows_defender",
        "Microsoft-Windows-TaskScheduler/Operational" => "windows_taskscheduler",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let lower = channel.to_lowercase();
    let short = lower.strip_prefix("microsoft-windows-").unwrap_or(&lower);
    let words: Vec<&str> = short
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!("windows_{}", words.join("_"))
}
