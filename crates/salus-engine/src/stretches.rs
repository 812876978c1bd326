//! Large files read in stretches on all cores: who reads them, and how what was seen is joined again.
//!
//! The digest of a file, without which its records have no ids, is worked out beside the reading. What was
//! seen waits for it in a few words.

use std::mem::take;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use salus_detect::{Finding, Proof, Sighting, SigmaDetector};
use salus_readers::{Cut, Passed, ReadStretch, StretchOf};
use salus_record::{
    Batch, Counts, Digest, Digesting, Loose, Needs, Place, Sink, Start, Stretch, limits,
};
use salus_sigma::Hit;

use crate::crew::Origin;

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
            stretch: 8 << 20,
            waiting: 1 << 20,
        }
    }
}

/// Stretches that wait for their part in the digest.
const UNDIGESTED: usize = 4;

/// A file that is cut.
pub(crate) struct CutFile {
    pub(crate) cut: &'static dyn Cut,
    /// Microseconds of UTC.
    pub(crate) now: i64,
}

/// A stretch to look at.
pub(crate) struct Cutting {
    pub(crate) file: Arc<CutFile>,
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) offset: u64,
    pub(crate) is_last: bool,
}

/// What was seen in a stretch.
#[derive(Default)]
pub(crate) struct Looked {
    /// `None` when the stretch is torn.
    passed: Option<Start>,
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

/// Reads stretches and looks at them; there is one on each core.
pub(crate) struct Worker<'d> {
    detector: &'d SigmaDetector,
    /// Keeps what it learned of the file that was read last.
    reader: Option<(Arc<CutFile>, Box<dyn ReadStretch>)>,
}

impl<'d> Worker<'d> {
    pub(crate) fn new(detector: &'d SigmaDetector) -> Self {
        Self {
            detector,
            reader: None,
        }
    }

    /// Looks at a stretch. Whatever is wrong with it shows again when it is read in one with the rest.
    pub(crate) fn look(&mut self, cutting: &Cutting) -> Looked {
        let (passed, stretch) = self.read(cutting);
        let Passed::Whole { lines, values } = passed else {
            self.reader = None;
            return Looked::default();
        };
        let offset = cutting.bytes.len() as u64;
        let records = stretch.counts.read - stretch.counts.rejects;
        let mut looked = Looked {
            passed: Some(Start {
                offset,
                records,
                lines,
                values,
            }),
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

    fn read(&mut self, cutting: &Cutting) -> (Passed, Stretch) {
        let Cutting { file, .. } = cutting;
        let reader = match self.reader.take() {
            Some((known, reader)) if Arc::ptr_eq(&known, file) => reader,
            _ => file.cut.stretches(),
        };
        let (_, reader) = self.reader.insert((Arc::clone(file), reader));
        let of = StretchOf {
            bytes: &cutting.bytes,
            offset: cutting.offset,
            is_last: cutting.is_last,
        };
        let needs = |table: &str| -> Option<Arc<Needs>> { Some(self.detector.needs(table)) };
        let mut stretch = Stretch::default();
        let mut sink = Sink::stretch(&mut stretch, file.now, &needs);
        let passed = reader.read(of, &mut sink);
        let is_done = sink.finish().is_ok();
        match passed {
            Ok(passed) if is_done => (passed, stretch),
            _ => (Passed::Torn, stretch),
        }
    }
}

/// What is known of a file whose stretches come in one after the other.
#[derive(Default)]
pub(crate) struct Joining {
    file: Arc<str>,
    /// Known from the start, or when the digest is.
    evidence_id: Option<String>,
    pub(crate) start: Start,
    pub(crate) counts: Counts,
    /// The next stretch is torn: what comes from its start on is not looked through yet.
    pub(crate) is_torn: bool,
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
        let Looked {
            passed,
            counts,
            seen,
            hits,
        } = looked;
        let passed = passed.filter(|_| !self.is_torn && self.has_room(&counts));
        let Some(passed) = passed else {
            self.is_torn = true;
            return Vec::new();
        };
        let start = self.start;
        self.waiting.extend(seen.into_iter().map(|sighted| Sighted {
            number: sighted.number + start.records,
            place: start.place(sighted.place),
            ..sighted
        }));
        self.start = Start {
            offset: start.offset + passed.offset,
            records: start.records + passed.records,
            lines: start.lines + passed.lines,
            values: start.values + passed.values,
        };
        self.counts.read += counts.read;
        self.counts.rejects += counts.rejects;
        for (table, records) in counts.tables {
            *self.counts.tables.entry(table).or_default() += records;
        }
        let id = self.evidence_id.as_deref().unwrap_or_default();
        let placed = hits.into_iter();
        placed
            .map(|(rows, hits)| (rows.placed(id, &start), hits))
            .collect()
    }

    fn has_room(&self, counts: &Counts) -> bool {
        let known = &self.counts.tables;
        let new = counts
            .tables
            .keys()
            .filter(|table| !known.contains_key(*table));
        known.len() + new.count() <= limits::TABLES_PER_EVIDENCE
    }

    /// What was seen and can be told, where that is known.
    pub(crate) fn due(&mut self) -> Option<(Vec<Sighted>, Origin)> {
        let evidence_id = self.evidence_id.clone()?;
        let file = Arc::clone(&self.file);
        Some((take(&mut self.waiting), Origin { evidence_id, file }))
    }

    /// Learns the digest, and gives what was seen so far.
    pub(crate) fn settle(&mut self, digest: &Digest) -> (Vec<Sighted>, Origin) {
        let evidence_id = digest.evidence_id().to_owned();
        self.evidence_id = Some(evidence_id.clone());
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
    stretches: SyncSender<Arc<Vec<u8>>>,
    digest: JoinHandle<Digest>,
}

impl Beside {
    pub(crate) fn new() -> Self {
        let (stretches, queue) = sync_channel::<Arc<Vec<u8>>>(UNDIGESTED);
        let digest = thread::spawn(move || {
            let mut digesting = Digesting::default();
            for bytes in queue {
                digesting.update(&bytes);
            }
            digesting.finish()
        });
        Self { stretches, digest }
    }

    pub(crate) fn add(&self, bytes: &Arc<Vec<u8>>) {
        // It only ends early when it broke, which shows at the end.
        let _ = self.stretches.send(Arc::clone(bytes));
    }

    /// The digest of all that was added; `None` when it broke.
    pub(crate) fn finish(self) -> Option<Digest> {
        drop(self.stretches);
        self.digest.join().ok()
    }
}
