//! The same dozen connections as firewalls of many makers write them to a log server.

use super::{Piece, ago};
use crate::clinic::{Clinic, OUTSIDE_ADDRESS};
use crate::moment::Moment;

/// One connection: machine, its port, the other address and port, over UDP, bytes out and in, seconds, let through.
pub(super) struct Flow {
    pub(super) host: &'static str,
    pub(super) port: u16,
    pub(super) peer: (&'static str, u16),
    pub(super) udp: bool,
    pub(super) bytes: (u32, u32),
    pub(super) seconds: u32,
    pub(super) passed: bool,
}

#[rustfmt::skip]
pub(super) const FLOWS: [Flow; 8] = [
    Flow { host: "AC-WS01", port: 52_310, peer: ("198.51.100.20", 443), udp: false, bytes: (1_502, 8_210), seconds: 12, passed: true },
    Flow { host: "AC-WS02", port: 52_977, peer: ("198.51.100.20", 443), udp: false, bytes: (4_021, 90_113), seconds: 41, passed: true },
    Flow { host: "AC-WS03", port: 49_811, peer: ("198.51.100.77", 80), udp: false, bytes: (611, 1_204), seconds: 1, passed: true },
    Flow { host: "AC-LT01", port: 51_004, peer: ("192.0.2.53", 53), udp: true, bytes: (64, 180), seconds: 1, passed: true },
    Flow { host: "AC-SRV01", port: 123, peer: ("192.0.2.123", 123), udp: true, bytes: (76, 76), seconds: 1, passed: true },
    Flow { host: "MD-US01", port: 50_122, peer: ("192.0.2.201", 8_443), udp: false, bytes: (0, 0), seconds: 0, passed: false },
    Flow { host: "AC-WS06", port: 50_801, peer: ("192.0.2.66", 23), udp: false, bytes: (0, 0), seconds: 0, passed: false },
    Flow { host: "AC-PR01", port: 50_010, peer: ("192.0.2.66", 25), udp: false, bytes: (0, 0), seconds: 0, passed: false },
];

impl Flow {
    pub(super) fn ip(&self, clinic: &Clinic) -> &'static str {
        clinic.machine(self.host).ip
    }

    pub(super) fn protocol(&self) -> (&'static str, u8) {
        if self.udp { ("udp", 17) } else { ("tcp", 6) }
    }

    pub(super) fn begun(&self, clinic: &Clinic) -> Moment {
        ago(clinic, 2, (14, i64::from(self.port % 60))).plus_seconds(i64::from(self.port % 59))
    }
}

pub(super) fn refused() -> usize {
    FLOWS.iter().filter(|flow| !flow.passed).count()
}

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        paloalto(clinic),
        pfsense(clinic),
        opnsense(clinic),
        sonicwall(clinic),
        asa(clinic),
    ]
}

pub(super) fn lines(clinic: &Clinic, line: impl Fn(&Flow, Moment) -> String) -> String {
    FLOWS
        .iter()
        .map(|flow| line(flow, flow.begun(clinic)) + "\n")
        .collect()
}

/// PAN-OS 11 behind the head of old syslog: sessions, and two lines of the system itself.
fn paloalto(clinic: &Clinic) -> Piece {
    let mut text = lines(clinic, |flow, time| {
        let stamp = time.format("%Y/%m/%d %H:%M:%S");
        let (name, _) = flow.protocol();
        let (kind, action, app, reason) = match flow.passed {
            true => (
                "end",
                "allow",
                if flow.port == 123 { "ntp" } else { "ssl" },
                "tcp-fin",
            ),
            false => ("drop", "deny", "not-applicable", "policy-deny"),
        };
        let (out, back) = flow.bytes;
        format!(
            "<14>{} AC-PA01 1,{stamp},015351000041234,TRAFFIC,{kind},2816,{stamp},{},{},{OUTSIDE_ADDRESS},{},Out,,,{app},vsys1,trust,untrust,ethernet1/2,ethernet1/1,Forward,\
             {stamp},{},1,{},{},{},{},0x400053,{name},{action},{},{out},{back},14,{stamp},{},any,,7302119{},0x8000000000000000,10.0.0.0-10.255.255.255,United States,,7,7,{reason},\
             0,0,0,0,,AC-PA01,from-policy,,,0,,0,,N/A,0,0,0,0,4f4c7a1e-0000-4000-a000-000000000001,0,0,,,,,,,",
            time.format("%b %e %H:%M:%S"),
            flow.ip(clinic),
            flow.peer.0,
            flow.peer.0,
            40_000 + u32::from(flow.port),
            flow.port,
            flow.peer.1,
            40_000 + u32::from(flow.port % 1_000),
            flow.peer.1,
            out + back,
            flow.seconds,
            flow.port,
        )
    });
    for (minute, said) in [
        (
            1,
            "User ohaddad logged in via Web from 10.20.10.34 using https",
        ),
        (9, "Config installed"),
    ] {
        let time = ago(clinic, 2, (16, minute));
        let stamp = time.format("%Y/%m/%d %H:%M:%S");
        text.push_str(&format!(
            "<14>{} AC-PA01 1,{stamp},015351000041234,SYSTEM,general,0,{stamp},,general,,0,0,general,informational,\"{said}\",7302220{minute},0x0,0,0,0,0,,AC-PA01,0,0,{}\n",
            time.format("%b %e %H:%M:%S"), time.iso_local().replace("-06:00", ".118-06:00")
        ));
    }
    Piece::new("firewalls/paloalto.log", text, "PAN-OS: sessions that ended and that were dropped, and two lines of its own")
        .holds("paloalto_traffic", FLOWS.len())
        .holds("paloalto_system", 2)
        .gives("connection", FLOWS.len())
        .tells("connection", refused(), "state = 'deny' and service is null")
        .tells("connection", 1, "source_ip = '10.20.10.11' and peer_port = 443 and bytes_out = 1502 and bytes_in = 8210 and duration_seconds = 12")
}

