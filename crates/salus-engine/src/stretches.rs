//! Large files read in stretches on all cores: who reads them, and how what was seen is joined again.
//!
//! The digest of a file, without which its records have no ids, is worked out beside the reading. What was
//! seen waits for it in a few words.

use std::io::{Read as _, Seek as _};
use std::mem::take;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use salus_detect::{Finding, Proof, Sighting, SigmaDetector};
use salus_readers::{Cut, Known, Passed, ReadStretch, StretchOf};
use salus_record::{
    Batch, Clock, Counts, Digest, Digesting, Loose, Needs, NeedsOf, Place, Sink, Start, Stretch,
    limits,
};
use salus_sigma::Hit;
use salus_sources::{Knowing, Piece, Watch};

use crate::ahead::Begun;
use crate::crew::Origin;
use crate::lent::{Buffers, Lent};

/// So many threads read and match at most: the one that digests could not keep up with more, and each
/// holds its stretches in memory.
const WORKERS: usize = 8;

/// The threads that read and match.
pub(crate) fn workers() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().min(WORKERS))
}

/// How much is done at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Bytes of a stretch. A batch of a few thousand records should come of it.
    pub(crate) stretch: usize,
    /// Sightings that wait for the digest before it is worked out at once.
    pub(crate) waiting: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            // Larger ones are a little quicker, and there are as many in memory as workers.
            stretch: if workers() <= 2 { 16 << 20 } else { 8 << 20 },
            waiting: 1 << 20,
        }
    }
}

/// Stretches nearly always go no further than this to end where something ends.
const LINE_ROOM: usize = 64 << 10;
/// Stretches that wait for their part in the digest.
const UNDIGESTED: usize = 4;

/// First bytes of a file that all who read its stretches are shown.
const HEAD: u64 = 1 << 20;

/// A file that is cut.
struct CutFile {
    cut: &'static dyn Cut,
    head: Vec<u8>,
    clock: Clock,
    knowing: Arc<Knowing>,
    /// Microseconds of UTC.
    now: i64,
}

/// A stretch to look at.
pub(crate) struct Cutting {
    file: Arc<CutFile>,
    pub(crate) bytes: Arc<Lent>,
    offset: u64,
    pub(crate) is_last: bool,
}

/// Cuts a piece into stretches, one after the other.
pub(crate) struct Cuts {
    file: Arc<CutFile>,
    offset: u64,
    bytes: usize,
    buffers: Buffers,
}

impl Cuts {
    /// For a piece that stands at its start.
    pub(crate) fn of(
        piece: &mut Piece,
        cut: &'static dyn Cut,
        now: i64,
        sizes: Sizes,
    ) -> std::io::Result<Self> {
        let mut head = Vec::new();
        piece.input.by_ref().take(HEAD).read_to_end(&mut head)?;
        piece.input.rewind()?;
        Ok(Self {
            file: Arc::new(CutFile {
                cut,
                head,
                clock: piece.clock(),
                knowing: Arc::clone(&piece.knowing),
                now,
            }),
            offset: 0,
            bytes: sizes.stretch,
            buffers: Buffers::default(),
        })
    }

    /// The next stretch.
    pub(crate) fn next(
        &mut self,
        piece: &mut Piece,
        watch: &dyn Watch,
    ) -> std::io::Result<Cutting> {
        let mut lent = self.buffers.lend();
        let bytes = &mut lent.bytes;
        bytes.reserve(self.bytes + LINE_ROOM);
        let (input, offset) = (&mut *piece.input, self.offset);
        self.file.cut.next(input, offset, self.bytes, bytes)?;
        let is_last = input.fill_buf()?.is_empty();
        if !piece.is_packed {
            watch.read(bytes.len() as u64);
        }
        self.offset += bytes.len() as u64;
        Ok(Cutting {
            file: Arc::clone(&self.file),
            bytes: Arc::new(lent),
            offset,
            is_last,
        })
    }
}

/// What was seen in a stretch.
#[derive(Default)]
pub(crate) struct Looked {
    /// What it adds to the file's start; `None` when it is torn.
    adds: Option<Start>,
    counts: Counts,
    seen: Vec<Sighted>,
    /// For the correlation rules.
    hits: Vec<(Loose, Vec<Hit>)>,
}

