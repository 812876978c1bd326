//! The record of a connection.

use salus_record::{ReadError, time};

use super::flow::Flow;
use super::packet::{Kind, Mac};
use super::tunnel::Tunnel;
use crate::{Place, Sink};

pub(super) fn connection(flow: &Flow, why: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut row = sink.record("pcap_connection", Place::Record(flow.first_packet));
    if let Some(first) = flow.first {
        row = row.time_at(time::accepted(first), &time::format_seconds(first));
    }
    let has_ports = matches!(flow.kind, Kind::Tcp(_) | Kind::Udp);
    let ports = [flow.source.port, flow.peer.port].map(|port| port.to_string());
    let port = |which: usize| has_ports.then_some(ports[which].as_str());
    let [source_mac, peer_mac] = [flow.source.mac, flow.peer.mac].map(|mac| mac.map(mac_text));
    row = row
        .opt("started", flow.first.map(time::format).as_deref())
        .opt("ended", flow.last.map(time::format).as_deref())
        .opt("duration", duration(flow).as_deref())
        .text("source_ip", &flow.source.ip.to_string())
        .opt("source_port", port(0))
        .opt("source_mac", source_mac.as_deref())
        .text("peer_ip", &flow.peer.ip.to_string())
        .opt("peer_port", port(1))
        .opt("peer_mac", peer_mac.as_deref())
        .opt("vlan", flow.vlan.map(|vlan| vlan.to_string()).as_deref())
        .opt("tunnel", flow.tunnel.map(Tunnel::text).as_deref())
        .text("transport", &protocol_name(flow.protocol));
    if let Kind::Icmp(kind, code) = flow.kind {
        row = row
            .text("icmp_type", &kind.to_string())
            .text("icmp_code", &code.to_string());
    }
    for (name, count) in [
        ("packets_out", flow.out.packets),
        ("packets_in", flow.back.packets),
        ("bytes_out", flow.out.bytes),
        ("bytes_in", flow.back.bytes),
    ] {
        row.set(name, &count.to_string());
    }
    row = row
        .text("state", flow.state())
        .text("ended_by", why)
        .opt("service", flow.watch.service());
    if let Some(is_encrypted) = flow.watch.encrypted() {
        row.set("encrypted", if is_encrypted { "true" } else { "false" });
    }
    for (name, text) in flow.watch.notes() {
        row.set(name, text);
    }
    row.end()
}

fn duration(flow: &Flow) -> Option<String> {
    Some(time::format_seconds(
        flow.last?.saturating_sub(flow.first?).max(0),
    ))
}

pub(super) fn mac_text(mac: Mac) -> String {
    let [a, b, c, d, e, f] = mac;
    format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}")
}

fn protocol_name(number: u8) -> String {
    let name = match number {
        1 | 58 => "icmp",
        2 => "igmp",
        4 => "ipip",
        6 => "tcp",
        17 => "udp",
        41 => "ipv6",
        47 => "gre",
        50 => "esp",
        51 => "ah",
        88 => "eigrp",
        89 => "ospf",
        103 => "pim",
        112 => "vrrp",
        132 => "sctp",
        other => return format!("ip {other}"),
    };
    name.to_owned()
}
