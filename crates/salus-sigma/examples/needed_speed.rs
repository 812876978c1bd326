//! How fast a file becomes batches with every field kept, and with only those that rules need:
//! `needed_speed RULES ROUTES FILE…`, on one thread, each for some seconds, out of memory.

use std::error::Error;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use salus_readers::{Evidence, recognise};
use salus_record::{Batch, Digest, Needs, Output, ReadError, Reject, Sink, limits};
use salus_sigma::{Routes, RuleSet};

const SPAN: Duration = Duration::from_secs(5);

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Counted<'r> {
    rules: Option<&'r RuleSet>,
    values: usize,
}

impl Output for Counted<'_> {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let columns = batch.rows.columns().iter();
        self.values += columns
            .map(|column| column.len() - column.null_count())
            .sum::<usize>();
        Ok(())
    }

    fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
        Ok(())
    }

    fn needs(&self, table: &str) -> Option<Arc<Needs>> {
        Some(Arc::new(self.rules?.needs(table, &[])))
    }
}

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let usage = "usage: see the first line of the source";
    let (rules, routes) = (words.next().ok_or(usage)?, words.next().ok_or(usage)?);
    let mut texts = Vec::new();
    rule_files(Path::new(&rules), &mut texts)?;
    let routes = Routes::parse(&std::fs::read_to_string(routes)?)?;
    let rules = RuleSet::load(texts.into_iter(), &routes);
    let files: Vec<Vec<u8>> = words.map(std::fs::read).collect::<Result<_, _>>()?;
    println!("| fields | records/s | MB/s | million values/s |\n|---|---|---|---|");
    run("all", &files, None)?;
    run("those that rules need", &files, Some(&rules))
}

fn run(what: &str, files: &[Vec<u8>], rules: Option<&RuleSet>) -> Outcome<()> {
    let mut output = Counted { rules, values: 0 };
    let (begun, mut bytes, mut records) = (Instant::now(), 0, 0);
    while begun.elapsed() < SPAN {
        for file in files {
            let head = &file[..file.len().min(limits::SNIFF_BYTES)];
            let reader = recognise(head).ok_or("no reader knows this syntax")?;
            let mut sink = Sink::new(&Digest::of(b"speed"), 0, &mut output);
            let mut input = Cursor::new(&file[..]);
            reader.read(&mut Evidence::new(&mut input, file.len() as u64), &mut sink)?;
            records += sink.finish()?.read;
            bytes += file.len();
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "| {what} | {:.0} | {:.0} | {:.1} |",
        records as f64 / seconds,
        bytes as f64 / seconds / 1e6,
        output.values as f64 / seconds / 1e6,
    );
    Ok(())
}

fn rule_files(folder: &Path, files: &mut Vec<(String, String)>) -> Outcome<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rule_files(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "yml") {
            files.push((path.display().to_string(), std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}
