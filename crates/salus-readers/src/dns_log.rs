//! Logs of name servers: BIND, dnsmasq with Pi-hole, and Unbound.
//!
//! One question, and for dnsmasq each step of an answer, is one record. What else the server says is syslog.

use salus_record::{Local, Moment, ReadError, Sink};

use crate::About;
use crate::body::{Body, Entry, Files};

pub(crate) struct DnsLog;

pub(crate) const READER: Files<'static> = Files {
    about: About {
        name: "dns_log",
        title: "Name server logs (BIND, dnsmasq, Pi-hole, Unbound)",
        tables: &["bind_query", "dnsmasq_query", "syslog", "unbound_query"],
        export: "BIND: the file of the `queries` log channel; Pi-hole: /var/log/pihole/pihole.log",
    },
    body: &DnsLog,
};

impl Body for DnsLog {
    fn fits(&self, entry: &Entry<'_>) -> bool {
        bind(entry).is_some()
            || dnsmasq(entry).is_some()
            || unbound(entry).is_some()
            || unbound_notice(entry).is_some()
    }

    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        let found = bind(entry)
            .or_else(|| dnsmasq(entry))
            .or_else(|| unbound(entry));
        let Some(found) = found.or_else(|| unbound_notice(entry)) else {
            return Ok(false);
        };
        let mut row = entry.row_at(sink, found.table, found.time);
        for (name, value) in &found.fields {
            row.set(name, value);
        }
        entry.end(row)
    }
}

/// One message that was understood.
struct Found<'a> {
    table: &'static str,
    time: Option<(Moment, &'a str)>,
    fields: Vec<(&'static str, &'a str)>,
}

/// `01-Mar-2026 08:00:00.001 queries: info: client @0x7f 10.0.0.1#5353 (example.com): query: example.com IN A +E(0)K (10.0.0.53)`
fn bind<'a>(entry: &Entry<'a>) -> Option<Found<'a>> {
    if entry
        .program()
        .is_some_and(|program| !program.contains("named"))
    {
        return None;
    }
    let text = entry.message();
    let (time, rest) = match entry
        .header
        .is_none()
        .then(|| Local::prefix(text))
        .flatten()
    {
        Some((local, rest)) => {
            let written = &text[..text.len() - rest.len()];
            (Some((entry.clock.moment(&local), written)), rest)
        }
        None => (None, text),
    };
    let client = &rest[rest.find("client ")? + "client ".len()..];
    let (client, rest) = client.split_once(": query: ")?;
    // Views stand between the client and the question.
    let mut words = client
        .split_whitespace()
        .map(|word| word.trim_end_matches(':'));
    let (ip, port) = words.find_map(|word| word.split_once('#'))?;
    ip.parse::<std::net::IpAddr>().ok()?;
    let mut question = rest.split_whitespace();
    let mut fields = vec![("client", ip), ("client_port", port)];
    let rest_of_client: Vec<&str> = words.collect();
    if let Some(at) = rest_of_client.iter().position(|word| *word == "view") {
        fields.extend(rest_of_client.get(at + 1).map(|view| ("view", *view)));
    }
    for name in ["query", "class", "type", "flags"] {
        fields.push((name, question.next().unwrap_or_default()));
    }
    let server = question.find_map(|word| {
        word.strip_prefix('(')
            .and_then(|word| word.strip_suffix(')'))
    });
    fields.extend(server.map(|server| ("server", server)));
    Some(Found {
        table: "bind_query",
        time,
        fields,
    })
}

/// `query[A] example.com from 192.168.1.5`, `reply example.com is 203.0.113.9`
fn dnsmasq<'a>(entry: &Entry<'a>) -> Option<Found<'a>> {
    if !matches!(entry.program()?, "dnsmasq" | "pihole-FTL") {
        return None;
    }
    let mut text = entry.message();
    let mut fields = Vec::new();
    // With extra logging: a number and the client in front of every line.
    if let Some((number, rest)) = text.split_once(' ')
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && let Some((client, rest)) = rest.split_once(' ')
        && let Some((ip, port)) = client.split_once('/')
    {
        fields.extend([
            ("serial", number),
            ("requestor", ip),
            ("requestor_port", port),
        ]);
        text = rest;
    }
    let (action, rest) = if let Some(rest) = text.strip_prefix("gravity blocked ") {
        ("gravity blocked", rest)
    } else if let Some(rest) = text.strip_prefix("exactly denied ") {
        ("exactly denied", rest)
    } else if let Some(rest) = text.strip_prefix("regex denied ") {
        ("regex denied", rest)
    } else {
        text.split_once(' ')?
    };
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (action, kind) = match action
        .strip_prefix("query[")
        .and_then(|kind| kind.strip_suffix(']'))
    {
        Some(kind) => ("query", Some(kind)),
        None => (action, None),
    };
    let (word, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let field = match (action, word) {
        ("query", "from") => "client",
        ("forwarded", "to") => "forwarded_to",
        (
            "reply" | "cached" | "cached-stale" | "config" | "gravity blocked" | "exactly denied"
            | "regex denied" | "special",
            "is",
        ) => "answer",
        (path, "is") if path.starts_with('/') => "answer",
        _ => return None,
    };
    fields.extend([("action", action), ("query", name), (field, value)]);
    fields.extend(kind.map(|kind| ("type", kind)));
    Some(Found {
        table: "dnsmasq_query",
        time: None,
        fields,
    })
}