/// Something that was seen in a record.
pub(crate) struct Sighted {
    sighting: Sighting,
    table: Arc<str>,
    number: u64,
    place: Place,
}

impl Sighted {
    pub(crate) fn finding(self, detector: &SigmaDetector, origin: &Origin) -> Finding {
        let proof = Proof {
            table: Some(self.table.to_string()),
            place: Some(self.place.to_string()),
            file: Some(origin.file.to_string()),
            ..Proof::of(&format!("{}:{}", origin.evidence_id, self.number))
        };
        detector.finding(self.sighting, proof)
    }
}

/// Reads stretches; there is one on each core.
#[derive(Default)]
pub(crate) struct StretchReader {
    /// Keeps what it learned of the file that was read last.
    reader: Option<(Arc<CutFile>, Box<dyn ReadStretch>)>,
}

impl StretchReader {
    /// Reads a stretch, and gives what it adds to the file's start; `None` when it is torn, or broken:
    /// whatever is wrong with it shows again when it is read in one with the rest.
    pub(crate) fn read(
        &mut self,
        cutting: &Cutting,
        needs: &NeedsOf<'_>,
    ) -> Option<(Start, Stretch)> {
        let whole = catch_unwind(AssertUnwindSafe(|| self.passed(cutting, needs)));
        let whole = whole.ok().flatten();
        if whole.is_none() {
            self.reader = None;
        }
        whole
    }

    fn passed(&mut self, cutting: &Cutting, needs: &NeedsOf<'_>) -> Option<(Start, Stretch)> {
        let Cutting { file, .. } = cutting;
        let reader = match self.reader.take() {
            Some((known, reader)) if Arc::ptr_eq(&known, file) => reader,
            _ => file.cut.stretches(Known {
                head: &file.head,
                clock: file.clock,
                kinds: &file.knowing.kinds,
            }),
        };
        let (_, reader) = self.reader.insert((Arc::clone(file), reader));
        let of = StretchOf {
            bytes: &cutting.bytes,
            offset: cutting.offset,
            is_last: cutting.is_last,
        };
        let mut stretch = Stretch::default();
        let mut sink = Sink::stretch(&mut stretch, file.now, needs);
        let passed = reader.read(of, &mut sink);
        sink.finish().ok()?;
        let Ok(Passed::Whole { lines, values }) = passed else {
            return None;
        };
        let adds = Start {
            offset: cutting.bytes.len() as u64,
            records: stretch.counts.read - stretch.counts.rejects,
            lines,
            values,
        };
        Some((adds, stretch))
    }
}

/// Reads stretches and looks at them.
pub(crate) struct Worker<'d> {
    detector: &'d SigmaDetector,
    reader: StretchReader,
}

impl<'d> Worker<'d> {
    pub(crate) fn new(detector: &'d SigmaDetector) -> Self {
        Self {
            detector,
            reader: StretchReader::default(),
        }
    }

    pub(crate) fn look(&mut self, cutting: &Cutting) -> Looked {
        let needs = |table: &str| -> Option<Arc<Needs>> { Some(self.detector.needs(table)) };
        let Some((adds, stretch)) = self.reader.read(cutting, &needs) else {
            return Looked::default();
        };
        let mut looked = Looked {
            adds: Some(adds),
            counts: stretch.counts,
            ..Looked::default()
        };
        let has_correlations = !self.detector.rules().correlations().is_empty();
        for rows in stretch.rows {
            let (sightings, hits) = self.detector.sight(rows.rows());
            let table: Arc<str> = Arc::from(rows.rows().table.as_str());
            looked.seen.extend(sightings.into_iter().map(|sighting| {
                let (number, place) = rows.position(sighting.row);
                Sighted {
                    sighting,
                    table: Arc::clone(&table),
                    number,
                    place,
                }
            }));
            if has_correlations && !hits.is_empty() {
                looked.hits.push((rows, hits));
            }
        }
        looked
    }
}

/// How far a file is, whose stretches come in one after the other.
#[derive(Default)]
pub(crate) struct Reached {
    pub(crate) start: Start,
    pub(crate) counts: Counts,
    /// The next stretch is torn: what comes from its start on is not read yet.
    pub(crate) is_torn: bool,
}

