//! Windows events as shippers and exporters write them in JSON, brought to the form of the event log.
//!
//! Winlogbeat and Elastic (`winlog.*`), NXLog, Log Analytics and other flat forms, and the forms
//! that keep the XML's structure (`Event.System`) all become one event, and then the same columns
//! as from EVTX. What a shipper adds keeps its flattened name.

use salus_record::flatten;
use serde_json::{Value, json};

use super::object::{at, has, merge};
use super::{Object, Shape};
use crate::evtx::write_event;
use crate::{Place, ReadError, Sink};

/// Where a part of System stands in the event, and what shippers call it, most telling first.
type Alias = (&'static str, &'static str, &'static [&'static str]);

const ALIASES: [Alias; 16] = [
    (
        "Provider",
        "Name",
        &[
            "Provider_Name",
            "SourceName",
            "EventSourceName",
            "source_name",
            "ProviderName",
            "provider_name",
            "Source",
        ],
    ),
    (
        "Provider",
        "Guid",
        &[
            "Provider_Guid",
            "ProviderGuid",
            "ProviderId",
            "provider_guid",
        ],
    ),
    ("EventID", "", &["EventID", "EventId", "event_id", "Id"]),
    ("Version", "", &["Version", "version"]),
    ("Level", "", &["Level", "EventLevel"]),
    ("Task", "", &["Task", "task"]),
    ("Opcode", "", &["OpcodeValue", "Opcode", "opcode"]),
    ("Keywords", "", &["Keywords", "keywords"]),
    (
        "TimeCreated",
        "SystemTime",
        &[
            "TimeCreated",
            "SystemTime",
            "TimeGenerated",
            "@timestamp",
            "EventTime",
        ],
    ),
    (
        "EventRecordID",
        "",
        &[
            "EventRecordID",
            "RecordNumber",
            "RecordId",
            "record_id",
            "record_number",
        ],
    ),
    (
        "Correlation",
        "ActivityID",
        &["Correlation_ActivityID", "ActivityID", "activity_id"],
    ),
    (
        "Execution",
        "ProcessID",
        &["Execution_ProcessID", "ExecutionProcessID", "process_id"],
    ),
    (
        "Execution",
        "ThreadID",
        &["Execution_ThreadID", "ThreadID", "thread_id"],
    ),
    (
        "Channel",
        "",
        &["Channel", "channel", "LogName", "log_name", "EventLog"],
    ),
    (
        "Computer",
        "",
        &[
            "Computer",
            "Hostname",
            "MachineName",
            "computer_name",
            "ComputerName",
            "HostName",
        ],
    ),
    (
        "Security",
        "UserID",
        &["Security_UserID", "UserID", "UserId", "user_identifier"],
    ),
];

pub(super) struct Windows;

impl Shape for Windows {
    fn fits(&self, object: &Object) -> bool {
        let structured = at(object, "Event.System").is_some_and(Value::is_object);
        let elastic =
            at(object, "winlog.event_id").is_some() || at(object, "winlog.channel").is_some();
        let named = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
        let flat = named(&["EventID", "EventId"])
            && (named(&["Channel", "EventLog", "LogName"])
                || (named(&[
                    "SourceName",
                    "ProviderName",
                    "Provider_Name",
                    "EventSourceName",
                ]) && named(&["Computer", "Hostname", "MachineName"])));
        let get_winevent = || has(object, &["Id", "LogName", "ProviderName"]);
        let old_beat = || has(object, &["log_name", "event_id"]);
        structured || elastic || flat || get_winevent() || old_beat()
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let event = match (object.remove("Event"), object.remove("winlog")) {
            (Some(Value::Object(event)), _) if event.contains_key("System") => {
                structured(event, object)
            }
            (event, Some(Value::Object(winlog))) => {
                restore(&mut object, "Event", event);
                elastic(winlog, object)
            }
            (event, winlog) => {
                restore(&mut object, "Event", event);
                restore(&mut object, "winlog", winlog);
                flat(object)
            }
        };
        write_event(&event, place, sink)
    }
}

fn restore(object: &mut Object, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object.insert(name.to_owned(), value);
    }
}

/// The XML's structure: attributes may be `#attributes`, `@Name`, `X_attributes` or plain members.
fn structured(mut event: Object, shipper: Object) -> Value {
    if let Some(Value::Object(system)) = event.get_mut("System") {
        let parts = std::mem::take(system);
        for (name, part) in parts {
            if let Some(owner) = name.strip_suffix("_attributes") {
                let text = system.remove(owner).unwrap_or(Value::Null);
                system.insert(
                    owner.to_owned(),
                    json!({"#attributes": part, "#text": text}),
                );
            } else if !system.contains_key(&name) {
                system.insert(name, with_attributes(part));
            } else if let Some(Value::Object(known)) = system.get_mut(&name) {
                known.insert("#text".to_owned(), part);
            }
        }
    }
    if let Some(data) = event.get_mut("EventData") {
        name_data(data);
    }
    add_flat(&mut event, shipper);
    Value::Object(event)
}

fn with_attributes(part: Value) -> Value {
    match part {
        Value::Object(members) if !members.contains_key("#attributes") => {
            let (mut attributes, mut text) = (Object::new(), Value::Null);
            for (name, value) in members {
                match name.as_str() {
                    "#text" => text = value,
                    _ => {
                        attributes.insert(name.trim_start_matches('@').to_owned(), value);
                    }
                }
            }
            json!({"#attributes": attributes, "#text": text})
        }
        other => other,
    }
}

