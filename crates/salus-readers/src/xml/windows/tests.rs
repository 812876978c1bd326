//! Events as XML give the rows of the event log they come from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use evtx::{EvtxChunkData, ParserSettings};

use crate::Reader;
use crate::evtx::Evtx;
use crate::testing::kept::Kept;
use crate::testing::{check, check_bytes, public_data};
use crate::xml::Xml;

const EVENT: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
    <Provider Name='Auditing' Guid='{1}'/><EventID Qualifiers=''>4624</EventID><Level>0</Level>\
    <TimeCreated SystemTime='2026-03-01T08:00:00.0000000Z'/><EventRecordID>7</EventRecordID>\
    <Execution ProcessID='4' ThreadID='8'/><Channel>Security</Channel><Computer>ws1</Computer><Security/></System>\
    <EventData><Data Name='TargetUserName'>ann &amp; bob</Data><Data Name='Empty'></Data><Data Name='Level'>2</Data></EventData>\
    <RenderingInfo Culture='en-US'><Message>Logged on.</Message></RenderingInfo></Event>";
const SYSTEM: &str = "windows_security time=2026-03-01T08:00:00Z host=ws1 Provider_Name=Auditing Provider_Guid={1} \
    EventID=4624 EventID_Qualifiers= Level=0 SystemTime=2026-03-01T08:00:00.0000000Z EventRecordID=7 \
    Execution_ProcessID=4 Execution_ThreadID=8 Channel=Security Computer=ws1";
const DATA: &str = "TargetUserName=ann & bob EventData_Level=2 Message=Logged on.";

#[test]
fn an_event_becomes_the_row_of_its_log() {
    let row = format!("{SYSTEM} {DATA}");
    check(&Xml, EVENT, &[&format!("record 1: {row}")]);
    let saved = format!(
        "<?xml version='1.0' encoding='utf-8'?>\r\n<Events>\r\n{EVENT}{EVENT}</Events>\r\n"
    );
    let rows = [format!("record 1: {row}"), format!("record 2: {row}")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    check(&Xml, &saved, &rows);
    let units = saved.replace("utf-8", "utf-16");
    let units = units.encode_utf16().flat_map(u16::to_le_bytes);
    check_bytes(
        &Xml,
        &[0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>(),
        &rows,
    );
}

#[test]
fn a_forwarder_writes_a_head_before_each() {
    let header = "<14>Mar  1 08:00:00 ws1 wef:";
    check(
        &Xml,
        &format!("{header} {EVENT}\n{header} {EVENT}\n"),
        &[
            &format!("record 1: {SYSTEM} {DATA} syslog_header={header}"),
            &format!("record 2: {SYSTEM} {DATA} syslog_header={header}"),
        ],
    );
}

fn logs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(logs(&path));
        } else if path.extension().is_some_and(|end| end == "evtx") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// All sound events of a log, rendered to XML by the crate that decodes them.
fn rendered(log: &[u8]) -> String {
    let settings = Arc::new(ParserSettings::default().indent(false));
    let mut text = String::new();
    for chunk in log.get(4096..).unwrap_or_default().chunks(65_536) {
        let Ok(mut data) = EvtxChunkData::new(chunk.to_vec(), false) else {
            continue;
        };
        let Ok(mut chunk) = data.parse(Arc::clone(&settings)) else {
            continue;
        };
        for record in chunk.iter().flatten() {
            text += &record.into_xml().expect("it is rendered").data;
            text.push('\n');
        }
    }
    text
}

/// The columns that say something: XML does not tell an empty text from none.
fn telling(row: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    // The names are numbered.
    let row = row.iter().map(|(name, value)| {
        let name = name
            .rsplit_once(' ')
            .map_or(name.as_str(), |(name, _)| name);
        (name, value.as_str())
    });
    let mut row: Vec<(&str, &str)> = row
        .filter(|(name, value)| {
            !value.is_empty() && !matches!(*name, "place" | "evidence_id" | "record_id")
        })
        .collect();
    row.sort_unstable();
    row
}

/// Every public event log, rendered to XML by another's hand and read from there.
#[test]
fn events_as_xml_and_in_their_log_are_the_same() {
    let Some(root) = public_data("event logs rendered to XML") else {
        return;
    };
    let (mut same, mut wrong) = (0, Vec::new());
    for path in logs(&root.join("evtx")) {
        let bytes = std::fs::read(&path).expect("readable");
        if bytes.len() > 4 << 20 {
            continue; // enough of the kind is in the smaller ones
        }
        let log = Kept::of(&bytes, |evidence, sink| Evtx.read(evidence, sink));
        let log = log.without_batches();
        let text = rendered(&bytes);
        let xml = Kept::of(text.as_bytes(), |evidence, sink| Xml.read(evidence, sink));
        let xml = xml.without_batches();
        if log.records.len() != xml.records.len() || !xml.rejects.is_empty() {
            let first = xml.rejects.first();
            wrong.push(format!(
                "{}: {} events, as XML {} and {} rejects: {first:?}",
                path.display(),
                log.records.len(),
                xml.records.len(),
                xml.rejects.len()
            ));
            continue;
        }
        for (of_log, of_xml) in log.records.values().zip(xml.records.values()) {
            let (left, right) = (telling(&of_log.1), telling(&of_xml.1));
            if of_log.0 == of_xml.0 && left == right {
                same += 1;
                continue;
            }
            let without = |row: &[(&str, &str)], other: &[(&str, &str)]| -> Vec<String> {
                let row = row.iter().filter(|cell| !other.contains(cell));
                row.take(2).map(|cell| format!("{cell:?}")).collect()
            };
            let (differ, more) = (without(&left, &right), without(&right, &left));
            wrong.push(format!("{}: {differ:?}, as XML {more:?}", path.display()));
        }
    }
    eprintln!("{same} events are the same");
    let few: Vec<&str> = wrong.iter().map(String::as_str).take(20).collect();
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        few.join("\n")
    );
}
