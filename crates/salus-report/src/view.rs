//! What the page's templates walk over: the report, sorted, grouped, counted, capped and drawn.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::chart::{self, Drawing};
use crate::headline::{Headline, headline, state_counts};
use crate::model::{
    Caveat, FileAccount, FileStatus, Finding, LogSource, Measure, Organisation, Period, Practice,
    RejectSample, Report, RuleNotLoaded, Rules, Severity, State, Step, Threat, Totals, Unknown,
};
use crate::story::{self, Most, Story};

/// What is shown at most; the lake holds the rest.
pub(crate) struct Caps;

impl Caps {
    pub(crate) const STORIES: usize = 12;
    pub(crate) const FINDINGS: usize = 8;
    pub(crate) const ROWS: usize = 8;
    pub(crate) const FIELDS: usize = 12;
    pub(crate) const MEASURE_ROWS: usize = 20;
    pub(crate) const FILES: usize = 200;
    pub(crate) const REJECTS: usize = 50;
    pub(crate) const LISTED: usize = 100;
    pub(crate) const FIRST_STEPS: usize = 3;
}

const MOST: Most = Most {
    findings: Caps::FINDINGS,
    rows: Caps::ROWS,
};

/// A list cut to what the page shows.
#[derive(Debug, Serialize)]
pub(crate) struct Capped<'a, T> {
    pub(crate) shown: &'a [T],
    pub(crate) more: usize,
}

fn capped<T>(all: &[T], most: usize) -> Capped<'_, T> {
    let shown = all.get(..most).unwrap_or(all);
    Capped {
        shown,
        more: all.len() - shown.len(),
    }
}

/// The small parts of a report, for the templates: what may be long is in [`View`], capped.
#[derive(Debug, Serialize)]
pub(crate) struct Top<'a> {
    pub(crate) organisation: &'a Organisation,
    pub(crate) salus_version: &'a str,
    pub(crate) as_of: &'a str,
    pub(crate) generated_at: &'a str,
    pub(crate) period: &'a Period,
    pub(crate) rules: &'a Rules,
    pub(crate) caveats: &'a [Caveat],
    pub(crate) steps: usize,
    pub(crate) findings: usize,
}

impl<'a> Top<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        Self {
            organisation: &report.organisation,
            salus_version: &report.salus_version,
            as_of: &report.as_of,
            generated_at: &report.generated_at,
            period: &report.period,
            rules: &report.rules,
            caveats: &report.caveats,
            steps: report.plan.len(),
            findings: report.findings.len(),
        }
    }
}

/// Everything else the templates need.
#[derive(Debug, Serialize)]
pub(crate) struct View<'a> {
    pub(crate) headline: Headline,
    pub(crate) first_steps: &'a [Step],
    pub(crate) later_steps: Capped<'a, Step>,
    pub(crate) threats: Vec<ThreatView<'a>>,
    pub(crate) practices: Vec<PracticeView<'a>>,
    pub(crate) most_sub_practices: usize,
    pub(crate) states: Vec<Counted>,
    pub(crate) states_bar: Drawing,
    pub(crate) unknowns: Capped<'a, Unknown>,
    pub(crate) totals: Totals,
    pub(crate) files: Capped<'a, FileAccount>,
    pub(crate) odd_files: Vec<&'a FileAccount>,
    pub(crate) odd_files_more: usize,
    pub(crate) unknown_files: Vec<UnknownFiles<'a>>,
    pub(crate) rejects: Capped<'a, RejectSample>,
    pub(crate) not_loaded: Capped<'a, RuleNotLoaded>,
    pub(crate) logs: Vec<LogView<'a>>,
    pub(crate) sprites: Vec<Sprite>,
}

/// Files in no known syntax whose names end alike.
#[derive(Debug, Serialize)]
pub(crate) struct UnknownFiles<'a> {
    /// With its dot; empty for names without one.
    pub(crate) ending: &'a str,
    pub(crate) count: usize,
    /// The first of them, and why it was not read.
    pub(crate) example: &'a str,
    pub(crate) reason: Option<&'a str>,
}

