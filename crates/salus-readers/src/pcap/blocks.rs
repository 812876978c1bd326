//! The blocks of pcapng: sections, interfaces, packets and statistics.

use pcap_parser::traits::PcapNGPacketBlock;
use pcap_parser::{
    Block, EnhancedPacketBlock, InterfaceDescriptionBlock, InterfaceStatisticsBlock, OptionCode,
    PcapNGOption, SectionHeaderBlock, SimplePacketBlock, parse_block_be, parse_block_le,
};
use salus_record::{Place, ReadError, limits};

use super::frames::{Captured, Drops, Frame, Interface, Section};
use super::service::clean;
use super::window::Window;

const SECTION: &[u8] = &[0x0A, 0x0D, 0x0D, 0x0A];
const LITTLE: &[u8] = &[0x4D, 0x3C, 0x2B, 0x1A];
const BIG: &[u8] = &[0x1A, 0x2B, 0x3C, 0x4D];
/// Type and length in front, length behind.
const FRAMING: usize = 12;
/// The packet block of the first years, which nobody writes any more.
const OLD_PACKET: u32 = 2;
const OLD_PACKET_HEADER: usize = 20;

/// Whether a section of pcapng begins here.
pub(super) fn is_section(head: &[u8]) -> bool {
    head.starts_with(SECTION) && matches!(head.get(8..12), Some(LITTLE | BIG))
}

/// What has to be known from one block to the next.
#[derive(Default)]
pub(super) struct Blocks {
    is_big: bool,
    /// The interfaces of the section, as far as packets need them.
    interfaces: Vec<Clock>,
}

/// How an interface tells the time, and how much of a packet it keeps.
struct Clock {
    units: Units,
    offset_seconds: i64,
    snap_length: u32,
}

#[derive(Clone, Copy)]
enum Units {
    /// Units of a second, as a power of ten.
    Tens(u32),
    /// As a power of two.
    Twos(u32),
}

