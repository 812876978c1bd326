//! A message gathered from packets, as it came over the wire, within limits.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use salus_mail::Arrival;
use salus_record::limits;

use super::wire::texts;

/// One message that a mail server asks about.
#[derive(Debug, Default)]
pub struct Letter {
    /// Headers, an empty line, the body; lines end with CRLF.
    pub raw: Vec<u8>,
    /// How it came.
    pub arrival: Arrival,
    /// To whom it goes, as the envelope has it.
    pub recipients: Vec<String>,
    /// The server's name for it; empty where it told none.
    pub queue_id: String,
}

/// What is gathered of a message, and what became of it.
#[derive(Default)]
pub(super) struct Gathering {
    pub letter: Letter,
    /// Why it is not gathered any more.
    pub dropped: Option<Dropped>,
    /// How often each of our own headers came with it.
    pub own_headers: Vec<u32>,
    has_body: bool,
    held: Option<Held>,
}

/// Why a message is let go of before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dropped {
    /// Larger than one message may be.
    TooLarge,
    /// All messages together need more room than there is.
    NoRoom,
}

impl Gathering {
    pub(super) fn client(&mut self, client: Option<IpAddr>) {
        self.letter.arrival.client = client;
    }

    /// Forgets the message; who delivers it stays.
    pub(super) fn next_message(&mut self) {
        let arrival = Arrival {
            client: self.letter.arrival.client,
            helo: std::mem::take(&mut self.letter.arrival.helo),
            ..Arrival::default()
        };
        *self = Self::default();
        self.letter.arrival = arrival;
    }

    pub(super) fn macros(&mut self, bytes: &[u8]) {
        let mut texts = texts(bytes);
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            if matches!(name, b"i" | b"{i}") {
                self.letter.queue_id = plain(value);
            }
        }
    }

    pub(super) fn helo(&mut self, name: &[u8]) {
        self.letter.arrival.helo = plain(name);
    }

    pub(super) fn mail_from(&mut self, address: &[u8]) {
        self.letter.arrival.mail_from = plain(address);
    }

    pub(super) fn recipient(&mut self, address: &[u8]) {
        if self.letter.recipients.len() < limits::GATE_RECIPIENTS {
            self.letter.recipients.push(plain(address));
        }
    }

    /// A header; where `has_space` is not set, the blank behind the colon was taken away.
    pub(super) fn header(
        &mut self,
        (name, value): (&[u8], &[u8]),
        has_space: bool,
        own: &[&str],
        room: &Arc<Room>,
    ) {
        self.own_headers.resize(own.len(), 0);
        let trimmed = name.trim_ascii();
        for (count, own) in self.own_headers.iter_mut().zip(own) {
            *count += u32::from(trimmed.eq_ignore_ascii_case(own.as_bytes()));
        }
        let space: &[u8] = if has_space { b"" } else { b" " };
        let mut line = [name, b":", space].concat();
        // Servers write folded lines with a line feed alone.
        for (at, part) in value.split(|byte| *byte == b'\n').enumerate() {
            if at > 0 {
                line.extend_from_slice(b"\r\n");
            }
            line.extend_from_slice(part.strip_suffix(b"\r").unwrap_or(part));
        }
        line.extend_from_slice(b"\r\n");
        self.add(&line, room);
    }

    pub(super) fn end_of_headers(&mut self, room: &Arc<Room>) {
        if !self.has_body {
            self.has_body = true;
            self.add(b"\r\n", room);
        }
    }

    pub(super) fn body(&mut self, bytes: &[u8], room: &Arc<Room>) {
        if !bytes.is_empty() {
            self.end_of_headers(room);
            self.add(bytes, room);
        }
    }

    fn add(&mut self, bytes: &[u8], room: &Arc<Room>) {
        if self.dropped.is_some() {
            return;
        }
        let size = self.letter.raw.len() + bytes.len();
        let held = self.held.get_or_insert_with(|| Held::none_of(room));
        self.dropped = if size > limits::RECORD_BYTES {
            Some(Dropped::TooLarge)
        } else if !held.grow(size) {
            Some(Dropped::NoRoom)
        } else {
            None
        };
        if self.dropped.is_some() {
            self.letter.raw = Vec::new();
            self.held = None;
        } else {
            self.letter.raw.extend_from_slice(bytes);
        }
    }
}

/// What the server tells of names is kept as text without control characters.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().filter(|one| !one.is_control()).collect()
}

/// Bytes that all messages hold together.
pub(super) struct Room {
    held: AtomicUsize,
    most: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            held: AtomicUsize::new(0),
            most: limits::GATE_HELD_BYTES,
        }
    }
}

/// The part of the room that one message holds.
struct Held {
    room: Arc<Room>,
    bytes: usize,
}

/// Room is taken in steps, so that packets need not ask each time.
const STEP: usize = 256 << 10;

impl Held {
    fn none_of(room: &Arc<Room>) -> Self {
        Self {
            room: Arc::clone(room),
            bytes: 0,
        }
    }

    fn grow(&mut self, to: usize) -> bool {
        if to <= self.bytes {
            return true;
        }
        let more = (to - self.bytes).next_multiple_of(STEP);
        let room = &self.room;
        let taken = room
            .held
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
                Some(held + more).filter(|held| *held <= room.most)
            });
        if taken.is_ok() {
            self.bytes += more;
        }
        taken.is_ok()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.room.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_shared_and_given_back() {
        let room = Arc::new(Room {
            held: AtomicUsize::new(0),
            most: 2 * STEP,
        });
        let gather = |bytes: usize| {
            let mut gathering = Gathering::default();
            gathering.body(&vec![b'x'; bytes], &room);
            gathering
        };
        let mut first = gather(STEP);
        assert_eq!(first.dropped, None);
        assert_eq!(
            gather(10).dropped,
            Some(Dropped::NoRoom),
            "two steps are held"
        );
        first.next_message();
        let second = gather(10);
        assert_eq!(second.dropped, None);
        assert_eq!(second.letter.raw, b"\r\nxxxxxxxxxx");
        drop((first, second));
        assert_eq!(room.held.load(Ordering::Relaxed), 0);
    }
}
