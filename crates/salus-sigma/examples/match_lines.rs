//! Sigma rules over a log file, with nothing else of Salus but its readers: `match_lines RULES ROUTES LOG`.
//!
//! RULES is a folder of rules, ROUTES says which tables their log sources mean (`content/logsources.yaml`,
//! or a few lines of your own); the pipelines it names are looked for in `pipelines/` beside it. Prints each
//! rule that fits with the place of the record.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _};
use std::path::Path;
use std::sync::Arc;

use arrow_array::StringArray;
use salus_readers::{Evidence, recognise};
use salus_record::{Batch, Digest, Needs, Output, ReadError, Reject, Sink, limits};
use salus_sigma::{Pipeline, Routes, RuleSet, Setup};

/// Takes batches as they come, matches them, and forgets them.
struct Matching<'r>(&'r RuleSet);

impl Output for Matching<'_> {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let places = batch.rows.column_by_name("place");
        let places = places.and_then(|places| places.as_any().downcast_ref::<StringArray>());
        for hit in self.0.matches(&batch) {
            let place = places.map_or("", |places| places.value(hit.row));
            println!("{place}: {}", self.0.rules()[hit.rule].title);
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        eprintln!("{} cannot be read: {}", reject.place, reject.reason);
        Ok(())
    }

    // Without this every field is kept, which takes longer and changes nothing.
    fn needs(&self, table: &str) -> Option<Arc<Needs>> {
        Some(Arc::new(self.0.needs(table, &[])))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, routes, log] = words.as_slice() else {
        return Err("usage: match_lines RULES ROUTES LOG".into());
    };
    let mut files = Vec::new();
    rule_files(Path::new(folder), &mut files)?;
    let rules = RuleSet::load_with(files.into_iter(), &setup(Path::new(routes))?);
    for rule in rules.not_loaded() {
        eprintln!("not used: {}: {}", rule.path, rule.reason);
    }
    let mut input = BufReader::new(File::open(log)?);
    let mut head = Vec::new();
    let mut start = input.by_ref().take(limits::SNIFF_BYTES as u64);
    start.read_to_end(&mut head)?;
    input.rewind()?;
    let reader = recognise(&head).ok_or("no reader knows this syntax")?;
    let size = input.get_ref().metadata()?.len();
    let mut output = Matching(&rules);
    // A digest of the content names the evidence; here nobody asks for the records' ids.
    let mut sink = Sink::new(&Digest::of(b""), 0, &mut output);
    reader.read(&mut Evidence::new(&mut input, size), &mut sink)?;
    let counts = sink.finish()?;
    eprintln!("{} records and rejects", counts.read);
    Ok(())
}

fn setup(routes: &Path) -> Result<Setup, Box<dyn Error>> {
    let mut setup = Setup {
        routes: Routes::parse(&std::fs::read_to_string(routes)?)?,
        ..Setup::default()
    };
    let folder = routes.with_file_name("pipelines");
    let mut files = Vec::new();
    if folder.is_dir() {
        rule_files(&folder, &mut files)?;
    }
    for (path, text) in files {
        let name = Path::new(&path).file_stem().unwrap_or_default();
        let pipeline = Pipeline::parse(&text)?;
        setup.pipelines.insert(&name.to_string_lossy(), pipeline);
    }
    Ok(setup)
}

fn rule_files(folder: &Path, files: &mut Vec<(String, String)>) -> Result<(), Box<dyn Error>> {
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
