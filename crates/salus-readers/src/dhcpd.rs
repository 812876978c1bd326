//! Leases from an ISC DHCP server's log: which device held which address, and when.
//!
//! One line is one event. A line that is not a lease is rejected, with its number and the reason.

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct Dhcpd;

const MARK: &str = " dhcpd: DHCPACK on ";

impl Reader for Dhcpd {
    fn about(&self) -> About {
        About {
            name: "dhcpd",
            title: "ISC DHCP server log",
            tables: &["dhcpd"],
            export: "the server's log file, usually /var/log/dhcpd.log",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if text_of(head)
            .lines()
            .any(|line| Lease::parse(line).is_some())
        {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut lines = evidence.lines();
        while let Some(line) = lines.next(sink)? {
            let Some(lease) = Lease::parse(&line.text) else {
                sink.reject(line.place, "not a lease")?;
                continue;
            };
            sink.record("dhcpd", line.place)
                .time(lease.time)
                .text("mac", lease.mac)
                .text("ip", lease.ip)
                .end()?;
        }
        Ok(())
    }
}

/// `<time> dhcpd: DHCPACK on <ip> to <mac>`
struct Lease<'a> {
    time: &'a str,
    ip: &'a str,
    mac: &'a str,
}

impl<'a> Lease<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (time, rest) = line.split_once(MARK)?;
        let (ip, mac) = rest.split_once(" to ")?;
        Some(Self {
            time: time.trim(),
            ip: ip.trim(),
            mac: mac.trim(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Dhcpd;
    use crate::testing::check;

    #[test]
    fn a_lease_becomes_one_record() {
        check(
            &Dhcpd,
            "2026-03-01T08:00:00Z dhcpd: DHCPACK on 10.0.4.7 to 00:1b:17:aa:01:02",
            &["line 1: dhcpd time=2026-03-01T08:00:00Z mac=00:1b:17:aa:01:02 ip=10.0.4.7"],
        );
    }

    #[test]
    fn anything_else_is_rejected_by_line() {
        check(&Dhcpd, "hello", &["line 1: rejected, not a lease"]);
    }
}
