//! Matching on all cores while the reading goes on; findings come back in the order of the records.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use salus_detect::{Finding, SigmaDetector};
use salus_lake::LakeError;
use salus_record::{Batch, ReadError};

/// A worker broke off.
pub(crate) struct Broken;

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

/// A batch to look at.
struct Job {
    number: u64,
    file: Option<Arc<str>>,
    batch: Batch,
}

type Done = (u64, Vec<Finding>);

/// Takes a finding; an error ends the work.
pub(crate) type Found<'f, E> = dyn FnMut(Finding) -> Result<(), E> + 'f;

/// The workers, as the one who reads sees them.
pub(crate) struct Crew<'f, E> {
    jobs: SyncSender<Job>,
    done: Receiver<Done>,
    /// Findings of batches that came back before their turn.
    early: BTreeMap<u64, Vec<Finding>>,
    given: u64,
    handed_on: u64,
    found: &'f mut Found<'f, E>,
}

/// Runs `work` with a crew that looks at the batches it is given, and waits for the last of them.
pub(crate) fn with_crew<'f, R, E: From<Broken>>(
    detector: &SigmaDetector,
    found: &'f mut Found<'f, E>,
    work: impl FnOnce(&mut Crew<'f, E>) -> Result<R, E>,
) -> Result<R, E> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (jobs, queue) = sync_channel(workers);
    let queue = Mutex::new(queue);
    let (report, done) = channel();
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
        };
        let result = work(&mut crew)?;
        crew.finish()?;
        Ok(result)
    })
}

fn match_all(detector: &SigmaDetector, queue: &Mutex<Receiver<Job>>, report: &Sender<Done>) {
    loop {
        let job = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(Job {
            number,
            file,
            batch,
        }) = job
        else {
            return;
        };
        let mut findings = detector.findings(&batch);
        for proof in findings.iter_mut().flat_map(|finding| &mut finding.proofs) {
            proof.file = file.as_deref().map(str::to_owned);
        }
        if report.send((number, findings)).is_err() {
            return;
        }
    }
}

impl<E: From<Broken>> Crew<'_, E> {
    /// Hands a batch to whoever is free, and hands on the findings that are due.
    pub(crate) fn give(&mut self, batch: Batch, file: Option<Arc<str>>) -> Result<(), E> {
        let job = Job {
            number: self.given,
            file,
            batch,
        };
        self.given += 1;
        self.jobs.send(job).map_err(|_| Broken)?;
        while let Ok(done) = self.done.try_recv() {
            self.hand_on(done)?;
        }
        Ok(())
    }

    fn hand_on(&mut self, (number, findings): Done) -> Result<(), E> {
        self.early.insert(number, findings);
        while let Some(findings) = self.early.remove(&self.handed_on) {
            self.handed_on += 1;
            for finding in findings {
                (self.found)(finding)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), E> {
        let (last, _) = sync_channel(0);
        drop(std::mem::replace(&mut self.jobs, last));
        while let Ok(done) = self.done.recv() {
            self.hand_on(done)?;
        }
        Ok(())
    }
}
