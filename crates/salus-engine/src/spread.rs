//! A large file to record batches: its stretches are read on all cores, and handed on in their order.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use salus_record::{Digest, Output, ReadError, Reject, Sink, Start, Stretch};
use salus_sources::{Piece, Watch};

use crate::joined::Cutter;
use crate::spine::{self, Outcome};
use crate::stretches::{Cuts, Cutting, Reached, Sizes, StretchReader, workers};

/// How a piece is read.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) cutter: Cutter,
    /// Microseconds of UTC.
    pub(crate) now: i64,
    pub(crate) sizes: Sizes,
}

/// What was read of a stretch.
struct Done {
    number: u64,
    read: Option<(Start, Stretch)>,
}

/// Reads a piece to its end, as its reader does.
pub(crate) fn read(
    how: How,
    piece: &mut Piece,
    output: &mut dyn Output,
    watch: &dyn Watch,
) -> Result<Outcome, ReadError> {
    let digest = match piece.digest() {
        Ok(digest) => digest.clone(),
        Err(error) => return Ok(spine::unread(error.to_string())),
    };
    let reached = stretches(how, piece, &digest, output, watch)?;
    let Cutter { reader, cut } = how.cutter;
    let Reached {
        start,
        counts,
        is_torn,
    } = reached;
    let sink = Sink::resumed(&digest, how.now, output, counts);
    if is_torn {
        return spine::read_rest((reader, cut), piece, sink, &start, watch);
    }
    spine::ended(reader, piece, sink, None)
}

fn stretches(
    how: How,
    piece: &mut Piece,
    digest: &Digest,
    output: &mut dyn Output,
    watch: &dyn Watch,
) -> Result<Reached, ReadError> {
    let workers = workers();
    let (jobs, queue) = sync_channel(workers);
    let queue = Mutex::new(queue);
    let (report, done) = channel();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, report) = (&queue, report.clone());
            scope.spawn(move || read_all(queue, &report));
        }
        drop(report);
        let mut order = Order {
            done,
            early: BTreeMap::new(),
            handed_on: 0,
            reached: Reached::default(),
            digest,
            output,
        };
        let is_whole = order.hand_out(how, piece, jobs, watch)?;
        while let Ok(done) = order.done.recv() {
            order.hand_on(done)?;
        }
        order.reached.is_torn |= !is_whole;
        Ok(order.reached)
    })
}

fn read_all(queue: &Mutex<Receiver<(u64, Cutting)>>, report: &Sender<Done>) {
    let mut reader = StretchReader::default();
    loop {
        let job = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok((number, cutting)) = job else {
            return;
        };
        let read = reader.read(&cutting, &|_| None);
        // Its buffer is free for the next.
        drop(cutting);
        if report.send(Done { number, read }).is_err() {
            return;
        }
    }
}

/// Brings stretches back into their order.
struct Order<'o> {
    done: Receiver<Done>,
    early: BTreeMap<u64, Option<(Start, Stretch)>>,
    handed_on: u64,
    reached: Reached,
    digest: &'o Digest,
    output: &'o mut dyn Output,
}

