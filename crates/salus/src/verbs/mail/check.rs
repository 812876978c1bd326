//! `salus mail check`: messages in files, folders and on standard input.

use std::path::PathBuf;

use salus_engine::mail;
use salus_mail::{Answers, Beside, Word};
use salus_sources::Opened;
use serde_json::{Map, json};

use super::Outcome;
use crate::arguments::{Arguments, MailCheck};
use crate::progress::Bar;
use crate::verbs;

/// What the run has met so far.
#[derive(Default)]
struct Tally {
    messages: u64,
    unread: u64,
    at_or_above: bool,
    words: [u64; 4],
}

pub(super) fn run(arguments: &Arguments, check: &MailCheck) -> Result<Outcome, String> {
    let is_stream = |path: &PathBuf| path.as_os_str() == "-";
    let (piped, paths): (Vec<_>, Vec<_>) = check.paths.iter().cloned().partition(is_stream);
    verbs::exist(&paths)?;
    let library = verbs::library(arguments);
    let examiner = mail::examiner(&library, super::setting(&library, &check.around)?)?;
    let answers = answers(check)?;
    let beside = Beside {
        answers: &answers,
        ..Beside::opened_by(&Opened)
    };
    let mut tally = Tally::default();
    let mut each = |one: mail::Examined<'_>| show(arguments, check, &one, &mut tally);
    if !piped.is_empty() {
        mail::examine_stream(std::io::stdin().lock(), &examiner, &beside, &mut each)?;
    }
    if !paths.is_empty() {
        let walk = verbs::walk(arguments, &library, &paths, &[], &[])?;
        let bar = Bar::new();
        let ended = mail::examine(&walk, &examiner, &beside, &bar, &mut each);
        bar.done();
        ended?;
    }
    let of = |word: Word| tally.words[word as usize];
    eprintln!(
        "{}: {} malicious, {} suspicious, {} unwanted, {} clean",
        verbs::counted(tally.messages, "message"),
        of(Word::Malicious),
        of(Word::Suspicious),
        of(Word::Unwanted),
        of(Word::Clean),
    );
    Ok(Outcome::of(tally.unread > 0, tally.at_or_above))
}

fn answers(check: &MailCheck) -> Result<Answers, String> {
    let Some(path) = &check.dns else {
        return Ok(Answers::default());
    };
    let named = |reason: &dyn std::fmt::Display| format!("`{}`: {reason}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
    Answers::parse(&text).map_err(|reason| named(&reason))
}

fn show(
    arguments: &Arguments,
    check: &MailCheck,
    one: &mail::Examined<'_>,
    tally: &mut Tally,
) -> Result<(), String> {
    let place = if one.place.is_empty() {
        format!("`{}`", one.file)
    } else {
        format!("`{}`, {}", one.file, one.place)
    };
    let examination = match &one.result {
        Ok(examination) => examination,
        Err(reason) => {
            tally.unread += 1;
            eprintln!("{place}: {reason}");
            return Ok(());
        }
    };
    let word = examination.verdict.word;
    tally.messages += 1;
    tally.words[word as usize] += 1;
    tally.at_or_above |= check.fail_on.is_some_and(|least| word >= least.word());
    if !arguments.json {
        return super::print(&place, examination);
    }
    let found = Map::from_iter([
        ("file".to_owned(), json!(one.file)),
        ("place".to_owned(), json!(one.place)),
    ]);
    verbs::print_json(&super::as_json(found, examination))
}
