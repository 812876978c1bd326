//! A message as Outlook saves it (`.msg`): properties in a compound file.

use super::compound::{self, Node};
use crate::moment::Moment;

/// What is said of the message, of one who gets it, or of what is attached.
#[derive(Default)]
pub(crate) struct Properties {
    /// Numbers and times stand here, and of everything else how long it is.
    lines: Vec<u8>,
    streams: Vec<Node>,
}

const FLAGS: [u8; 4] = [6, 0, 0, 0];

impl Properties {
    fn line(&mut self, (number, kind): (u16, u16), value: u64) {
        self.lines.extend(kind.to_le_bytes());
        self.lines.extend(number.to_le_bytes());
        self.lines.extend(FLAGS);
        self.lines.extend(value.to_le_bytes());
    }

    fn stream(&mut self, (number, kind): (u16, u16), content: Vec<u8>, more: u64) {
        self.line((number, kind), content.len() as u64 + more);
        let name = format!("__substg1.0_{number:04X}{kind:04X}");
        self.streams.push(Node::Stream(name, content));
    }

    pub(crate) fn text(mut self, number: u16, text: &str) -> Self {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // The length counts the zero that is not there.
        self.stream((number, 0x001f), wide, 2);
        self
    }

    pub(crate) fn bytes(mut self, number: u16, content: &[u8]) -> Self {
        self.stream((number, 0x0102), content.to_vec(), 0);
        self
    }

    pub(crate) fn number(mut self, number: u16, value: u32) -> Self {
        self.line((number, 0x0003), value.into());
        self
    }

    pub(crate) fn time(mut self, number: u16, time: Moment) -> Self {
        self.line((number, 0x0040), time.filetime());
        self
    }

    fn nodes(self, head: &[u8]) -> Vec<Node> {
        let mut nodes = self.streams;
        let lines = [head, &self.lines].concat();
        nodes.push(Node::Stream("__properties_version1.0".to_owned(), lines));
        nodes
    }
}

/// The file of a message to one person with one attachment.
pub(crate) fn file(message: Properties, to: Properties, attached: Properties) -> Vec<u8> {
    let mut head = vec![0; 8];
    // The next numbers of recipients and attachments, and how many there are.
    head.extend([1_u32; 4].into_iter().flat_map(u32::to_le_bytes));
    head.resize(32, 0);
    let mut nodes = message.nodes(&head);
    let folder = |name: &str, inner| Node::Folder(name.to_owned(), inner);
    nodes.push(folder("__recip_version1.0_#00000000", to.nodes(&[0; 8])));
    nodes.push(folder(
        "__attach_version1.0_#00000000",
        attached.nodes(&[0; 8]),
    ));
    let names = ["00020102", "00030102", "00040102"];
    let names = names.map(|name| Node::Stream(format!("__substg1.0_{name}"), Vec::new()));
    nodes.push(folder("__nameid_version1.0", names.into()));
    compound::file(nodes)
}
