//! States of measures, sub-practices and practices, by the scoring rules of the framework.

use std::collections::BTreeMap;

use salus_content::{Framework, Size, SubPractice};
use serde::Serialize;

use crate::attest::{Attestations, Attested};

/// What the number of a measure stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureState {
    /// The limit for done is reached.
    Done,
    /// Only the lower limit is reached.
    Partly,
    /// Neither limit is reached.
    NotDone,
    /// No evidence, or evidence that is too old.
    Unknown,
    /// Not meant for this size.
    NotApplicable,
}

/// How a sub-practice or a practice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Every key measure is done.
    Done,
    /// Neither done nor not done.
    Partly,
    /// Every key measure with data is below its lower limit.
    NotDone,
    /// Too little evidence, and nobody attested it.
    Unknown,
    /// Unknown from evidence; a person gave their word.
    Attested,
    /// Not asked of an organisation of this size, or attested not to apply.
    NotApplicable,
}

impl RowState {
    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly done",
            Self::NotDone => "not done",
            Self::Unknown => "unknown",
            Self::Attested => "attested",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// A sub-practice with its state and what decided it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// `3.S.A`.
    pub id: String,
    /// Its practice.
    pub practice: String,
    /// The size it was written for.
    pub size: Size,
    /// Title.
    pub title: String,
    /// What it asks for.
    pub summary: String,
    /// Threats it works against most directly.
    pub threats: Vec<String>,
    /// The state.
    pub state: RowState,
    /// One sentence on why.
    pub because: String,
    /// Key measures that are done.
    pub done: usize,
    /// Key measures with data.
    pub known: usize,
    /// Key measures in all.
    pub keys: usize,
    /// Share of key measures with data.
    pub known_share: f64,
    /// Key measures with their states.
    pub key_measures: BTreeMap<String, MeasureState>,
    /// Support measures with their states.
    pub support_measures: BTreeMap<String, MeasureState>,
    /// The attestation, where one filled an unknown.
    pub attested: Option<Attested>,
    /// What only a person can say.
    pub attestation_needed_for: Option<String>,
    /// A remark of the framework.
    pub note: String,
}

/// A practice, summed over its rows that apply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PracticeState {
    /// `1` to `10`.
    pub id: String,
    /// Name in the current edition.
    pub name: String,
    /// Summary state.
    pub state: RowState,
    /// Rows that apply, by state.
    pub rows: BTreeMap<RowState, usize>,
    /// Rows that apply.
    pub applicable: usize,
    /// Key measures of those rows with data.
    pub known: usize,
    /// Key measures of those rows in all.
    pub keys: usize,
}

/// The sizes of row that are asked of an organisation: small does S; medium does M, and L if it
/// chooses; large does M and L.
#[must_use]
pub fn sizes_asked(size: Size, with_optional: bool) -> Vec<Size> {
    match size {
        Size::Small => vec![Size::Small],
        Size::Medium if with_optional => vec![Size::Medium, Size::Large],
        Size::Medium => vec![Size::Medium],
        Size::Large => vec![Size::Medium, Size::Large],
    }
}

/// Scores one sub-practice.
#[must_use]
pub fn score(
    row: &SubPractice,
    asked: &[Size],
    states: &BTreeMap<String, MeasureState>,
    attestations: &Attestations,
) -> Row {
    let look_up = |ids: &[String]| -> BTreeMap<String, MeasureState> {
        let state = |id: &String| states.get(id).copied().unwrap_or(MeasureState::Unknown);
        ids.iter().map(|id| (id.clone(), state(id))).collect()
    };
    let keys = look_up(&row.evidence.key_measures);
    let support = look_up(&row.evidence.support_measures);
    let count = |wanted: fn(MeasureState) -> bool| keys.values().filter(|s| wanted(**s)).count();
    let known = count(has_data);
    let done = count(|state| state == MeasureState::Done);
    let not_done = count(|state| state == MeasureState::NotDone);
    let failing = support
        .iter()
        .find(|(_, state)| **state == MeasureState::NotDone);

    let (mut state, mut because) = from_measures(keys.len(), known, done, not_done);
    if let (RowState::Done, Some((id, _))) = (state, failing) {
        state = RowState::Partly;
        because = format!("all key measures are done, but `{id}` is not done");
    }
    let mut attested = None;
    if !asked.contains(&row.size) {
        state = RowState::NotApplicable;
        because = format!("asked of {} organisations", row.size);
    } else if state == RowState::Unknown
        && let Some(word) = attestations.for_row(&row.id)
    {
        (state, because) = from_word(word);
        attested = Some(word.clone());
    }
    Row {
        id: row.id.clone(),
        practice: row.practice.clone(),
        size: row.size,
        title: row.title.clone(),
        summary: row.summary.clone(),
        threats: row.threats.closest.clone(),
        state,
        because,
        done,
        known,
        keys: keys.len(),
        known_share: share(known, keys.len()),
        key_measures: keys,
        support_measures: support,
        attested,
        attestation_needed_for: row.evidence.attestation_needed_for.clone(),
        note: row.note.clone(),
    }
}

