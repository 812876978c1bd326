//! Trains on the mail that may be shipped and says honestly what the result is worth (docs/mail-model.md).
//!
//! `evaluate DATA LETTERS [--against DIR] [--content DIR] [--write] [--final] [--learn-tests]`: DATA is the folder of
//! labelled collections, LETTERS one of `salus-simulate mail`. `--against` names a collection that is only tested with, and
//! may be given again. `--write` puts `model.yaml` and `fitted.yaml` into the content folder; `--final` reports the half of
//! the test collection that is never looked at while working. `--learn-tests` only says what the same method is worth where
//! it may learn from the test collection's kind of mail, too: each message by what four fifths teach that hold neither it,
//! nor its near copies, nor its sender's domain; nothing of that is written.

mod load;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use salus_mail::train::{Label, Sample, bits, folds, groups, learn};
use salus_mail::{
    Examiner, Fitted, Intents, Learned, Lists, Model, Rule, Rules, Scorecard, Setting, Wordings,
};

use load::{Half, Test};

/// A message with what the judge thinks of it without having seen it or its like.
pub(crate) struct Judged {
    pub(crate) label: Label,
    pub(crate) corpus: String,
    pub(crate) family: String,
    pub(crate) signals: Vec<String>,
    pub(crate) said: Wordings,
    /// Bits for harm, and for harm or bulk.
    pub(crate) bits: (f64, f64),
}

/// What was asked for.
#[derive(Default)]
struct Asked {
    data: PathBuf,
    letters: PathBuf,
    against: Vec<PathBuf>,
    content: PathBuf,
    writes: bool,
    learns_tests: bool,
    is_final: bool,
}

impl Asked {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut asked = Self {
            content: PathBuf::from("content"),
            ..Self::default()
        };
        let mut folders = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut folder = || {
                let next = arguments.next().map(PathBuf::from);
                next.ok_or(format!("`{argument}` needs a folder"))
            };
            match argument.as_str() {
                "--write" => asked.writes = true,
                "--learn-tests" => asked.learns_tests = true,
                "--final" => asked.is_final = true,
                "--content" => asked.content = folder()?,
                "--against" => asked.against.push(folder()?),
                _ => folders.push(PathBuf::from(&argument)),
            }
        }
        let Ok([data, letters]) = <[PathBuf; 2]>::try_from(folders) else {
            return Err("evaluate DATA LETTERS [--against DIR] [--content DIR] [--write] [--final] [--learn-tests]".to_owned());
        };
        Ok(Self {
            data,
            letters,
            ..asked
        })
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let asked = Asked::parse(std::env::args().skip(1))?;
    let Asked {
        content, is_final, ..
    } = &asked;
    let examiner = examiner(content)?;
    let samples = load::training(&asked.data, &asked.letters, &examiner)?;
    let card = examiner.scorecard();
    let half = match (asked.learns_tests, is_final) {
        (true, _) => Half::Both,
        (false, true) => Half::Final,
        (false, false) => Half::LookedAt,
    };
    let tests = load::tests(&asked.data, &examiner, half)?;
    eprintln!(
        "{} messages to learn from, {} to test with",
        samples.len(),
        tests.len()
    );
    if asked.learns_tests {
        with_tests_learned(samples, tests, card);
        return Ok(());
    }
    let learnt = learn(&samples, card);
    let fitted = fitted_card(card, &learnt.fitted);
    if asked.writes {
        write(&content.join("mail/model.yaml"), &learnt.model.text())?;
        write(&content.join("mail/fitted.yaml"), &learnt.fitted.text())?;
    }
    let judged: Vec<Judged> = tests
        .iter()
        .map(|Test { sample, .. }| judge(sample, learnt.read(sample), &fitted))
        .collect();
    let mut unseen = held_out(&samples, card);
    report::sources(&learnt.model);
    report::main_table(&judged, &unseen);
    report::other_sources(&judged, &unseen);
    report::left_out(&samples, &tests, card);
    report::lures(&judged, &unseen);
    report::calibration(&judged, &unseen);
    for folder in &asked.against {
        let others = load::collection(folder, &examiner)?;
        let others = others
            .iter()
            .map(|sample| judge(sample, learnt.read(sample), &fitted));
        let others: Vec<Judged> = others.collect();
        report::against(&judged, &unseen, &others, !*is_final);
        unseen.extend(others);
    }
    if !asked.against.is_empty() {
        println!("\nHeld out and never learned from together:");
        report::main_table(&judged, &unseen);
    }
    if !*is_final {
        report::missed(&judged, &unseen, &tests);
    }
    Ok(())
}

/// What the method is worth where it may learn from the tests' kind of mail, too.
fn with_tests_learned(mut samples: Vec<Sample>, tests: Vec<Test>, card: &Scorecard) {
    samples.extend(tests.into_iter().map(|one| one.sample));
    let all = held_out(&samples, card).into_iter();
    let (judged, unseen): (Vec<_>, Vec<_>) = all.partition(|one| one.corpus == load::TESTED);
    report::main_table(&judged, &unseen);
}

/// An examiner with the expert's bits: nothing learned, nothing fitted.
fn examiner(content: &Path) -> Result<Examiner, String> {
    let read = |name: &str| {
        let path = content.join("mail").join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut rules = Vec::new();
    let folder = content.join("mail/rules");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        rules.push(Rule::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?);
    }
    let setting = Setting {
        own_domains: vec!["millbrook-clinic.example".to_owned()],
        ..Setting::default()
    };
    let learned = Learned::new(
        Intents::parse(&read("intent.yaml")?)?,
        Model::default(),
        Rules::new(rules)?,
        Fitted::default(),
    );
    let (lists, card) = (
        Lists::parse(&read("lists.yaml")?)?,
        Scorecard::parse(&read("scorecard.yaml")?)?,
    );
    Ok(Examiner::new(setting, lists, card).with_learned(learned))
}

fn fitted_card(card: &Scorecard, fitted: &Fitted) -> Scorecard {
    let mut card = card.clone();
    card.fit(fitted);
    card
}

fn judge(sample: &Sample, said: Wordings, card: &Scorecard) -> Judged {
    Judged {
        label: sample.label,
        corpus: sample.corpus.clone(),
        family: sample.family.clone(),
        signals: sample.signals.clone(),
        said,
        bits: bits(sample, said, card),
    }
}

/// Each training message judged by what the other four fifths teach; near copies and families lie in one fifth.
fn held_out(samples: &[Sample], card: &Scorecard) -> Vec<Judged> {
    let folds = folds(&groups(samples));
    let mut judged = Vec::new();
    for fold in 0..5 {
        let others: Vec<Sample> = pick(samples, |at| folds[at] != fold);
        let learnt = learn(&others, card);
        let fitted = fitted_card(card, &learnt.fitted);
        for sample in pick(samples, |at| folds[at] == fold) {
            judged.push(judge(&sample, learnt.read(&sample), &fitted));
        }
    }
    judged
}

fn pick(samples: &[Sample], takes: impl Fn(usize) -> bool) -> Vec<Sample> {
    let taken = samples.iter().enumerate().filter(|(at, _)| takes(*at));
    taken.map(|(_, sample)| sample.clone()).collect()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    eprintln!("{}: {} bytes", path.display(), text.len());
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
