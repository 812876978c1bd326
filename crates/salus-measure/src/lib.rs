//! Measures to answers, answers to practice states, practice states to a plan.
//!
//! Pure: it asks through [`Ask`] and is told the moment. "No evidence" is an answer of its own and
//! never a zero; an attestation fills unknowns only. The scoring rules are those of the framework
//! (`content/frameworks/hicp.yaml`, `scoring`).

mod answer;
mod attest;
mod limits;
mod line;
mod plan;
mod run;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use salus_content::{Ask, Content, Size};
use salus_record::time;
use serde::Serialize;

pub use answer::{Answer, ROWS_KEPT, Reading, answer_of};
pub use attest::{Attestations, Attested};
pub use limits::{Comparison, Condition, Limits};
pub use line::Line;
pub use plan::{Step, StepKind, plan};
pub use run::Measured;
pub use salus_record::{Period, bind};
pub use state::{MeasureState, PracticeState, Row, RowState, practices, score, sizes_asked};

/// For whom and when answers are wanted.
#[derive(Debug, Clone)]
pub struct Options {
    /// Size of the organisation.
    pub size: Size,
    /// The moment the answers are for, in microseconds of UTC.
    pub as_of: i64,
    /// Whether a medium organisation also takes on the rows written for large ones.
    pub with_optional: bool,
    /// Threats with findings (`T1` to `T5`), which come first in the plan.
    pub threats_found: BTreeSet<String>,
}

/// Everything that measures say about one organisation at one moment.
#[derive(Debug, Clone, Serialize)]
pub struct Assessment {
    /// Size it was judged as.
    pub size: Size,
    /// The moment, RFC 3339.
    pub as_of: String,
    /// Measures in order of practice and id.
    pub measures: Vec<Measured>,
    /// All sub-practices of the framework, those of other sizes as not applicable.
    pub rows: Vec<Row>,
    /// The practices.
    pub practices: Vec<PracticeState>,
    /// Next steps, the most urgent first.
    pub plan: Vec<Step>,
    /// What could not be used: queries that failed, attestations that do not count.
    pub problems: Vec<String>,
}

/// Answers every measure, scores every sub-practice and practice, and plans the next steps.
#[must_use]
pub fn assess(content: &Content, ask: &dyn Ask, options: &Options) -> Assessment {
    let framework = &content.framework;
    let asked = sizes_asked(options.size, options.with_optional);
    let (limits, mut problems) = Limits::of(framework, &asked);
    let period = Period::year_to(options.as_of);

    let mut runner = run::Runner::new(ask, period, options.size, &limits);
    let mut measures: Vec<Measured> = content.measures.iter().map(|one| runner.run(one)).collect();
    measures.sort_by(|a, b| order(&a.practice, &a.id).cmp(&order(&b.practice, &b.id)));
    problems.extend(failures(&measures));

    let attestations = Attestations::ask(ask, options.as_of);
    problems.extend(attestations.refused.iter().cloned());
    let known = |id: &str| framework.sub_practices.iter().any(|row| row.id == id);
    problems.extend(attestations.strays(known));

    let states: BTreeMap<String, MeasureState> = measures
        .iter()
        .map(|one| (one.id.clone(), one.state))
        .collect();
    let rows: Vec<Row> = framework
        .sub_practices
        .iter()
        .map(|row| score(row, &asked, &states, &attestations))
        .collect();
    let practices = practices(framework, &rows);
    let plan = plan(framework, &measures, &rows, &options.threats_found);
    Assessment {
        size: options.size,
        as_of: time::format(options.as_of),
        measures,
        rows,
        practices,
        plan,
        problems,
    }
}

fn order<'a>(practice: &str, id: &'a str) -> (u32, &'a str) {
    (practice.parse().unwrap_or(u32::MAX), id)
}

fn failures(measures: &[Measured]) -> Vec<String> {
    measures
        .iter()
        .filter(|one| {
            one.state == MeasureState::Unknown
                && matches!(one.answer, Answer::NoEvidence { .. })
                && !one.because.starts_with("no evidence")
                && !one.because.starts_with("the evidence")
        })
        .map(|one| format!("measure `{}`: {}", one.id, one.because))
        .collect()
}

#[cfg(test)]
mod tests;
