//! Groups findings into stories: what belongs together is read together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Finding, Severity};
use crate::words;

/// Findings of one threat that belong together, worst first.
#[derive(Debug, Serialize)]
pub(crate) struct Story<'a> {
    pub(crate) title: String,
    pub(crate) severity: Severity,
    pub(crate) subjects: Vec<&'a str>,
    pub(crate) subjects_more: usize,
    pub(crate) first: Option<&'a str>,
    pub(crate) last: Option<&'a str>,
    pub(crate) events: u64,
    /// As many as the page shows, each with as many rows.
    pub(crate) findings: Vec<Finding>,
    /// Findings left off the page.
    pub(crate) more: usize,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Told(&'a str),
    Subject(&'a str),
    Analytic(&'a str),
}

/// How much of a story is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    pub(crate) findings: usize,
    pub(crate) rows: usize,
}

const SUBJECTS_SHOWN: usize = 4;

/// Findings sorted for reading: worst first, then newest, then by name.
pub(crate) fn sorted(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|one| {
        (
            Reverse(one.severity),
            Reverse(one.last_time.as_deref()),
            one.uid.as_str(),
        )
    });
    sorted
}

/// The stories of one threat, worst first; each keeps at most `most` findings and rows.
pub(crate) fn stories<'a>(findings: &[&'a Finding], most: Most) -> Vec<Story<'a>> {
    let mixed = subjects_with_several_analytics(findings);
    let mut groups: BTreeMap<Key<'a>, Vec<&'a Finding>> = BTreeMap::new();
    for finding in findings {
        groups
            .entry(key(finding, &mixed))
            .or_default()
            .push(finding);
    }
    let mut stories: Vec<Story<'a>> = groups
        .into_values()
        .filter_map(|group| story(group, most))
        .collect();
    stories.sort_by(|a, b| {
        (b.severity, b.last)
            .cmp(&(a.severity, a.last))
            .then_with(|| a.title.cmp(&b.title))
    });
    stories
}

/// Subjects that more than one analytic speaks of: their findings are one story, not many.
fn subjects_with_several_analytics<'a>(findings: &[&'a Finding]) -> BTreeSet<&'a str> {
    let mut analytics: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        if let Some(subject) = &finding.subject {
            analytics
                .entry(subject)
                .or_default()
                .insert(&finding.analytic.id);
        }
    }
    analytics
        .into_iter()
        .filter(|(_, seen)| seen.len() > 1)
        .map(|(subject, _)| subject)
        .collect()
}

fn key<'a>(finding: &'a Finding, mixed: &BTreeSet<&str>) -> Key<'a> {
    match (&finding.story, &finding.subject) {
        (Some(story), _) => Key::Told(story),
        (None, Some(subject)) if mixed.contains(subject.as_str()) => Key::Subject(subject),
        _ => Key::Analytic(&finding.analytic.id),
    }
}

fn story<'a>(group: Vec<&'a Finding>, most: Most) -> Option<Story<'a>> {
    let worst = *group.first()?;
    let titles: BTreeSet<&str> = group.iter().map(|one| one.title.as_str()).collect();
    let mut subjects: Vec<&str> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for subject in group.iter().filter_map(|one| one.subject.as_deref()) {
        if seen.insert(subject) {
            subjects.push(subject);
        }
    }
    let subjects_more = subjects.len().saturating_sub(SUBJECTS_SHOWN);
    subjects.truncate(SUBJECTS_SHOWN);
    let title = match titles.len() {
        0 | 1 => worst.title.clone(),
        many => {
            let others = u64::try_from(many - 1).unwrap_or(u64::MAX);
            format!(
                "{}, and {}",
                worst.title,
                words::counted(others, "more sign", "more signs")
            )
        }
    };
    let first = group
        .iter()
        .filter_map(|one| one.first_time.as_deref())
        .min();
    let last = group
        .iter()
        .filter_map(|one| one.last_time.as_deref())
        .max();
    let events = group
        .iter()
        .map(|one| one.count)
        .fold(0_u64, u64::saturating_add);
    let more = group.len().saturating_sub(most.findings);
    let severity = worst.severity;
    let shown = group.iter().take(most.findings);
    Some(Story {
        title,
        severity,
        subjects,
        subjects_more,
        first,
        last,
        events,
        findings: shown.map(|one| with_few_rows(one, most.rows)).collect(),
        more,
    })
}

fn with_few_rows(finding: &Finding, most: usize) -> Finding {
    Finding {
        evidence: finding.evidence.iter().take(most).cloned().collect(),
        ..finding.clone()
    }
}