/// `{"Data": [{"@Name": "x", "#text": "y"}]}` is `{"x": "y"}`.
fn name_data(data: &mut Value) {
    let Some(Value::Array(items)) = data.get_mut("Data") else {
        return;
    };
    let named: Option<Vec<(String, Value)>> = items.iter().map(named_item).collect();
    if let (Some(named), Some(members)) = (named, data.as_object_mut()) {
        members.remove("Data");
        members.extend(named);
    }
}

fn named_item(item: &Value) -> Option<(String, Value)> {
    let name = item
        .get("@Name")
        .or_else(|| item.get("Name"))
        .or_else(|| item.get("#attributes")?.get("Name"))?;
    let text = item
        .get("#text")
        .or_else(|| item.get("Value"))
        .unwrap_or(&Value::Null);
    Some((name.as_str()?.to_owned(), text.clone()))
}

fn elastic(mut winlog: Object, mut shipper: Object) -> Value {
    let mut lift = |to: &str, path: &str| {
        if let Some(value) = at(&winlog, path).cloned() {
            winlog.insert(to.to_owned(), value);
        }
    };
    lift("process_id", "process.pid");
    lift("thread_id", "process.thread.id");
    lift("user_identifier", "user.identifier");
    let data = winlog.remove("event_data");
    let user_data = winlog.remove("user_data");
    let time = shipper.remove("@timestamp");
    restore(&mut winlog, "@timestamp", time);
    let mut system = system_of(&mut winlog);
    if !system.contains_key("Level")
        && let Some(level) = at(&shipper, "log.level")
    {
        system.insert("Level".to_owned(), level.clone());
    }
    let mut event = Object::new();
    event.insert("System".to_owned(), Value::Object(system));
    restore(&mut event, "EventData", data);
    restore(&mut event, "UserData", user_data);
    drop_lifted(&mut winlog, "process", &["pid", "thread"]);
    drop_lifted(&mut winlog, "user", &["identifier"]);
    if !winlog.is_empty() {
        shipper.insert("winlog".to_owned(), Value::Object(winlog));
    }
    add_flat(&mut event, shipper);
    Value::Object(event)
}

/// Leaves out of `winlog` what now stands in System.
fn drop_lifted(winlog: &mut Object, part: &str, names: &[&str]) {
    let Some(Value::Object(rest)) = winlog.get_mut(part) else {
        return;
    };
    rest.retain(|name, _| !names.contains(&name.as_str()));
    if rest.is_empty() {
        winlog.remove(part);
    }
}

fn flat(mut object: Object) -> Value {
    let mut system = system_of(&mut object);
    let mut data = Object::new();
    for name in ["EventData", "event_data", "ExtraEventData", "user_data"] {
        match object.remove(name) {
            Some(Value::Object(members)) => data = merge(data, members),
            other => restore(&mut object, name, other),
        }
    }
    if let Some(user) = object.remove("user").filter(Value::is_object) {
        if let Some(id) = user.get("identifier") {
            system.insert(
                "Security".to_owned(),
                json!({"#attributes": {"UserID": id}}),
            );
        }
        object.insert("user".to_owned(), user);
    }
    let mut event = Object::new();
    event.insert("System".to_owned(), Value::Object(system));
    event.insert("EventData".to_owned(), Value::Object(data));
    add_flat(&mut event, object);
    Value::Object(event)
}

/// Takes the parts of System out of a flat object.
fn system_of(object: &mut Object) -> Object {
    let mut system = Object::new();
    for (element, attribute, names) in ALIASES {
        let Some(name) = names.iter().find(|name| is_plain(object.get(**name))) else {
            continue;
        };
        let Some(mut value) = object.remove(*name) else {
            continue;
        };
        if *name == "TimeCreated"
            && let Some(inner) = value.get("SystemTime").cloned()
        {
            value = inner;
        }
        if element == "Keywords" {
            value = as_mask(value);
        }
        if attribute.is_empty() {
            system.insert(element.to_owned(), value);
            continue;
        }
        let part = system
            .entry(element)
            .or_insert_with(|| json!({"#attributes": {}}));
        part["#attributes"][attribute] = value;
    }
    system
}

fn is_plain(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Object(members)) => members.contains_key("SystemTime"),
        Some(_) => true,
    }
}

/// Keywords are a mask: the event log writes it in hexadecimal, some shippers as a signed number.
fn as_mask(value: Value) -> Value {
    match (value.as_i64(), value.as_u64()) {
        (Some(mask), _) => Value::String(format!("{:#x}", mask.cast_unsigned())),
        (None, Some(mask)) => Value::String(format!("{mask:#x}")),
        _ => value,
    }
}

/// What the shipper added, under flattened names beside the event's own data.
fn add_flat(event: &mut Object, shipper: Object) {
    if shipper.is_empty() {
        return;
    }
    let data = event
        .entry("EventData")
        .or_insert_with(|| Value::Object(Object::new()));
    if data.is_null() {
        *data = Value::Object(Object::new());
    }
    let members = match data {
        Value::Object(members) => members,
        other => {
            let list = std::mem::take(other);
            *other = json!({"Data": list});
            match other {
                Value::Object(members) => members,
                _ => return,
            }
        }
    };
    for (name, value) in shipper {
        match value {
            Value::Object(_) | Value::Array(_) => {
                let one = Object::from_iter([(name, value)]);
                flatten(&Value::Object(one), &mut |name, text| {
                    add(members, name.to_owned(), Value::String(text.to_owned()));
                });
            }
            plain => add(members, name, plain),
        }
    }
}

fn add(members: &mut Object, name: String, value: Value) {
    let name = if members.contains_key(&name) {
        format!("outer.{name}")
    } else {
        name
    };
    members.insert(name, value);
}

#[cfg(test)]
mod tests;
