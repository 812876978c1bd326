//! The packets of the mail filter protocol: a length, a letter, and what belongs to it.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use salus_record::limits;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::time::timeout;

/// The version that is spoken; mail servers that know less are answered in theirs.
pub(super) const VERSION: u32 = 6;
/// Before this one headers could not be changed.
pub(super) const OLDEST: u32 = 2;

/// What a filter may do at the end of a message.
pub(super) mod action {
    pub const ADD_HEADERS: u32 = 0x01;
    pub const CHANGE_HEADERS: u32 = 0x10;
    pub const QUARANTINE: u32 = 0x20;
}

/// What a server leaves out, or waits for no answer to.
pub(super) mod terms {
    pub const NO_UNKNOWN: u32 = 0x100;
    pub const NO_DATA: u32 = 0x200;
    pub const NO_REPLY_HEADER: u32 = 0x80;
    pub const NO_REPLY_CONNECT: u32 = 0x1000;
    pub const NO_REPLY_HELO: u32 = 0x2000;
    pub const NO_REPLY_MAIL: u32 = 0x4000;
    pub const NO_REPLY_RECIPIENT: u32 = 0x8000;
    pub const NO_REPLY_END_OF_HEADERS: u32 = 0x4_0000;
    pub const NO_REPLY_BODY: u32 = 0x8_0000;
    /// Blanks in front of a header's value are its own.
    pub const LEADING_SPACE: u32 = 0x10_0000;

    /// All that is asked for where it is offered.
    pub const WANTED: u32 = NO_UNKNOWN
        | NO_DATA
        | NO_REPLY_HEADER
        | NO_REPLY_CONNECT
        | NO_REPLY_HELO
        | NO_REPLY_MAIL
        | NO_REPLY_RECIPIENT
        | NO_REPLY_END_OF_HEADERS
        | NO_REPLY_BODY
        | LEADING_SPACE;
}

/// How long one packet may take, once it has begun.
const PACKET_TIME: Duration = Duration::from_secs(60);