impl Order<'_> {
    /// Hands out all stretches; `false` when the piece could not be read to its end.
    fn hand_out(
        &mut self,
        how: How,
        piece: &mut Piece,
        jobs: SyncSender<(u64, Cutting)>,
        watch: &dyn Watch,
    ) -> Result<bool, ReadError> {
        let Ok(mut cuts) = Cuts::of(piece, how.cutter.cut, how.now, how.sizes) else {
            return Ok(false);
        };
        for number in 0.. {
            let Ok(cutting) = cuts.next(piece, watch) else {
                return Ok(false);
            };
            let is_last = cutting.is_last;
            if jobs.send((number, cutting)).is_err() {
                return Ok(false);
            }
            while let Ok(done) = self.done.try_recv() {
                self.hand_on(done)?;
            }
            if is_last || self.reached.is_torn {
                break;
            }
        }
        Ok(true)
    }

    fn hand_on(&mut self, done: Done) -> Result<(), ReadError> {
        self.early.insert(done.number, done.read);
        while let Some(read) = self.early.remove(&self.handed_on) {
            self.handed_on += 1;
            let (adds, stretch) = match read {
                Some((adds, stretch)) => (Some(adds), stretch),
                None => (None, Stretch::default()),
            };
            let Some(start) = self.reached.add(adds, stretch.counts) else {
                continue;
            };
            let evidence_id = self.digest.evidence_id();
            for (place, reason) in stretch.rejects {
                self.output.reject(Reject {
                    evidence_id: evidence_id.to_owned(),
                    place: start.place(place),
                    reason,
                })?;
            }
            for rows in stretch.rows {
                self.output.batch(rows.placed(evidence_id, &start))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::Int32Type;
    use salus_record::Batch;
    use salus_sources::{Found, walk};

    use super::*;

    /// Table, id, place and first field of all records; and all rejects.
    #[derive(Default, PartialEq, Debug)]
    struct Kept(Vec<[String; 4]>, Vec<Reject>);

    impl Output for Kept {
        fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
            let column = |name| batch.rows.column_by_name(name).expect("a column");
            let text = |name, row| column(name).as_string::<i32>().value(row).to_owned();
            for row in 0..batch.rows.num_rows() {
                let cells = column("a").as_dictionary::<Int32Type>();
                let cells = cells.downcast_dict::<StringArray>().expect("text");
                let first = cells.into_iter().nth(row).flatten();
                let first = first.unwrap_or_default().to_owned();
                let (id, place) = (text("record_id", row), text("place", row));
                self.0.push([batch.table.clone(), id, place, first]);
            }
            Ok(())
        }

        fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
            self.1.push(reject);
            Ok(())
        }
    }

    fn read_with(file: &std::path::Path, sizes: Sizes) -> (Kept, String) {
        let (mut kept, mut said) = (Kept::default(), String::new());
        let walk = walk(&[file.to_owned()], &[]);
        walk.visit(&(), &mut |found| {
            let Found::Piece(mut piece) = found else {
                panic!("a file that can be read");
            };
            let (reader, head) = spine::recognised(&mut piece, &()).expect("JSON");
            let cutter = Cutter::of(reader, &piece, &head, sizes);
            assert_eq!(cutter.is_some(), sizes.stretch < 100_000);
            let outcome = match cutter {
                Some(cutter) => {
                    let now = 0;
                    let how = How { cutter, now, sizes };
                    read(how, &mut piece, &mut kept, &())?
                }
                None => spine::read_by(reader, &mut piece, 0, &mut kept, &())?,
            };
            said = format!("{outcome:?}");
            Ok::<(), ReadError>(())
        })
        .expect("nothing fails in memory");
        kept.0.sort();
        (kept, said)
    }

    #[test]
    fn batches_are_those_of_the_whole_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("log.jsonl");
        let check = |middle: &str| {
            let lines = |from: usize| {
                let lines = (from..from + 2_000).map(|n| format!("{{\"a\":\"{n}\",\"b\":{n}}}\n"));
                lines.collect::<String>()
            };
            let text = format!("{}{middle}{}", lines(0), lines(2_000));
            std::fs::write(&file, text).expect("written");
            let (whole, said) = read_with(&file, Sizes::default());
            assert!(whole.0.len() >= 2_000);
            let stretch = 464;
            let sizes = Sizes {
                stretch,
                ..Sizes::default()
            };
            assert_eq!(read_with(&file, sizes), (whole, said), "{middle}");
        };
        check("");
        check("no JSON\n{\"a\":\"half\n\n");
        check("{\n\"a\":\"x\"\n}\n[{\"a\":\"y\"},\n{\"a\":\"z\"}]\n");
        check("[\n");
    }
}
