//! Network captures (pcap and pcapng): who spoke to whom, when, how much, and in which protocol.
//!
//! Packets become connections, of which the first bytes are looked at to tell the service; what is
//! said in them is not kept. Each packet is counted in one place: in a connection, among the other
//! packets of its interface, or as a reject.

mod blocks;
mod capture;
mod dhcp;
mod dns;
mod flow;
mod frames;
mod packet;
mod service;
mod stream;
mod table;
mod track;
mod tunnel;
mod window;
mod write;

use capture::Captures;
use frames::{Frame, Frames};
use packet::Decoded;
use track::Tracker;

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};

pub(crate) struct Pcap;

impl Reader for Pcap {
    fn about(&self) -> About {
        About {
            name: "pcap",
            title: "Network capture (pcap, pcapng)",
            tables: &["pcap_capture", "pcap_connection", "pcap_dhcp", "pcap_dns"],
            export: "`tcpdump -w FILE`, `dumpcap -w FILE`, or Save in Wireshark, at a mirror port of the switch",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if frames::is_capture(head) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut frames = Frames::new(evidence.input())?;
        let mut captures = Captures::default();
        let mut tracker = Tracker::default();
        let end = read_frames(&mut frames, &mut captures, &mut tracker, sink);
        // What was read before the capture broke off is as good as any.
        tracker.finish(sink)?;
        captures.finish(sink)?;
        end
    }
}

fn read_frames(
    frames: &mut Frames<'_>,
    captures: &mut Captures,
    tracker: &mut Tracker,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut number = 0;
    while let Some(frame) = frames.next()? {
        let packet = match frame {
            Frame::Section(section) => {
                captures.section(section);
                continue;
            }
            Frame::Interface(interface) => {
                captures.interface(interface, sink)?;
                continue;
            }
            Frame::Drops(drops) => {
                captures.drops(&drops);
                continue;
            }
            Frame::Bad(place, reason) => {
                sink.reject(place, reason)?;
                continue;
            }
            Frame::Packet(packet) => packet,
        };
        number += 1;
        let place = Place::Record(number);
        let Some(capture) = captures.of(packet.interface) else {
            sink.reject(place, "a packet of an interface that is not described")?;
            continue;
        };
        capture.count(&packet);
        match packet::decode(capture.link, packet.data, packet.length as usize) {
            Decoded::Packet(decoded) => {
                capture.in_connections += 1;
                tracker.take(number, packet.micros, &decoded, sink)?;
            }
            Decoded::Other(other) => capture.other(other),
            Decoded::Bad(reason) => {
                capture.undecodable += 1;
                sink.reject(place, reason)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
