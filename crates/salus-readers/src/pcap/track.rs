//! Follows connections through a capture and writes each when it is over.

use salus_record::{ReadError, limits};

use super::dhcp;
use super::dns;
use super::flow::{Flow, Key};
use super::packet::{Kind, Packet};
use super::stream;
use super::table::{Queue, Table};
use super::write;
use crate::{Place, Sink};

/// The connections that are open, with what they hold.
#[derive(Default)]
pub(super) struct Tracker {
    table: Table,
    /// Bytes that connections hold beside their fixed size.
    held: usize,
    /// The time of the packet before, for packets without one.
    now: i64,
}

impl Tracker {
    /// Takes a packet that belongs to a connection.
    pub(super) fn take(
        &mut self,
        number: u64,
        micros: Option<i64>,
        packet: &Packet<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        self.now = micros.unwrap_or(self.now);
        self.let_go(sink)?;
        let key = Key::of(packet);
        let mut found = self.table.find(&key);
        if let Some(at) = found
            && self
                .table
                .flow(at)
                .is_some_and(|flow| flow.is_over_for(packet))
        {
            self.end(at, "next", sink)?;
            found = None;
        }
        let at = match found {
            Some(at) => at,
            None => self.begin(number, packet, sink)?,
        };
        let Some(flow) = self.table.flow(at) else {
            return Ok(());
        };
        let before = flow.weight();
        let is_next = flow.take(micros, self.now, packet);
        let told = Told {
            number,
            micros,
            packet,
            is_next,
        };
        tell(flow, &told, sink)?;
        let (after, queue) = (flow.weight(), flow.queue());
        self.held = self.held + after - before;
        self.table.renew(at, queue);
        while self.held > limits::CAPTURE_HELD_BYTES && self.table.len() > 1 {
            self.make_room(sink)?;
        }
        Ok(())
    }

    /// Writes all that is still open, in the order in which it ended.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut left = self.table.drain();
        left.sort_by_key(|flow| (flow.last, flow.first_packet));
        for flow in left {
            let why = if flow.is_closed() {
                "closed"
            } else {
                "end of capture"
            };
            write_flow(flow, why, sink)?;
        }
        Ok(())
    }

    fn begin(
        &mut self,
        number: u64,
        packet: &Packet<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<usize, ReadError> {
        if self.table.len() >= limits::CAPTURE_CONNECTIONS {
            self.make_room(sink)?;
        }
        let flow = Flow::new(number, packet);
        let queue = flow.queue();
        Ok(self.table.insert(flow, queue))
    }

    /// Writes the connections from which nothing more is expected.
    fn let_go(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for queue in Queue::ALL {
            while let Some((at, flow)) = self.table.oldest(queue) {
                if self.now.saturating_sub(flow.seen) <= queue.patience() {
                    break;
                }
                let why = if queue == Queue::Closed {
                    "closed"
                } else {
                    "idle"
                };
                self.end(at, why, sink)?;
            }
        }
        Ok(())
    }

    /// Writes the connection that has been silent for longest.
    fn make_room(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let oldest = Queue::ALL
            .iter()
            .filter_map(|queue| self.table.oldest(*queue));
        let oldest = oldest.min_by_key(|(_, flow)| (flow.seen, flow.first_packet));
        match oldest.map(|(at, _)| at) {
            Some(at) => self.end(at, "table full", sink),
            None => Ok(()),
        }
    }

    fn end(&mut self, at: usize, why: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(flow) = self.table.remove(at) else {
            return Ok(());
        };
        self.held = self.held.saturating_sub(flow.weight());
        write_flow(flow, why, sink)
    }
}

fn write_flow(mut flow: Flow, why: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    for asked in std::mem::take(&mut flow.asked) {
        dns::write_unanswered(&asked, &flow, sink)?;
    }
    write::connection(&flow, why, sink)
}

/// A packet, with what the records made of it need.
pub(super) struct Told<'t, 'p> {
    pub number: u64,
    pub micros: Option<i64>,
    pub packet: &'t Packet<'p>,
    /// It goes on where the packet before it ended.
    pub is_next: bool,
}

impl Told<'_, '_> {
    pub(super) fn place(&self) -> Place {
        Place::Record(self.number)
    }
}

/// Names and addresses are records of their own.
fn tell(flow: &mut Flow, told: &Told<'_, '_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if !matches!(told.packet.kind, Kind::Udp) {
        return stream::take(flow, told, sink);
    }
    match flow.watch.service() {
        Some("dns" | "llmnr" | "mdns") => dns::take(told.packet.payload, flow, told, sink),
        Some("dhcp") => dhcp::take(flow, told, sink),
        _ => Ok(()),
    }
}
