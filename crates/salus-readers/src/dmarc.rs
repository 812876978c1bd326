//! Aggregate reports of DMARC (RFC 7489, RFC 9990 and their drafts): what receivers saw of a domain's mail.
//!
//! Each `<record>` becomes a record under the report's own names, with what the report says of itself
//! and of the published policy repeated beside it. A report without records is one record of its own.
//! Values are kept as written: `Pass` is against the schema, but it is what the receiver said.

mod elements;

use elements::{Broken, Elements};
use salus_record::{flatten, limits};
use serde_json::{Map, Value};

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};

pub(crate) struct Dmarc;

const TABLE: &str = "dmarc_aggregate";
/// The time a record is about.
const TIME: [&str; 3] = ["report_metadata", "date_range", "begin"];

impl Reader for Dmarc {
    fn about(&self) -> About {
        About {
            name: "dmarc",
            title: "DMARC aggregate report (XML)",
            tables: &[TABLE],
            export: "attachments of the mail that arrives at the address in `rua=` of the DMARC record; .xml, .gz and .zip",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if is_report(head) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let bytes = evidence.document()?;
        write(&bytes, None, sink)
    }
}

/// Whether the first element and what follows it are those of an aggregate report.
pub(crate) fn is_report(head: &[u8]) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    has(b"feedback")
        && (has(b"report_metadata") || has(b"policy_published"))
        && Elements::new(head)
            .root()
            .is_ok_and(|root| root == "feedback")
}

/// Writes the records of a report, all of them at `place` where it is part of something else.
pub(crate) fn write(
    bytes: &[u8],
    place: Option<Place>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    if Elements::new(bytes).root().ok().as_deref() != Some("feedback") {
        return sink.reject(place.unwrap_or(Place::Whole), "no DMARC aggregate report");
    }
    let report = about_itself(bytes);
    if report.size > limits::REPORT_HEAD_BYTES {
        let reason = "a report that says too much of itself";
        return sink.reject(place.unwrap_or(Place::Whole), reason);
    }
    let mut elements = Elements::new(bytes);
    let mut records = 0;
    // The root was found above.
    let _ = elements.root();
    loop {
        match elements.child(|name| name == "record") {
            Ok(Some((_, None))) => {}
            Ok(Some((_, Some(record)))) => {
                records += 1;
                report.record(record, place.unwrap_or(Place::Record(records)), sink)?;
            }
            Ok(None) => break,
            Err(Broken { at, reason }) => {
                return sink.reject(place.unwrap_or(Place::Offset(at)), reason);
            }
        }
    }
    if records == 0 {
        report.record(Value::Null, place.unwrap_or(Place::Whole), sink)?;
    }
    Ok(())
}

/// What a report says beside its records.
struct Report {
    members: Value,
    size: usize,
}

/// All of it that can be read, wherever it stands; what is broken shows when the records are read.
fn about_itself(bytes: &[u8]) -> Report {
    let mut elements = Elements::new(bytes);
    let _ = elements.root();
    let mut members = Map::new();
    while let Ok(Some((name, value))) = elements.child(|name| name != "record") {
        if let Some(value) = value {
            elements::add(&mut members, "feedback", name, value);
        }
    }
    let members = Value::Object(members);
    let mut size = 0;
    flatten(&members, &mut |name, text| size += name.len() + text.len());
    Report { members, size }
}

impl Report {
    fn record(&self, record: Value, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut row = sink.record(TABLE, place);
        let time = TIME
            .iter()
            .try_fold(&self.members, |inside, name| inside.get(name));
        if let Some(time) = time.and_then(Value::as_str) {
            row = row.time(time);
        }
        for part in [&self.members, &record] {
            if part.as_object().is_some_and(|members| !members.is_empty()) {
                row = row.json(part);
            }
        }
        row.end()
    }
}

#[cfg(test)]
mod tests;