impl Reached {
    /// Adds the next stretch, unless it is torn or comes after one; gives where it started.
    pub(crate) fn add(&mut self, adds: Option<Start>, counts: Counts) -> Option<Start> {
        let Some(adds) = adds.filter(|_| !self.is_torn && self.has_room(&counts)) else {
            self.is_torn = true;
            return None;
        };
        let start = self.start;
        self.start = Start {
            offset: start.offset + adds.offset,
            records: start.records + adds.records,
            lines: start.lines + adds.lines,
            values: start.values + adds.values,
        };
        self.counts.read += counts.read;
        self.counts.rejects += counts.rejects;
        for (table, records) in counts.tables {
            *self.counts.tables.entry(table).or_default() += records;
        }
        Some(start)
    }

    fn has_room(&self, counts: &Counts) -> bool {
        let known = &self.counts.tables;
        let new = counts
            .tables
            .keys()
            .filter(|table| !known.contains_key(*table));
        known.len() + new.count() <= limits::TABLES_PER_EVIDENCE
    }
}

/// What is known of a file that is looked through in stretches.
#[derive(Default)]
pub(crate) struct Joining {
    file: Arc<str>,
    /// Known from the start, or when the digest is.
    evidence_id: Option<String>,
    pub(crate) reached: Reached,
    waiting: Vec<Sighted>,
}

impl Joining {
    pub(crate) fn new(file: Arc<str>, digest: Option<&Digest>) -> Self {
        Self {
            file,
            evidence_id: digest.map(|digest| digest.evidence_id().to_owned()),
            ..Self::default()
        }
    }

    /// Adds the next stretch, and gives the batches that correlation rules are to see.
    pub(crate) fn add(&mut self, looked: Looked) -> Vec<(Batch, Vec<Hit>)> {
        let Some(start) = self.reached.add(looked.adds, looked.counts) else {
            return Vec::new();
        };
        let seen = looked.seen.into_iter();
        self.waiting.extend(seen.map(|sighted| Sighted {
            number: sighted.number + start.records,
            place: start.place(sighted.place),
            ..sighted
        }));
        let id = self.evidence_id.as_deref().unwrap_or_default();
        let hits = looked.hits.into_iter();
        hits.map(|(rows, hits)| (rows.placed(id, &start), hits))
            .collect()
    }

    /// What was seen and can be told, where that is known.
    pub(crate) fn due(&mut self) -> Option<(Vec<Sighted>, Origin)> {
        let evidence_id = self.evidence_id.clone()?;
        Some(self.told_as(evidence_id))
    }

    /// Learns the digest, and gives what was seen so far.
    pub(crate) fn settle(&mut self, digest: &Digest) -> (Vec<Sighted>, Origin) {
        let evidence_id = digest.evidence_id().to_owned();
        self.evidence_id = Some(evidence_id.clone());
        self.told_as(evidence_id)
    }

    fn told_as(&mut self, evidence_id: String) -> (Vec<Sighted>, Origin) {
        let file = Arc::clone(&self.file);
        (take(&mut self.waiting), Origin { evidence_id, file })
    }

    /// Whether more waits for the digest than should.
    pub(crate) fn is_full(&self, sizes: Sizes) -> bool {
        self.waiting.len() >= sizes.waiting
    }
}

/// A digest that is worked out while stretches are read.
pub(crate) struct Beside {
    stretches: SyncSender<Arc<Lent>>,
    digest: JoinHandle<Digest>,
}

impl Beside {
    /// Goes on with what was begun before.
    pub(crate) fn new(begun: Option<Begun>) -> Self {
        let (stretches, queue) = sync_channel::<Arc<Lent>>(UNDIGESTED);
        let digest = thread::spawn(move || {
            let (mut digesting, mut done) = match begun {
                Some(begun) => (begun.digesting, begun.bytes),
                None => (Digesting::default(), 0),
            };
            for bytes in queue {
                let passed = usize::try_from(done).unwrap_or(usize::MAX).min(bytes.len());
                digesting.update(&bytes[passed..]);
                done -= passed as u64;
            }
            digesting.finish()
        });
        Self { stretches, digest }
    }

    pub(crate) fn add(&self, bytes: &Arc<Lent>) {
        // It only ends early when it broke, which shows at the end.
        let _ = self.stretches.send(Arc::clone(bytes));
    }

    /// The digest of all that was added; `None` when it broke.
    pub(crate) fn finish(self) -> Option<Digest> {
        drop(self.stretches);
        self.digest.join().ok()
    }
}
