//! Care that accesses are held against: in memory, and from a limit on in files by range of patients.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;

use arrow_array::StringArray;
use salus_access::{Accesses, Events, Evidence, NONE, Numbered, Over, Ranged, Ranges};
use salus_record::limits;

use super::aside::{Aside, Sound};
use super::texts::Texts;

/// Ranges of patients that care in files is kept by.
const RANGES: usize = 32;
/// Rows that go to the files at once.
const AT_ONCE: usize = 1 << 20;
/// Bytes that a row takes in the file of times: when it began and when it ended.
const TIMES: usize = 2 * size_of::<i64>();

/// How much is held in memory before files are used.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Rows of care; one takes 44 bytes.
    pub care: usize,
    /// Bytes of the records of accesses, and as many of references to care.
    pub texts: usize,
}

impl Room {
    /// For everything, as for what there is of one patient.
    pub(crate) const ALL: Self = Self {
        care: usize::MAX,
        texts: usize::MAX,
    };
}

impl Default for Room {
    fn default() -> Self {
        Self {
            care: limits::AUDIT_CARE_ROWS,
            texts: limits::AUDIT_TEXT_BYTES,
        }
    }
}

/// All care, row by row.
pub(crate) struct Care {
    /// The rows, as long as there are no files.
    held: Events,
    references: Texts,
    most: usize,
    files: Option<Files>,
}

struct Files {
    ranges: Ranges,
    parts: Vec<Aside>,
    /// Rows of each part.
    rows: Vec<usize>,
    /// Rows of all.
    count: u32,
    times: Aside,
    sound: Sound,
}

impl Care {
    pub(super) fn within(room: Room) -> Self {
        Self {
            held: Events::default(),
            references: Texts::within(room.texts),
            most: room.care,
            files: None,
        }
    }

    /// Room for the next rows, to be handed to [`Care::took`] when they are in.
    pub(super) fn rows(&mut self) -> &mut Events {
        &mut self.held
    }

    /// The rows are in, with the reference of each. `accesses` tell how the work is spread over patients.
    pub(super) fn took(&mut self, references: StringArray, accesses: &Accesses) -> io::Result<()> {
        self.references.push(references)?;
        if self.held.len() <= self.most {
            return Ok(());
        }
        if self.files.is_none() {
            self.files = Some(Files::new(&self.held, accesses)?);
            self.most = self.most.min(AT_ONCE);
        }
        self.close()
    }

    /// All rows are in.
    pub(super) fn close(&mut self) -> io::Result<()> {
        match &mut self.files {
            Some(files) => files.put(std::mem::take(&mut self.held)),
            None => Ok(()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        let files = self.files.as_ref();
        files.map_or(self.held.len(), |files| files.count as usize)
    }

    /// What a row refers to.
    pub(crate) fn reference(&self, row: usize) -> Cow<'_, str> {
        self.references.get(row)
    }

    /// When a row began and ended, microseconds of UTC.
    pub(crate) fn times(&self, row: usize) -> Option<(i64, i64)> {
        match &self.files {
            Some(files) if row < files.count as usize => files.sound.note(files.times(row)),
            Some(_) => None,
            None => self.held.row(row).map(|event| (event.begin, event.end)),
        }
    }

    /// The evidence with this care.
    pub(crate) fn over<'a>(&'a self, others: Evidence<'a>) -> Over<'a> {
        Over {
            evidence: Evidence {
                events: &self.held,
                ..others
            },
            ranged: self.files.as_ref().map(|files| files as &dyn Ranged),
        }
    }

    /// The rows as long as they are in memory.
    pub(crate) fn held(&self) -> &Events {
        &self.held
    }

    /// Rows that are evidence for these templates, of these patients, where care is in files.
    pub(crate) fn some(&self, templates: u32, of: &HashSet<u32>) -> io::Result<Option<Events>> {
        let Some(files) = &self.files else {
            return Ok(None);
        };
        let mut found = Events::default();
        let parts = if of.is_empty() { 0 } else { files.parts.len() };
        for part in 0..parts {
            let rows = files.care(part)?.rows;
            let is_wanted = |row: &usize| {
                rows.templates[*row] & templates != 0 && of.contains(&rows.patient[*row])
            };
            let wanted = (0..rows.len()).filter(is_wanted);
            wanted
                .filter_map(|row| rows.row(row))
                .for_each(|event| found.push(event));
        }
        Ok(Some(found))
    }

    /// Care did not come back where nobody could be told.
    pub(super) fn broke(&self, kind: io::ErrorKind) {
        if let Some(files) = &self.files {
            files.sound.note(Err::<(), _>(kind.into()));
        }
    }

    /// Whether all that was asked for came back.
    pub(super) fn check(&self) -> Result<(), String> {
        self.references.check()?;
        self.files
            .as_ref()
            .map_or(Ok(()), |files| files.sound.check())
    }
}

impl Files {
    /// Ranges of much the same work, as far as these rows tell.
    fn new(care: &Events, of: &Accesses) -> io::Result<Self> {
        let patients = || of.patient.iter().chain(&care.patient);
        let known = || patients().filter(|patient| **patient != NONE);
        let codes = known().max().map_or(0, |most| *most as usize + 1);
        let mut rows_of = vec![0_u32; codes];
        for patient in known() {
            rows_of[*patient as usize] += 1;
        }
        let ranges = Ranges::even(&rows_of, RANGES);
        let parts: io::Result<Vec<Aside>> = (0..ranges.parts()).map(|_| Aside::new()).collect();
        Ok(Self {
            rows: vec![0; ranges.parts()],
            parts: parts?,
            ranges,
            count: 0,
            times: Aside::new()?,
            sound: Sound::default(),
        })
    }

    fn put(&mut self, rows: Events) -> io::Result<()> {
        let mut times = Vec::with_capacity(rows.len() * TIMES);
        for (begin, end) in rows.begin.iter().zip(&rows.end) {
            times.extend_from_slice(&begin.to_le_bytes());
            times.extend_from_slice(&end.to_le_bytes());
        }
        self.times.append(&times)?;
        let count = u32::try_from(rows.len()).ok();
        let end = count.and_then(|count| self.count.checked_add(count));
        let end = end.filter(|end| *end < NONE);
        let end = end.ok_or_else(|| io::Error::other("more care than rows can be numbered"))?;
        let numbers = (self.count..end).collect();
        let mut parts = vec![Numbered::<Events>::default(); self.parts.len()];
        Numbered { rows, numbers }.part_into(&self.ranges, &mut parts);
        self.count = end;
        let files = self.parts.iter().zip(&mut self.rows);
        for (part, (file, rows)) in parts.iter().zip(files) {
            if part.numbers.is_empty() {
                continue;
            }
            let mut block = Vec::new();
            part.write(&mut block)?;
            file.append(&block)?;
            *rows += part.numbers.len();
        }
        Ok(())
    }

    fn times(&self, row: usize) -> io::Result<Option<(i64, i64)>> {
        let bytes = self.times.bytes((row * TIMES) as u64, TIMES)?;
        let (times, _) = bytes.as_chunks::<8>();
        let [begin, end] = times else {
            return Ok(None);
        };
        Ok(Some((i64::from_le_bytes(*begin), i64::from_le_bytes(*end))))
    }
}

impl Ranged for Files {
    fn ranges(&self) -> &Ranges {
        &self.ranges
    }

    fn care(&self, range: usize) -> io::Result<Numbered<Events>> {
        let mut care = Numbered::<Events>::default();
        let rows = self.rows[range];
        self.parts[range].whole(|from| care.read(from, rows))?;
        if care.numbers.len() == rows {
            return Ok(care);
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}
