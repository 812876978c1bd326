//! Questions to the name service and their answers, one record for each pair.

use std::net::{Ipv4Addr, Ipv6Addr};

use salus_record::{ReadError, limits, time};
use serde_json::Value;

use super::flow::Flow;
use super::track::Told;
use crate::{Place, Row, Sink};

const HEADER: usize = 12;

/// A question that waits for its answer.
#[derive(Debug)]
pub(super) struct Asked {
    number: u64,
    micros: Option<i64>,
    id: u16,
    /// Asked by the side that began; the answer comes from the other one.
    is_out: bool,
    name: String,
    kind: u16,
}

impl Asked {
    pub(super) fn weight(&self) -> usize {
        self.name.len() + 64
    }
}

/// The header, and the first question if there is one.
struct Message<'m> {
    bytes: &'m [u8],
    id: u16,
    is_answer: bool,
    code: u8,
    answers: usize,
    question: Option<(String, u16)>,
    /// Where the answers begin.
    at: usize,
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes([two[0], two[1]]))
}

/// Whether this could be a message: few questions, and a name that can be read.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    parse(bytes).is_some()
}

fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    let (flags, questions) = (short(bytes, 2)?, short(bytes, 4)?);
    let counts = [short(bytes, 6)?, short(bytes, 8)?, short(bytes, 10)?];
    let is_sound = (flags >> 11) & 0xF <= 6 && questions <= 32;
    if !is_sound || (questions == 0 && counts == [0, 0, 0]) {
        return None;
    }
    let (mut question, mut at) = (None, HEADER);
    for _ in 0..questions {
        let (name, behind) = name(bytes, at)?;
        let kind = short(bytes, behind)?;
        question = question.or(Some((name, kind)));
        at = behind + 4;
    }
    Some(Message {
        bytes,
        id: short(bytes, 0)?,
        is_answer: flags & 0x8000 != 0,
        code: (flags & 0xF) as u8,
        answers: usize::from(counts[0]),
        question,
        at,
    })
}

/// A name, and where what follows it begins. Parts of it may stand further up, as a pointer says.
fn name(bytes: &[u8], start: usize) -> Option<(String, usize)> {
    let (mut text, mut at, mut behind) = (String::new(), start, None);
    for _ in 0..limits::DNS_NAME_PARTS {
        let length = *bytes.get(at)?;
        match length {
            0 => return Some((text, behind.unwrap_or(at + 1))),
            0xC0.. => {
                behind = behind.or(Some(at + 2));
                at = usize::from(short(bytes, at)? & 0x3FFF);
            }
            1..=63 => {
                let label = bytes.get(at + 1..=at + usize::from(length))?;
                if !text.is_empty() {
                    text.push('.');
                }
                text.extend(
                    String::from_utf8_lossy(label)
                        .chars()
                        .filter(|c| !c.is_control()),
                );
                at += 1 + usize::from(length);
            }
            _ => return None,
        }
        if text.len() > limits::DNS_NAME_BYTES {
            return None;
        }
    }
    None
}

/// Takes a message of a connection that speaks DNS.
pub(super) fn take(
    message: &[u8],
    flow: &mut Flow,
    told: &Told<'_, '_>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Some(message) = parse(message) else {
        return Ok(());
    };
    if !message.is_answer {
        return ask(message, flow, told, sink);
    }
    let is_out = flow.is_out(told.packet);
    let fits = |asked: &Asked| {
        let question = message.question.as_ref();
        asked.id == message.id
            && asked.is_out != is_out
            && question.is_none_or(|(name, kind)| {
                asked.name.eq_ignore_ascii_case(name) && asked.kind == *kind
            })
    };
    let found = flow.asked.iter().position(fits);
    let asked = found.map(|at| flow.asked.remove(at));
    let place = asked
        .as_ref()
        .map_or(told.place(), |asked| Place::Record(asked.number));
    let begun = asked
        .as_ref()
        .and_then(|asked| asked.micros)
        .or(told.micros);
    let question = message
        .question
        .as_ref()
        .map(|(name, kind)| (name.as_str(), *kind))
        .or(asked
            .as_ref()
            .map(|asked| (asked.name.as_str(), asked.kind)));
    let mut row = begin(flow, place, begun, question, sink);
    row.set("rcode", &code_name(message.code));
    let (answers, lives) = answers(&message);
    if !answers.is_empty() {
        row.set("answers", &Value::from(answers).to_string());
        row.set("ttls", &Value::from(lives).to_string());
    }
    if let (Some(asked), Some(answered)) = (asked.and_then(|asked| asked.micros), told.micros) {
        row.set(
            "rtt",
            &time::format_seconds(answered.saturating_sub(asked).max(0)),
        );
    }
    row.end()
}