/// What a mail server sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    Negotiate {
        version: u32,
        actions: u32,
        terms: u32,
    },
    /// Names and values that go with the next command.
    Macros(&'a [u8]),
    Connect(Option<IpAddr>),
    Helo(&'a [u8]),
    MailFrom(&'a [u8]),
    Recipient(&'a [u8]),
    Header {
        name: &'a [u8],
        value: &'a [u8],
    },
    EndOfHeaders,
    Body(&'a [u8]),
    /// The end of a message, perhaps with the last piece of its body.
    EndOfBody(&'a [u8]),
    Abort,
    Quit,
    /// The server uses this connection for another client.
    NextClient,
    /// What no answer but to go on is needed for.
    Other,
}

impl<'a> Asked<'a> {
    /// What a packet says; none where it is not as the protocol has it.
    pub(super) fn parse(packet: &'a [u8]) -> Option<Self> {
        let (letter, rest) = packet.split_first()?;
        Some(match letter {
            b'O' => Self::Negotiate {
                version: number(rest, 0)?,
                actions: number(rest, 4)?,
                terms: number(rest, 8)?,
            },
            b'D' => Self::Macros(rest.get(1..)?),
            b'C' => Self::Connect(client(rest)?),
            b'H' => Self::Helo(texts(rest).next()?),
            b'M' => Self::MailFrom(bare(texts(rest).next()?)),
            b'R' => Self::Recipient(bare(texts(rest).next()?)),
            b'L' => {
                let mut texts = texts(rest);
                Self::Header {
                    name: texts.next()?,
                    value: texts.next()?,
                }
            }
            b'N' => Self::EndOfHeaders,
            b'B' => Self::Body(rest),
            b'E' => Self::EndOfBody(rest),
            b'A' => Self::Abort,
            b'Q' => Self::Quit,
            b'K' => Self::NextClient,
            b'T' | b'U' => Self::Other,
            _ => return None,
        })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

/// Texts that each end with a zero byte; what comes after the last of them is none.
pub(super) fn texts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let closed = bytes.iter().rposition(|byte| *byte == 0).unwrap_or(0);
    let has_any = bytes.contains(&0);
    bytes[..closed]
        .split(|byte| *byte == 0)
        .filter(move |_| has_any)
}

/// An address without its angle brackets.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    let text = text.strip_prefix(b"<").unwrap_or(text);
    text.strip_suffix(b">").unwrap_or(text)
}

/// The address of a client: its name, a letter for the kind, the port, the address.
fn client(rest: &[u8]) -> Option<Option<IpAddr>> {
    let end = rest.iter().position(|byte| *byte == 0)?;
    let (kind, rest) = rest.get(end + 1..)?.split_first()?;
    if !matches!(kind, b'4' | b'6') {
        return Some(None);
    }
    let text = texts(rest.get(2..)?).next()?;
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_prefix("IPv6:").unwrap_or(text);
    Some(text.parse().ok())
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply<'a> {
    Negotiated {
        version: u32,
        actions: u32,
        terms: u32,
    },
    Accept,
    AddHeader {
        name: &'a str,
        value: &'a str,
    },
    Continue,
    /// Takes the header of this name away that is the `index`-th, from 1.
    RemoveHeader {
        index: u32,
        name: &'a str,
    },
    /// More time is needed.
    Progress,
    Quarantine(&'a str),
    /// An answer for the client, with its code.
    Refuse(&'a str),
    TemporaryFailure,
}

impl Reply<'_> {
    fn put(&self, packet: &mut Vec<u8>) {
        let mut put = |letter: u8, parts: &[&[u8]]| {
            packet.push(letter);
            parts.iter().for_each(|part| packet.extend_from_slice(part));
        };
        match self {
            Self::Negotiated {
                version,
                actions,
                terms,
            } => put(
                b'O',
                &[
                    &version.to_be_bytes(),
                    &actions.to_be_bytes(),
                    &terms.to_be_bytes(),
                ],
            ),
            Self::Accept => put(b'a', &[]),
            Self::AddHeader { name, value } => {
                put(b'h', &[name.as_bytes(), b"\0", value.as_bytes(), b"\0"])
            }
            Self::Continue => put(b'c', &[]),
            Self::RemoveHeader { index, name } => {
                put(b'm', &[&index.to_be_bytes(), name.as_bytes(), b"\0", b"\0"])
            }
            Self::Progress => put(b'p', &[]),
            Self::Quarantine(reason) => put(b'q', &[reason.as_bytes(), b"\0"]),
            Self::Refuse(text) => put(b'y', &[text.as_bytes(), b"\0"]),
            Self::TemporaryFailure => put(b't', &[]),
        }
    }
}

/// Reads packets and writes answers.
pub(super) struct Wire<S> {
    stream: BufReader<S>,
    first: u8,
    packet: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream: BufReader::new(stream),
            first: 0,
            packet: Vec::new(),
        }
    }

    /// Waits until a packet begins; `false` where the server has hung up. May be given up and called again.
    pub(super) async fn begins(&mut self) -> io::Result<bool> {
        let mut first = [0];
        let count = self.stream.read(&mut first).await?;
        self.first = first[0];
        Ok(count > 0)
    }

    /// The packet that has begun.
    pub(super) async fn packet(&mut self) -> io::Result<Asked<'_>> {
        let whole = timeout(PACKET_TIME, self.rest());
        whole.await.map_err(|_| io::ErrorKind::TimedOut)??;
        Asked::parse(&self.packet).ok_or_else(|| bad("a packet that is not of the protocol"))
    }

    async fn rest(&mut self) -> io::Result<()> {
        let mut head = [self.first, 0, 0, 0];
        self.stream.read_exact(&mut head[1..]).await?;
        let length = u32::from_be_bytes(head) as usize;
        if length == 0 || length > limits::GATE_PACKET_BYTES {
            return Err(bad("a packet of an impossible length"));
        }
        // Room is made as bytes come, not as they are announced.
        self.packet.clear();
        let mut body = (&mut self.stream).take(length as u64);
        let read = body.read_to_end(&mut self.packet).await?;
        if read < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    pub(super) async fn send(&mut self, replies: &[Reply<'_>]) -> io::Result<()> {
        let mut out = Vec::new();
        for reply in replies {
            let at = out.len();
            out.extend_from_slice(&[0; 4]);
            reply.put(&mut out);
            let length = (out.len() - at - 4) as u32;
            out[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
        let sent = timeout(PACKET_TIME, self.stream.write_all(&out));
        sent.await.map_err(|_| io::ErrorKind::TimedOut)?
    }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}
