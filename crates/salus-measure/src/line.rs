//! One object of `salus measure --json`: a measure or a sub-practice.

use std::collections::{BTreeMap, BTreeSet};

use salus_content::Size;
use serde::Serialize;

use crate::run::Measured;
use crate::state::{MeasureState, Row, RowState};
use crate::{Answer, Assessment};

/// A measure or a sub-practice, with the fields that `measure --json` promises and more behind them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// `measure` or `practice`.
    pub kind: &'static str,
    /// Measure id or sub-practice id.
    pub id: String,
    /// Practice, `1` to `10`.
    pub practice: String,
    /// Size the answer is for; of a sub-practice, the size it was written for.
    pub size: Size,
    /// State.
    pub state: &'static str,
    /// Numerator of a share; key measures done.
    pub met: Option<u64>,
    /// Denominator of a share; key measures with data. Null where there is no evidence.
    pub counted: Option<u64>,
    /// The number held against the limit; of a sub-practice, the share of key measures with data.
    pub value: Option<f64>,
    /// Unit of `value`.
    pub unit: String,
    /// The moment the answer is for.
    pub as_of: String,
    /// The last instant the evidence counts.
    pub fresh_until: Option<String>,
    /// Products whose records answered.
    pub sources: Vec<String>,
    /// Facts it reads.
    pub needs: Vec<String>,
    /// Title.
    pub title: String,
    /// Why the state is what it is.
    pub because: String,
    /// Records behind a measure's number.
    pub rows: Vec<String>,
    /// Person, date and expiry of an attestation.
    pub attested: Option<crate::Attested>,
}

impl Assessment {
    /// One line for each measure, then one for each sub-practice.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let by_id: BTreeMap<&str, &Measured> = self
            .measures
            .iter()
            .map(|one| (one.id.as_str(), one))
            .collect();
        let measures = self.measures.iter().map(|one| self.measure_line(one));
        let rows = self.rows.iter().map(|row| self.row_line(row, &by_id));
        measures.chain(rows).collect()
    }

    fn measure_line(&self, one: &Measured) -> Line {
        let (met, counted) = match &one.answer {
            Answer::Share { met, counted } => (Some(*met), Some(*counted)),
            Answer::Value { counted, .. } => (None, *counted),
            _ => (None, None),
        };
        Line {
            kind: "measure",
            id: one.id.clone(),
            practice: one.practice.clone(),
            size: self.size,
            state: measure_word(one.state),
            met,
            counted,
            value: one.answer.number(),
            unit: one.unit.clone(),
            as_of: self.as_of.clone(),
            fresh_until: one.fresh_until.clone(),
            sources: one.sources.clone(),
            needs: one.needs.clone(),
            title: one.title.clone(),
            because: one.because.clone(),
            rows: one.rows.clone(),
            attested: None,
        }
    }

    fn row_line(&self, row: &Row, by_id: &BTreeMap<&str, &Measured>) -> Line {
        let keys: Vec<&Measured> = row
            .key_measures
            .keys()
            .filter_map(|id| by_id.get(id.as_str()).copied())
            .collect();
        let with_data = || keys.iter().filter(|one| one.state != MeasureState::Unknown);
        let unique = |names: Vec<String>| -> Vec<String> {
            names
                .into_iter()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        };
        let asked = row.state != RowState::NotApplicable;
        Line {
            kind: "practice",
            id: row.id.clone(),
            practice: row.practice.clone(),
            size: row.size,
            state: row_word(row.state),
            met: asked.then_some(row.done as u64),
            counted: asked.then_some(row.known as u64),
            value: asked.then_some(row.known_share),
            unit: "key measures".to_owned(),
            as_of: self.as_of.clone(),
            fresh_until: with_data().filter_map(|one| one.fresh_until.clone()).min(),
            sources: unique(with_data().flat_map(|one| one.sources.clone()).collect()),
            needs: unique(keys.iter().flat_map(|one| one.needs.clone()).collect()),
            title: row.title.clone(),
            because: row.because.clone(),
            rows: Vec::new(),
            attested: row.attested.clone(),
        }
    }
}

fn measure_word(state: MeasureState) -> &'static str {
    match state {
        MeasureState::Done => "done",
        MeasureState::Partly => "partly",
        MeasureState::NotDone => "not_done",
        MeasureState::Unknown => "unknown",
        MeasureState::NotApplicable => "not_applicable",
    }
}

fn row_word(state: RowState) -> &'static str {
    match state {
        RowState::Done => "done",
        RowState::Partly => "partly",
        RowState::NotDone => "not_done",
        RowState::Unknown => "unknown",
        RowState::Attested => "attested",
        RowState::NotApplicable => "not_applicable",
    }
}
