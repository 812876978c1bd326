//! The lease file of an ISC DHCP server: one `lease … { … }` is one record.
//!
//! Other blocks (failover states, declarations of hosts) say nothing about who held an address; each is
//! rejected as one.

use salus_record::{Place, time};

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct DhcpLeases;

const TABLE: &str = "dhcpd_lease";
/// Statements of one lease; a lease with more is rejected.
const STATEMENTS: usize = 1_000;

impl Reader for DhcpLeases {
    fn about(&self) -> About {
        About {
            name: "dhcp_leases",
            title: "ISC DHCP server lease file",
            tables: &[TABLE],
            export: "/var/lib/dhcp/dhcpd.leases",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let is_expected = |line: &str| {
            let begins = [
                "lease ",
                "server-duid ",
                "authoring-byte-order ",
                "failover ",
                " ",
                "\t",
                "}",
                "#",
            ];
            line.is_empty() || begins.iter().any(|word| line.starts_with(word))
        };
        let begins_well = text.lines().take(20).all(is_expected);
        if begins_well && text.lines().any(|line| address_of(line).is_some()) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut open: Option<Block> = None;
        let mut lines = evidence.lines();
        while let Some(line) = lines.next(sink)? {
            let text = line.text.trim();
            if text.starts_with('#') {
                continue;
            }
            if text.ends_with('{') && !text.starts_with("on ") {
                if let Some(block) = open.take() {
                    sink.reject(block.place, "a block that is not closed")?;
                }
                open = Some(Block::new(line.place, text));
            } else if text == "}" {
                if let Some(block) = open.take() {
                    block.end(sink)?;
                }
            } else if let Some(block) = &mut open {
                block.statement(text);
            } else if !text.starts_with("server-duid") && !text.starts_with("authoring-byte-order")
            {
                sink.reject(line.place, "a statement outside a lease")?;
            }
        }
        match open {
            Some(block) => sink.reject(block.place, "a block that is not closed"),
            None => Ok(()),
        }
    }
}

/// What stands between braces.
struct Block {
    place: Place,
    address: Option<String>,
    statements: Vec<(String, String)>,
    is_too_large: bool,
}

impl Block {
    fn new(place: Place, opening: &str) -> Self {
        Self {
            place,
            address: address_of(opening).map(str::to_owned),
            statements: Vec::new(),
            is_too_large: false,
        }
    }

    /// `starts 2 2026/03/03 08:00:00;`, `set vendor-class-identifier = "MSFT 5.0";`
    fn statement(&mut self, text: &str) {
        if self.statements.len() >= STATEMENTS {
            self.is_too_large = true;
            return;
        }
        let text = text.trim_end_matches(';');
        let text = text.strip_prefix("set ").unwrap_or(text);
        let words = [
            "hardware ethernet ",
            "binding state ",
            "next binding state ",
            "rewind binding state ",
            "client-hostname ",
        ];
        let known = words.iter().find(|word| text.starts_with(**word));
        let (name, value) = match known {
            Some(word) => (word.trim_end(), &text[word.len()..]),
            None => text.split_once([' ', '=']).unwrap_or((text, "")),
        };
        let value = value.trim_start_matches([' ', '=']);
        let value = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'))
            .unwrap_or(value);
        self.statements
            .push((name.replace(' ', "-"), value.to_owned()));
    }

    fn end(&self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(address) = &self.address else {
            return sink.reject(self.place, "a block that is no lease");
        };
        if self.is_too_large {
            return sink.reject(self.place, "a lease with more statements than the limit");
        }
        let mut row = sink.record(TABLE, self.place).text("lease", address);
        if let Some((_, written)) = self.statements.iter().find(|(name, _)| name == "starts") {
            row = row.time_at(lease_time(written), written);
        }
        for (name, value) in &self.statements {
            row.set(name, value);
        }
        row.end()
    }
}

/// `2 2026/03/03 08:00:00` or `epoch 1772352000; # …`, both UTC.
fn lease_time(written: &str) -> Option<i64> {
    if let Some(seconds) = written.strip_prefix("epoch ") {
        return time::parse(seconds.split([';', ' ']).next()?);
    }
    let (_, day) = written.split_once(' ')?;
    time::parse(&day.replace('/', "-"))
}

/// `lease 10.0.4.7 {`
fn address_of(line: &str) -> Option<&str> {
    let address = line
        .strip_prefix("lease ")?
        .trim()
        .strip_suffix('{')?
        .trim();
    address
        .parse::<std::net::IpAddr>()
        .is_ok()
        .then_some(address)
}

#[cfg(test)]
mod tests {
    use super::DhcpLeases;
    use crate::testing::check;

    #[test]
    fn a_lease_becomes_one_record() {
        check(
            &DhcpLeases,
            "# made by isc-dhcp-4.4.3\nauthoring-byte-order little-endian;\nserver-duid \"\\000\\001\";\n\n\
             lease 10.0.4.7 {\n  starts 0 2026/03/01 08:00:00;\n  ends 0 2026/03/01 20:00:00;\n  binding state active;\n  \
             next binding state free;\n  hardware ethernet 00:1b:17:aa:01:02;\n  uid \"\\001\\000\";\n  \
             set vendor-class-identifier = \"MSFT 5.0\";\n  client-hostname \"PUMP-07\";\n}\nfailover peer \"x\" state {\n  my state normal;\n}\n\
             lease 10.0.4.8 {\n  starts epoch 1772352000; # Sun\n",
            &[
                "line 15: rejected, a block that is no lease",
                "line 18: rejected, a block that is not closed",
                "line 5: dhcpd_lease time=2026-03-01T08:00:00Z lease=10.0.4.7 starts=0 2026/03/01 08:00:00 ends=0 2026/03/01 20:00:00 binding-state=active next-binding-state=free hardware-ethernet=00:1b:17:aa:01:02 uid=\\001\\000 vendor-class-identifier=MSFT 5.0 client-hostname=PUMP-07",
            ],
        );
    }
}
