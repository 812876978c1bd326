//! Binary XML as Windows keeps it in event logs: a template with numbered slots, and values that fill them.

/// A piece of a template.
pub(crate) enum Node {
    Element(Element),
    Text(String),
    Slot(Slot),
}

/// An element with its attributes and children.
pub(crate) struct Element {
    pub(crate) name: &'static str,
    pub(crate) attributes: Vec<(&'static str, Node)>,
    pub(crate) children: Vec<Node>,
}

/// A place in a template that each event fills with its own value; an optional one vanishes when the value is absent.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) number: u16,
    pub(crate) kind: u8,
    pub(crate) optional: bool,
}

/// The type numbers of binary XML.
pub(crate) mod kind {
    pub(crate) const NULL: u8 = 0x00;
    pub(crate) const TEXT: u8 = 0x01;
    pub(crate) const U8: u8 = 0x04;
    pub(crate) const U16: u8 = 0x06;
    pub(crate) const I32: u8 = 0x07;
    pub(crate) const U32: u8 = 0x08;
    pub(crate) const U64: u8 = 0x0a;
    pub(crate) const BOOL: u8 = 0x0d;
    pub(crate) const GUID: u8 = 0x0f;
    pub(crate) const TIME: u8 = 0x11;
    pub(crate) const SID: u8 = 0x13;
    pub(crate) const HEX32: u8 = 0x14;
    pub(crate) const HEX64: u8 = 0x15;
    pub(crate) const XML: u8 = 0x21;
}

/// A value of one event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Absent,
    Text(String),
    U8(u8),
    U16(u16),
    I32(i32),
    U32(u32),
    U64(u64),
    Bool(bool),
    Guid(String),
    Time(u64),
    Sid(String),
    Hex32(u32),
    Hex64(u64),
}

impl Value {
    pub(crate) fn kind(&self) -> u8 {
        match self {
            Self::Absent => kind::NULL,
            Self::Text(_) => kind::TEXT,
            Self::U8(_) => kind::U8,
            Self::U16(_) => kind::U16,
            Self::I32(_) => kind::I32,
            Self::U32(_) => kind::U32,
            Self::U64(_) => kind::U64,
            Self::Bool(_) => kind::BOOL,
            Self::Guid(_) => kind::GUID,
            Self::Time(_) => kind::TIME,
            Self::Sid(_) => kind::SID,
            Self::Hex32(_) => kind::HEX32,
            Self::Hex64(_) => kind::HEX64,
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Absent => Vec::new(),
            Self::Text(text) => utf16(text),
            Self::U8(number) => vec![*number],
            Self::U16(number) => number.to_le_bytes().to_vec(),
            Self::I32(number) => number.to_le_bytes().to_vec(),
            Self::U32(number) | Self::Hex32(number) => number.to_le_bytes().to_vec(),
            Self::U64(number) | Self::Hex64(number) | Self::Time(number) => {
                number.to_le_bytes().to_vec()
            }
            Self::Bool(yes) => u32::from(*yes).to_le_bytes().to_vec(),
            Self::Guid(text) => guid(text),
            Self::Sid(text) => sid(text),
        }
    }
}

/// UTF-16, little endian, without a terminator.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A GUID written `D48C61BA-...` or with braces: its first three groups are little endian.
pub(crate) fn guid(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    assert_eq!(digits.len(), 32, "a GUID has 32 digits");
    let byte = |index: usize| {
        u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).expect("two hexadecimal digits")
    };
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    order.map(byte).to_vec()
}

/// A security identifier written `S-1-5-21-...`.
fn sid(text: &str) -> Vec<u8> {
    let parts: Vec<u64> = text
        .split('-')
        .skip(1)
        .map(|part| part.parse().expect("a SID is numbers"))
        .collect();
    let count = u8::try_from(parts.len() - 2).expect("a SID is short");
    let mut out = vec![1, count];
    out.extend(&parts[1].to_be_bytes()[2..]);
    for part in &parts[2..] {
        out.extend(
            u32::try_from(*part)
                .expect("a sub-authority has 32 bits")
                .to_le_bytes(),
        );
    }
    out
}

/// The hash by which a chunk finds the names it already holds.
pub(crate) fn name_hash(name: &str) -> u16 {
    let hash = name.encode_utf16().fold(0u32, |hash, unit| {
        hash.wrapping_mul(65_599).wrapping_add(u32::from(unit))
    });
    u16::try_from(hash & 0xffff).expect("masked to 16 bits")
}

impl Node {
    pub(crate) fn element(name: &'static str, children: Vec<Node>) -> Self {
        Self::Element(Element {
            name,
            attributes: Vec::new(),
            children,
        })
    }

    pub(crate) fn with(
        name: &'static str,
        attributes: Vec<(&'static str, Node)>,
        children: Vec<Node>,
    ) -> Self {
        Self::Element(Element {
            name,
            attributes,
            children,
        })
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn slot(number: u16, kind: u8) -> Self {
        Self::Slot(Slot {
            number,
            kind,
            optional: false,
        })
    }

    pub(crate) fn optional(number: u16, kind: u8) -> Self {
        Self::Slot(Slot {
            number,
            kind,
            optional: true,
        })
    }
}