fn has_data(state: MeasureState) -> bool {
    matches!(
        state,
        MeasureState::Done | MeasureState::Partly | MeasureState::NotDone
    )
}

fn from_measures(keys: usize, known: usize, done: usize, not_done: usize) -> (RowState, String) {
    let of = format!("{known} of {keys} key measures have data");
    if keys == 0 || known * 2 < keys {
        (RowState::Unknown, of)
    } else if done == keys {
        (RowState::Done, format!("all {keys} key measures are done"))
    } else if not_done == known {
        (
            RowState::NotDone,
            format!("{of} and none reaches its lower limit"),
        )
    } else {
        (
            RowState::Partly,
            format!("{of}, {done} done, {not_done} not done"),
        )
    }
}

fn from_word(word: &Attested) -> (RowState, String) {
    if word.state == "not_applicable" {
        let because = format!(
            "does not apply, says {} on {}, until {}",
            word.by, word.on, word.until
        );
        return (RowState::NotApplicable, because);
    }
    let said = word.state.replace('_', " ");
    let because = format!(
        "{said}, says {} on {}, until {}",
        word.by, word.on, word.until
    );
    (RowState::Attested, because)
}

#[expect(clippy::cast_precision_loss, reason = "a handful of measures")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Sums the rows of each practice.
#[must_use]
pub fn practices(framework: &Framework, rows: &[Row]) -> Vec<PracticeState> {
    let one = |practice: &salus_content::Practice| {
        let name = if practice.name_2023.is_empty() {
            &practice.name_2018
        } else {
            &practice.name_2023
        };
        let mut by_state: BTreeMap<RowState, usize> = BTreeMap::new();
        let (mut known, mut keys) = (0, 0);
        for row in rows
            .iter()
            .filter(|row| row.practice == practice.id && row.state != RowState::NotApplicable)
        {
            *by_state.entry(row.state).or_default() += 1;
            known += row.known;
            keys += row.keys;
        }
        PracticeState {
            id: practice.id.clone(),
            name: name.clone(),
            state: summary(&by_state),
            applicable: by_state.values().sum(),
            rows: by_state,
            known,
            keys,
        }
    };
    framework.practices.iter().map(one).collect()
}

/// Done when every row is; unknown when under half of the rows are known or attested; not done when
/// every known row is; attested when nothing but a person's word is missing to done or nothing else
/// is known; otherwise partly.
fn summary(by_state: &BTreeMap<RowState, usize>) -> RowState {
    let of = |state: RowState| by_state.get(&state).copied().unwrap_or(0);
    let all: usize = by_state.values().sum();
    let known = of(RowState::Done) + of(RowState::Partly) + of(RowState::NotDone);
    let attested = of(RowState::Attested);
    if all == 0 {
        RowState::NotApplicable
    } else if (known + attested) * 2 < all {
        RowState::Unknown
    } else if of(RowState::Done) == all {
        RowState::Done
    } else if known == 0 || of(RowState::Done) + attested == all {
        RowState::Attested
    } else if of(RowState::NotDone) == known {
        RowState::NotDone
    } else {
        RowState::Partly
    }
}

#[cfg(test)]
#[path = "state/tests.rs"]
mod tests;
