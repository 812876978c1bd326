//! Matching on all cores while the reading goes on; findings come back in the order of the records.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use salus_detect::{Finding, SigmaDetector};
use salus_lake::LakeError;
use salus_record::{Batch, ReadError};
use salus_sigma::{Arrival, CorrelationAccount, CorrelationLimits, Correlator, Hit};

use crate::ahead::Ahead;
use crate::stretches::{Cutting, Joining, Looked, Sighted, Sizes, Worker, workers};

/// A worker broke off.
pub(crate) struct Broken;

/// Findings that are put into words at once.
const TOLD_AT_ONCE: usize = 1_024;

const BROKEN: &str = "matching broke off; help: please report it";

impl From<Broken> for ReadError {
    fn from(_: Broken) -> Self {
        Self::Output(BROKEN.to_owned())
    }
}

impl From<Broken> for LakeError {
    fn from(_: Broken) -> Self {
        Self::Query(BROKEN.to_owned())
    }
}

/// A file that records come from.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) evidence_id: String,
    pub(crate) file: Arc<str>,
}

/// Something to look at.
struct Job {
    number: u64,
    work: Work,
}

enum Work {
    Batch {
        file: Option<Arc<str>>,
        batch: Batch,
    },
    Stretch(Cutting),
}

/// What was seen.
struct Seen {
    number: u64,
    what: What,
}

enum What {
    Batch {
        findings: Vec<Finding>,
        /// For the correlation rules.
        hits: Option<(Batch, Vec<Hit>)>,
    },
    Stretch(Looked),
}

/// Takes a finding; an error ends the work.
pub(crate) type Found<'f, E> = dyn FnMut(Finding) -> Result<(), E> + 'f;

/// The workers, as the one who reads sees them.
pub(crate) struct Crew<'f, E> {
    jobs: SyncSender<Job>,
    done: Receiver<Result<Seen, Broken>>,
    /// What came back before its turn.
    early: BTreeMap<u64, What>,
    given: u64,
    handed_on: u64,
    found: &'f mut Found<'f, E>,
    detector: &'f SigmaDetector,
    correlator: Option<Correlator>,
    /// Files by evidence id, for what correlations find.
    files: HashMap<String, Arc<str>>,
    /// The file that is being read in stretches.
    joining: Joining,
    pub(crate) sizes: Sizes,
    /// The digest of the first file, begun before.
    pub(crate) ahead: Option<Ahead>,
}

/// Runs `work` with a crew that looks at the batches it is given, and waits for the last of them.
/// Where there are correlation rules, their account comes back too.
pub(crate) fn with_crew<'f, R, E: From<Broken>>(
    detector: &'f SigmaDetector,
    found: &'f mut Found<'f, E>,
    work: impl FnOnce(&mut Crew<'f, E>) -> Result<R, E>,
) -> Result<(R, Option<CorrelationAccount>), E> {
    let workers = workers();
    let (jobs, queue) = sync_channel(workers);
    let queue = Mutex::new(queue);
    let (report, done) = channel();
    let has_correlations = !detector.rules().correlations().is_empty();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, report) = (&queue, report.clone());
            scope.spawn(move || match_all(detector, queue, &report));
        }
        drop(report);
        let mut crew = Crew {
            jobs,
            done,
            early: BTreeMap::new(),
            given: 0,
            handed_on: 0,
            found,
            detector,
            correlator: has_correlations
                .then(|| detector.correlator(Arrival::History, CorrelationLimits::default())),
            files: HashMap::new(),
            joining: Joining::default(),
            sizes: Sizes::default(),
            ahead: None,
        };
        let result = work(&mut crew)?;
        Ok((result, crew.finish()?))
    })
}

