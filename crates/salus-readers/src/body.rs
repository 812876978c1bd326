//! Messages in a syntax of their own, on a line by themselves or behind a syslog header.
//!
//! A log server writes everything it is sent into one file, so a file of syslog may hold all of these, and
//! each is also written to files by its own program. Every line is therefore offered to every body,
//! whichever reader the file was recognised by.

use salus_record::{Clock, Moment, Place};

use crate::cut::Cut;
use crate::lines::text_of;
use crate::syslog::header::{Header, parameters};
use crate::syslog::{CutMessages, read_messages, sample};
use crate::{
    About, Confidence, Evidence, ReadError, Reader, Row, Sink, auditd, cef, dhcpd, dns_log,
    firewall, sysmon_linux,
};

/// One message.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub place: Place,
    /// What stood in front of it.
    pub header: Option<&'a Header<'a>>,
    /// Everything behind the name of the machine, or the whole line.
    pub text: &'a str,
    pub clock: &'a Clock,
}

/// One syntax of messages.
pub(crate) trait Body: Sync {
    /// Whether a message is surely of this kind.
    fn fits(&self, entry: &Entry<'_>) -> bool;
    /// Writes its record; `false` if it is not of this kind after all, and nothing was written.
    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError>;
}

/// Every body, sorted by name.
pub(crate) const BODIES: &[&dyn Body] = &[
    &auditd::Auditd,
    &cef::Cef,
    &dhcpd::Dhcpd,
    &dns_log::DnsLog,
    &firewall::Firewall,
    &sysmon_linux::SysmonLinux,
];

impl<'a> Entry<'a> {
    /// The message behind the program's name.
    pub(crate) fn message(&self) -> &'a str {
        self.header.map_or(self.text, |header| header.message)
    }

    pub(crate) fn program(&self) -> Option<&'a str> {
        self.header.and_then(|header| header.program)
    }

    /// Begins a record with the time and the machine that the syslog header names.
    pub(crate) fn row<'s, 'o>(&self, sink: &'s mut Sink<'o>, table: &str) -> Row<'s, 'o> {
        let mut row = sink.record(table, self.place);
        if let Some(written) = self.header.and_then(|header| header.written) {
            row = row.time_by(self.clock, written);
        }
        if let Some(hostname) = self.header.and_then(|header| header.hostname) {
            row = row.host(hostname);
        }
        row
    }

    /// As [`Entry::row`], with the record's own time where it has one.
    pub(crate) fn row_at<'s, 'o>(
        &self,
        sink: &'s mut Sink<'o>,
        table: &str,
        own: Option<(Moment, &str)>,
    ) -> Row<'s, 'o> {
        let Some((moment, written)) = own else {
            return self.row(sink, table);
        };
        let mut row = sink.record(table, self.place).moment(moment, written);
        if let Some(hostname) = self.header.and_then(|header| header.hostname) {
            row = row.host(hostname);
        }
        row
    }

    /// Sets what the header says beside time and machine, under `syslog.…`, and ends the record.
    pub(crate) fn end(&self, mut row: Row<'_, '_>) -> Result<bool, ReadError> {
        if let Some(header) = self.header {
            let parts = [
                ("syslog.time", header.written),
                ("syslog.hostname", header.hostname),
                ("syslog.program", header.program),
                ("syslog.pid", header.pid),
                ("syslog.facility", header.facility),
                ("syslog.severity", header.severity),
                ("syslog.priority", header.priority),
                ("syslog.relay", header.relay),
                ("syslog.msgid", header.msgid),
            ];
            for (field, text) in parts {
                if let Some(text) = text {
                    row.set(field, text);
                }
            }
            if let Some(structured) = header.structured {
                parameters(structured, &mut |name, value| row.set(name, value));
            }
        }
        row.end()?;
        Ok(true)
    }
}

/// How sure it is that a file holds messages of this kind: at least half of its first lines.
pub(crate) fn judge(body: &dyn Body, head: &[u8]) -> Confidence {
    let text = text_of(head);
    let clock = Clock::default();
    let lines = sample(&text);
    let fits = |line: &&&str| {
        let header = Header::parse(line);
        let entry = Entry {
            place: Place::Whole,
            header: header.as_ref(),
            text: header.as_ref().map_or(line, |header| header.after_host),
            clock: &clock,
        };
        body.fits(&entry)
    };
    let found = lines.iter().filter(fits).count();
    if found > 0 && found * 2 >= lines.len() {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

/// A reader of files that hold messages of one kind above all.
pub(crate) struct Files<'a> {
    pub about: About,
    pub body: &'a (dyn Body + 'a),
}

impl Reader for Files<'_> {
    fn about(&self) -> About {
        self.about
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        judge(self.body, head)
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        read_messages(evidence, sink)
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&CutMessages)
    }
}
