//! DHCP servers' logs: which device held which address, and when (ISC dhcpd, dnsmasq).
//!
//! One line is one step of a lease. What else such a server says is syslog.

use salus_record::{ReadError, Sink};

use crate::About;
use crate::body::{Body, Entry, Files};

pub(crate) struct Dhcpd;

pub(crate) const READER: Files<'static> = Files {
    about: About {
        name: "dhcpd",
        title: "DHCP server log (ISC dhcpd, dnsmasq)",
        tables: &["dhcpd", "syslog"],
        export: "the server's log file, usually /var/log/dhcpd.log or /var/log/dnsmasq.log",
    },
    body: &Dhcpd,
};

const STEPS: [&str; 8] = [
    "DHCPACK",
    "DHCPDECLINE",
    "DHCPDISCOVER",
    "DHCPINFORM",
    "DHCPNAK",
    "DHCPOFFER",
    "DHCPRELEASE",
    "DHCPREQUEST",
];

impl Body for Dhcpd {
    fn fits(&self, entry: &Entry<'_>) -> bool {
        Step::of(entry).is_some()
    }

    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        let Some(step) = Step::of(entry) else {
            return Ok(false);
        };
        let row = entry
            .row(sink, "dhcpd")
            .text("type", step.kind)
            .opt("mac", step.mac)
            .opt("ip", step.ip)
            .opt("name", step.name)
            .opt("interface", step.interface)
            .text("message", entry.message());
        entry.end(row)
    }
}

#[derive(Default)]
struct Step<'a> {
    kind: &'a str,
    ip: Option<&'a str>,
    mac: Option<&'a str>,
    name: Option<&'a str>,
    interface: Option<&'a str>,
}

impl<'a> Step<'a> {
    fn of(entry: &Entry<'a>) -> Option<Self> {
        let program = entry.program()?;
        match program.rsplit('/').next()? {
            "dhcpd" | "dhcpd4" | "dhcpd6" => Self::isc(entry.message()),
            "dnsmasq-dhcp" | "dnsmasq" => Self::dnsmasq(entry.message()),
            _ => None,
        }
    }

    /// `DHCPACK on 10.0.4.7 to 00:1b:17:aa:01:02 (name) via eth0`
    fn isc(message: &'a str) -> Option<Self> {
        let mut words = message.split_whitespace();
        let kind = words.next().filter(|word| STEPS.contains(word))?;
        let mut step = Self {
            kind,
            ..Self::default()
        };
        let mut before = "";
        for word in words {
            let word = word.trim_end_matches([':', ',']);
            match before {
                _ if is_mac(word) => step.mac = step.mac.or(Some(word)),
                "on" | "for" | "of" | "from" if is_address(word) => {
                    step.ip = step.ip.or(Some(word))
                }
                "via" => step.interface = step.interface.or(Some(word)),
                _ => {
                    let inner = word
                        .strip_prefix('(')
                        .and_then(|word| word.strip_suffix(')'));
                    if is_mac(before) {
                        step.name = step.name.or(inner);
                    }
                }
            }
            before = word;
        }
        Some(step)
    }

    /// `[transaction ]DHCPACK(eth0) 192.168.1.5 00:1b:17:aa:01:02 name`
    fn dnsmasq(message: &'a str) -> Option<Self> {
        let at = message.find("DHCP")?;
        let front = message[..at].trim();
        if !front.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (kind, rest) = message[at..].split_once('(')?;
        if !STEPS.contains(&kind) {
            return None;
        }
        let (interface, rest) = rest.split_once(')')?;
        let mut step = Self {
            kind,
            interface: Some(interface),
            ..Self::default()
        };
        for word in rest.split_whitespace() {
            if is_mac(word) {
                step.mac = Some(word);
            } else if is_address(word) && step.mac.is_none() {
                step.ip = Some(word);
            } else if step.name.is_none() && step.mac.is_some() {
                step.name = Some(word);
            }
        }
        Some(step)
    }
}

fn is_mac(word: &str) -> bool {
    let mut parts = word.split(':');
    let is_part = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    parts.by_ref().take(6).filter(|part| is_part(part)).count() == 6 && parts.next().is_none()
}

fn is_address(word: &str) -> bool {
    word.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::READER;
    use crate::testing::check;

    #[test]
    fn a_lease_becomes_one_record() {
        check(
            &READER,
            "2026-03-01T08:00:00Z dhcpd: DHCPACK on 10.0.4.7 to 00:1b:17:aa:01:02\n\
             Mar  1 2026 08:00:00 gw dhcpd[88]: DHCPREQUEST for 10.0.4.7 (10.0.4.1) from 00:1b:17:aa:01:02 (PUMP-07) via eth0\n\
             Mar  1 2026 08:00:00 gw dhcpd[88]: DHCPDISCOVER from 00:1b:17:aa:01:02 via 10.0.4.1: network 10.0.4.0/24: no free leases\n\
             Mar  1 2026 08:00:00 pi dnsmasq-dhcp[901]: 4711 DHCPACK(wlan0) 192.168.1.5 00:1b:17:aa:01:03 tablet",
            &[
                "line 1: dhcpd time=2026-03-01T08:00:00Z type=DHCPACK mac=00:1b:17:aa:01:02 ip=10.0.4.7 message=DHCPACK on 10.0.4.7 to 00:1b:17:aa:01:02 syslog.time=2026-03-01T08:00:00Z syslog.program=dhcpd",
                "line 2: dhcpd time=2026-03-01T08:00:00Z host=gw type=DHCPREQUEST mac=00:1b:17:aa:01:02 ip=10.0.4.7 message=DHCPREQUEST for 10.0.4.7 (10.0.4.1) from 00:1b:17:aa:01:02 (PUMP-07) via eth0 syslog.time=Mar  1 2026 08:00:00 syslog.program=dhcpd time_assumed=zone name=PUMP-07 interface=eth0 syslog.hostname=gw syslog.pid=88",
                "line 3: dhcpd time=2026-03-01T08:00:00Z host=gw type=DHCPDISCOVER mac=00:1b:17:aa:01:02 message=DHCPDISCOVER from 00:1b:17:aa:01:02 via 10.0.4.1: network 10.0.4.0/24: no free leases syslog.time=Mar  1 2026 08:00:00 syslog.program=dhcpd time_assumed=zone interface=10.0.4.1 syslog.hostname=gw syslog.pid=88",
                "line 4: dhcpd time=2026-03-01T08:00:00Z host=pi type=DHCPACK mac=00:1b:17:aa:01:03 ip=192.168.1.5 message=4711 DHCPACK(wlan0) 192.168.1.5 00:1b:17:aa:01:03 tablet syslog.time=Mar  1 2026 08:00:00 syslog.program=dnsmasq-dhcp time_assumed=zone name=tablet interface=wlan0 syslog.hostname=pi syslog.pid=901",
            ],
        );
    }

    #[test]
    fn anything_else_is_syslog_or_rejected_by_line() {
        check(
            &READER,
            "hello\n2026-03-01T08:00:00Z gw dhcpd[1]: Wrote 5 leases to leases file.",
            &[
                "line 1: rejected, no syslog header",
                "line 2: syslog time=2026-03-01T08:00:00Z host=gw hostname=gw program=dhcpd pid=1 message=Wrote 5 leases to leases file.",
            ],
        );
    }
}