/// What stands behind the names of the interface and the rule in pf's log.
fn filterlog(clinic: &Clinic, flow: &Flow) -> String {
    let (name, number) = flow.protocol();
    let tail = if flow.udp {
        format!("{}", flow.bytes.0)
    } else {
        "0,S,2281701376,,65228,,mss;nop;wscale;sackOK;TS".to_owned()
    };
    format!(
        "match,{},{},4,0x0,,64,{},0,DF,{number},{name},60,{},{},{},{},{tail}",
        if flow.passed { "pass" } else { "block" },
        if flow.passed { "out" } else { "in" },
        flow.port,
        flow.ip(clinic),
        flow.peer.0,
        flow.port,
        flow.peer.1,
    )
}

fn pf(piece: Piece) -> Piece {
    piece
        .gives("connection", FLOWS.len() + 1)
        .tells(
            "connection",
            refused(),
            "state = 'block' and transport = 'tcp'",
        )
        .tells(
            "connection",
            1,
            "source_ip = '10.20.20.10' and source_port = 123 and transport = 'udp'",
        )
}

/// pfSense names neither itself nor the year.
fn pfsense(clinic: &Clinic) -> Piece {
    let mut text = lines(clinic, |flow, time| {
        format!(
            "<134>{} filterlog[33417]: 5,,,1000000103,igb0,{}",
            time.format("%b %e %H:%M:%S"),
            filterlog(clinic, flow)
        )
    });
    let time = ago(clinic, 2, (15, 20)).format("%b %e %H:%M:%S");
    text.push_str(&format!("<134>{time} filterlog[33417]: 5,,,1000000105,igb0,match,block,in,6,0x00,0x00000,255,ICMPv6,58,32,fe80::1,ff02::1,\n"));
    text.push_str(&format!("<38>{time} php-fpm[412]: /index.php: Successful login for user 'admin' from: 10.20.10.34 (Local Database)\n"));
    pf(Piece::new(
        "firewalls/pfsense.log",
        text,
        "pfSense's filter log, and a line of another of its programs",
    ))
    .holds("pf_filterlog", FLOWS.len() + 1)
    .holds("syslog", 1)
}

fn opnsense(clinic: &Clinic) -> Piece {
    let head = |time: Moment| {
        format!(
            "<134>1 {} fw.alder-creek.example filterlog 71311 - [meta sequenceId=\"7\"]",
            time.iso_local()
        )
    };
    let mut text = lines(clinic, |flow, time| {
        format!(
            "{} 82,,,02f4bab031b57d1e30553ce08e0ec131,igb1,{}",
            head(time),
            filterlog(clinic, flow)
        )
    });
    text.push_str(&format!("{} 12,,,fae559338f65e11c53669fc3642c93c2,igb1,match,pass,in,6,0x00,0x00000,255,ipv6-icmp,58,32,fe80::1,ff02::1,datalength=32\n", head(ago(clinic, 2, (15, 20)))));
    let icmp = FLOWS.len();
    Piece::new(
        "firewalls/opnsense.log",
        text,
        "OPNsense's filter log, in new syslog",
    )
    .holds("pf_filterlog", icmp + 1)
    .gives("connection", icmp + 1)
    .tells(
        "connection",
        refused(),
        "state = 'block' and transport = 'tcp'",
    )
}

