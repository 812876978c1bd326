//! CEF and LEEF, the two syntaxes in which security products speak to log servers.
//!
//! All products share a table for each: their keys have the same meaning, and rules are written by them.

use salus_record::{Moment, ReadError, Sink};

use crate::About;
use crate::body::{Body, Entry, Files};

pub(crate) struct Cef;

pub(crate) const READER: Files<'static> = Files {
    about: About {
        name: "cef",
        title: "Common Event Format and Log Event Extended Format (CEF, LEEF)",
        tables: &["cef", "leef", "syslog"],
        export: "the log server's file; in the product: log forwarding or syslog, format CEF or LEEF",
    },
    body: &Cef,
};

const CEF_PARTS: [&str; 7] = [
    "Version",
    "DeviceVendor",
    "DeviceProduct",
    "DeviceVersion",
    "DeviceEventClassID",
    "Name",
    "Severity",
];
const LEEF_PARTS: [&str; 5] = ["Version", "Vendor", "Product", "ProductVersion", "EventID"];
/// Keys that tell the time, the best first.
const CEF_TIMES: [&str; 3] = ["rt", "end", "start"];
const LEEF_TIMES: [&str; 1] = ["devTime"];
/// Keys that name the machine that reports.
const CEF_HOSTS: [&str; 2] = ["dvchost", "dvc"];
const LEEF_HOSTS: [&str; 1] = ["identHostName"];

impl Body for Cef {
    fn fits(&self, entry: &Entry<'_>) -> bool {
        start(entry).is_some()
    }

    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        let Some((is_cef, text)) = start(entry) else {
            return Ok(false);
        };
        let fields = if is_cef { cef(text) } else { leef(text) };
        let Some(fields) = fields else {
            return Ok(false);
        };
        let (table, times, hosts) = if is_cef {
            ("cef", CEF_TIMES.as_slice(), CEF_HOSTS.as_slice())
        } else {
            ("leef", LEEF_TIMES.as_slice(), LEEF_HOSTS.as_slice())
        };
        let of = |name: &&str| {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str())
        };
        let own: Option<(Moment, &str)> = times.iter().filter_map(of).find_map(|written| {
            let moment = entry.clock.read(written);
            moment.instant.map(|_| (moment, written))
        });
        let mut row = entry.row_at(sink, table, own);
        if let Some(host) = hosts.iter().find_map(of) {
            row = row.host(host);
        }
        for (name, value) in &fields {
            row.set(name, value);
        }
        entry.end(row)
    }
}

type Fields = Vec<(String, String)>;

/// Where the message begins, and whether it is CEF.
fn start<'a>(entry: &Entry<'a>) -> Option<(bool, &'a str)> {
    let is_version = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    for text in [entry.text, entry.message()] {
        let text = text.trim_start_matches(['\u{feff}', ' ']);
        for (mark, is_cef) in [("CEF:", true), ("LEEF:", false)] {
            if let Some(rest) = text.strip_prefix(mark)
                && is_version(rest.trim_start())
                && rest.contains('|')
            {
                return Some((is_cef, rest.trim_start()));
            }
        }
    }
    None
}

/// `0|vendor|product|version|id|name|severity|key=value key=value`
fn cef(text: &str) -> Option<Fields> {
    let mut fields = Fields::new();
    let mut rest = text;
    for (at, name) in CEF_PARTS.iter().enumerate() {
        let end = unescaped_bar(rest);
        if end.is_none() && at + 1 < CEF_PARTS.len() {
            return None;
        }
        let (value, behind) = rest.split_at(end.unwrap_or(rest.len()));
        fields.push(((*name).to_owned(), unescape(value)));
        rest = behind.strip_prefix('|').unwrap_or(behind);
    }
    extension(rest, &mut fields);
    Some(fields)
}

fn unescaped_bar(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        let is_end = letter == '|' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        is_end.then_some(at)
    })
}

