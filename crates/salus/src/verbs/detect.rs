//! `salus detect`: evidence straight to findings, or the whole history of a lake.

use std::collections::BTreeMap;
use std::io::Write;

use salus_content::{Content, Library};
use salus_detect::{Finding, SigmaDetector};
use salus_engine::ahead::Ahead;
use salus_engine::assess::{Wishes, organisation, session};
use salus_engine::detect::{History, direct, over_lake};
use salus_engine::rules;
use salus_lake::Lake;
use salus_record::ReadError;

use super::{Outcome, rule_choice};
use crate::arguments::{Arguments, Detect};
use crate::progress::Bar;

/// So many rules that are not loaded are named, and so many reasons of more.
const NAMED: usize = 5;

pub(crate) fn run(arguments: &Arguments, detect: &Detect) -> Result<Outcome, String> {
    if detect.lake.is_none() && detect.paths.is_empty() {
        return Err("nothing to look at; help: give a PATH, or a lake with --lake".to_owned());
    }
    super::exist(&detect.paths)?;
    let library = rule_choice::library(arguments, &detect.choice)?;
    let pipelines = rule_choice::pipelines(&library, &detect.choice)?;
    if let Some(filter) = &detect.preview_filter {
        return super::preview::run(arguments, detect, (&library, &pipelines), filter);
    }
    let of_evidence = detect.lake.is_none();
    let ahead = of_evidence.then(|| Ahead::begin(&detect.paths)).flatten();
    let detector = rules::load(&library, &pipelines)?;
    tell_loaded(&detector);
    match &detect.lake {
        Some(at) => history(arguments, detect, at, &library, &detector),
        None => evidence(arguments, detect, &library, (&detector, ahead)),
    }
}

/// Says how many rules are in use, and which or how many are not.
fn tell_loaded(detector: &SigmaDetector) {
    let rules = detector.rules();
    let left = rules.not_loaded();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in left {
        if left.len() <= NAMED {
            eprintln!("not loaded: `{}`: {}", rule.path, rule.reason);
        }
        let kind = rule.reason.split([':', '`']).next().unwrap_or_default();
        *reasons.entry(kind.trim()).or_default() += 1;
    }
    eprintln!("{} rules loaded, {} not", rules.rules().len(), left.len());
    if left.len() > NAMED {
        let mut reasons: Vec<(usize, &str)> = reasons.into_iter().map(|(r, n)| (n, r)).collect();
        reasons.sort_by(|a, b| b.cmp(a));
        for (count, reason) in reasons.into_iter().take(NAMED) {
            eprintln!("  {count} not: {reason}");
        }
        eprintln!("  help: `salus rules --lint` with the same --rules names each");
    }
}

fn evidence(
    arguments: &Arguments,
    detect: &Detect,
    library: &Library,
    (detector, ahead): (&SigmaDetector, Option<Ahead>),
) -> Result<Outcome, String> {
    let walk = super::walk(arguments, library, &detect.paths, &[], &[])?;
    let bar = Bar::new();
    let mut worst = 0;
    let mut count = 0u64;
    let mut out = super::gathered();
    let looked = direct(
        &walk,
        (detector, ahead),
        super::now(),
        &bar,
        &mut |finding| {
            worst = worst.max(finding.severity_id());
            count += 1;
            print(arguments, &finding, &mut out).map_err(ReadError::Output)
        },
    );
    bar.done();
    super::written(out.flush())?;
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
            .unwrap_or_else(|| super::counted(one.rejects, "reject"));
        eprintln!("`{}`: {reason}", one.file);
    }
    eprintln!(
        "{}, {}, {}",
        super::counted(count, "finding"),
        super::counted(records, "record"),
        super::counted(looked.len() as u64, "file"),
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
        as_of,
        now: super::now(),
        zone: super::zone(arguments)?,
        ..Wishes::default()
    };
    let organisation = organisation(&session, &wishes)?;
    let as_of = organisation.as_of;
    let history = History {
        lake: &lake,
        session: &session,
        content: &content,
        place: (organisation.size, wishes.zone),
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
    let mut out = super::gathered();
    for finding in &findings {
        print(arguments, finding, &mut out)?;
    }
    super::written(out.flush())?;
    eprintln!("{}", super::counted(findings.len() as u64, "finding"));
    let worst = findings.iter().map(Finding::severity_id).max().unwrap_or(0);
    Ok(Outcome::of(
        false,
        super::is_at_least(worst, detect.fail_on),
    ))
}

fn print(arguments: &Arguments, finding: &Finding, out: &mut dyn Write) -> Result<(), String> {
    if arguments.json {
        let json = serde_json::to_writer(&mut *out, &finding.to_ocsf());
        return super::written(json.map_err(Into::into).and_then(|()| writeln!(out)));
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
    super::written(writeln!(
        out,
        "{:<13} {time} {} [{}]",
        finding.severity,
        finding.sentence,
        place.unwrap_or_default()
    ))
}
