//! As much of Thrift's compact form as it takes to look through a Parquet file's own words.

/// Structs inside structs.
const DEPTH: usize = 16;

/// A place in bytes.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

/// A field's number and kind.
pub(super) type Field = (i64, u8);

pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        let at = self.at.checked_add(usize::try_from(bytes).ok()?)?;
        self.at = (at <= self.bytes.len()).then_some(at)?;
        Some(())
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A whole number.
    pub(super) fn number(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    /// The next field of a struct, given the number of the one before; `Some(None)` at its end.
    pub(super) fn field(&mut self, before: i64) -> Option<Option<Field>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        let number = match byte >> 4 {
            0 => self.number()?,
            step => before.checked_add(i64::from(step))?,
        };
        Some(Some((number, byte & 0x0f)))
    }

    /// How many items a list has, and of which kind.
    pub(super) fn list(&mut self) -> Option<(u64, u8)> {
        let byte = self.byte()?;
        let items = match byte >> 4 {
            15 => self.unsigned()?,
            few => u64::from(few),
        };
        Some((items, byte & 0x0f))
    }

    /// Passes over a field's value.
    pub(super) fn skip(&mut self, kind: u8) -> Option<()> {
        self.skip_within(kind, 0)
    }

    fn skip_within(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match kind {
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.unsigned().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            LIST | 10 => {
                let (items, kind) = self.list()?;
                self.skip_items(items, &[kind], depth)
            }
            11 => match self.unsigned()? {
                0 => Some(()),
                pairs => {
                    let kinds = self.byte()?;
                    self.skip_items(pairs, &[kinds >> 4, kinds & 0x0f], depth)
                }
            },
            STRUCT => {
                let mut before = 0;
                while let Some((number, kind)) = self.field(before)? {
                    before = number;
                    self.skip_within(kind, depth + 1)?;
                }
                Some(())
            }
            16 => self.pass(16),
            _ => None,
        }
    }

    fn skip_items(&mut self, items: u64, kinds: &[u8], depth: usize) -> Option<()> {
        for _ in 0..items {
            for kind in kinds {
                // Inside a list yes and no take a byte, so every item takes one at least and this ends.
                match kind {
                    1 | 2 => self.pass(1)?,
                    kind => self.skip_within(*kind, depth + 1)?,
                }
            }
        }
        Some(())
    }
}
