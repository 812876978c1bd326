//! Windows event log files: a header, then chunks of records.

use super::binxml::{Node, Value, kind};
use super::chunk::{Chunk, Filled, Filling};
use crate::background::windows::event::{Body, Event};

const EVENT_SCHEMA: &str = "http://schemas.microsoft.com/win/2004/08/events/event";

/// The events of one channel of one host as an `.evtx` file; record numbers start at `first`.
pub(crate) fn file(events: &[&Event], first: u64) -> Vec<u8> {
    let mut finished: Vec<Vec<u8>> = Vec::new();
    let mut chunk = Chunk::new();
    let mut id = first;
    for event in events {
        let filled = outer(event, id);
        if !chunk.add(id, event.time.filetime(), &filled) {
            finished.push(std::mem::replace(&mut chunk, Chunk::new()).finish());
            assert!(
                chunk.add(id, event.time.filetime(), &filled),
                "a record fits an empty chunk"
            );
        }
        id += 1;
    }
    if !chunk.is_empty() {
        finished.push(chunk.finish());
    }
    let mut out = header(finished.len(), id);
    out.extend(finished.into_iter().flatten());
    out
}

fn header(chunks: usize, next_record: u64) -> Vec<u8> {
    let mut out = b"ElfFile\0".to_vec();
    let last = (chunks as u64).saturating_sub(1);
    for number in [0, last, next_record] {
        out.extend(number.to_le_bytes());
    }
    out.extend(128u32.to_le_bytes());
    let count = u16::try_from(chunks).expect("the example is small");
    for number in [1u16, 3, 4_096, count] {
        out.extend(number.to_le_bytes());
    }
    out.resize(120, 0);
    let checksum = crc32fast::hash(&out);
    out.extend(0u32.to_le_bytes());
    out.extend(checksum.to_le_bytes());
    out.resize(4_096, 0);
    out
}

/// The `System` part with the event's own data as a nested fragment, as Windows nests it.
fn outer(event: &Event, id: u64) -> Filled {
    let key = format!(
        "{}|{}|{}",
        event.source.name, event.source.channel, event.host
    );
    let own = inner(event);
    let values = vec![
        Value::U16(event.id),
        Value::U8(event.version),
        Value::U8(event.level),
        Value::U16(event.task),
        Value::U8(event.opcode),
        Value::Hex64(event.keywords),
        Value::Time(event.time.filetime()),
        Value::U64(id),
        Value::Absent,
        Value::U32(event.process),
        Value::U32(event.thread),
        event.user.clone().map_or(Value::Absent, Value::Sid),
    ];
    let mut fillings: Vec<Filling> = values.into_iter().map(Filling::Value).collect();
    fillings.push(Filling::Fragment(own));
    Filled {
        key,
        template: system(event),
        values: fillings,
    }
}

fn system(event: &Event) -> Node {
    let source = &event.source;
    let provider = vec![
        ("Name", Node::text(source.name)),
        ("Guid", Node::text(source.guid)),
    ];
    let execution = vec![
        ("ProcessID", Node::optional(9, kind::U32)),
        ("ThreadID", Node::optional(10, kind::U32)),
    ];
    let system = vec![
        Node::with("Provider", provider, vec![]),
        Node::element("EventID", vec![Node::optional(0, kind::U16)]),
        Node::element("Version", vec![Node::optional(1, kind::U8)]),
        Node::element("Level", vec![Node::optional(2, kind::U8)]),
        Node::element("Task", vec![Node::optional(3, kind::U16)]),
        Node::element("Opcode", vec![Node::optional(4, kind::U8)]),
        Node::element("Keywords", vec![Node::optional(5, kind::HEX64)]),
        Node::with(
            "TimeCreated",
            vec![("SystemTime", Node::optional(6, kind::TIME))],
            vec![],
        ),
        Node::element("EventRecordID", vec![Node::optional(7, kind::U64)]),
        Node::with(
            "Correlation",
            vec![("ActivityID", Node::optional(8, kind::GUID))],
            vec![],
        ),
        Node::with("Execution", execution, vec![]),
        Node::element("Channel", vec![Node::text(source.channel)]),
        Node::element("Computer", vec![Node::text(&event.host)]),
        Node::with(
            "Security",
            vec![("UserID", Node::optional(11, kind::SID))],
            vec![],
        ),
    ];
    Node::with(
        "Event",
        vec![("xmlns", Node::text(EVENT_SCHEMA))],
        vec![
            Node::element("System", system),
            Node::optional(12, kind::XML),
        ],
    )
}

fn inner(event: &Event) -> Filled {
    let slots = event.data.iter().zip(0u16..);
    let template = match event.body {
        Body::EventData => {
            let data = slots.map(|((name, value), number)| {
                let slot = Node::slot(number, value.kind());
                Node::with("Data", vec![("Name", Node::text(name))], vec![slot])
            });
            Node::element("EventData", data.collect())
        }
        Body::UserData(name) => {
            let fields = slots.map(|((field, value), number)| {
                Node::element(field, vec![Node::slot(number, value.kind())])
            });
            let schema = "http://manifests.microsoft.com/win/2004/08/windows/eventlog";
            let own = Node::with(name, vec![("xmlns", Node::text(schema))], fields.collect());
            Node::element("UserData", vec![own])
        }
    };
    let values = event
        .data
        .iter()
        .map(|(_, value)| Filling::Value(value.clone()));
    let kinds: String = event
        .data
        .iter()
        .map(|(_, value)| format!("{:02x}", value.kind()))
        .collect();
    Filled {
        key: format!(
            "{}|{}|{}|{kinds}",
            event.source.name,
            event.id,
            event.data.len()
        ),
        template,
        values: values.collect(),
    }
}
