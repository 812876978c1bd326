//! Columns packed for a file, and rows parted by ranges of patients, for logs that do not fit into memory at once.
//!
//! A file holds blocks: a mark, the number of rows, then each column, fixed in width and little-endian. Beside each row
//! stands the number it has outside, so that what is found in a part can be said of the whole. Who calls owns the files.

use std::io::{self, ErrorKind, Read, Write};

use crate::columns::{Accesses, Events, NONE};

/// Opens a block of accesses, and one of events.
const ACCESSES: [u8; 8] = *b"salusAC1";
const EVENTS: [u8; 8] = *b"salusEV1";

/// Values that are packed or unpacked at a time.
const AT_ONCE: usize = 8_192;

/// Ranges of patients: the parts in which a log is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges {
    /// The first patient of every part but the first, ascending.
    starts: Vec<u32>,
}

impl Ranges {
    /// So many parts of much the same work, by the number of rows of each patient code.
    #[must_use]
    pub fn even(rows_of: &[u32], parts: usize) -> Self {
        let total: u64 = rows_of.iter().map(|rows| u64::from(*rows)).sum();
        let most = total.div_ceil(parts.max(1) as u64).max(1);
        let (mut starts, mut held) = (Vec::new(), 0);
        for (patient, rows) in (0_u32..).zip(rows_of) {
            if held >= most && starts.len() + 1 < parts {
                starts.push(patient);
                held = 0;
            }
            held += u64::from(*rows);
        }
        Self { starts }
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.starts.len() + 1
    }

    /// Whether a patient belongs to a part; what is no patient belongs to none.
    #[must_use]
    pub fn has(&self, part: usize, patient: u32) -> bool {
        let start = part.checked_sub(1).map(|before| &self.starts[before]);
        let end = self.starts.get(part);
        patient != NONE
            && start.is_none_or(|start| patient >= *start)
            && end.is_none_or(|end| patient < *end)
    }

    /// The part of a patient; rows without a patient belong to the last.
    #[must_use]
    pub fn part_of(&self, patient: u32) -> usize {
        self.starts.partition_point(|start| *start <= patient)
    }
}

/// Rows and the number that each has outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbered<T> {
    /// The rows.
    pub rows: T,
    /// The number of each.
    pub numbers: Vec<u32>,
}

impl Numbered<Accesses> {
    /// Moves rows to the parts of their patients, one per part of `ranges`, keeping their order.
    pub fn part_into(&self, ranges: &Ranges, parts: &mut [Self]) {
        let all = &self.rows;
        for (row, number) in self.numbers.iter().enumerate() {
            let part = ranges.part_of(all.patient[row]);
            if let Some(part) = parts.get_mut(part) {
                part.rows.push(
                    all.time[row],
                    all.user[row],
                    all.patient[row],
                    all.emergency[row],
                );
                part.numbers.push(*number);
            }
        }
    }

    /// Writes one block.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows = &self.rows;
        if !rows.is_even() || self.numbers.len() != rows.len() {
            return Err(uneven());
        }
        head(out, ACCESSES, rows.len())?;
        put(out, &rows.time, |value| value.to_le_bytes())?;
        put(out, &rows.user, |value| value.to_le_bytes())?;
        put(out, &rows.patient, |value| value.to_le_bytes())?;
        put(out, &rows.emergency, |value| [u8::from(value)])?;
        put(out, &self.numbers, |value| value.to_le_bytes())
    }

    /// Reads blocks up to the end, and adds their rows to these. More than `most` rows in all are refused.
    pub fn read(&mut self, from: &mut dyn Read, most: usize) -> io::Result<()> {
        while let Some(count) = opened(from, ACCESSES, most, self.numbers.len())? {
            let rows = &mut self.rows;
            take(from, count, &mut rows.time, i64::from_le_bytes)?;
            take(from, count, &mut rows.user, u32::from_le_bytes)?;
            take(from, count, &mut rows.patient, u32::from_le_bytes)?;
            take(from, count, &mut rows.emergency, |[value]| value != 0)?;
            take(from, count, &mut self.numbers, u32::from_le_bytes)?;
        }
        Ok(())
    }
}

