//! Cuts a capture into packets and what it says of its interfaces, in either format.

use pcap_parser::PcapHeader;
use pcap_parser::pcap::parse_pcap_header;
use salus_record::{Place, ReadError, limits};

use super::blocks::{self, Blocks};
use super::window::Window;
use crate::Input;

/// One thing a capture says.
pub(super) enum Frame<'f> {
    /// A new section begins; interfaces are numbered anew.
    Section(Section),
    Interface(Interface),
    Packet(Captured<'f>),
    /// What an interface lost.
    Drops(Drops),
    /// Something that should have been a packet.
    Bad(Place, &'static str),
}

/// A packet as captured.
pub(super) struct Captured<'f> {
    pub interface: usize,
    /// Microseconds of UTC; the simple packets of pcapng have no time.
    pub micros: Option<i64>,
    /// Its length on the wire.
    pub length: u32,
    pub data: &'f [u8],
}

/// What wrote the section.
#[derive(Debug, Default, Clone)]
pub(super) struct Section {
    pub hardware: Option<String>,
    pub os: Option<String>,
    pub application: Option<String>,
}

/// An interface that packets were taken from.
#[derive(Debug, Default)]
pub(super) struct Interface {
    /// Where it is described.
    pub offset: u64,
    pub format: &'static str,
    pub link: i32,
    pub snap_length: u32,
    pub name: Option<String>,
    pub description: Option<String>,
    pub os: Option<String>,
    pub filter: Option<String>,
}

/// Counters of an interface, as its statistics say.
#[derive(Debug, Default)]
pub(super) struct Drops {
    pub interface: usize,
    pub received: Option<u64>,
    pub by_interface: Option<u64>,
    pub by_system: Option<u64>,
}

/// Whether something begins like a capture.
pub(super) fn is_capture(head: &[u8]) -> bool {
    match parse_pcap_header(head) {
        Ok((_, header)) => header.version_major == 2,
        Err(_) => blocks::is_section(head),
    }
}

pub(super) struct Frames<'e> {
    window: Window<'e>,
    format: Format,
}

enum Format {
    /// Before the interface of the file is told.
    Begun(PcapHeader),
    Pcap(PcapHeader),
    Blocks(Blocks),
}

impl<'e> Frames<'e> {
    pub(super) fn new(input: &'e mut dyn Input) -> Result<Self, ReadError> {
        let mut window = Window::new(input);
        let head = window.look(PcapHeader::new().size())?;
        let format = match parse_pcap_header(head) {
            Ok((_, header)) => Format::Begun(header),
            Err(_) if blocks::is_section(head) => Format::Blocks(Blocks::default()),
            Err(_) => {
                let reason = "no header of a network capture";
                return Err(ReadError::malformed(Place::Offset(0), reason));
            }
        };
        Ok(Self { window, format })
    }

    pub(super) fn next(&mut self) -> Result<Option<Frame<'_>>, ReadError> {
        match &mut self.format {
            Format::Begun(header) => {
                let header = header.clone();
                self.window.pass(header.size());
                let interface = interface_of(&header);
                self.format = Format::Pcap(header);
                Ok(Some(Frame::Interface(interface)))
            }
            Format::Pcap(header) => next_packet(header, &mut self.window),
            Format::Blocks(blocks) => blocks.next(&mut self.window),
        }
    }
}

fn interface_of(header: &PcapHeader) -> Interface {
    Interface {
        format: "pcap",
        // The upper bits tell of checksums behind the packets.
        link: header.network.0 & 0xFFFF,
        snap_length: header.snaplen,
        ..Interface::default()
    }
}

/// Bytes in front of each packet.
const RECORD_HEADER: usize = 16;
const MODIFIED_HEADER: usize = 24;

fn next_packet<'w>(
    header: &PcapHeader,
    window: &'w mut Window<'_>,
) -> Result<Option<Frame<'w>>, ReadError> {
    let front = if header.is_modified_format() {
        MODIFIED_HEADER
    } else {
        RECORD_HEADER
    };
    let place = Place::Offset(window.offset());
    let head = window.look(front)?;
    if head.is_empty() {
        return Ok(None);
    }
    if head.len() < front {
        let length = head.len();
        window.pass(length);
        return Ok(Some(Frame::Bad(
            place,
            "the capture ends inside a packet's header",
        )));
    }
    let number = |at: usize| {
        let four = [head[at], head[at + 1], head[at + 2], head[at + 3]];
        if header.is_bigendian() {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    };
    let (seconds, fraction, captured, length) = (number(0), number(4), number(8), number(12));
    let captured = captured as usize;
    if captured > limits::CAPTURE_PACKET_BYTES {
        let reason = "a packet's header that cannot be: the capture is damaged from here on";
        return Err(ReadError::malformed(place, reason));
    }
    let there = window.look(front + captured)?.len();
    window.pass(there);
    if there < front + captured {
        return Ok(Some(Frame::Bad(place, "the capture ends inside a packet")));
    }
    let fraction = if header.is_nanosecond_precision() {
        fraction / 1_000
    } else {
        fraction
    };
    Ok(Some(Frame::Packet(Captured {
        interface: 0,
        micros: Some(i64::from(seconds) * 1_000_000 + i64::from(fraction)),
        length,
        data: window.passed(captured),
    })))
}
