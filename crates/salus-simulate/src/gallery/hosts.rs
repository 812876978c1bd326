//! The dozen connections as machines' own firewalls keep them, and in the formats that collectors share.

use super::Piece;
use super::firewalls::{FLOWS, lines, refused};
use crate::clinic::Clinic;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        iptables(clinic),
        windows(clinic),
        check_point(clinic),
        leef(clinic),
    ]
}

/// A Linux machine's own firewall, in the kernel's log.
fn iptables(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        let wide = flow.protocol().0.to_uppercase();
        let tail = if flow.udp {
            format!("LEN={}", flow.bytes.0)
        } else {
            "WINDOW=64240 RES=0x00 SYN URGP=0".to_owned()
        };
        format!(
            "{} ac-web01 kernel: [{}.118342] [UFW {}] IN=ens3 OUT= MAC=02:ac:0a:14:14:14:02:ac:00:00:00:01:08:00 SRC={} DST={} LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID={} DF PROTO={wide} SPT={} DPT={} {tail}",
            time.format("%b %e %H:%M:%S"),
            81_000 + i64::from(flow.port % 900),
            if flow.passed { "ALLOW" } else { "BLOCK" },
            flow.ip(clinic),
            flow.peer.0,
            flow.port,
            flow.port,
            flow.peer.1
        )
    });
    Piece::new("firewalls/ufw.log", text, "UFW's lines in the kernel's log")
        .holds("iptables", FLOWS.len())
        .gives("connection", FLOWS.len())
        .tells("connection", refused(), "state = '[UFW BLOCK]'")
}

fn windows(clinic: &Clinic) -> Piece {
    let mut text = "#Version: 1.5\r\n#Software: Microsoft Windows Firewall\r\n#Time Format: Local\r\n#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path pid\r\n\r\n".to_owned();
    for flow in &FLOWS {
        text.push_str(&format!(
            "{} {} {} {} {} {} {} 0 - 0 0 0 - - - SEND 4120\r\n",
            flow.begun(clinic).local_format("%Y-%m-%d %H:%M:%S"),
            if flow.passed { "ALLOW" } else { "DROP" },
            flow.protocol().0.to_uppercase(),
            flow.ip(clinic),
            flow.peer.0,
            flow.port,
            flow.peer.1
        ));
    }
    Piece::new(
        "firewalls/pfirewall.log",
        text,
        "the Windows firewall's own log",
    )
    .holds("w3c_firewall", FLOWS.len())
    .gives("connection", FLOWS.len())
    .tells("connection", refused(), "state = 'DROP'")
}

/// Check Point's exporter, in the Common Event Format.
fn check_point(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        format!(
            "{} AC-CP01 CEF:0|Check Point|VPN-1 & FireWall-1|Check Point|Log|https|Unknown|act={} deviceDirection=0 rt={} spt={} dpt={} cs2Label=Rule Name cs2=Out layer_name=Network \
             ifname=eth1 logid=0 loguid={{0x5f,0x1,0x0,0xc0a8}} origin=10.20.1.1 originsicname=CN\\=AC-CP01,O\\=AC-CP01.x product=VPN-1 & FireWall-1 proto={} src={} dst={} in={} out={}",
            time.format("%b %e %H:%M:%S"),
            if flow.passed { "Accept" } else { "Drop" },
            time.epoch() * 1_000,
            flow.port,
            flow.peer.1,
            flow.protocol().1,
            flow.ip(clinic),
            flow.peer.0,
            flow.bytes.1,
            flow.bytes.0
        )
    });
    Piece::new(
        "firewalls/check-point.cef.log",
        text,
        "Check Point's connections in the Common Event Format",
    )
    .holds("cef", FLOWS.len())
}

/// The same in QRadar's format, with tabs between.
fn leef(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        format!(
            "<13>{} AC-FP01 LEEF:1.0|Forcepoint|Firewall|7.1|{}|devTime={}\tsrc={}\tdst={}\tsrcPort={}\tdstPort={}\tproto={}\tsrcBytes={}\tdstBytes={}\tusrName=",
            time.format("%b %e %H:%M:%S"),
            if flow.passed {
                "Connection_Allowed"
            } else {
                "Connection_Discarded"
            },
            time.format("%b %d %Y %H:%M:%S"),
            flow.ip(clinic),
            flow.peer.0,
            flow.port,
            flow.peer.1,
            flow.protocol().1,
            flow.bytes.0,
            flow.bytes.1
        )
    });
    Piece::new(
        "firewalls/forcepoint.leef.log",
        text,
        "Forcepoint's connections in QRadar's format",
    )
    .holds("leef", FLOWS.len())
}