/// A threat with its findings.
#[derive(Debug, Serialize)]
pub(crate) struct ThreatView<'a> {
    pub(crate) threat: &'a Threat,
    pub(crate) state: &'static str,
    pub(crate) worst: Option<Severity>,
    pub(crate) count: u64,
    pub(crate) first: Option<&'a str>,
    pub(crate) last: Option<&'a str>,
    pub(crate) severities: Vec<(Severity, u64)>,
    pub(crate) stories: Vec<Story<'a>>,
    pub(crate) stories_more: usize,
    pub(crate) timeline: Drawing,
}

/// A practice with its states counted.
#[derive(Debug, Serialize)]
pub(crate) struct PracticeView<'a> {
    /// With no more rows behind a number than the page shows.
    pub(crate) practice: Practice,
    pub(crate) states: Vec<Counted>,
    /// Its sub-practices as marks, done first: read together they are a bar.
    pub(crate) marks: Vec<Mark<'a>>,
}

/// A sub-practice as a mark in the picture of all.
#[derive(Debug, Serialize)]
pub(crate) struct Mark<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) state: State,
}

/// How many stand in one state.
#[derive(Debug, Serialize)]
pub(crate) struct Counted {
    pub(crate) state: State,
    pub(crate) number: u64,
}

/// A log with the picture of the days it covers.
#[derive(Debug, Serialize)]
pub(crate) struct LogView<'a> {
    pub(crate) log: &'a LogSource,
    pub(crate) picture: Drawing,
}

/// A shape drawn once and used by name.
#[derive(Debug, Serialize)]
pub(crate) struct Sprite {
    pub(crate) id: String,
    pub(crate) drawing: Drawing,
}

impl<'a> View<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        let first = report.plan.len().min(Caps::FIRST_STEPS);
        let (first_steps, later) = report.plan.split_at(first);
        let counts = state_counts(report);
        let sub_practices = report.practices.iter().map(|one| one.sub_practices.len());
        Self {
            headline: headline(report),
            first_steps,
            later_steps: capped(later, Caps::LISTED),
            threats: threats(report),
            practices: report.practices.iter().map(practice).collect(),
            most_sub_practices: sub_practices.max().unwrap_or(0),
            states_bar: chart::states_bar(&counts),
            states: nonzero(counts),
            unknowns: capped(&report.unknowns, Caps::LISTED),
            totals: report.account.totals(),
            files: capped(&report.account.files, Caps::FILES),
            odd_files: odd_files(&report.account.files)
                .take(Caps::LISTED)
                .collect(),
            odd_files_more: odd_files(&report.account.files)
                .count()
                .saturating_sub(Caps::LISTED),
            unknown_files: unknown_files(&report.account.files),
            rejects: capped(&report.account.rejects, Caps::REJECTS),
            not_loaded: capped(&report.rules.not_loaded, Caps::LISTED),
            logs: logs(report),
            sprites: sprites(),
        }
    }
}

pub(crate) fn threats(report: &Report) -> Vec<ThreatView<'_>> {
    let mut by_threat: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in story::sorted(&report.findings) {
        by_threat.entry(&finding.threat).or_default().push(finding);
    }
    report
        .threats
        .iter()
        .map(|threat| {
            let findings = by_threat.remove(threat.id.as_str()).unwrap_or_default();
            let mut stories = story::stories(&findings, MOST);
            let stories_more = stories.len().saturating_sub(Caps::STORIES);
            stories.truncate(Caps::STORIES);
            ThreatView {
                threat,
                state: threat_state(threat, &findings),
                worst: findings.first().map(|finding| finding.severity),
                count: findings.len() as u64,
                first: findings
                    .iter()
                    .filter_map(|one| one.first_time.as_deref())
                    .min(),
                last: findings
                    .iter()
                    .filter_map(|one| one.last_time.as_deref())
                    .max(),
                severities: severities(&findings),
                stories,
                stories_more,
                timeline: chart::timeline(&findings, &report.period),
            }
        })
        .collect()
}

