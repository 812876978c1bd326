//! Syslog as servers write it to files: RFC 3164, RFC 5424, and what programs make of them.
//!
//! One message is one record. A line without a header of its own goes on with the message before it.
//! Messages in a syntax of their own (Linux audit, CEF, firewalls, DHCP …) get tables of their own; see
//! [`crate::body`].

mod cut;
mod frames;
pub(crate) mod header;

use salus_record::{Clock, Local, Place};

use crate::body::{BODIES, Entry};
use crate::cut::Cut;
use crate::{About, Confidence, Evidence, Lines, ReadError, Reader, Sink, lines::text_of};
pub(crate) use cut::CutMessages;
use frames::Gathered;
use header::{Header, parameters};

pub(crate) struct Syslog;

/// Lines looked at to recognise a file.
const SAMPLE_LINES: usize = 20;

impl Reader for Syslog {
    fn about(&self) -> About {
        About {
            name: "syslog",
            title: "Syslog files (RFC 3164, RFC 5424, rsyslog, syslog-ng, macOS, ChromeOS)",
            tables: &[
                "bind_query",
                "cef",
                "dhcpd",
                "dnsmasq_query",
                "fortigate",
                "iptables",
                "leef",
                "linux_auditd",
                "linux_sysmon",
                "paloalto_*",
                "pf_filterlog",
                "sonicwall",
                "sophos",
                "syslog",
                "unbound_query",
            ],
            export: "the log server's files below /var/log (syslog, messages, auth.log, secure), or `journalctl -o short-iso`",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let lines = sample(&text);
        let is_sure = |line: &&str| {
            let ((message, _), _) = frames::first(line, false);
            Header::parse(message).is_some_and(|header| header.is_sure())
        };
        let sure = lines.iter().filter(|line| is_sure(line)).count();
        let begins = lines.iter().take(3).any(is_sure);
        if begins && sure * 2 >= lines.len() {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        read_messages(evidence, sink)
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&CutMessages)
    }
}

/// The first lines that are not blank, without one that may be cut off.
pub(crate) fn sample(text: &str) -> Vec<&str> {
    let lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .filter(|line| !line.trim().is_empty());
    lines.take(SAMPLE_LINES).collect()
}

/// Reads messages with or without a syslog header; what no body knows goes to the table `syslog`.
pub(crate) fn read_messages(
    evidence: &mut Evidence<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let clock = *evidence.clock();
    read_lines(&mut evidence.lines(), clock, sink)?;
    Ok(())
}

/// Reads messages to the end, and tells whether the last one is as long as it was said to be.
fn read_lines(lines: &mut Lines<'_>, clock: Clock, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let mut reading = Reading {
        clock,
        gathered: None,
        was_rejected: false,
    };
    while let Some(line) = lines.next(sink)? {
        reading.line(line.place, &line.text, sink)?;
    }
    let promised = reading.gathered.as_ref().and_then(Gathered::promised);
    reading.flush(sink)?;
    Ok(promised.is_none())
}

struct Reading {
    clock: Clock,
    gathered: Option<Gathered>,
    /// The message before was rejected, so what goes on with it is, too.
    was_rejected: bool,
}

impl Reading {
    fn line(&mut self, place: Place, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut rest = line;
        if let Some(bytes) = self.gathered.as_ref().and_then(Gathered::promised)
            && let Some((own, behind)) = rest.split_at_checked(bytes)
            && !behind.is_empty()
        {
            self.add(place, own, sink)?;
            rest = behind;
        }
        while !rest.is_empty() {
            let gathered = self.gathered.as_ref();
            let is_sent = gathered.is_some_and(|gathered| gathered.text.starts_with('<'));
            let ((message, promised), behind) = frames::first(rest, is_sent);
            self.message(place, message, promised, sink)?;
            rest = behind;
        }
        Ok(())
    }

    fn message(
        &mut self,
        place: Place,
        text: &str,
        promised: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        if Header::begins(text) {
            self.flush(sink)?;
            self.was_rejected = false;
            self.gathered = Some(Gathered::new(place, text, promised));
            return Ok(());
        }
        let entry = Entry {
            place,
            header: None,
            text,
            clock: &self.clock,
        };
        for body in BODIES {
            if body.fits(&entry) {
                if let Some(gathered) = self.gathered.take() {
                    self.emit(&gathered, sink)?;
                }
                self.was_rejected = false;
                let entry = Entry {
                    clock: &self.clock,
                    ..entry
                };
                if body.put(&entry, sink)? {
                    return Ok(());
                }
                return sink.reject(place, "a record of a known kind that cannot be read");
            }
        }
        self.add(place, text, sink)
    }

    /// A line that begins nothing.
    fn add(&mut self, place: Place, text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if looks_like_a_header(text) {
            self.flush(sink)?;
            self.was_rejected = true;
            return sink.reject(place, "a time that is none");
        }
        let Some(gathered) = &mut self.gathered else {
            let reason = if self.was_rejected {
                "goes on with what was rejected"
            } else {
                "no syslog header"
            };
            return sink.reject(place, reason);
        };
        if gathered.goes_on(text) {
            return Ok(());
        }
        sink.reject(place, "more lines than one message may have")
    }

    fn flush(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        match self.gathered.take() {
            Some(gathered) => self.emit(&gathered, sink),
            None => Ok(()),
        }
    }

    fn emit(&self, gathered: &Gathered, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(header) = Header::parse(&gathered.text) else {
            return sink.reject(gathered.place, "no syslog header");
        };
        let entry = Entry {
            place: gathered.place,
            header: Some(&header),
            text: header.after_host,
            clock: &self.clock,
        };
        for body in BODIES {
            if body.fits(&entry) && body.put(&entry, sink)? {
                return Ok(());
            }
        }
        plain(&entry, &header, sink)
    }
}

/// The record of a message that is text and no more.
fn plain(entry: &Entry<'_>, header: &Header<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut row = sink.record("syslog", entry.place);
    if let Some(written) = header.written {
        row = row.time_by(entry.clock, written);
    }
    if let Some(hostname) = header.hostname {
        row = row.host(hostname);
    }
    row = row
        .opt("hostname", header.hostname)
        .opt("program", header.program)
        .opt("pid", header.pid)
        .opt("facility", header.facility)
        .opt("severity", header.severity)
        .opt("priority", header.priority)
        .opt("version", header.version)
        .opt("msgid", header.msgid)
        .opt("relay", header.relay);
    if let Some(structured) = header.structured {
        parameters(structured, &mut |name, value| row.set(name, value));
    }
    row.text("message", header.message).end()
}

/// `MMM 22 07:54:32`: the shape of a header with something wrong in it, so that it goes on with nothing.
fn looks_like_a_header(text: &str) -> bool {
    let is_letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    let has_month = (0..3).all(is_letter) && text.as_bytes().get(3) == Some(&b' ');
    let behind = text.get(4..).map(str::trim_start).unwrap_or_default();
    let (day, clock) = behind.split_once(' ').unwrap_or_default();
    let is_day = (1..=2).contains(&day.len()) && day.bytes().all(|byte| byte.is_ascii_digit());
    let is_clock = clock.get(..8).is_some_and(|clock| {
        let mut bytes = clock.bytes().enumerate();
        bytes.all(|(at, byte)| {
            if at % 3 == 2 {
                byte == b':'
            } else {
                byte.is_ascii_digit()
            }
        })
    });
    has_month && is_day && is_clock && Local::prefix(text).is_none()
}

#[cfg(test)]
mod tests;
