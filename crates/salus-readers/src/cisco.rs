//! System messages of Cisco network devices, as a switch, router or firewall sends them to a log server.
//!
//! One line is one message: `%FACILITY-SEVERITY-MNEMONIC: text`, behind whatever the device and the
//! server wrote in front (priority, address, sequence number, times). A time in a zone known by letters
//! only is kept as written and not guessed.

use std::sync::LazyLock;

use regex::Regex;
use salus_record::{Clock, Moment};

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct Cisco;

/// Priority, what stands in front, facility, severity, mnemonic.
static MESSAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:<([0-9]{1,3})>)?([^%]*)%([A-Z0-9_-]+)-([0-7])-([A-Z0-9_]+):")
        .expect("the pattern is valid")
});
/// `Feb 17 [2026] 13:40:03[.673] [UTC]`, or ISO 8601 as newer log servers write it.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[A-Z][a-z]{2} +[0-9]{1,2}(?: [0-9]{4})? [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?: [A-Z]{3,5}\b)?|[0-9]{4}-[0-9]{2}-[0-9]{2}T[^ ]*[0-9Z]",
    )
    .expect("the pattern is valid")
});

impl Reader for Cisco {
    fn about(&self) -> About {
        About {
            name: "cisco",
            title: "Cisco system messages (IOS, IOS XE, NX-OS, ASA)",
            tables: &["cisco_syslog"],
            export: "the log server's file for the device, or the output of `show logging`",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let first = text.lines().find(|line| !line.trim().is_empty());
        if first.is_some_and(|line| MESSAGE.is_match(line)) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        let mut lines = evidence.lines();
        while let Some(line) = lines.next(sink)? {
            let Some(found) = MESSAGE.captures(&line.text) else {
                sink.reject(line.place, "no Cisco system message")?;
                continue;
            };
            let part = |at: usize| found.get(at).map(|part| part.as_str());
            let start = found.get(3).map_or(0, |facility| facility.start() - 1);
            let front = Front::of(part(2).unwrap_or_default(), &clock);
            let mut row = sink.record("cisco_syslog", line.place);
            if let Some((written, moment)) = front.time {
                row = row.moment(moment, written);
            }
            if let Some(device) = front.device {
                row = row.host(device);
            }
            row = row
                .opt("device", front.device)
                .opt("sequence", front.sequence);
            for (field, at) in [
                ("priority", 1),
                ("facility", 3),
                ("severity", 4),
                ("mnemonic", 5),
            ] {
                row = row.opt(field, part(at));
            }
            row.opt("message", line.text.get(start..)).end()?;
        }
        Ok(())
    }
}

/// What stands in front of a message.
#[derive(Default)]
struct Front<'a> {
    device: Option<&'a str>,
    sequence: Option<&'a str>,
    /// The last time written, which is the device's own.
    time: Option<(&'a str, Moment)>,
}

impl<'a> Front<'a> {
    fn of(text: &'a str, clock: &Clock) -> Self {
        let mut front = Self::default();
        let (mut at, mut written) = (0, None);
        for time in TIME.find_iter(text) {
            front.words(&text[at..time.start()]);
            at = time.end();
            written = Some(time.as_str());
        }
        front.words(&text[at..]);
        front.time = written.map(|written| (written, moment(written, clock)));
        front
    }

    /// The first word of each kind is meant.
    fn words(&mut self, text: &'a str) {
        let words = text.split([' ', '*']);
        let words = words.map(|word| word.trim_matches([':', '.']));
        for word in words.filter(|word| !word.is_empty()) {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            let kind = match is_number {
                true => &mut self.sequence,
                false => &mut self.device,
            };
            kind.get_or_insert(word);
        }
    }
}

/// What a time means, unless it is in a zone that not everybody reads alike.
fn moment(written: &str, clock: &Clock) -> Moment {
    let last = written.rsplit(' ').next().unwrap_or_default();
    let is_zone = last.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_zone && !matches!(last, "UTC" | "GMT") {
        return Moment::default();
    }
    clock.read(written)
}

#[cfg(test)]
mod tests {
    use super::Cisco;
    use crate::testing::check;

    #[test]
    fn a_message_becomes_one_record_whatever_stands_in_front() {
        check(
            &Cisco,
            "172.16.5.10 6705: Feb 17 13:40:03.673: %PARSER-5-CFGLOG_LOGGEDCMD: User:ann  logged command:no access-session port-control\n\
             <189>77: *Mar  1 2026 08:00:00.5 UTC: %SYS-5-CONFIG_I: Configured from console\n\
             <166>Mar 03 2026 10:00:00 fw1 : %ASA-6-302013: Built outbound TCP connection\n\
             2026-03-01T08:00:00Z sw2 9: Mar  1 09:00:00 CET: %LINK-3-UPDOWN: Interface Gi1/0/4, changed state to down\n\
             %SEC-6-IPACCESSLOGP: list 101 denied 100% of tcp",
            &[
                "line 1: cisco_syslog host=172.16.5.10 device=172.16.5.10 sequence=6705 facility=PARSER severity=5 mnemonic=CFGLOG_LOGGEDCMD message=%PARSER-5-CFGLOG_LOGGEDCMD: User:ann  logged command:no access-session port-control",
                "line 2: cisco_syslog time=2026-03-01T08:00:00.500Z sequence=77 facility=SYS severity=5 mnemonic=CONFIG_I message=%SYS-5-CONFIG_I: Configured from console priority=189",
                "line 3: cisco_syslog time=2026-03-03T10:00:00Z host=fw1 device=fw1 facility=ASA severity=6 mnemonic=302013 message=%ASA-6-302013: Built outbound TCP connection priority=166 time_assumed=zone",
                "line 4: cisco_syslog host=sw2 device=sw2 sequence=9 facility=LINK severity=3 mnemonic=UPDOWN message=%LINK-3-UPDOWN: Interface Gi1/0/4, changed state to down",
                "line 5: cisco_syslog facility=SEC severity=6 mnemonic=IPACCESSLOGP message=%SEC-6-IPACCESSLOGP: list 101 denied 100% of tcp",
            ],
        );
    }

    #[test]
    fn anything_else_is_rejected_by_line() {
        check(
            &Cisco,
            "hello %d\n%SYS-9-NONE: no such severity",
            &[
                "line 1: rejected, no Cisco system message",
                "line 2: rejected, no Cisco system message",
            ],
        );
    }
}