impl Blocks {
    pub(super) fn next<'w>(
        &mut self,
        window: &'w mut Window<'_>,
    ) -> Result<Option<Frame<'w>>, ReadError> {
        loop {
            let place = Place::Offset(window.offset());
            let head = window.look(FRAMING)?;
            if head.is_empty() {
                return Ok(None);
            }
            if is_section(head) {
                self.is_big = head[8..12] == *BIG;
                self.interfaces.clear();
            }
            let length = match head.get(4..8) {
                Some(four) if head.len() == FRAMING => self.number(four) as usize,
                _ => return Ok(Some(cut_off(window, place, FRAMING))),
            };
            if !(FRAMING..=limits::CAPTURE_PACKET_BYTES).contains(&length) {
                let reason = "a block that cannot be: the capture is damaged from here on";
                return Err(ReadError::malformed(place, reason));
            }
            let length = length.next_multiple_of(4);
            let there = window.look(length)?.len();
            if there < length {
                return Ok(Some(cut_off(window, place, length)));
            }
            window.pass(length);
            if self.is_told(window.passed(length)) {
                return Ok(self.frame(window.passed(length), place));
            }
        }
    }

    /// Whether a block says something that is wanted here.
    fn is_told(&self, block: &[u8]) -> bool {
        matches!(self.number(&block[..4]), 1 | 2 | 3 | 5 | 6) || block.starts_with(SECTION)
    }

    fn number(&self, four: &[u8]) -> u32 {
        let four = [four[0], four[1], four[2], four[3]];
        if self.is_big {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    }

    fn short(&self, two: &[u8]) -> u16 {
        let two = [two[0], two[1]];
        if self.is_big {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        }
    }

    fn long(&self, bytes: &[u8]) -> Option<u64> {
        let eight: [u8; 8] = bytes.try_into().ok()?;
        Some(if self.is_big {
            u64::from_be_bytes(eight)
        } else {
            u64::from_le_bytes(eight)
        })
    }

    fn frame<'b>(&mut self, bytes: &'b [u8], place: Place) -> Option<Frame<'b>> {
        let parse = if self.is_big {
            parse_block_be
        } else {
            parse_block_le
        };
        let Ok((_, block)) = parse(bytes) else {
            return Some(Frame::Bad(place, "a damaged block"));
        };
        Some(match block {
            Block::SectionHeader(block) => Frame::Section(section(&block)),
            Block::InterfaceDescription(block) => self.interface(&block, place),
            Block::EnhancedPacket(block) => self.enhanced(&block, bytes, place),
            Block::SimplePacket(block) => self.simple(&block, bytes, place),
            Block::InterfaceStatistics(block) => Frame::Drops(self.drops(&block)),
            _ => self.old_packet(bytes, place),
        })
    }

    fn interface<'b>(&mut self, block: &InterfaceDescriptionBlock<'_>, place: Place) -> Frame<'b> {
        if self.interfaces.len() >= limits::CAPTURE_INTERFACES {
            return Frame::Bad(place, "more interfaces than a capture may have");
        }
        let offset_seconds = option(&block.options, OptionCode::IfTsoffset);
        self.interfaces.push(Clock {
            units: match block.if_tsresol {
                power @ 0..0x80 => Units::Tens(u32::from(power)),
                power => Units::Twos(u32::from(power & 0x7F)),
            },
            offset_seconds: offset_seconds
                .and_then(|bytes| self.long(bytes))
                .map_or(0, u64::cast_signed),
            snap_length: block.snaplen,
        });
        let text = |code| option(&block.options, code).map(clean);
        let Place::Offset(offset) = place else {
            return Frame::Bad(place, "a damaged block");
        };
        let filter = option(&block.options, OptionCode::IfFilter);
        Frame::Interface(Interface {
            offset,
            format: "pcapng",
            link: block.linktype.0,
            snap_length: block.snaplen,
            name: text(OptionCode::IfName),
            description: text(OptionCode::IfDescription),
            os: text(OptionCode::IfOs),
            // The first byte says how the filter is written; 0 is as a person would.
            filter: filter.and_then(|bytes| bytes.strip_prefix(&[0])).map(clean),
        })
    }

    fn enhanced<'b>(
        &self,
        block: &EnhancedPacketBlock<'_>,
        bytes: &'b [u8],
        place: Place,
    ) -> Frame<'b> {
        let interface = block.if_id as usize;
        let captured = block.caplen as usize;
        let Some(data) = bytes.get(28..28 + captured) else {
            return Frame::Bad(place, "a packet longer than its block");
        };
        let units = (u64::from(block.ts_high) << 32) | u64::from(block.ts_low);
        Frame::Packet(Captured {
            interface,
            micros: self
                .interfaces
                .get(interface)
                .and_then(|clock| clock.micros(units)),
            length: block.origlen,
            data,
        })
    }

    fn simple<'b>(
        &self,
        block: &SimplePacketBlock<'_>,
        bytes: &'b [u8],
        place: Place,
    ) -> Frame<'b> {
        let kept = self.interfaces.first().map_or(0, |clock| clock.snap_length);
        let kept = if kept == 0 { u32::MAX } else { kept };
        let captured = block.packet_data().len().min(kept as usize);
        match bytes.get(12..12 + captured) {
            Some(data) => Frame::Packet(Captured {
                interface: 0,
                micros: None,
                length: block.origlen,
                data,
            }),
            None => Frame::Bad(place, "a packet longer than its block"),
        }
    }

    fn old_packet<'b>(&self, bytes: &'b [u8], place: Place) -> Frame<'b> {
        let body = &bytes[8..];
        if self.number(&bytes[..4]) != OLD_PACKET || body.len() < OLD_PACKET_HEADER {
            return Frame::Bad(place, "a damaged block");
        }
        let interface = usize::from(self.short(body));
        let captured = self.number(&body[12..]) as usize;
        let Some(data) = body
            .get(OLD_PACKET_HEADER..)
            .and_then(|rest| rest.get(..captured))
        else {
            return Frame::Bad(place, "a packet longer than its block");
        };
        let units = (u64::from(self.number(&body[4..])) << 32) | u64::from(self.number(&body[8..]));
        Frame::Packet(Captured {
            interface,
            micros: self
                .interfaces
                .get(interface)
                .and_then(|clock| clock.micros(units)),
            length: self.number(&body[16..]),
            data,
        })
    }

    fn drops(&self, block: &InterfaceStatisticsBlock<'_>) -> Drops {
        let count = |code| option(&block.options, code).and_then(|bytes| self.long(bytes));
        Drops {
            interface: block.if_id as usize,
            received: count(OptionCode::IsbIfRecv),
            by_interface: count(OptionCode::IsbIfDrop),
            by_system: count(OptionCode::IsbOsDrop),
        }
    }
}

impl Clock {
    /// Microseconds of UTC; `None` for what is beyond all calendars.
    fn micros(&self, units: u64) -> Option<i64> {
        let units = u128::from(units);
        let micros = match self.units {
            Units::Tens(power @ 0..=6) => units.checked_mul(10_u128.pow(6 - power))?,
            Units::Tens(power) => units / 10_u128.checked_pow(power - 6)?,
            Units::Twos(power) => (units * 1_000_000).checked_shr(power)?,
        };
        let offset = self.offset_seconds.checked_mul(1_000_000)?;
        i64::try_from(micros).ok()?.checked_add(offset)
    }
}

fn section(block: &SectionHeaderBlock<'_>) -> Section {
    let text = |code| option(&block.options, code).map(clean);
    Section {
        hardware: text(OptionCode::ShbHardware),
        os: text(OptionCode::ShbOs),
        application: text(OptionCode::ShbUserAppl),
    }
}

fn option<'o>(options: &'o [PcapNGOption<'_>], code: OptionCode) -> Option<&'o [u8]> {
    let found = options.iter().find(|option| option.code == code)?;
    found.as_bytes().ok()
}

fn cut_off<'w>(window: &mut Window<'_>, place: Place, length: usize) -> Frame<'w> {
    window.pass(length);
    Frame::Bad(place, "the capture ends inside a block")
}
