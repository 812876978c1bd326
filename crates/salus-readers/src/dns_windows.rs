//! The debug log of the Windows DNS server: some lines about the log, then one packet a line.

use salus_record::Local;

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct DnsWindows;

const TABLE: &str = "windows_dns_debug";

impl Reader for DnsWindows {
    fn about(&self) -> About {
        About {
            name: "dns_windows",
            title: "Windows DNS server debug log",
            tables: &[TABLE],
            export: "DNS Manager, properties of the server, Debug Logging; usually C:\\Windows\\System32\\dns\\dns.log",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        if text.lines().any(|line| Packet::of(line).is_some()) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        let mut lines = evidence.lines();
        let mut has_begun = false;
        while let Some(line) = lines.next(sink)? {
            let Some(packet) = Packet::of(&line.text) else {
                // What stands before the first packet explains the log.
                if has_begun {
                    sink.reject(line.place, "no packet")?;
                }
                continue;
            };
            has_begun = true;
            let moment = clock.moment(&packet.local);
            let mut row = sink
                .record(TABLE, line.place)
                .moment(moment, packet.written);
            for (name, value) in packet.fields {
                row.set(name, value);
            }
            row.end()?;
        }
        Ok(())
    }
}

/// One line.
struct Packet<'a> {
    local: Local,
    written: &'a str,
    fields: [(&'static str, &'a str); 12],
}

impl<'a> Packet<'a> {
    /// `3/1/2026 8:00:00 AM 0E3C PACKET  000001 UDP Rcv 10.0.0.5  0002   Q [0001   D   NOERROR] A      (3)www(7)example(3)com(0)`
    fn of(line: &'a str) -> Option<Self> {
        let (local, rest) = Local::prefix(line)?;
        let written = &line[..line.len() - rest.len()];
        let (thread, rest) = word(rest)?;
        let (context, rest) = word(rest)?;
        if context != "PACKET" || !thread.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let (packet, rest) = word(rest)?;
        let (protocol, rest) = word(rest)?;
        let (direction, rest) = word(rest)?;
        let (ip, rest) = word(rest)?;
        let is_packet = matches!(protocol, "UDP" | "TCP") && matches!(direction, "Rcv" | "Snd");
        if !is_packet {
            return None;
        }
        let (xid, rest) = word(rest)?;
        let (front, rest) = rest.split_once('[')?;
        let (flags, rest) = rest.split_once(']')?;
        let mut kind = front.split_whitespace();
        let response = kind.clone().find(|word| *word == "R");
        let opcode = kind.rfind(|word| *word != "R").unwrap_or_default();
        let rcode = flags.split_whitespace().last().unwrap_or_default();
        let (question, name) = word(rest)?;
        Some(Self {
            local,
            written,
            fields: [
                ("thread", thread),
                ("packet", packet),
                ("protocol", protocol),
                ("direction", direction),
                ("ip", ip),
                ("xid", xid),
                ("response", response.map_or("Q", |_| "R")),
                ("opcode", opcode),
                ("flags", flags.trim()),
                ("rcode", rcode),
                ("type", question),
                ("name", name.trim()),
            ],
        })
    }
}

fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::DnsWindows;
    use crate::testing::check;

    #[test]
    fn a_packet_becomes_one_record() {
        check(
            &DnsWindows,
            "DNS Server log file creation at 3/1/2026 7:00:00 AM\n\
             3/1/2026 8:00:00 AM 0E3C PACKET  00000248 UDP Rcv 10.0.0.5  0002   Q [0001   D   NOERROR] A      (3)www(7)example(3)com(0)\n\
             3/1/2026 8:00:00 AM 0E3C PACKET  00000248 UDP Snd 10.0.0.5  0002 R Q [8385 A DR NXDOMAIN] A      (1)x(0)\n\
             3/1/2026 8:00:00 AM 0E3C EVENT   The DNS server has started",
            &[
                "line 4: rejected, no packet",
                "line 2: windows_dns_debug time=2026-03-01T08:00:00Z time_assumed=zone thread=0E3C packet=00000248 protocol=UDP direction=Rcv ip=10.0.0.5 xid=0002 response=Q opcode=Q flags=0001   D   NOERROR rcode=NOERROR type=A name=(3)www(7)example(3)com(0)",
                "line 3: windows_dns_debug time=2026-03-01T08:00:00Z time_assumed=zone thread=0E3C packet=00000248 protocol=UDP direction=Snd ip=10.0.0.5 xid=0002 response=R opcode=Q flags=8385 A DR NXDOMAIN rcode=NXDOMAIN type=A name=(1)x(0)",
            ],
        );
    }
}
