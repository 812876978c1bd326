//! The plan: what to do next, gap by gap, and which export would answer what is unknown.

use std::collections::{BTreeMap, BTreeSet};

use salus_content::Framework;
use serde::Serialize;

use crate::run::Measured;
use crate::state::{MeasureState, Row, RowState};

/// One next step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// `fix` (a gap to close) or `bring` (an export that would answer unknowns).
    pub kind: StepKind,
    /// What to do, in words of the measure.
    pub action: String,
    /// Why it is worth doing.
    pub why: String,
    /// State of what it would change.
    pub state: MeasureState,
    /// The measures concerned.
    pub measures: Vec<String>,
    /// Sub-practices it would move.
    pub rows: Vec<String>,
    /// Practices of those.
    pub practices: Vec<String>,
    /// Threats those work against.
    pub threats: Vec<String>,
    /// Those of the threats that were found in the evidence.
    pub threats_found: Vec<String>,
}

/// What sort of step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Close a gap that evidence shows.
    Fix,
    /// Bring evidence for what is unknown.
    Bring,
}

/// Orders next steps: threats with findings first, then not done, partly, unknown; among equals a
/// step for key measures before one for support measures, then the one that moves most rows.
#[must_use]
pub fn plan(
    framework: &Framework,
    measured: &[Measured],
    rows: &[Row],
    threats_found: &BTreeSet<String>,
) -> Vec<Step> {
    let open: Vec<&Row> = rows
        .iter()
        .filter(|row| !matches!(row.state, RowState::NotApplicable | RowState::Done))
        .collect();
    let mut steps = fixes(measured, &open);
    steps.extend(exports(framework, measured, &open));
    let mut ranked: Vec<(Step, bool)> = steps
        .into_iter()
        .map(|(mut step, key)| {
            let found = |threat: &&String| threats_found.contains(*threat);
            step.threats_found = step.threats.iter().filter(found).cloned().collect();
            (step, key)
        })
        .collect();
    ranked.sort_by(|(a, a_key), (b, b_key)| {
        a.threats_found
            .is_empty()
            .cmp(&b.threats_found.is_empty())
            .then(urgency(a.state).cmp(&urgency(b.state)))
            .then(b_key.cmp(a_key))
            .then(b.rows.len().cmp(&a.rows.len()))
            .then(b.measures.len().cmp(&a.measures.len()))
            .then(a.measures.cmp(&b.measures))
    });
    ranked.into_iter().map(|(step, _)| step).collect()
}

fn urgency(state: MeasureState) -> u8 {
    match state {
        MeasureState::NotDone => 0,
        MeasureState::Partly => 1,
        _ => 2,
    }
}

/// One step for each measure below its goal that an open row asks for.
fn fixes(measured: &[Measured], open: &[&Row]) -> Vec<(Step, bool)> {
    let mut steps = Vec::new();
    for measure in measured {
        let below = matches!(measure.state, MeasureState::NotDone | MeasureState::Partly);
        let (key, asking) = asking_for(&measure.id, open);
        if below && !asking.is_empty() {
            let mut step = step(StepKind::Fix, measure.state, &asking);
            step.action = measure.fix.clone();
            step.why = measure.why.clone();
            step.measures = vec![measure.id.clone()];
            steps.push((step, key));
        }
    }
    steps
}

/// One step for each evidence source that would answer unknown key measures of open rows.
fn exports(framework: &Framework, measured: &[Measured], open: &[&Row]) -> Vec<(Step, bool)> {
    let answerable: BTreeMap<&str, &Measured> =
        measured.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut by_source: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in open {
        for (id, state) in &row.key_measures {
            let answer = answerable.get(id.as_str());
            let source = answer.and_then(|one| one.export.as_deref());
            if let (MeasureState::Unknown, Some(source)) = (*state, source) {
                by_source.entry(source).or_default().insert(id);
            }
        }
    }
    by_source
        .into_iter()
        .map(|(source, ids)| {
            let mut asking: Vec<&Row> = Vec::new();
            for row in open {
                if row.key_measures.keys().any(|id| ids.contains(id.as_str())) {
                    asking.push(row);
                }
            }
            let mut step = step(StepKind::Bring, MeasureState::Unknown, &asking);
            let titles: Vec<&str> = ids
                .iter()
                .filter_map(|id| answerable.get(id).map(|one| one.title.as_str()))
                .collect();
            let named = framework.evidence_sources.get(source);
            let export = named.map_or(source, String::as_str);
            step.action = format!("add to the evidence folder: {export}");
            step.why = format!("it would answer: {}", titles.join("; "));
            step.measures = ids.iter().map(|&id| id.to_owned()).collect();
            (step, true)
        })
        .collect()
}

fn asking_for<'a>(id: &str, open: &[&'a Row]) -> (bool, Vec<&'a Row>) {
    let mut key = false;
    let mut asking = Vec::new();
    for row in open {
        let is_key = row.key_measures.contains_key(id);
        key |= is_key;
        if is_key || row.support_measures.contains_key(id) {
            asking.push(*row);
        }
    }
    (key, asking)
}

fn step(kind: StepKind, state: MeasureState, asking: &[&Row]) -> Step {
    let unique = |all: Vec<String>| -> Vec<String> {
        all.into_iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    };
    Step {
        kind,
        action: String::new(),
        why: String::new(),
        state,
        measures: Vec::new(),
        rows: asking.iter().map(|row| row.id.clone()).collect(),
        practices: unique(asking.iter().map(|row| row.practice.clone()).collect()),
        threats: unique(asking.iter().flat_map(|row| row.threats.clone()).collect()),
        threats_found: Vec::new(),
    }
}
