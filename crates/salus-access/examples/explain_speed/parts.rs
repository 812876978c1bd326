//! The same in bounded memory: rows go to files by range of patients, and one range at a time is explained.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;
use std::time::Instant;

use salus_access::{
    Accesses, Events, Evidence, Handled, Learned, Numbered, Ranges, Status, Templates, explain,
    learn,
};

use crate::made::{Eastern, PATIENTS, access, catalogue, event, staff};
use crate::{Done, peak};

/// Rows that are gathered for all files before they are written.
const AT_ONCE: usize = 2_000_000;

pub fn run(rows: usize, threads: usize, parts: usize, folder: &Path) -> Done {
    let start = Instant::now();
    let ranges = ranges(rows, parts);
    println!("counted in {:.1?}", start.elapsed());
    let start = Instant::now();
    spill(rows, &ranges, folder)?;
    println!(
        "in files after {:.1?}, peak {} MiB",
        start.elapsed(),
        peak()
    );
    let templates = catalogue()?;
    let start = Instant::now();
    let mut learned = Learned::default();
    for part in 0..ranges.parts() {
        let one = Part::read(folder, part, rows)?;
        learned.merge(learn(&one.evidence(), &templates, threads)?);
    }
    let handled = learned.handled();
    println!("learned after {:.1?}", start.elapsed());
    let mut counts = [0; 3];
    for part in 0..ranges.parts() {
        let one = Part::read(folder, part, rows)?;
        explained(&one, &templates, &handled, (threads, &mut counts))?;
    }
    println!(
        "{rows} accesses against {rows} rows of care in {} parts on {threads} threads: {:.1} s, peak {} MiB",
        ranges.parts(),
        start.elapsed().as_secs_f64(),
        peak()
    );
    println!("explained, weak, unexplained: {counts:?}");
    Ok(())
}

fn explained(
    one: &Part,
    templates: &Templates,
    handled: &Handled,
    (threads, counts): (usize, &mut [usize; 3]),
) -> Done {
    let found = explain(&one.evidence(), templates, handled, threads)?;
    let statuses = [Status::Explained, Status::Weak, Status::Unexplained];
    for (count, status) in counts.iter_mut().zip(statuses) {
        *count += found.status.iter().filter(|one| **one == status).count();
    }
    Ok(())
}

fn ranges(rows: usize, parts: usize) -> Ranges {
    let mut rows_of = vec![0; PATIENTS as usize];
    // One of sixteen rows says enough of the rest.
    for number in (0..rows).step_by(16) {
        rows_of[event(number).patient as usize] += 1;
    }
    Ranges::even(&rows_of, parts)
}

fn spill(rows: usize, ranges: &Ranges, folder: &Path) -> Done {
    for part in 0..ranges.parts() {
        File::create(folder.join(format!("accesses-{part}")))?;
        File::create(folder.join(format!("events-{part}")))?;
    }
    for start in (0..rows).step_by(AT_ONCE) {
        let numbers = start..rows.min(start + AT_ONCE);
        let mut events = Numbered::<Events>::default();
        let mut accesses = Numbered::<Accesses>::default();
        for number in numbers {
            events.rows.push(event(number));
            events.numbers.push(number as u32);
            let (time, user, patient) = access(number, rows);
            accesses.rows.push(time, user, patient, false);
            accesses.numbers.push(number as u32);
        }
        let mut parted = vec![Numbered::default(); ranges.parts()];
        events.part_into(ranges, &mut parted);
        for (part, block) in parted.iter().enumerate() {
            block.write(&mut append(folder, "events", part)?)?;
        }
        let mut parted = vec![Numbered::default(); ranges.parts()];
        accesses.part_into(ranges, &mut parted);
        for (part, block) in parted.iter().enumerate() {
            block.write(&mut append(folder, "accesses", part)?)?;
        }
    }
    Ok(())
}

fn append(folder: &Path, what: &str, part: usize) -> std::io::Result<BufWriter<File>> {
    let path = folder.join(format!("{what}-{part}"));
    Ok(BufWriter::new(File::options().append(true).open(path)?))
}

struct Part {
    accesses: Numbered<Accesses>,
    events: Numbered<Events>,
    staff: salus_access::Staff,
}

impl Part {
    fn read(folder: &Path, part: usize, most: usize) -> std::io::Result<Self> {
        let open = |what: &str| File::open(folder.join(format!("{what}-{part}")));
        let mut one = Self {
            accesses: Numbered::default(),
            events: Numbered::default(),
            staff: staff(),
        };
        let mut file = BufReader::new(open("accesses")?);
        one.accesses.read(&mut file, most)?;
        let mut file = BufReader::new(open("events")?);
        one.events.read(&mut file, most)?;
        Ok(one)
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            accesses: &self.accesses.rows,
            events: &self.events.rows,
            staff: &self.staff,
            calendar: &Eastern,
        }
    }
}