/// `key=value with blanks key=value`: a key is the last word in front of an equals sign that is not escaped.
fn extension(text: &str, fields: &mut Fields) {
    let mut starts: Vec<(usize, usize)> = Vec::new(); // of the key, of the value
    let mut word = 0;
    let mut is_escaped = false;
    let mut is_key = true;
    for (at, letter) in text.char_indices() {
        match letter {
            ' ' => {
                word = at + 1;
                is_key = true;
            }
            '=' if !is_escaped && is_key && at > word => {
                starts.push((word, at + 1));
                is_key = false;
            }
            _ => is_key &= letter.is_ascii_alphanumeric() || "_.-[]:".contains(letter),
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    for (at, (key, value)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(text.len(), |(next, _)| *next);
        let name = &text[*key..value - 1];
        fields.push((name.to_owned(), unescape(text[*value..end].trim_end())));
    }
}

/// Undoes `\|`, `\=`, `\\`, `\n` and `\r`.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some(other @ ('|' | '=' | '\\')) => plain.push(other),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain
}

/// `1.0|vendor|product|version|id|key=value⇥key=value`; version 2 names the letter between pairs.
fn leef(text: &str) -> Option<Fields> {
    let mut parts = text.splitn(LEEF_PARTS.len() + 1, '|');
    let mut fields = Fields::new();
    for name in LEEF_PARTS {
        fields.push((name.to_owned(), parts.next()?.to_owned()));
    }
    let mut rest = parts.next().unwrap_or_default();
    let mut delimiter = '\t';
    if text.starts_with('2')
        && let Some((written, behind)) = rest.split_once('|')
        && let Some(named) = delimiter_of(written)
    {
        delimiter = named;
        rest = behind;
    }
    for pair in rest.split(delimiter) {
        if let Some((name, value)) = pair.split_once('=') {
            fields.push((
                name.trim().to_owned(),
                value.trim_end_matches(['\r', '\n']).to_owned(),
            ));
        } else if !pair.trim().is_empty() {
            fields.push(("text".to_owned(), pair.trim().to_owned()));
        }
    }
    Some(fields)
}

/// One letter, or its number in hexadecimal (`x09`, `0x09`).
fn delimiter_of(written: &str) -> Option<char> {
    let mut letters = written.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Some('\t'),
        (Some(letter), None) => Some(letter),
        _ => {
            let digits = written
                .strip_prefix("0x")
                .or_else(|| written.strip_prefix('x'))?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::READER;
    use crate::testing::check;

    #[test]
    fn cef_is_read_with_and_without_a_header_in_front() {
        check(
            &READER,
            "CEF:0|Ma\\|ker|Prod|1.0|100|a \\\\ b|5|src=10.0.0.1 msg=two words, a\\=b\\nnext rt=1772352000000 cs1Label=Rule Name cs1=x y\n\
             <134>Mar  1 2026 08:00:00 fw1 CEF:0|M|P|1|2|n|High|act=blocked request=http://x/?a\\=b\n\
             <134>Mar  1 2026 08:00:00 fw1 CEF:0|broken",
            &[
                "line 1: cef time=2026-03-01T08:00:00Z Version=0 DeviceVendor=Ma|ker DeviceProduct=Prod DeviceVersion=1.0 DeviceEventClassID=100 Name=a \\ b Severity=5 src=10.0.0.1 msg=two words, a=b\nnext rt=1772352000000 cs1Label=Rule Name cs1=x y",
                "line 2: cef time=2026-03-01T08:00:00Z host=fw1 Version=0 DeviceVendor=M DeviceProduct=P DeviceVersion=1 DeviceEventClassID=2 Name=n Severity=High time_assumed=zone act=blocked request=http://x/?a=b syslog.time=Mar  1 2026 08:00:00 syslog.hostname=fw1 syslog.facility=local0 syslog.severity=info syslog.priority=134",
                "line 3: syslog time=2026-03-01T08:00:00Z host=fw1 time_assumed=zone hostname=fw1 facility=local0 severity=info priority=134 message=CEF:0|broken",
            ],
        );
    }

    #[test]
    fn leef_may_name_what_stands_between_pairs() {
        check(
            &READER,
            "LEEF:1.0|M|P|1|login|src=10.0.0.1\tusrName=ann lee\tdevTime=Mar 01 2026 08:00:00\nLEEF:2.0|M|P|1|login|^|src=10.0.0.1^sev=5\nLEEF:2.0|M|P|1|login|x5E|src=10.0.0.2^sev=6",
            &[
                "line 1: leef time=2026-03-01T08:00:00Z time_assumed=zone Version=1.0 Vendor=M Product=P ProductVersion=1 EventID=login src=10.0.0.1 usrName=ann lee devTime=Mar 01 2026 08:00:00",
                "line 2: leef Version=2.0 Vendor=M Product=P ProductVersion=1 EventID=login src=10.0.0.1 sev=5",
                "line 3: leef Version=2.0 Vendor=M Product=P ProductVersion=1 EventID=login src=10.0.0.2 sev=6",
            ],
        );
    }
}
