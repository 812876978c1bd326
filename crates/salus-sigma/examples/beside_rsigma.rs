//! Matching alone, beside `rsigma-eval`, one thread each: `beside_rsigma EVENTS RULES ROUTES PIPELINE DIFFERENCES`.
//!
//! Both are given the same Windows events (JSON lines) ready for them: batches for us, parsed JSON
//! for the peer. First they must find the same pairs of rule and event; a rule listed in DIFFERENCES
//! (CSV, the rule's id first) may differ. Then each is timed, the peer in its fastest setting.
//! `beside_rsigma load salus|rsigma …` loads the rules in a process of its own, for its time and memory.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Cursor};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use arrow_array::{Array, StringArray};
use rsigma_eval::{Engine, JsonEvent, LogSourceExtractor, parse_pipeline_file};
use rsigma_parser::LogSource;
use salus_readers::{Evidence, recognise};
use salus_record::{Batch, Digest, Output, ReadError, Reject, Sink, limits};
use salus_sigma::{Pipeline, Pipelines, Routes, RuleSet, Setup};

/// Events that are matched in one go.
const SLICE: usize = 100_000;
/// A rule's id and the number of the event's line.
type Pairs = BTreeSet<(String, usize)>;
type Outcome<T> = Result<T, Box<dyn Error>>;

struct Paths {
    events: String,
    rules: String,
    routes: String,
    pipeline: String,
    differences: String,
}

fn main() -> Outcome<()> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let load = (words.first().map(String::as_str) == Some("load"))
        .then(|| words.drain(..2).nth(1))
        .flatten();
    let [events, rules, routes, pipeline, differences] =
        <[String; 5]>::try_from(words).map_err(|_| "usage: see the first line of the source")?;
    let paths = Paths {
        events,
        rules,
        routes,
        pipeline,
        differences,
    };
    match load.as_deref() {
        Some("salus") => loaded(|| ours(&paths)),
        Some(_) => loaded(|| theirs(&paths, Setting::Plain)),
        None => compare(&paths),
    }
}

/// Prints the seconds that loading took, and the MiB it left in use.
fn loaded<T>(load: impl FnOnce() -> Outcome<T>) -> Outcome<()> {
    let (before, begun) = (resident()?, Instant::now());
    let kept = load()?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("| {seconds:.2} | {:.0} |", resident()? - before);
    drop(kept);
    Ok(())
}

/// MiB of this process that are in memory.
fn resident() -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kib.ok_or("no VmRSS")?.parse::<f64>()? / 1024.0)
}

/// Goes through the events in slices, so that any number of them fits in memory.
fn compare(paths: &Paths) -> Outcome<()> {
    // One set proves and another is timed, so that none remembers values of the proof.
    let (rules, timed_rules) = (ours(paths)?, ours(paths)?);
    let mut peer: Option<(Engine, &str)> = None;
    let (mut count, mut found) = (0, 0);
    let (mut our_time, mut their_time) = (Duration::ZERO, Duration::ZERO);
    let mut lines = BufReader::new(File::open(&paths.events)?);
    loop {
        let mut text = String::new();
        for _ in 0..SLICE {
            lines.read_line(&mut text)?;
        }
        if text.is_empty() {
            break;
        }
        let slice = Slice::new(&text)?;
        let engine = match &peer {
            Some((engine, _)) => engine,
            None => &peer.insert(fastest(paths, &slice)?).0,
        };
        let pairs = slice.pairs(&rules)?;
        same(&pairs, &slice.their_pairs(engine), &paths.differences)?;
        found += pairs.len();
        count += slice.events.len();
        our_time += timed(|| slice.ours(&timed_rules));
        their_time += timed(|| slice.theirs(engine));
    }
    let (_, name) = peer.ok_or("no events")?;
    let speeds = [our_time, their_time].map(|time| count as f64 / time.as_secs_f64());
    let ratio = speeds[0] / speeds[1];
    eprintln!("{count} events, {found} pairs of ours");
    println!(
        "| salus-sigma | {:.0} | {ratio:.1} |{}",
        speeds[0],
        load("salus")?
    );
    println!(
        "| rsigma-eval, {name} | {:.0} | 1 |{}",
        speeds[1],
        load("rsigma")?
    );
    Ok(())
}

/// The peer in the setting that is the fastest over this slice; each setting must find the same.
fn fastest(paths: &Paths, slice: &Slice) -> Outcome<(Engine, &'static str)> {
    let pairs = slice.pairs(&ours(paths)?)?;
    let mut best = None;
    for (setting, name) in SETTINGS {
        let engine = theirs(paths, setting)?;
        same(&pairs, &slice.their_pairs(&engine), &paths.differences)?;
        let time = timed(|| slice.theirs(&engine));
        eprintln!(
            "rsigma-eval, {name}: {:.0} events/s",
            slice.events.len() as f64 / time.as_secs_f64()
        );
        if best.as_ref().is_none_or(|(known, _)| time < *known) {
            best = Some((time, (engine, name)));
        }
    }
    Ok(best.ok_or("no setting")?.1)
}

fn load(whose: &str) -> Outcome<String> {
    let rest = std::env::args().skip(1);
    let run = Command::new(std::env::current_exe()?)
        .args(["load", whose])
        .args(rest)
        .output()?;
    Ok(String::from_utf8(run.stdout)?
        .trim_start_matches('|')
        .trim_end()
        .to_owned())
}