impl Numbered<Events> {
    /// Moves rows to the parts of their patients, one per part of `ranges`, keeping their order.
    pub fn part_into(&self, ranges: &Ranges, parts: &mut [Self]) {
        for (row, number) in self.numbers.iter().enumerate() {
            let Some(event) = self.rows.row(row) else {
                return;
            };
            if let Some(part) = parts.get_mut(ranges.part_of(event.patient)) {
                part.rows.push(event);
                part.numbers.push(*number);
            }
        }
    }

    /// Writes one block.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows = &self.rows;
        if !rows.is_even() || self.numbers.len() != rows.len() {
            return Err(uneven());
        }
        head(out, EVENTS, rows.len())?;
        for column in [
            &rows.patient,
            &rows.actor,
            &rows.department,
            &rows.author,
            &rows.code,
            &rows.templates,
            &self.numbers,
        ] {
            put(out, column, |value| value.to_le_bytes())?;
        }
        put(out, &rows.begin, |value| value.to_le_bytes())?;
        put(out, &rows.end, |value| value.to_le_bytes())
    }

    /// Reads blocks up to the end, and adds their rows to these. More than `most` rows in all are refused.
    pub fn read(&mut self, from: &mut dyn Read, most: usize) -> io::Result<()> {
        while let Some(count) = opened(from, EVENTS, most, self.numbers.len())? {
            let rows = &mut self.rows;
            for column in [
                &mut rows.patient,
                &mut rows.actor,
                &mut rows.department,
                &mut rows.author,
                &mut rows.code,
                &mut rows.templates,
                &mut self.numbers,
            ] {
                take(from, count, column, u32::from_le_bytes)?;
            }
            take(from, count, &mut rows.begin, i64::from_le_bytes)?;
            take(from, count, &mut rows.end, i64::from_le_bytes)?;
        }
        Ok(())
    }
}

fn uneven() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "columns are not equally long")
}

fn head(out: &mut dyn Write, mark: [u8; 8], rows: usize) -> io::Result<()> {
    out.write_all(&mark)?;
    out.write_all(&(rows as u64).to_le_bytes())
}

/// The rows of the next block; `None` at the end.
fn opened(
    from: &mut dyn Read,
    mark: [u8; 8],
    most: usize,
    held: usize,
) -> io::Result<Option<usize>> {
    let mut found = [0_u8; 8];
    let mut filled = 0;
    while filled < found.len() {
        match from.read(&mut found[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    if found != mark {
        return Err(io::Error::new(ErrorKind::InvalidData, "no block of rows"));
    }
    let mut count = [0_u8; 8];
    from.read_exact(&mut count)?;
    let count = usize::try_from(u64::from_le_bytes(count)).unwrap_or(usize::MAX);
    if count > most.min(NONE as usize).saturating_sub(held) {
        let what = "a block has more rows than are allowed";
        return Err(io::Error::new(ErrorKind::InvalidData, what));
    }
    Ok(Some(count))
}

fn put<T: Copy, const N: usize>(
    out: &mut dyn Write,
    column: &[T],
    bytes: impl Fn(T) -> [u8; N],
) -> io::Result<()> {
    let mut packed = Vec::with_capacity(AT_ONCE * N);
    for some in column.chunks(AT_ONCE) {
        packed.clear();
        for value in some {
            packed.extend_from_slice(&bytes(*value));
        }
        out.write_all(&packed)?;
    }
    Ok(())
}

fn take<T, const N: usize>(
    from: &mut dyn Read,
    count: usize,
    column: &mut Vec<T>,
    value: impl Fn([u8; N]) -> T,
) -> io::Result<()> {
    // Room is made as rows come, not as the block says: a damaged one must not take memory for what it does not hold.
    let mut packed = vec![0_u8; AT_ONCE.min(count) * N];
    let mut left = count;
    while left > 0 {
        let some = left.min(AT_ONCE);
        let bytes = &mut packed[..some * N];
        from.read_exact(bytes)?;
        let (values, _) = bytes.as_chunks::<N>();
        column.extend(values.iter().map(|bytes| value(*bytes)));
        left -= some;
    }
    Ok(())
}
