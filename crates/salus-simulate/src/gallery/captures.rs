//! A capture in which conversations travel inside tunnels: in GRE between two offices, and in VXLAN.

use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::format::pcap::{Conversation, End, Tunnel, tunnelled};

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![tunnels(clinic)]
}

fn end(last: [u8; 2], port: u16) -> End {
    End {
        mac: [2, 0xac, 10, 20, last[0], last[1]],
        address: [10, 20, last[0], last[1]],
        port,
    }
}

fn tunnels(clinic: &Clinic) -> Piece {
    let talk = |minute: i64, from: End, port: u16| Conversation {
        begun: ago(clinic, 2, (15, minute)),
        caller: from,
        called: end([20, 10], port),
        turns: vec![
            (
                true,
                b"GET /list HTTP/1.1\r\nHost: ac-srv01\r\n\r\n".to_vec(),
            ),
            (
                false,
                b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec(),
            ),
        ],
    };
    let talks = [
        (Tunnel::Gre, talk(1, end([50, 11], 51_001), 80)),
        (Tunnel::Gre, talk(2, end([50, 12], 51_002), 8_080)),
        (Tunnel::Vxlan(40), talk(3, end([50, 13], 51_003), 80)),
    ];
    Piece::new(
        "names/two-offices.pcap",
        tunnelled(&talks),
        "conversations of the second office inside GRE and VXLAN",
    )
    .holds("pcap_capture", 1)
    .holds("pcap_connection", talks.len())
    .gives("connection", talks.len())
    .tells(
        "connection",
        2,
        "peer_ip = '10.20.20.10' and peer_port = 80 and source_ip like '10.20.50.%'",
    )
}