fn sonicwall(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        let (name, _) = flow.protocol();
        let service = match flow.peer.1 {
            443 => "https",
            80 => "http",
            53 => "dns",
            123 => "ntp",
            _ => "",
        };
        let service = if service.is_empty() {
            flow.peer.1.to_string()
        } else {
            service.to_owned()
        };
        let mac = clinic.machine(flow.host).mac();
        let (number, said, action) = if flow.passed {
            ("537", "Connection Closed", "NA")
        } else {
            ("36", "TCP connection dropped", "drop")
        };
        format!(
            "<134>  id=firewall sn=18B16907A3B4 time=\"{}\" fw={OUTSIDE_ADDRESS} pri=6 c=1024 gcat=6 m={number} msg=\"{said}\" srcMac={mac} src={}:{}:X0 srcZone=LAN natSrc={OUTSIDE_ADDRESS}:{} \
             dstMac=02:ac:00:00:00:01 dst={}:{}:X1 dstZone=WAN natDst={}:{} proto={name}/{service} sent={} rcvd={} spkt=8 rpkt=9 cdur={} rule=\"12 (LAN->WAN)\" app=49177 n=1{} fw_action=\"{action}\" dpi=0",
            time.format("%Y-%m-%d %H:%M:%S UTC"),
            flow.ip(clinic),
            flow.port,
            flow.port,
            flow.peer.0,
            flow.peer.1,
            flow.peer.0,
            flow.peer.1,
            flow.bytes.0,
            flow.bytes.1,
            u64::from(flow.seconds) * 1_000 + 66,
            flow.port,
        )
    });
    Piece::new("firewalls/sonicwall.log", text, "SonicWall's connections, opened and dropped")
        .holds("sonicwall", FLOWS.len())
        .gives("connection", FLOWS.len())
        .tells("connection", 1, "source_ip = '10.20.10.12' and service = 'https' and bytes_in = 90113 and duration_seconds > 41")
        .tells("connection", refused(), "state = 'TCP connection dropped'")
}

/// Cisco ASA: what was opened and closed, and what was refused.
fn asa(clinic: &Clinic) -> Piece {
    let mut messages = 0;
    let mut text = String::new();
    for flow in &FLOWS {
        let (name, _) = flow.protocol();
        let wide = name.to_uppercase();
        let number = u32::from(flow.port) + 800_000;
        let mut say = |time: Moment, priority: u32, said: String| {
            messages += 1;
            text.push_str(&format!(
                "<{priority}>{} AC-ASA01 : {said}\n",
                time.format("%b %d %Y %H:%M:%S")
            ));
        };
        let (begun, ip) = (flow.begun(clinic), flow.ip(clinic));
        if !flow.passed {
            say(
                begun,
                164,
                format!(
                    "%ASA-4-106023: Deny {name} src inside:{ip}/{} dst outside:{}/{} by access-group \"inside_access_in\" [0x0, 0x0]",
                    flow.port, flow.peer.0, flow.peer.1
                ),
            );
            continue;
        }
        let (opened, closed) = if flow.udp {
            (302_015, 302_016)
        } else {
            (302_013, 302_014)
        };
        say(
            begun,
            166,
            format!(
                "%ASA-6-{opened}: Built outbound {wide} connection {number} for outside:{0}/{1} ({0}/{1}) to inside:{ip}/{2} ({OUTSIDE_ADDRESS}/{2})",
                flow.peer.0, flow.peer.1, flow.port
            ),
        );
        let end = if flow.udp { "" } else { " TCP FINs" };
        say(
            begun.plus_seconds(i64::from(flow.seconds)),
            166,
            format!(
                "%ASA-6-{closed}: Teardown {wide} connection {number} for outside:{}/{} to inside:{ip}/{} duration 0:00:{:02} bytes {}{end}",
                flow.peer.0,
                flow.peer.1,
                flow.port,
                flow.seconds,
                flow.bytes.0 + flow.bytes.1
            ),
        );
    }
    Piece::new("firewalls/cisco-asa.log", text, "Cisco ASA: connections built and torn down, and refused ones")
        .holds("cisco_syslog", messages)
        .gives("connection", FLOWS.len())
        .tells("connection", refused(), "state = 'Deny'")
        .tells("connection", 1, "source_ip = '10.20.10.13' and source_port = 49811 and peer_ip = '198.51.100.77' and peer_port = 80")
}
