//! The records of an old workbook, and texts that go over several of them.

/// A record that goes on with the one before.
const CONTINUE: u16 = 0x003C;
/// A kind and a length stand in front of each record.
const HEADER: usize = 4;

pub(super) fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

pub(super) fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

pub(super) fn double(bytes: &[u8], at: usize) -> Option<f64> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(f64::from_le_bytes(*bytes))
}

pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
    /// Where it begins in the stream.
    pub(super) at: usize,
}

/// Goes through a stream record by record; one that is cut off is none.
#[derive(Clone)]
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    pub(super) fn at(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let at = self.at;
        let kind = number16(self.stream, at)?;
        let length = usize::from(number16(self.stream, at + 2)?);
        let data = self.stream.get(at + HEADER..at + HEADER + length)?;
        self.at = at + HEADER + length;
        Some(Record { kind, data, at })
    }
}

/// Texts in a record, and in those that go on with it.
pub(super) struct Text<'s> {
    data: &'s [u8],
    behind: Option<Records<'s>>,
}

impl<'s> Text<'s> {
    /// In one record alone.
    pub(super) fn one(data: &'s [u8]) -> Self {
        Self { data, behind: None }
    }

    pub(super) fn of(data: &'s [u8], behind: &Records<'s>) -> Self {
        Self {
            data,
            behind: Some(behind.clone()),
        }
    }

    /// Goes to the record that goes on with this one.
    fn go_on(&mut self) -> Option<()> {
        let next = self.behind.as_mut()?.next()?;
        if next.kind != CONTINUE {
            self.behind = None;
            return None;
        }
        self.data = next.data;
        Some(())
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.data.split_first_chunk()?;
        self.data = rest;
        Some(*taken)
    }

    /// A text whose length is one byte.
    pub(super) fn short(&mut self) -> Option<String> {
        let [length, flags] = self.take()?;
        self.letters(usize::from(length), flags)
    }

    /// A text whose length is two bytes.
    pub(super) fn long(&mut self) -> Option<String> {
        let length = u16::from_le_bytes(self.take()?);
        let [flags] = self.take()?;
        self.letters(usize::from(length), flags)
    }

    /// The next of the shared texts, behind which its looks may be told.
    pub(super) fn rich(&mut self) -> Option<String> {
        while self.data.is_empty() {
            self.go_on()?;
        }
        let length = u16::from_le_bytes(self.take()?);
        let [flags] = self.take()?;
        let runs = match flags & 8 {
            0 => 0,
            _ => u16::from_le_bytes(self.take()?),
        };
        let more = match flags & 4 {
            0 => 0,
            _ => u32::from_le_bytes(self.take()?),
        };
        let text = self.letters(usize::from(length), flags)?;
        let mut looks = 4 * u64::from(runs) + u64::from(more);
        while looks > 0 {
            if self.data.is_empty() {
                // What looks are cut off, or longer than they can be: the text itself is whole.
                if self.go_on().is_none() {
                    break;
                }
                continue;
            }
            let here = self
                .data
                .len()
                .min(usize::try_from(looks).unwrap_or(usize::MAX));
            self.data = &self.data[here..];
            looks -= here as u64;
        }
        Some(text)
    }

    /// So many letters, of one byte or two; where they go on in another record it says anew which.
    fn letters(&mut self, mut left: usize, mut flags: u8) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        loop {
            let size = 1 + usize::from(flags & 1);
            let here = left.min(self.data.len() / size);
            let (letters, rest) = self.data.split_at(here * size);
            units.extend(letters.chunks_exact(size).map(|letter| match letter {
                [low, high] => u16::from_le_bytes([*low, *high]),
                [low, ..] => u16::from(*low),
                [] => 0,
            }));
            self.data = rest;
            left -= here;
            if left == 0 {
                return Some(String::from_utf16_lossy(&units));
            }
            self.go_on()?;
            [flags] = self.take()?;
        }
    }
}