fn timed(matching: impl FnOnce() -> usize) -> Duration {
    let begun = Instant::now();
    std::hint::black_box(matching());
    begun.elapsed()
}

/// Some events, ready for both.
struct Slice {
    batches: Vec<Batch>,
    events: Vec<serde_json::Value>,
}

impl Slice {
    fn new(text: &str) -> Outcome<Self> {
        let events = text.lines().map(serde_json::from_str);
        Ok(Self {
            batches: batches(text.as_bytes())?,
            events: events.collect::<Result<_, _>>()?,
        })
    }

    fn ours(&self, rules: &RuleSet) -> usize {
        let batches = self.batches.iter();
        batches.map(|batch| rules.matches(batch).len()).sum()
    }

    fn theirs(&self, engine: &Engine) -> usize {
        let events = self.events.iter().map(JsonEvent::borrow);
        events.map(|event| engine.evaluate(&event).len()).sum()
    }

    fn pairs(&self, rules: &RuleSet) -> Outcome<Pairs> {
        let mut pairs = Pairs::new();
        for batch in &self.batches {
            let places = batch.rows.column_by_name("place").ok_or("no place")?;
            let places = places
                .as_any()
                .downcast_ref::<StringArray>()
                .ok_or("no text")?;
            for hit in rules.matches(batch) {
                let line = places.value(hit.row).rsplit(' ').next().unwrap_or_default();
                pairs.insert((rules.rules()[hit.rule].id.clone(), line.parse()?));
            }
        }
        Ok(pairs)
    }

    fn their_pairs(&self, engine: &Engine) -> Pairs {
        let mut pairs = Pairs::new();
        for (at, event) in self.events.iter().enumerate() {
            for result in engine.evaluate(&JsonEvent::borrow(event)) {
                let header = result.header;
                pairs.insert((header.rule_id.unwrap_or(header.rule_title), at + 1));
            }
        }
        pairs
    }
}

/// Complains about a pair that one has and the other has not, unless its rule is listed.
fn same(ours: &Pairs, theirs: &Pairs, list: &str) -> Outcome<()> {
    let list = std::fs::read_to_string(list)?;
    let known: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.split(',').next())
        .collect();
    let mut wrong = BTreeMap::<(&str, &str), (usize, usize)>::new();
    let sides = [
        ("Salus", ours.difference(theirs)),
        ("rsigma", theirs.difference(ours)),
    ];
    for (side, pairs) in sides {
        for (rule, line) in pairs.filter(|(rule, _)| !known.contains(rule.as_str())) {
            wrong.entry((rule, side)).or_insert((*line, 0)).1 += 1;
        }
    }
    for ((rule, side), (line, count)) in &wrong {
        eprintln!("only {side} says `{rule}` of {count} events, the first in line {line}");
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err("the pairs differ; help: explain them in the list of differences".into())
}

// Ours

fn ours(paths: &Paths) -> Outcome<RuleSet> {
    let routes = Routes::parse(&std::fs::read_to_string(&paths.routes)?)?;
    let mut written = Vec::new();
    rule_files(
        &Path::new(&paths.routes).with_file_name("pipelines"),
        &mut written,
    )?;
    let mut pipelines = Pipelines::default();
    for (path, text) in written {
        let name = Path::new(&path).file_stem().ok_or("no name")?;
        pipelines.insert(&name.to_string_lossy(), Pipeline::parse(&text)?);
    }
    let setup = Setup {
        routes,
        pipelines,
        ..Setup::default()
    };
    let mut files = Vec::new();
    rule_files(Path::new(&paths.rules), &mut files)?;
    Ok(RuleSet::load_with(files.into_iter(), &setup))
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

#[derive(Default)]
struct Kept(Vec<Batch>);

impl Output for Kept {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.0.push(batch);
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        eprintln!("rejected: {}", reject.reason);
        Ok(())
    }
}

fn batches(text: &[u8]) -> Outcome<Vec<Batch>> {
    let reader = recognise(&text[..text.len().min(limits::SNIFF_BYTES)]).ok_or("no reader")?;
    let mut kept = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"beside"), 0, &mut kept);
    let mut input = Cursor::new(text);
    reader.read(&mut Evidence::new(&mut input, text.len() as u64), &mut sink)?;
    sink.finish()?;
    Ok(kept.0)
}

// Theirs

#[derive(Clone, Copy)]
enum Setting {
    Plain,
    Bloom,
    CrossRule,
}

const SETTINGS: [(Setting, &str); 3] = [
    (Setting::Plain, "log-source routing"),
    (Setting::Bloom, "log-source routing and bloom filter"),
    (
        Setting::CrossRule,
        "log-source routing and cross-rule index",
    ),
];

fn theirs(paths: &Paths, setting: Setting) -> Outcome<Engine> {
    let collection = rsigma_parser::parse_sigma_directory(Path::new(&paths.rules))?;
    let mut engine = Engine::new();
    engine.set_bloom_prefilter(matches!(setting, Setting::Bloom));
    engine.set_cross_rule_ac(matches!(setting, Setting::CrossRule));
    let windows = LogSource {
        product: Some("windows".to_owned()),
        ..LogSource::default()
    };
    let extractor = LogSourceExtractor::new()
        .with_field_names("product", "Channel", "category")
        .with_defaults(windows);
    engine.set_logsource_extractor(Some(extractor));
    let pipeline = parse_pipeline_file(Path::new(&paths.pipeline))?;
    engine.add_collection_with_pipelines(&collection, &[pipeline])?;
    Ok(engine)
}
