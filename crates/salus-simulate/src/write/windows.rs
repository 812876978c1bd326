//! Windows events: log files of two machines, and a shipper's JSON lines of a third.

use serde_json::{Map, Value as Json, json};

use super::{packed, plain};
use crate::File;
use crate::background::windows::event::{Body, Event};
use crate::clinic::fully_named;
use crate::evidence::Evidence;
use crate::format::binxml::Value;
use crate::format::{evtx, json};

/// The machine whose events a log shipper sent as JSON lines.
const SHIPPED: &str = "AC-WS02";
/// Host, channel, file; the number of the first record is that of a machine that has run for a while.
const LOGS: [(&str, &str, &str, u64); 7] = [
    ("AC-SRV01", "Security", "AC-SRV01/Security.evtx", 184_223),
    ("AC-WS04", "Security", "AC-WS04/Security.evtx", 40_117),
    (
        "AC-WS04",
        "Microsoft-Windows-Sysmon/Operational",
        "AC-WS04/Microsoft-Windows-Sysmon%4Operational.evtx",
        9_902,
    ),
    ("AC-WS04", "System", "AC-WS04/System.evtx", 12_055),
    (
        "AC-WS04",
        "Microsoft-Windows-PowerShell/Operational",
        "AC-WS04/Microsoft-Windows-PowerShell%4Operational.evtx",
        318,
    ),
    (
        "AC-WS04",
        "Microsoft-Windows-Windows Defender/Operational",
        "AC-WS04/Microsoft-Windows-Windows Defender%4Operational.evtx",
        771,
    ),
    ("AC-SRV01", "System", "AC-SRV01/System.evtx", 51_200),
];

pub(super) fn files(evidence: &Evidence) -> Vec<File> {
    let mut files = Vec::new();
    for (host, channel, path, first) in LOGS {
        let events = of(evidence, host, Some(channel));
        if !events.is_empty() {
            files.push(plain(
                &format!("windows/{path}"),
                evtx::file(&events, first),
            ));
        }
    }
    let shipped: String = of(evidence, SHIPPED, None)
        .into_iter()
        .zip(70_001..)
        .map(|(event, number)| line(event, number))
        .collect();
    files.push(packed("windows/AC-WS02-winlogbeat.jsonl.gz", &shipped));
    files
}

fn of<'a>(evidence: &'a Evidence, host: &str, channel: Option<&str>) -> Vec<&'a Event> {
    let host = fully_named(host);
    let wanted = |event: &&Event| {
        event.host == host && channel.is_none_or(|channel| event.source.channel == channel)
    };
    evidence.windows.iter().filter(wanted).collect()
}

/// One event as winlogbeat writes it.
fn line(event: &Event, number: u64) -> String {
    let mut data = Map::new();
    for (name, value) in &event.data {
        data.insert((*name).to_owned(), Json::String(shown(value)));
    }
    let part = match event.body {
        Body::EventData => "event_data",
        Body::UserData(_) => "user_data",
    };
    let mut record = json!({
        "@timestamp": event.time.iso_millis(),
        "event": {"code": event.id.to_string(), "kind": "event", "provider": event.source.name, "created": event.time.plus_seconds(2).iso_millis()},
        "host": {"name": event.host},
        "log": {"level": if event.level == 3 { "warning" } else { "information" }},
        "agent": {"type": "winlogbeat", "version": "9.2.0", "name": SHIPPED},
        "ecs": {"version": "9.2.0"},
        "winlog": {
            "channel": event.source.channel,
            "provider_name": event.source.name,
            "provider_guid": event.source.guid,
            "computer_name": event.host,
            "event_id": event.id.to_string(),
            "record_id": number,
            "version": event.version,
            "task": event.task.to_string(),
            "opcode": "Info",
            "api": "wineventlog",
            "process": {"pid": event.process, "thread": {"id": event.thread}}
        }
    });
    record["winlog"][part] = Json::Object(data);
    if let Some(user) = &event.user {
        record["winlog"]["user"] = json!({"identifier": user});
    }
    json::text(&record) + "\n"
}

/// A value as the shipper renders it.
fn shown(value: &Value) -> String {
    match value {
        Value::Absent => String::new(),
        Value::Text(text) | Value::Sid(text) => text.clone(),
        Value::U8(number) => number.to_string(),
        Value::U16(number) => number.to_string(),
        Value::I32(number) => number.to_string(),
        Value::U32(number) => number.to_string(),
        Value::U64(number) | Value::Time(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Hex32(number) => format!("0x{number:x}"),
        Value::Hex64(number) => format!("0x{number:x}"),
        Value::Guid(text) => braced(text),
    }
}

fn braced(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let [a, b, c, d, e] = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    format!("{{{a}-{b}-{c}-{d}-{e}}}")
}
