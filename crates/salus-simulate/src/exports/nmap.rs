//! A look round the medical network in the same maintenance night of September: Nmap's XML.

use super::Export;
use crate::clinic::machines::Kind;
use crate::clinic::{Clinic, fully_named};
use crate::moment::Moment;

/// Device, port, name of the service, what answers, its version.
#[rustfmt::skip]
const OPEN: [(&str, u16, &str, &str, &str); 12] = [
    ("MD-US01", 445, "microsoft-ds", "Windows 7 Embedded microsoft-ds", ""),
    ("MD-US01", 3_389, "ms-wbt-server", "Microsoft Terminal Services", ""),
    ("MD-ECG01", 22, "ssh", "Dropbear sshd", "2018.76"),
    ("MD-ECG01", 443, "https", "lighttpd", "1.4.53"),
    ("MD-VS01", 443, "https", "lighttpd", "1.4.67"),
    ("MD-VS02", 443, "https", "lighttpd", "1.4.67"),
    ("MD-IP01", 23, "telnet", "VxWorks telnetd", "6.9"),
    ("MD-IP01", 80, "http", "GoAhead WebServer", "2.5"),
    ("MD-IP01", 8_443, "https", "GoAhead WebServer", "2.5"),
    ("MD-XR01", 104, "dicom", "Radiance DICOM", "2.6"),
    ("MD-XR01", 445, "microsoft-ds", "Windows 10 microsoft-ds", ""),
    ("MD-XR01", 3_389, "ms-wbt-server", "Microsoft Terminal Services", ""),
];
const WHEN: (u32, u32, (u32, u32, u32)) = (9, 15, (21, 30, 0));

pub(super) fn export(clinic: &Clinic) -> Export {
    let begun = Moment::utc(WHEN.0, WHEN.1, WHEN.2);
    let devices: Vec<_> = clinic
        .machines
        .iter()
        .filter(|machine| machine.kind == Kind::Medical)
        .collect();
    let hosts: String = devices
        .iter()
        .zip(1..)
        .map(|(machine, place)| {
            let first = begun.epoch() + place * 31;
            let ports: String = OPEN
                .iter()
                .filter(|(host, ..)| *host == machine.host)
                .map(port)
                .collect();
            format!(
                "<host starttime=\"{first}\" endtime=\"{}\"><status state=\"up\" reason=\"arp-response\" reason_ttl=\"0\"/>\n<address addr=\"{}\" addrtype=\"ipv4\"/>\n<address addr=\"{}\" addrtype=\"mac\"/>\n<hostnames>\n<hostname name=\"{}\" type=\"PTR\"/>\n</hostnames>\n<ports><extraports state=\"closed\" count=\"990\">\n<extrareasons reason=\"reset\" count=\"990\"/>\n</extraports>\n{ports}</ports>\n</host>\n",
                first + 29,
                machine.ip,
                machine.mac().to_uppercase(),
                fully_named(machine.host).to_lowercase()
            )
        })
        .collect();
    let ended = begun.plus_seconds(31 * 7);
    let stamp = |time: Moment| time.format("%a %b %e %H:%M:%S %Y");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner=\"nmap\" args=\"nmap -sV -oX medical-network.xml 10.20.30.11-16\" start=\"{}\" startstr=\"{}\" version=\"7.97\" xmloutputversion=\"1.05\">\n<scaninfo type=\"syn\" protocol=\"tcp\" numservices=\"1000\" services=\"1-1000\"/>\n<verbose level=\"0\"/>\n<debugging level=\"0\"/>\n{hosts}<runstats><finished time=\"{}\" timestr=\"{}\" elapsed=\"217.00\" exit=\"success\"/><hosts up=\"{count}\" down=\"0\" total=\"{count}\"/>\n</runstats>\n</nmaprun>\n",
        begun.epoch(),
        stamp(begun),
        ended.epoch(),
        stamp(ended),
        count = devices.len()
    );
    Export::new(
        "inventory/medical-network.nmap.xml",
        text,
        "the services that the medical devices offer, the pump's telnet among them",
        &[
            ("nmap_scan", 1),
            ("nmap_host", devices.len()),
            ("nmap_port", OPEN.len()),
        ],
    )
}

fn port((_, number, name, product, version): &(&str, u16, &str, &str, &str)) -> String {
    let (name, tunnel) = match name.strip_suffix('s') {
        Some("http") => ("http", " tunnel=\"ssl\""),
        _ => (*name, ""),
    };
    let version = if version.is_empty() {
        String::new()
    } else {
        format!(" version=\"{version}\"")
    };
    format!(
        "<port protocol=\"tcp\" portid=\"{number}\"><state state=\"open\" reason=\"syn-ack\" reason_ttl=\"64\"/><service name=\"{name}\" product=\"{product}\"{version}{tunnel} method=\"probed\" conf=\"10\"/></port>\n"
    )
}
