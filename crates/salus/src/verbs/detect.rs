//! `salus detect`: evidence straight to findings, or the whole history of a lake.

use salus_content::{Content, Library};
use salus_detect::{Finding, SigmaDetector};
use salus_engine::assess::{Wishes, organisation, session};
use salus_engine::detect::{History, direct, over_lake, sigma};
use salus_lake::Lake;
use salus_record::ReadError;
use salus_sources::walk;

use super::Outcome;
use crate::arguments::{Arguments, Detect};
use crate::progress::Bar;

pub(crate) fn run(arguments: &Arguments, detect: &Detect) -> Result<Outcome, String> {
    let library = with_rules(arguments, detect)?;
    let detector = sigma(&library)?;
    for rule in detector.rules().not_loaded() {
        eprintln!("not loaded: `{}`: {}", rule.path, rule.reason);
    }
    let (loaded, left) = (
        detector.rules().rules().len(),
        detector.rules().not_loaded().len(),
    );
    eprintln!("{loaded} rules loaded, {left} not");
    match &detect.lake {
        Some(at) => history(arguments, detect, at, &library, &detector),
        None if detect.paths.is_empty() => {
            Err("nothing to look at; help: give a PATH, or a lake with --lake".to_owned())
        }
        None => evidence(arguments, detect, &detector),
    }
}

/// `--rules` takes the place of the built-in rules.
fn with_rules(arguments: &Arguments, detect: &Detect) -> Result<Library, String> {
    let mut library = super::library(arguments);
    if detect.rules.is_empty() {
        return Ok(library);
    }
    library.remove_under("rules/");
    for (at, folder) in detect.rules.iter().enumerate() {
        let mut own = Library::default();
        if folder.is_file() {
            let text = std::fs::read_to_string(folder)
                .map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
            own.insert(folder.display().to_string(), text);
        } else {
            if let Some(problem) = own.overlay(folder).first() {
                let folder = folder.display();
                return Err(format!("cannot read `{folder}`: {}", problem.reason));
            }
        }
        for (path, text) in own.under("") {
            library.insert(format!("rules/{at}/{path}"), text);
        }
    }
    Ok(library)
}

fn evidence(
    arguments: &Arguments,
    detect: &Detect,
    detector: &SigmaDetector,
) -> Result<Outcome, String> {
    if let Some(missing) = detect.paths.iter().find(|path| !path.exists()) {
        return Err(format!("`{}` does not exist", missing.display()));
    }
    let bar = Bar::new();
    let mut worst = 0;
    let mut count = 0u64;
    let looked = direct(
        &walk(&detect.paths, &[]),
        detector,
        super::now(),
        &bar,
        &mut |finding| {
            worst = worst.max(finding.severity_id());
            count += 1;
            print(arguments, &finding).map_err(ReadError::Output)
        },
    );
    bar.done();
    let (looked, shortfall) = looked.map_err(|error| error.to_string())?;
    if let Some(shortfall) = shortfall {
        eprintln!("warning: {shortfall}");
    }
    let records: u64 = looked.iter().map(|one| one.read).sum();
    let unread: Vec<_> = looked
        .iter()
        .filter(|one| one.trouble.is_some() || one.rejects > 0)
        .collect();
    for one in &unread {
        let reason = one
            .trouble
            .clone()
            .unwrap_or_else(|| format!("{} rejects", one.rejects));
        eprintln!("`{}`: {reason}", one.file);
    }
    eprintln!(
        "{count} findings in {records} records of {} files",
        looked.len()
    );
    Ok(Outcome::of(
        !unread.is_empty(),
        super::is_at_least(worst, detect.fail_on),
    ))
}

fn history(
    arguments: &Arguments,
    detect: &Detect,
    at: &std::path::Path,
    library: &Library,
    detector: &SigmaDetector,
) -> Result<Outcome, String> {
    let lake = Lake::open(at).map_err(|error| error.to_string())?;
    let content = Content::load(library);
    let session = session(&lake, &content)?;
    let as_of = super::as_of(detect.as_of.as_deref())?;
    let wishes = Wishes {
        size: None,
        as_of,
        now: super::now(),
    };
    let as_of = organisation(&session, &wishes)?.as_of;
    let history = History {
        lake: &lake,
        session: &session,
        content: &content,
    };
    let bar = Bar::new();
    let found = over_lake(history, detector, as_of, &bar);
    bar.done();
    let (findings, problems) = found.map_err(|error| error.to_string())?;
    for problem in &problems {
        eprintln!(
            "warning: `{}` could not look: {}",
            problem.path, problem.reason
        );
    }
    for finding in &findings {
        print(arguments, finding)?;
    }
    eprintln!("{} findings", findings.len());
    let worst = findings.iter().map(Finding::severity_id).max().unwrap_or(0);
    Ok(Outcome::of(
        false,
        super::is_at_least(worst, detect.fail_on),
    ))
}

fn print(arguments: &Arguments, finding: &Finding) -> Result<(), String> {
    if arguments.json {
        return super::print_json(&finding.to_ocsf());
    }
    let proof = finding.proofs.first();
    let place = proof.map(|proof| {
        let file = proof.file.as_deref().unwrap_or_default();
        format!("{file}, {}", proof.place.as_deref().unwrap_or_default())
    });
    let time = finding
        .time
        .map(salus_record::time::format)
        .unwrap_or_default();
    super::print_line(&format!(
        "{:<13} {time} {} [{}]",
        finding.severity,
        finding.sentence,
        place.unwrap_or_default()
    ))
}
