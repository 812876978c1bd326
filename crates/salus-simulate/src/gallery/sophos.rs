//! The dozen connections as Sophos' firewalls write them: two formats of the newer one, and the older UTM.

use super::Piece;
use super::firewalls::{FLOWS, Flow, lines, refused};
use crate::clinic::{Clinic, OUTSIDE_ADDRESS};

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![sophos(clinic), sophos_central(clinic), sophos_utm(clinic)]
}

/// What Sophos says of a connection, the same in both of its formats.
fn sophos_rest(clinic: &Clinic, flow: &Flow) -> String {
    let (name, _) = flow.protocol();
    format!(
        "duration={} fw_rule_id=\"5\" fw_rule_name=\"Out\" fw_rule_section=\"Local rule\" nat_rule_id=\"2\" fw_rule_type=\"USER\" ether_type=\"IPv4 (0x0800)\" in_interface=\"PortA\" out_interface=\"PortB\" \
         src_mac=\"{}\" src_ip=\"{}\" src_country=\"R1\" dst_ip=\"{}\" dst_country=\"USA\" protocol=\"{}\" src_port={} dst_port={} packets_sent=8 packets_received=9 bytes_sent={} bytes_received={} \
         src_trans_ip=\"{OUTSIDE_ADDRESS}\" src_zone_type=\"LAN\" src_zone=\"LAN\" dst_zone_type=\"WAN\" dst_zone=\"WAN\" con_event=\"Stop\" con_id=\"13{}\" hb_status=\"No Heartbeat\" log_occurrence=\"1\"",
        flow.seconds,
        clinic.machine(flow.host).mac(),
        flow.ip(clinic),
        flow.peer.0,
        name.to_uppercase(),
        flow.port,
        flow.peer.1,
        flow.bytes.0,
        flow.bytes.1,
        flow.port
    )
}

fn sophos_word(flow: &Flow) -> (&'static str, &'static str) {
    if flow.passed {
        ("Allowed", "Allow")
    } else {
        ("Denied", "Deny")
    }
}

fn of_sophos(piece: Piece) -> Piece {
    piece
        .holds("sophos", FLOWS.len())
        .gives("connection", FLOWS.len())
        .tells("connection", refused(), "state = 'Denied'")
        .tells(
            "connection",
            1,
            "source_ip = '10.20.10.31' and transport = 'udp' and peer_port = 53",
        )
}

/// Sophos Firewall, "device standard format".
fn sophos(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        let (word, status) = sophos_word(flow);
        let rest = sophos_rest(clinic, flow)
            .replace("bytes_sent", "sent_bytes")
            .replace("bytes_received", "recv_bytes");
        format!(
            "<30>device=\"SFW\" date={} time={} timezone=\"MDT\" device_name=\"XGS107\" device_id=X12005ABCDE4F56 log_id=010101600001 log_type=\"Firewall\" log_component=\"Firewall Rule\" \
             log_subtype=\"{word}\" status=\"{status}\" priority=Information {rest}",
            time.local_format("%Y-%m-%d"),
            time.local_format("%H:%M:%S")
        )
    });
    of_sophos(Piece::new(
        "firewalls/sophos-device.log",
        text,
        "Sophos Firewall in its device format",
    ))
    .tells("connection", 1, "bytes_out = 4021 and bytes_in = 90113")
}

/// Sophos Firewall since version 18, "central reporting format".
fn sophos_central(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        let (word, status) = sophos_word(flow);
        format!(
            "<30>device_name=\"SFW\" timestamp=\"{}\" device_model=\"XGS107\" device_serial_id=\"X12005ABCDE4F56\" log_id=\"010101600001\" log_type=\"Firewall\" log_component=\"Firewall Rule\" \
             log_subtype=\"{word}\" log_version=1 severity=\"Information\" status=\"{status}\" {}",
            time.local_format("%Y-%m-%dT%H:%M:%S-0600"),
            sophos_rest(clinic, flow)
        )
    });
    of_sophos(Piece::new(
        "firewalls/sophos-central.log",
        text,
        "Sophos Firewall in the format of central reporting",
    ))
    .tells("connection", 1, "bytes_out = 4021 and bytes_in = 90113")
}

fn sophos_utm(clinic: &Clinic) -> Piece {
    let text = lines(clinic, |flow, time| {
        let (word, name) = if flow.passed {
            ("accept", "Packet accepted")
        } else {
            ("drop", "Packet dropped")
        };
        format!(
            "{} utm ulogd[4671]: id=\"2001\" severity=\"info\" sys=\"SecureNet\" sub=\"packetfilter\" name=\"{name}\" action=\"{word}\" fwrule=\"60002\" initf=\"eth0\" outitf=\"eth1\" srcmac=\"{}\" \
             dstmac=\"02:ac:00:00:00:01\" srcip=\"{}\" dstip=\"{}\" proto=\"{}\" length=\"60\" tos=\"0x00\" prec=\"0x00\" ttl=\"63\" srcport=\"{}\" dstport=\"{}\" tcpflags=\"SYN\"",
            time.format("%Y:%m:%d-%H:%M:%S"),
            clinic.machine(flow.host).mac(),
            flow.ip(clinic),
            flow.peer.0,
            flow.protocol().1,
            flow.port,
            flow.peer.1
        )
    });
    Piece::new(
        "firewalls/sophos-utm.log",
        text,
        "Sophos UTM's packet filter",
    )
    .holds("sophos", FLOWS.len())
    .gives("connection", FLOWS.len())
    .tells(
        "connection",
        refused(),
        "state = 'drop' and transport = 'tcp' and time is not null",
    )
}
