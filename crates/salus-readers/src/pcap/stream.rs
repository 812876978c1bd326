//! Messages to the name service over TCP: each with its length in front, in segments that follow one another.

use salus_record::ReadError;

use super::dns;
use super::flow::Flow;
use super::packet::Kind;
use super::track::Told;
use crate::Sink;

const PORT: u16 = 53;

/// What one side sent and is not a whole message yet; never more than one message and one packet.
#[derive(Debug, Default)]
pub(super) struct Stream {
    held: Vec<u8>,
    /// It is not the name service that is spoken to.
    is_other: bool,
}

impl Stream {
    pub(super) fn weight(&self) -> usize {
        self.held.capacity()
    }
}

/// Takes a segment. One that was sent again, or comes before the one it follows, is passed over.
pub(super) fn take(
    flow: &mut Flow,
    told: &Told<'_, '_>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let packet = told.packet;
    let is_name_service = matches!(packet.kind, Kind::Tcp(_))
        && [flow.source.port, flow.peer.port].contains(&PORT)
        && matches!(flow.watch.service(), None | Some("dns"));
    // A segment that was captured in part would put all that follows out of step.
    let is_whole = packet.payload.len() as u64 == packet.payload_bytes;
    let side = usize::from(!flow.is_out(packet));
    if !is_name_service || flow.streams[side].is_other || !told.is_next || packet.payload.is_empty()
    {
        return Ok(());
    }
    let mut stream = std::mem::take(&mut flow.streams[side]);
    stream.is_other = !is_whole;
    let segment = packet.payload;
    if stream.held.is_empty() {
        let rest = messages(segment, &mut stream, (flow, told), sink)?;
        stream.held = rest.to_vec();
    } else {
        let mut held = std::mem::take(&mut stream.held);
        held.extend_from_slice(segment);
        let rest = messages(&held, &mut stream, (flow, told), sink)?.len();
        held.drain(..held.len() - rest);
        stream.held = held;
    }
    if stream.is_other || stream.held.is_empty() {
        stream.held = Vec::new();
    }
    flow.streams[side] = stream;
    Ok(())
}

/// Reads whole messages, and gives back what is left.
fn messages<'b>(
    mut bytes: &'b [u8],
    stream: &mut Stream,
    (flow, told): (&mut Flow, &Told<'_, '_>),
    sink: &mut Sink<'_>,
) -> Result<&'b [u8], ReadError> {
    while let [high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some((message, behind)) = rest.split_at_checked(length) else {
            break;
        };
        if !dns::is_message(message) {
            stream.is_other = true;
            break;
        }
        dns::take(message, flow, told, sink)?;
        bytes = behind;
    }
    Ok(bytes)
}
