//! HTTP: who asks whom for what, without queries.

use super::{Heard, Notes, Protocol, View, clean, first_line};

pub(super) const PROTOCOLS: &[Protocol] = &[Protocol {
    name: "http",
    encrypted: Some(false),
    begins: is_web,
    read: web,
}];

const METHODS: [&[u8]; 10] = [
    b"GET ",
    b"POST ",
    b"PUT ",
    b"HEAD ",
    b"DELETE ",
    b"OPTIONS ",
    b"PATCH ",
    b"CONNECT ",
    b"PROPFIND ",
    b"TRACE ",
];
const VERSION_2: &[u8] = b"PRI * HTTP/2.0";

fn is_web(view: &View<'_>) -> bool {
    let bytes = view.bytes;
    let is_request = METHODS.iter().any(|method| bytes.starts_with(method));
    view.is_tcp
        && (bytes.starts_with(b"HTTP/1.")
            || bytes.starts_with(VERSION_2)
            || (is_request && is_whole_or_long(bytes)))
}

/// The first line ends as it should, or was cut short by the packet.
fn is_whole_or_long(bytes: &[u8]) -> bool {
    let line = first_line(bytes);
    let head = &line[..line.len().saturating_sub(1)];
    head.ends_with(b" HTTP/1.") || (line.len() == bytes.len() && line.len() > 1000)
}

fn web(view: &View<'_>, notes: &mut Notes) -> Heard {
    if view.bytes.starts_with(VERSION_2) {
        notes.add("http.version", "2");
        return Heard::Enough;
    }
    let line = first_line(view.bytes);
    let mut words = line.split(|byte| *byte == b' ');
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let field = |name: &str| header(view.bytes, name);
    if view.is_out {
        notes.add_bytes("http.method", first);
        notes.add("http.path", path(second));
        notes.add("http.host", field("host"));
        notes.add("http.user_agent", field("user-agent"));
        let login = field("authorization");
        let kind = login.split(' ').next().unwrap_or_default();
        notes.add("http.authorization", kind); // the scheme, never the secret
    } else if line.starts_with(b"HTTP/") {
        notes.add_bytes("http.status", second);
        notes.add("http.server", field("server"));
    } else {
        return Heard::Listening;
    }
    Heard::Enough
}

/// The path alone, without queries; parts that hold numbers, as patients' records do, become `*`.
fn path(target: &[u8]) -> String {
    let end = target
        .iter()
        .position(|byte| matches!(byte, b'?' | b'#' | b';'));
    let path = clean(&target[..end.unwrap_or(target.len())]);
    let parts = path.split('/').map(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        if digits < 3 { part } else { "*" }
    });
    parts.collect::<Vec<_>>().join("/")
}

fn header(bytes: &[u8], name: &str) -> String {
    let lines = bytes.split(|byte| *byte == b'\n').skip(1);
    for line in lines.take_while(|line| line.len() > 1).take(100) {
        let mut halves = line.splitn(2, |byte| *byte == b':');
        let (key, value) = (halves.next().unwrap_or_default(), halves.next());
        if key.eq_ignore_ascii_case(name.as_bytes()) {
            return clean(value.unwrap_or_default());
        }
    }
    String::new()
}