/// Keeps a question until its answer comes.
fn ask(
    message: Message<'_>,
    flow: &mut Flow,
    told: &Told<'_, '_>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Some((name, kind)) = message.question else {
        return Ok(());
    };
    if flow.asked.len() >= limits::DNS_WAITING {
        let oldest = flow.asked.remove(0);
        write_unanswered(&oldest, flow, sink)?;
    }
    flow.asked.push(Asked {
        number: told.number,
        micros: told.micros,
        id: message.id,
        is_out: flow.is_out(told.packet),
        name,
        kind,
    });
    Ok(())
}

pub(super) fn write_unanswered(
    asked: &Asked,
    flow: &Flow,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let question = Some((asked.name.as_str(), asked.kind));
    begin(
        flow,
        Place::Record(asked.number),
        asked.micros,
        question,
        sink,
    )
    .end()
}

fn begin<'s, 'o>(
    flow: &Flow,
    place: Place,
    micros: Option<i64>,
    question: Option<(&str, u16)>,
    sink: &'s mut Sink<'o>,
) -> Row<'s, 'o> {
    let mut row = sink.record("pcap_dns", place);
    if let Some(micros) = micros {
        row = row.time_at(time::accepted(micros), &time::format_seconds(micros));
    }
    row = row
        .text("source_ip", &flow.source.ip.to_string())
        .text("source_port", &flow.source.port.to_string())
        .text("peer_ip", &flow.peer.ip.to_string())
        .text("peer_port", &flow.peer.port.to_string())
        .opt("service", flow.watch.service());
    if let Some((name, kind)) = question {
        row = row.text("query", name).text("query_type", &kind_name(kind));
    }
    row
}

/// What came back, and how long each may be kept, in seconds.
fn answers(message: &Message<'_>) -> (Vec<String>, Vec<u32>) {
    let (bytes, mut at) = (message.bytes, message.at);
    let (mut texts, mut lives) = (Vec::new(), Vec::new());
    for _ in 0..message.answers.min(limits::DNS_ANSWERS) {
        let Some((_, behind)) = name(bytes, at) else {
            break;
        };
        let head = (
            short(bytes, behind),
            short(bytes, behind + 8),
            bytes.get(behind + 4..behind + 8),
        );
        let (Some(kind), Some(length), Some(life)) = head else {
            break;
        };
        let start = behind + 10;
        let Some(data) = bytes.get(start..start + usize::from(length)) else {
            break;
        };
        texts.push(answer(bytes, (kind, start), data));
        lives.push(u32::from_be_bytes([life[0], life[1], life[2], life[3]]));
        at = start + usize::from(length);
    }
    (texts, lives)
}

fn answer(bytes: &[u8], (kind, start): (u16, usize), data: &[u8]) -> String {
    let named = |at: usize| name(bytes, at).map_or_else(String::new, |(text, _)| text);
    match (kind, data) {
        (1, [a, b, c, d]) => Ipv4Addr::new(*a, *b, *c, *d).to_string(),
        (28, data) if data.len() == 16 => {
            let mut octets = [0; 16];
            octets.copy_from_slice(data);
            Ipv6Addr::from(octets).to_string()
        }
        (2 | 5 | 12 | 39, _) => named(start),
        (15, _) => named(start + 2),
        (33, _) => named(start + 6),
        (16, [length, text @ ..]) => {
            super::service::clean(&text[..usize::from(*length).min(text.len())])
        }
        (kind, data) => format!("{} ({} bytes)", kind_name(kind), data.len()),
    }
}

fn kind_name(kind: u16) -> String {
    let name = match kind {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        12 => "PTR",
        15 => "MX",
        16 => "TXT",
        28 => "AAAA",
        33 => "SRV",
        35 => "NAPTR",
        41 => "OPT",
        43 => "DS",
        46 => "RRSIG",
        47 => "NSEC",
        48 => "DNSKEY",
        64 => "SVCB",
        65 => "HTTPS",
        251 => "IXFR",
        252 => "AXFR",
        255 => "ANY",
        other => return format!("TYPE{other}"),
    };
    name.to_owned()
}

fn code_name(code: u8) -> String {
    let name = match code {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        9 => "NOTAUTH",
        other => return format!("RCODE{other}"),
    };
    name.to_owned()
}