fn match_all(
    detector: &SigmaDetector,
    queue: &Mutex<Receiver<Job>>,
    report: &Sender<Result<Seen, Broken>>,
) {
    let mut worker = Worker::new(detector);
    loop {
        let job = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(Job { number, work }) = job else {
            return;
        };
        // A panic is a defect; it ends the run with a message, and no finding is lost unseen.
        let looked = catch_unwind(AssertUnwindSafe(|| match work {
            Work::Batch { file, batch } => look(detector, file.as_deref(), batch),
            Work::Stretch(cutting) => What::Stretch(worker.look(&cutting)),
        }));
        let seen = looked.map(|what| Seen { number, what });
        if report.send(seen.map_err(|_| Broken)).is_err() {
            return;
        }
    }
}

fn look(detector: &SigmaDetector, file: Option<&str>, batch: Batch) -> What {
    let (mut findings, hits) = detector.look(&batch);
    for proof in findings.iter_mut().flat_map(|finding| &mut finding.proofs) {
        proof.file = file.map(str::to_owned);
    }
    let is_wanted = !hits.is_empty() && !detector.rules().correlations().is_empty();
    What::Batch {
        findings,
        hits: is_wanted.then_some((batch, hits)),
    }
}

impl<E: From<Broken>> Crew<'_, E> {
    /// Hands a batch to whoever is free, and hands on the findings that are due.
    pub(crate) fn give(&mut self, batch: Batch, origin: Option<&Origin>) -> Result<(), E> {
        if let Some(origin) = origin {
            self.know(origin);
        }
        let file = origin.map(|origin| Arc::clone(&origin.file));
        self.send(Work::Batch { file, batch })
    }

    /// Begins a file whose stretches come next.
    pub(crate) fn join(&mut self, joining: Joining) {
        self.joining = joining;
    }

    /// Hands a stretch to whoever is free, and hands on the findings that are due.
    pub(crate) fn give_stretch(&mut self, cutting: Cutting) -> Result<(), E> {
        self.send(Work::Stretch(cutting))
    }

    /// The file whose stretches are given, as far as it is looked through.
    pub(crate) fn joining(&mut self) -> &mut Joining {
        &mut self.joining
    }

    /// Waits until all that was given is looked through, and gives the file that was joined.
    pub(crate) fn joined(&mut self) -> Result<Joining, E> {
        while self.handed_on < self.given {
            let seen = self.done.recv().map_err(|_| Broken)?;
            self.hand_on(seen)?;
        }
        Ok(std::mem::take(&mut self.joining))
    }

    /// Tells which file has this evidence id, for what correlations find.
    pub(crate) fn know(&mut self, origin: &Origin) {
        if self.correlator.is_some() {
            let Origin { evidence_id, file } = origin.clone();
            self.files.insert(evidence_id, file);
        }
    }

    /// Whether records must know their place before they are looked at.
    pub(crate) fn needs_places(&self) -> bool {
        self.correlator.is_some()
    }

    /// Hands on what was seen of a file, once it is known which it is.
    ///
    /// Of many, the next are put into words while those before are handed on.
    pub(crate) fn tell(&mut self, sighted: Vec<Sighted>, origin: &Origin) -> Result<(), E> {
        let detector = self.detector;
        if sighted.len() <= TOLD_AT_ONCE {
            return sighted
                .into_iter()
                .try_for_each(|one| (self.found)(one.finding(detector, origin)));
        }
        let (worded, findings) = sync_channel::<Vec<Finding>>(2);
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut rest = sighted.into_iter();
                while rest.len() > 0 {
                    let next = rest.by_ref().take(TOLD_AT_ONCE);
                    let next = next.map(|one| one.finding(detector, origin)).collect();
                    if worded.send(next).is_err() {
                        return;
                    }
                }
            });
            findings
                .into_iter()
                .flatten()
                .try_for_each(&mut *self.found)
        })
    }

    fn send(&mut self, work: Work) -> Result<(), E> {
        let number = self.given;
        self.given += 1;
        self.jobs.send(Job { number, work }).map_err(|_| Broken)?;
        while let Ok(seen) = self.done.try_recv() {
            self.hand_on(seen)?;
        }
        Ok(())
    }

    fn hand_on(&mut self, seen: Result<Seen, Broken>) -> Result<(), E> {
        let Seen { number, what } = seen?;
        self.early.insert(number, what);
        while let Some(what) = self.early.remove(&self.handed_on) {
            self.handed_on += 1;
            match what {
                What::Batch { findings, hits } => {
                    if let (Some(correlator), Some((batch, hits))) = (&mut self.correlator, &hits) {
                        correlator.add(batch, hits);
                    }
                    for finding in findings {
                        (self.found)(finding)?;
                    }
                }
                What::Stretch(looked) => self.hand_on_stretch(looked)?,
            }
        }
        Ok(())
    }

    fn hand_on_stretch(&mut self, looked: Looked) -> Result<(), E> {
        let correlated = self.joining.add(looked);
        let due = self.joining.due();
        if let Some(correlator) = &mut self.correlator {
            for (batch, hits) in &correlated {
                correlator.add(batch, hits);
            }
        }
        match due {
            Some((sighted, origin)) => self.tell(sighted, &origin),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Option<CorrelationAccount>, E> {
        let (last, _) = sync_channel(0);
        drop(std::mem::replace(&mut self.jobs, last));
        while let Ok(seen) = self.done.recv() {
            self.hand_on(seen)?;
        }
        let Some(mut correlator) = self.correlator.take() else {
            return Ok(None);
        };
        correlator.finish();
        for mut finding in self.detector.correlated(&mut correlator) {
            for proof in &mut finding.proofs {
                let evidence = proof.record_id.split(':').next().unwrap_or_default();
                proof.file = self.files.get(evidence).map(|file| file.to_string());
            }
            (self.found)(finding)?;
        }
        Ok(Some(correlator.account()))
    }
}

/// What correlation rules could not take into account, in words; `None` where there is nothing of it.
pub(crate) fn shortfall(account: &CorrelationAccount) -> Option<String> {
    let counts = [
        (account.untimed, "without a time"),
        (account.late, "too late for their window"),
        (account.incomplete, "without a field the rule needs"),
        (account.beyond_limits, "beyond the limits"),
        (account.hits_lost, "of their findings beyond the limits"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "of {} events for correlation rules, left out: {}",
            account.events,
            parts.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use salus_record::{Digest, Output, Place, Reject, Sink};
    use salus_sigma::{Routes, RuleSet};

    use super::*;

    /// Takes batches as a reader gives them.
    struct Giving<'c, 'f>(&'c mut Crew<'f, ReadError>);

    impl Output for Giving<'_, '_> {
        fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
            self.0.give(batch, None)
        }

        fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
            Ok(())
        }
    }

    #[test]
    fn findings_come_in_the_order_of_the_records() {
        let routes = "sources: [{product: p, read: [{table: \"t*\"}]}]";
        let routes = Routes::parse(routes).expect("routes");
        let rule =
            "title: r\nlogsource: {product: p}\ndetection: {s: {a|startswith: x}, condition: s}";
        let rules = [("r.yml".to_owned(), rule.to_owned())];
        let detector = SigmaDetector::new(RuleSet::load(rules.into_iter(), &routes));
        let mut found = Vec::new();
        let mut keep = |finding: Finding| {
            found.push(finding.proofs[0].record_id.clone());
            Ok::<(), ReadError>(())
        };
        with_crew(&detector, &mut keep, |crew| {
            for piece in 0..40_usize {
                let mut giving = Giving(crew);
                let digest = Digest::of(&[piece as u8]);
                let mut sink = Sink::new(&digest, 0, &mut giving);
                // Large and small batches by turns, so that some are done before their turn.
                for number in 0..if piece % 3 == 0 { 3_000 } else { 1 } {
                    let row = sink.record("t", Place::Line(number + 1));
                    row.text("a", &format!("x{number}")).end()?;
                }
                sink.finish()?;
            }
            Ok(())
        })
        .expect("nothing fails in memory");
        let pieces = (0..40_u8).flat_map(|piece| {
            let rows = if piece % 3 == 0 { 3_000 } else { 1 };
            let digest = Digest::of(&[piece]);
            (1..=rows).map(move |row| format!("{}:{row}", digest.evidence_id()))
        });
        assert!(found.into_iter().eq(pieces));
    }
}
