//! The name server's debug log of the day of the attack, as Windows Server writes it; the server's clock is set to UTC.

use super::Export;
use crate::clinic::Clinic;
use crate::evidence::Evidence;
use crate::moment::Moment;

pub(super) fn export(clinic: &Clinic, evidence: &Evidence) -> Export {
    let day = clinic.end.plus_days(-10);
    let mut random = clinic.random("name server");
    let mut text = format!(
        "DNS Server log file creation at {}\r\nLog file wrap at 0 bytes\r\n\r\nMessage logging key (for packets - other items use a subset of these fields):\r\n\tField #  Information         Values\r\n\t-------  -----------         ------\r\n\t   1     Date\r\n\t   2     Time\r\n\t   3     Thread ID\r\n\t   4     Context\r\n\t   5     Internal packet identifier\r\n\t   6     UDP/TCP indicator\r\n\t   7     Send/Receive indicator\r\n\t   8     Remote IP\r\n\t   9     Xid (hex)\r\n\r\n",
        stamp(day)
    );
    let mut packets = 0;
    for (time, cells) in &evidence.dns {
        if *time < day || *time >= day.plus_days(1) {
            continue;
        }
        let (from, name) = (&cells[1], labels(&cells[8]));
        let transaction: u32 = cells[6].parse().unwrap_or_default();
        let (flags, code) = if cells[13] == "0" {
            ("8081   DR", "NOERROR")
        } else {
            ("8381   DR", "NXDOMAIN")
        };
        let packet = format!(
            "{} 0{:03X} PACKET  00000{}",
            stamp(*time),
            random.between(0x400, 0xfff),
            random.hex(11).to_uppercase()
        );
        text.push_str(&format!("{packet} UDP Rcv {from:<15} {transaction:04x}   Q [0001   D   NOERROR] A      {name}\r\n{packet} UDP Snd {from:<15} {transaction:04x} R Q [{flags}  {code}] A      {name}\r\n"));
        packets += 2;
    }
    Export::new(
        "windows/AC-SRV01/dns.log",
        text,
        "the names every machine asked for on the day of the attack",
        &[("windows_dns_debug", packets)],
    )
    .packed()
}

fn stamp(time: Moment) -> String {
    time.format("%-m/%-d/%Y %-I:%M:%S %p")
}

/// `www.example` is written `(3)www(7)example(0)`.
fn labels(name: &str) -> String {
    let parts: String = name
        .split('.')
        .map(|part| format!("({}){part}", part.len()))
        .collect();
    parts + "(0)"
}