/// The time, the process and the message of a line in Unbound's own file.
fn unbound_line<'a>(entry: &Entry<'a>) -> Option<(&'a str, &'a str, &'a str)> {
    let (written, rest) = entry.text.strip_prefix('[')?.split_once("] unbound[")?;
    let (process, message) = rest.split_once("] ")?;
    Some((written, process, message))
}

/// `[1772352000] unbound[12:0] notice: init module 0: validator`
fn unbound_notice<'a>(entry: &Entry<'a>) -> Option<Found<'a>> {
    let (written, process, message) = unbound_line(entry)?;
    let (severity, message) = message.split_once(": ")?;
    let fields = vec![
        ("program", "unbound"),
        ("pid", process),
        ("severity", severity),
        ("message", message),
    ];
    Some(Found {
        table: "syslog",
        time: Some((entry.clock.read(written), written)),
        fields,
    })
}

/// `[1772352000] unbound[12:0] info: 10.0.0.5 example.com. A IN NOERROR 0.001 0 45`
fn unbound<'a>(entry: &Entry<'a>) -> Option<Found<'a>> {
    let (time, message) = match unbound_line(entry) {
        Some((written, _, message)) => (Some((entry.clock.read(written), written)), message),
        None if entry.program() == Some("unbound") => {
            let message = entry.message();
            let inner = message
                .strip_prefix('[')
                .and_then(|rest| rest.split_once("] "));
            (None, inner.map_or(message, |(_, message)| message))
        }
        None => return None,
    };
    let message = message
        .strip_prefix("info: ")
        .or_else(|| message.strip_prefix("reply: "))
        .or_else(|| message.strip_prefix("query: "))?;
    let mut words = message.split_whitespace();
    let client = words
        .next()
        .filter(|word| word.parse::<std::net::IpAddr>().is_ok())?;
    let mut fields = vec![("client", client)];
    for name in ["query", "type", "class"] {
        fields.push((name, words.next()?));
    }
    for name in ["rcode", "seconds", "cached", "bytes"] {
        fields.extend(words.next().map(|word| (name, word)));
    }
    Some(Found {
        table: "unbound_query",
        time,
        fields,
    })
}

#[cfg(test)]
mod tests {
    use super::READER;
    use crate::testing::check;

    #[test]
    fn a_question_becomes_one_record() {
        check(
            &READER,
            "01-Mar-2026 08:00:00.001 queries: info: client @0x7f 10.0.0.1#5353 (example.com): view internal: query: example.com IN A +E(0)K (10.0.0.53)\n\
             2026-03-01T08:00:00Z ns named[3]: client 10.0.0.1#53: query: b.example IN TXT +\n\
             2026-03-01T08:00:00Z ns named[3]: zone example/IN: loaded serial 1",
            &[
                "line 1: bind_query time=2026-03-01T08:00:00.001Z time_assumed=zone client=10.0.0.1 client_port=5353 view=internal query=example.com class=IN type=A flags=+E(0)K server=10.0.0.53",
                "line 2: bind_query time=2026-03-01T08:00:00Z host=ns client=10.0.0.1 client_port=53 query=b.example class=IN type=TXT flags=+ syslog.time=2026-03-01T08:00:00Z syslog.hostname=ns syslog.program=named syslog.pid=3",
                "line 3: syslog time=2026-03-01T08:00:00Z host=ns hostname=ns program=named pid=3 message=zone example/IN: loaded serial 1",
            ],
        );
        check(
            &READER,
            "[1772352000] unbound[12:0] info: 10.0.0.5 example.com. A IN NOERROR 0.001 0 45\n\
             [1772352001] unbound[12:0] notice: init module 0: validator",
            &[
                "line 1: unbound_query time=2026-03-01T08:00:00Z client=10.0.0.5 query=example.com. type=A class=IN rcode=NOERROR seconds=0.001 cached=0 bytes=45",
                "line 2: syslog time=2026-03-01T08:00:01Z program=unbound pid=12:0 severity=notice message=init module 0: validator",
            ],
        );
        check(
            &READER,
            "Mar  1 2026 08:00:00 dnsmasq[9]: query[AAAA] example.com from 10.0.0.5\n\
             Mar  1 2026 08:00:00 dnsmasq[9]: 12 10.0.0.5/4711 reply example.com is 203.0.113.9\n\
             Mar  1 2026 08:00:00 dnsmasq[9]: gravity blocked ads.example is 0.0.0.0",
            &[
                "line 1: dnsmasq_query time=2026-03-01T08:00:00Z time_assumed=zone action=query query=example.com client=10.0.0.5 type=AAAA syslog.time=Mar  1 2026 08:00:00 syslog.program=dnsmasq syslog.pid=9",
                "line 2: dnsmasq_query time=2026-03-01T08:00:00Z time_assumed=zone action=reply query=example.com syslog.time=Mar  1 2026 08:00:00 syslog.program=dnsmasq syslog.pid=9 serial=12 requestor=10.0.0.5 requestor_port=4711 answer=203.0.113.9",
                "line 3: dnsmasq_query time=2026-03-01T08:00:00Z time_assumed=zone action=gravity blocked query=ads.example syslog.time=Mar  1 2026 08:00:00 syslog.program=dnsmasq syslog.pid=9 answer=0.0.0.0",
            ],
        );
    }
}
