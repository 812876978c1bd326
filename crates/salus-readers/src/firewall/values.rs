//! Messages that are values alone, in an order the maker documents: pfSense's filterlog and PAN-OS.

use salus_record::{ReadError, Sink};

use crate::body::Entry;

const FILTERLOG: [&str; 9] = [
    "rule_number",
    "sub_rule_number",
    "anchor",
    "tracker",
    "interface",
    "reason",
    "action",
    "direction",
    "ip_version",
];
const FILTERLOG_4: [&str; 11] = [
    "tos",
    "ecn",
    "ttl",
    "id",
    "offset",
    "flags",
    "protocol_id",
    "protocol",
    "length",
    "source",
    "destination",
];
const FILTERLOG_6: [&str; 8] = [
    "class",
    "flow_label",
    "hop_limit",
    "protocol",
    "protocol_id",
    "length",
    "source",
    "destination",
];
const FILTERLOG_TCP: [&str; 9] = [
    "source_port",
    "destination_port",
    "data_length",
    "tcp_flags",
    "sequence_number",
    "ack_number",
    "tcp_window",
    "urg",
    "tcp_options",
];
const FILTERLOG_UDP: [&str; 3] = ["source_port", "destination_port", "data_length"];

/// Kinds of PAN-OS log, with the names of their values behind the first seven.
const PANOS: [(&str, &[&[&str]]); 4] = [
    (
        "CONFIG",
        &[&["host", "vsys", "cmd", "admin", "client", "result", "path"]],
    ),
    (
        "SYSTEM",
        &[&[
            "vsys",
            "eventid",
            "object",
            "",
            "",
            "module",
            "severity",
            "opaque",
            "seqno",
            "actionflags",
        ]],
    ),
    ("THREAT", &[&SESSION, &THREAT]),
    ("TRAFFIC", &[&SESSION, &TRAFFIC]),
];
const PANOS_FIRST: [&str; 7] = [
    "",
    "receive_time",
    "serial",
    "type",
    "subtype",
    "",
    "time_generated",
];
/// What messages about traffic and threats say of the session, in the same order.
const SESSION: [&str; 24] = [
    "src",
    "dst",
    "natsrc",
    "natdst",
    "rule",
    "srcuser",
    "dstuser",
    "app",
    "vsys",
    "from",
    "to",
    "inbound_if",
    "outbound_if",
    "logset",
    "",
    "sessionid",
    "repeatcnt",
    "sport",
    "dport",
    "natsport",
    "natdport",
    "flags",
    "proto",
    "action",
];
const TRAFFIC: [&str; 16] = [
    "bytes",
    "bytes_sent",
    "bytes_received",
    "packets",
    "start",
    "elapsed",
    "category",
    "",
    "seqno",
    "actionflags",
    "srcloc",
    "dstloc",
    "",
    "pkts_sent",
    "pkts_received",
    "session_end_reason",
];
const THREAT: [&str; 22] = [
    "misc",
    "threatid",
    "category",
    "severity",
    "direction",
    "seqno",
    "actionflags",
    "srcloc",
    "dstloc",
    "",
    "contenttype",
    "pcap_id",
    "filedigest",
    "cloud",
    "url_idx",
    "user_agent",
    "filetype",
    "xff",
    "referer",
    "sender",
    "subject",
    "recipient",
];

pub(super) fn is_filterlog(message: &str) -> bool {
    let cells: Vec<&str> = message.splitn(10, ',').collect();
    cells.len() == 10 && matches!(cells[8], "4" | "6") && matches!(cells[7], "in" | "out")
}

pub(super) fn put_filterlog(entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let cells: Vec<&str> = entry.message().split(',').collect();
    let mut names: Vec<&str> = FILTERLOG.to_vec();
    match cells.get(8) {
        Some(&"4") => names.extend(FILTERLOG_4),
        Some(&"6") => names.extend(FILTERLOG_6),
        _ => return Ok(false),
    }
    let protocol = names
        .iter()
        .position(|name| *name == "protocol")
        .and_then(|at| cells.get(at));
    match protocol.map(|name| name.to_ascii_lowercase()).as_deref() {
        Some("tcp") => names.extend(FILTERLOG_TCP),
        Some("udp") => names.extend(FILTERLOG_UDP),
        _ => {}
    }
    let row = entry.row(sink, "pf_filterlog");
    put(entry, row, &names, &cells)
}

/// `1,2026/03/01 08:00:00,012345,TRAFFIC,end,…`
pub(super) fn is_panos(text: &str) -> bool {
    let mut cells = text.splitn(5, ',');
    let is_number = |cell: Option<&str>| {
        cell.is_some_and(|cell| {
            !cell.is_empty() && cell.trim().bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let is_first = is_number(cells.next());
    let is_time = cells
        .next()
        .is_some_and(|cell| cell.len() >= 19 && cell.as_bytes()[4] == b'/');
    let _serial = cells.next();
    let kind = cells.next();
    is_first && is_time && kind.is_some_and(|kind| PANOS.iter().any(|(known, _)| *known == kind))
}

pub(super) fn put_panos(entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let cells = cells(entry.text);
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let Some((kind, behind)) = cells
        .get(3)
        .and_then(|kind| PANOS.iter().find(|(known, _)| known == kind))
    else {
        return Ok(false);
    };
    let names: Vec<&str> = PANOS_FIRST
        .iter()
        .chain(behind.iter().copied().flatten())
        .copied()
        .collect();
    let own = cells
        .get(6)
        .map(|written| (entry.clock.read(written), *written));
    let own = own.filter(|(moment, _)| moment.instant.is_some());
    let row = entry.row_at(sink, &format!("paloalto_{}", kind.to_lowercase()), own);
    put(entry, row, &names, &cells)
}

/// Values of one message.
const CELLS: usize = 200;

/// Sets each value under its name; what stands behind the names that are known is `field_41` and so on.
fn put(
    entry: &Entry<'_>,
    mut row: crate::Row<'_, '_>,
    names: &[&str],
    cells: &[&str],
) -> Result<bool, ReadError> {
    for (at, cell) in cells
        .iter()
        .enumerate()
        .take(CELLS)
        .filter(|(_, cell)| !cell.is_empty())
    {
        match names.get(at) {
            Some(&"") => {}
            Some(name) => row.set(name, cell),
            None => row.set(&format!("field_{}", at + 1), cell),
        }
    }
    entry.end(row)
}

/// Cells between commas, which quotes may hold.
fn cells(line: &str) -> Vec<String> {
    let mut reader = csv_core::Reader::new();
    let (mut text, mut ends) = (vec![0; line.len()], [0; CELLS]);
    let (_, _, bytes, first) = reader.read_record(line.as_bytes(), &mut text, &mut ends);
    // The end of the line ends its last cell.
    let (_, _, more, last) = reader.read_record(b"", &mut text[bytes..], &mut ends[first..]);
    text.truncate(bytes + more);
    let starts = std::iter::once(0).chain(ends);
    let spans = starts.zip(ends).take(first + last);
    spans
        .map(|(start, end)| String::from_utf8_lossy(&text[start..end]).into_owned())
        .collect()
}