/// `found`, `nothing` where we could look, or `blind` where we could not.
fn threat_state(threat: &Threat, findings: &[&Finding]) -> &'static str {
    match (findings.is_empty(), threat.checks_run) {
        (false, _) => "found",
        (true, 0) => "blind",
        (true, _) => "nothing",
    }
}

fn severities(findings: &[&Finding]) -> Vec<(Severity, u64)> {
    Severity::WORST_FIRST
        .iter()
        .map(|severity| {
            let number = findings
                .iter()
                .filter(|one| one.severity == *severity)
                .count();
            (*severity, number as u64)
        })
        .filter(|(_, number)| *number > 0)
        .collect()
}

fn practice(practice: &Practice) -> PracticeView<'_> {
    let count = |state: State| {
        let number = practice
            .sub_practices
            .iter()
            .filter(|sub| sub.state == state)
            .count();
        (state, number as u64)
    };
    let states = State::ALL.iter().map(|state| count(*state)).collect();
    let subs = practice.sub_practices.iter();
    let mut marks: Vec<Mark<'_>> = subs
        .map(|sub| Mark {
            id: &sub.id,
            title: &sub.title,
            state: sub.state,
        })
        .collect();
    marks.sort_by_key(|mark| State::ALL.iter().position(|state| *state == mark.state));
    PracticeView {
        practice: with_few_rows(practice),
        states: nonzero(states),
        marks,
    }
}

fn with_few_rows(practice: &Practice) -> Practice {
    let few = |measure: &Measure| Measure {
        rows: measure
            .rows
            .iter()
            .take(Caps::MEASURE_ROWS)
            .cloned()
            .collect(),
        ..measure.clone()
    };
    let mut practice = practice.clone();
    for sub in &mut practice.sub_practices {
        sub.measures = sub.measures.iter().map(few).collect();
    }
    practice
}

fn nonzero(counts: Vec<(State, u64)>) -> Vec<Counted> {
    let present = counts.into_iter().filter(|(_, number)| *number > 0);
    present
        .map(|(state, number)| Counted { state, number })
        .collect()
}

fn odd_files(files: &[FileAccount]) -> impl Iterator<Item = &FileAccount> {
    let is_odd =
        |file: &&FileAccount| !matches!(file.status, FileStatus::Ok | FileStatus::Unrecognised);
    files.iter().filter(is_odd)
}

/// Files that nobody recognised, by the end of their names, most first.
fn unknown_files(files: &[FileAccount]) -> Vec<UnknownFiles<'_>> {
    let mut kinds: BTreeMap<&str, (usize, &FileAccount)> = BTreeMap::new();
    for file in files {
        if file.status == FileStatus::Unrecognised {
            let name = file
                .file
                .rsplit(['/', '\\', '!'])
                .next()
                .unwrap_or_default();
            let ending = name
                .rfind('.')
                .filter(|at| *at > 0)
                .map_or("", |at| &name[at..]);
            kinds.entry(ending).or_insert((0, file)).0 += 1;
        }
    }
    let mut kinds: Vec<UnknownFiles<'_>> = kinds
        .into_iter()
        .map(|(ending, (count, first))| UnknownFiles {
            ending,
            count,
            example: &first.file,
            reason: first.reason.as_deref(),
        })
        .collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    kinds.truncate(Caps::LISTED);
    kinds
}

fn logs(report: &Report) -> Vec<LogView<'_>> {
    let shown = report.log_sources.iter().take(Caps::LISTED);
    shown
        .map(|log| LogView {
            log,
            picture: chart::coverage(log, &report.period),
        })
        .collect()
}

fn sprites() -> Vec<Sprite> {
    let states = State::ALL.iter().map(|state| Sprite {
        id: format!("state-{}", state.key()),
        drawing: chart::state_glyph(*state),
    });
    let severities = Severity::WORST_FIRST.iter().map(|severity| Sprite {
        id: format!("severity-{}", severity.word()),
        drawing: chart::severity_glyph(*severity),
    });
    states.chain(severities).collect()
}
