//! Tells from the first bytes of a connection what is spoken in it, and whether it is encrypted.
//!
//! What a protocol says of itself before its content begins is noted (titles, versions, names of
//! servers); the content, passwords and names of patients are not.

mod medical;
mod office;
mod plain;
mod plant;
mod text;
mod tls;
mod web;

use salus_record::limits;

/// The bytes of one packet, seen from its connection.
pub(super) struct View<'v> {
    pub bytes: &'v [u8],
    /// From the side that began.
    pub is_out: bool,
    /// It goes on where the packet before it ended.
    pub is_next: bool,
    pub is_tcp: bool,
    pub source_port: u16,
    pub peer_port: u16,
}

impl View<'_> {
    fn has_port(&self, port: u16) -> bool {
        self.source_port == port || self.peer_port == port
    }
}

/// Whether a protocol has said what is noted of this side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Enough,
    /// The next bytes belong to it, and are wanted together with these.
    More,
    /// Something else may come that is worth a look.
    Listening,
}

/// One protocol.
struct Protocol {
    name: &'static str,
    /// What is known of its encryption from its name alone.
    encrypted: Option<bool>,
    /// Whether these bytes, the first that one side sends, are of the protocol.
    begins: fn(&View<'_>) -> bool,
    /// Notes what is worth it.
    read: fn(&View<'_>, &mut Notes) -> Heard,
}

/// Every protocol, the surest signs first; of two that could be, the earlier one is taken.
const PROTOCOLS: [&[Protocol]; 7] = [
    medical::PROTOCOLS,
    tls::PROTOCOLS,
    text::PROTOCOLS,
    web::PROTOCOLS,
    office::PROTOCOLS,
    plant::PROTOCOLS,
    plain::PROTOCOLS,
];

/// What was noted.
#[derive(Debug, Default)]
pub(super) struct Notes {
    fields: Vec<(&'static str, String)>,
    /// Where the protocol's name does not tell.
    encrypted: Option<bool>,
    /// A more exact name.
    name: Option<&'static str>,
}

impl Notes {
    /// Notes a text; the first of a name stands.
    fn add(&mut self, name: &'static str, text: impl Into<String>) {
        let text = text.into();
        let is_known = self.fields.iter().any(|(known, _)| *known == name);
        if !text.is_empty() && !is_known {
            self.fields.push((name, text));
        }
    }

    fn add_bytes(&mut self, name: &'static str, bytes: &[u8]) {
        self.add(name, clean(bytes));
    }

    fn add_list(&mut self, name: &'static str, items: &[String]) {
        if !items.is_empty() {
            let items = &items[..items.len().min(LIST_ITEMS)];
            self.add(name, serde_json::Value::from(items).to_string());
        }
    }
}

/// Items of a list that are noted.
const LIST_ITEMS: usize = 64;
/// Characters of a text that are noted.
const TEXT_CHARS: usize = 128;
/// Packets with payload that are looked at for an unknown protocol, for a known one, and for a turn
/// to encryption.
const LOOKS_UNKNOWN: u8 = 4;
const LOOKS_KNOWN: u8 = 16;
const LOOKS_TURN: u8 = 64;

/// What is known of a connection's protocol so far.
#[derive(Debug, Default)]
pub(super) struct Watch {
    looks: u8,
    is_done: [bool; 2],
    /// Index of the list and in the list.
    protocol: Option<(usize, usize)>,
    notes: Notes,
    gathered: [Vec<u8>; 2],
}

impl Watch {
    pub(super) fn service(&self) -> Option<&'static str> {
        self.notes.name.or(self.protocol().map(|known| known.name))
    }

    pub(super) fn encrypted(&self) -> Option<bool> {
        let known = self.protocol().and_then(|known| known.encrypted);
        self.notes.encrypted.or(known)
    }

    pub(super) fn notes(&self) -> &[(&'static str, String)] {
        &self.notes.fields
    }

    /// Bytes it holds beside its fixed size.
    pub(super) fn weight(&self) -> usize {
        let gathered: usize = self.gathered.iter().map(Vec::capacity).sum();
        let fields = self.notes.fields.iter();
        gathered + fields.map(|(_, text)| text.len() + 40).sum::<usize>()
    }

    fn protocol(&self) -> Option<&'static Protocol> {
        let (list, at) = self.protocol?;
        PROTOCOLS[list].get(at)
    }

    pub(super) fn take(&mut self, view: &View<'_>) {
        let most = match (self.protocol, self.is_done) {
            (None, _) => LOOKS_UNKNOWN,
            (Some(_), [true, true]) => LOOKS_TURN,
            (Some(_), _) => LOOKS_KNOWN,
        };
        if self.looks >= most {
            return;
        }
        self.looks += 1;
        if self.protocol.is_none() {
            self.protocol = find(view);
        }
        let Some(protocol) = self.protocol() else {
            return;
        };
        let side = usize::from(!view.is_out);
        if self.is_done[side] || self.looks == LOOKS_KNOWN {
            self.turn(view);
            return;
        }
        self.read(protocol, view, side);
    }

    fn read(&mut self, protocol: &Protocol, view: &View<'_>, side: usize) {
        let mut gathered = std::mem::take(&mut self.gathered[side]);
        let heard = if gathered.is_empty() {
            (protocol.read)(view, &mut self.notes)
        } else if view.is_next {
            gathered.extend_from_slice(view.bytes);
            let whole = View {
                bytes: &gathered,
                ..*view
            };
            (protocol.read)(&whole, &mut self.notes)
        } else {
            Heard::More // sent again, or a packet is missing
        };
        match heard {
            Heard::Enough => self.is_done[side] = true,
            Heard::Listening => {}
            Heard::More => {
                if gathered.is_empty() {
                    gathered = view.bytes.to_vec();
                }
                if gathered.len() < limits::CAPTURE_GATHERED_BYTES {
                    self.gathered[side] = gathered;
                } else {
                    self.is_done[side] = true;
                }
            }
        }
    }

    /// Mail, file transfer and directories may begin in the clear and turn to encryption.
    fn turn(&mut self, view: &View<'_>) {
        self.gathered = Default::default();
        self.is_done = [true, true];
        let may_turn = matches!(
            self.service(),
            Some("ftp" | "imap" | "ldap" | "pop3" | "rdp" | "smb" | "smtp")
        );
        if may_turn && (tls::is_record(view.bytes) || office::is_sealed(view.bytes)) {
            self.notes.encrypted = Some(true);
        }
    }
}

fn find(view: &View<'_>) -> Option<(usize, usize)> {
    PROTOCOLS.iter().enumerate().find_map(|(list, protocols)| {
        let at = protocols.iter().position(|known| (known.begins)(view))?;
        Some((list, at))
    })
}

/// Whether a port is one that services are offered at; it tells who began where the beginning is missing.
pub(super) fn is_known_port(port: u16) -> bool {
    const OFFERED: [u16; 20] = [
        1433, 1521, 2404, 2575, 2762, 3268, 3306, 3389, 4840, 5060, 5353, 5355, 5432, 5900, 8080,
        8443, 11112, 20000, 44818, 47808,
    ];
    (1..1024).contains(&port) || OFFERED.contains(&port)
}

/// Text from the wire: without control characters, and not longer than it has to be.
pub(super) fn clean(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(4 * TEXT_CHARS)];
    let text = String::from_utf8_lossy(head);
    let letters = text.chars().filter(|letter| !letter.is_control());
    let text: String = letters.take(TEXT_CHARS).collect();
    text.trim().to_owned()
}

/// The first line, if there is a line end.
fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    &bytes[..end.unwrap_or(bytes.len())]
}

fn be_16(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?;
    Some(usize::from(two[0]) << 8 | usize::from(two[1]))
}

fn be_32(bytes: &[u8], at: usize) -> Option<usize> {
    Some(be_16(bytes, at)? << 16 | be_16(bytes, at + 2)?)
}

fn le_16(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?;
    Some(usize::from(two[1]) << 8 | usize::from(two[0]))
}

fn le_32(bytes: &[u8], at: usize) -> Option<usize> {
    Some(le_16(bytes, at + 2)? << 16 | le_16(bytes, at)?)
}

#[cfg(test)]
mod tests;
