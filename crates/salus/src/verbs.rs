//! One file per verb; what they share is here.

mod access;
mod check;
mod detect;
mod doctor;
mod explain;
mod list;
mod mail;
mod measure;
mod pack;
mod preview;
mod query;
mod read;
mod rule_choice;
mod rules;
mod test;

use std::io::{BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use salus_content::{Content, Library, Problem};
use salus_engine::assess::{Wishes, end_of};
use salus_engine::knowing;
use salus_record::Zone;
use salus_sources::Walk;
use serde::Serialize;

use crate::arguments::{Arguments, Level, Verb, When};

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, and found something at or above `--fail-on`, or an example that fails.
    Found,
    /// Done, but some evidence could not be read.
    Unread,
}

impl Outcome {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Unread => 3,
        })
    }

    /// Unread evidence weighs more than a finding.
    fn of(has_unread: bool, has_found: bool) -> Self {
        match (has_unread, has_found) {
            (true, _) => Self::Unread,
            (false, true) => Self::Found,
            (false, false) => Self::Done,
        }
    }
}

/// Runs the verb that was asked for.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    match &arguments.verb {
        Verb::Access { what } => access::run(arguments, what),
        Verb::Check(check) => check::run(arguments, check),
        Verb::Read(read) => read::run(arguments, read),
        Verb::Detect(detect) => detect::run(arguments, detect),
        Verb::Query(query) => query::run(arguments, query),
        Verb::Measure(measure) => measure::run(arguments, measure),
        Verb::Report(report) => check::again(arguments, report),
        Verb::Explain(explain) => explain::run(arguments, explain),
        Verb::Rules(rules) => rules::run(arguments, rules),
        Verb::List { kind } => list::run(arguments, *kind),
        Verb::Test { path } => test::run(arguments, path),
        Verb::Mail { what } => mail::run(arguments, what),
        Verb::Pack { what } => pack::run(arguments, what),
        Verb::Doctor { lake } => doctor::run(arguments, lake),
    }
}

/// The built-in content with the organisation's own over it.
pub(crate) fn library(arguments: &Arguments) -> Library {
    let mut library = Library::built_in();
    if let Some(folder) = &arguments.content {
        for problem in library.overlay(folder) {
            eprintln!("warning: `{}`: {}", problem.path, problem.reason);
        }
    }
    library
}

/// All content; files that cannot be used are named on stderr.
pub(crate) fn content(library: &Library) -> Content {
    let content = Content::load(library);
    name(&content.problems);
    content
}

/// Names content that cannot be used on stderr.
pub(crate) fn name(problems: &[Problem]) {
    for problem in problems {
        eprintln!(
            "warning: content `{}` is not used: {}",
            problem.path, problem.reason
        );
    }
}

/// Whether all of them exist; asked before anything that takes time.
pub(crate) fn exist<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), String> {
    match paths.into_iter().find(|path| !path.exists()) {
        Some(missing) => Err(format!("`{}` does not exist", missing.display())),
        None => Ok(()),
    }
}

/// The files below `paths`, with what their readers are told; content that cannot be used is named on stderr, but for
/// what was `named` before.
pub(crate) fn walk(
    arguments: &Arguments,
    library: &Library,
    paths: &[PathBuf],
    leave_out: &[PathBuf],
    named: &[Problem],
) -> Result<Walk, String> {
    let (knowing, mut problems) = knowing(library, arguments.zone.as_deref())?;
    problems.retain(|problem| named.iter().all(|before| before.path != problem.path));
    name(&problems);
    let mut walk = salus_sources::walk(paths, leave_out);
    walk.knowing = Arc::new(knowing);
    Ok(walk)
}

/// The present, in microseconds of UTC.
pub(crate) fn now() -> i64 {
    chrono::Utc::now().timestamp_micros()
}

/// What the options ask for.
pub(crate) fn wishes(arguments: &Arguments, when: &When) -> Result<Wishes, String> {
    Ok(Wishes {
        size: when.size,
        as_of: as_of(when.as_of.as_deref())?,
        now: now(),
        zone: zone(arguments)?,
    })
}

/// Where the organisation is, as far as the option says; else UTC.
pub(crate) fn zone(arguments: &Arguments) -> Result<Zone, String> {
    let zone = arguments.zone.as_deref().map(salus_engine::zone);
    Ok(zone.transpose()?.unwrap_or_default())
}

pub(crate) fn as_of(text: Option<&str>) -> Result<Option<i64>, String> {
    let read = |text: &str| {
        end_of(text)
            .ok_or_else(|| format!("`{text}` is not a date; help: write it like 2026-10-31"))
    };
    text.map(read).transpose()
}

/// One line of JSON on stdout.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), String> {
    let line = serde_json::to_string(value).map_err(|error| error.to_string())?;
    print_line(&line)
}

/// One line on stdout; a reader that went away ends the program quietly.
pub(crate) fn print_line(line: &str) -> Result<(), String> {
    written(writeln!(std::io::stdout(), "{line}"))
}

/// Stdout for many lines: where nobody watches them come, they are gathered, since each line by itself costs as
/// much as making it. To be flushed at the end.
pub(crate) fn gathered() -> Box<dyn Write> {
    /// Bytes.
    const AT_ONCE: usize = 64 << 10;
    let out = std::io::stdout();
    match out.is_terminal() {
        true => Box::new(out),
        false => Box::new(BufWriter::with_capacity(AT_ONCE, out)),
    }
}

/// What became of writing to stdout; a reader that went away ends the program quietly.
pub(crate) fn written(outcome: std::io::Result<()>) -> Result<(), String> {
    match outcome {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes a page to where it was asked for.
pub(crate) fn write_page(to: &Path, page: &str) -> Result<(), String> {
    std::fs::write(to, page).map_err(|error| format!("cannot write `{}`: {error}", to.display()))
}

/// A number with what it counts: `1 finding`, `2 findings`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The same for words with another plural.
pub(crate) fn counted_as(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Whether a severity (1 to 5) is at or above the level asked for.
pub(crate) fn is_at_least(severity: u8, level: Option<Level>) -> bool {
    level.is_some_and(|level| severity >= level as u8)
}
