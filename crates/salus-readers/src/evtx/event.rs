//! One Windows event as a row: System under flat names, EventData and UserData under their own.

use serde_json::{Map, Value};

use crate::{Place, ReadError, Row, Sink};

/// Columns made from the System part. A field of the event's data with such a name is set apart.
pub(super) const SYSTEM_COLUMNS: [&str; 21] = [
    "channel",
    "computer",
    "correlation_activityid",
    "correlation_relatedactivityid",
    "eventid",
    "eventid_qualifiers",
    "eventrecordid",
    "execution_processid",
    "execution_processorid",
    "execution_sessionid",
    "execution_threadid",
    "keywords",
    "level",
    "opcode",
    "provider_eventsourcename",
    "provider_guid",
    "provider_name",
    "security_userid",
    "systemtime",
    "task",
    "version",
];

const ATTRIBUTES: &str = "#attributes";
const TEXT: &str = "#text";
/// Elements inside elements are followed this far.
const DEPTH: usize = 8;

/// The record table of a channel.
pub(super) fn table_of(channel: &str) -> String {
    let known = match channel {
        "Security" => "windows_security",
        "Microsoft-Windows-Sysmon/Operational" => "windows_sysmon",
        "Microsoft-Windows-PowerShell/Operational" => "windows_powershell",
        "Windows PowerShell" => "windows_powershell_classic",
        "System" => "windows_system",
        "Application" => "windows_application",
        "Microsoft-Windows-Windows Defender/Operational" => "windows_defender",
        "Microsoft-Windows-TaskScheduler/Operational" => "windows_taskscheduler",
        other => return format!("windows_{}", slug(other)),
    };
    known.to_owned()
}

fn slug(channel: &str) -> String {
    let lower = channel.to_lowercase();
    let short = lower.strip_prefix("microsoft-windows-").unwrap_or(&lower);
    let mut slug = String::new();
    for letter in short.chars().take(80) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.ends_with('_') {
            slug.push('_');
        }
    }
    let slug = slug.trim_matches('_');
    if slug.is_empty() {
        "other".to_owned()
    } else {
        slug.to_owned()
    }
}

/// Writes the JSON form of an `<Event>` (attributes under `#attributes`, mixed text under `#text`).
pub(crate) fn write_event(
    event: &Value,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let empty = Map::new();
    let system = event
        .get("System")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let channel = system.get("Channel").and_then(text_of).unwrap_or_default();
    let mut row = sink.record(&table_of(&channel), place);
    row = write_system(system, row);
    for (part, value) in event.as_object().unwrap_or(&empty) {
        match part.as_str() {
            ATTRIBUTES | "System" => {}
            "EventData" => write_data(value, &mut row),
            "RenderingInfo" => write_rendering(value, &mut row),
            "UserData" => write_fields("UserData", value, DEPTH, &mut row),
            other => write_fields(other, value, DEPTH, &mut row),
        }
    }
    row.end()
}

fn write_system<'s, 'o>(system: &Map<String, Value>, mut row: Row<'s, 'o>) -> Row<'s, 'o> {
    for (element, value) in system {
        if let Some(text) = text_of(value) {
            row.set(element, &text);
            if element == "Computer" {
                row = row.host(&text);
            }
        }
        let Some(attributes) = attributes_of(value) else {
            continue;
        };
        for (name, value) in attributes {
            let Some(text) = text_of(value) else { continue };
            if element == "TimeCreated" && name == "SystemTime" {
                row = row.time(&text);
                row.set("SystemTime", &text);
            } else if name != "xmlns" {
                row.set(&format!("{element}_{name}"), &text);
            }
        }
    }
    row
}

fn attributes_of(value: &Value) -> Option<&Map<String, Value>> {
    value.get(ATTRIBUTES)?.as_object()
}

/// What an element says as text; lists of texts are JSON. `None` for an empty element.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(members) => members.get(TEXT).and_then(text_of),
        Value::Array(items) if items.len() == 1 => text_of(&items[0]),
        other => salus_record::scalar_text(other),
    }
}

/// `<Data Name="x">` elements come as members named `x`, nameless ones as the member `Data`.
fn write_data(data: &Value, row: &mut Row<'_, '_>) {
    match data {
        Value::Object(members) => {
            for (name, value) in members {
                write_member("EventData", name, value, row);
            }
        }
        other => set("Data", other, row),
    }
}

fn write_member(part: &str, name: &str, value: &Value, row: &mut Row<'_, '_>) {
    match name {
        ATTRIBUTES => {
            for (name, value) in value.as_object().into_iter().flatten() {
                if !is_namespace(name) {
                    set(&format!("{part}_{name}"), value, row);
                }
            }
        }
        TEXT => set(part, value, row),
        name => write_fields(name, value, DEPTH, row),
    }
}

/// The leaves below an element, each under its own name.
fn write_fields(name: &str, value: &Value, depth: usize, row: &mut Row<'_, '_>) {
    match value {
        Value::Object(members) if depth > 0 => {
            for (inner, value) in members {
                match inner.as_str() {
                    ATTRIBUTES => write_member(name, inner, value, row),
                    TEXT => set(name, value, row),
                    inner => write_fields(inner, value, depth - 1, row),
                }
            }
        }
        other => set(name, other, row),
    }
}

/// The message a collector rendered beside the event keeps its plain name.
fn write_rendering(value: &Value, row: &mut Row<'_, '_>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match name.as_str() {
            ATTRIBUTES => {}
            "Message" => set("Message", value, row),
            other => set(&format!("RenderingInfo_{other}"), value, row),
        }
    }
}

/// Attributes that say which vocabulary an element is of.
pub(super) fn is_namespace(attribute: &str) -> bool {
    attribute.starts_with("xmlns")
}

fn set(name: &str, value: &Value, row: &mut Row<'_, '_>) {
    let Some(text) = text_of(value) else { return };
    if SYSTEM_COLUMNS.contains(&name.to_ascii_lowercase().as_str()) {
        row.set(&format!("EventData_{name}"), &text);
    } else {
        row.set(name, &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(channel: &str, table: &str) {
        assert_eq!(table_of(channel), table);
    }

    #[test]
    fn a_channel_names_its_table() {
        check("Security", "windows_security");
        check("Windows PowerShell", "windows_powershell_classic");
        check(
            "Microsoft-Windows-Bits-Client/Operational",
            "windows_bits_client_operational",
        );
        check("Directory Service", "windows_directory_service");
        check("", "windows_other");
        check("//", "windows_other");
    }
}
