//! Practices, sub-practices and measures as the report shows them.

use std::collections::{BTreeMap, BTreeSet};

use salus_content::{Content, SubPractice};
use salus_measure::{Answer, MeasureState, Measured, Row, RowState, sizes_asked};
use salus_report::model;
use serde_json::Value;

use crate::assess::Known;
use crate::detect::Places;

pub(super) fn practices(content: &Content, known: &Known, places: &Places) -> Vec<model::Practice> {
    let asked = sizes_asked(known.organisation.size, false);
    let by_id: BTreeMap<&str, &Measured> = known
        .assessment
        .measures
        .iter()
        .map(|one| (one.id.as_str(), one))
        .collect();
    let framework = &content.framework;
    framework
        .practices
        .iter()
        .map(|practice| {
            let rows = framework
                .sub_practices
                .iter()
                .filter(|row| row.practice == practice.id && asked.contains(&row.size));
            let sub_practices: Vec<model::SubPractice> = rows
                .filter_map(|row| {
                    let scored = known.assessment.rows.iter().find(|one| one.id == row.id)?;
                    Some(sub_practice(content, row, scored, &by_id, places))
                })
                .collect();
            let threats: BTreeSet<String> = framework
                .sub_practices
                .iter()
                .filter(|row| row.practice == practice.id)
                .flat_map(|row| row.threats.inherited_from_practice.clone())
                .collect();
            let name = if practice.name_2023.is_empty() {
                &practice.name_2018
            } else {
                &practice.name_2023
            };
            model::Practice {
                id: practice.id.clone(),
                name: name.clone(),
                threats: threats.into_iter().collect(),
                sub_practices,
            }
        })
        .collect()
}

fn sub_practice(
    content: &Content,
    row: &SubPractice,
    scored: &Row,
    measured: &BTreeMap<&str, &Measured>,
    places: &Places,
) -> model::SubPractice {
    let keys = scored.key_measures.keys().map(|id| (id, true));
    let supports = scored.support_measures.keys().map(|id| (id, false));
    let measures: Vec<model::Measure> = keys
        .chain(supports)
        .filter_map(|(id, key)| Some(measure(content, measured.get(id.as_str())?, key, places)))
        .collect();
    // The step and its reason must speak of one measure: the report takes the same one.
    let next_step = measures
        .iter()
        .filter(|one| matches!(one.state, model::State::NotDone | model::State::Partly))
        .filter(|one| !one.fix.is_empty())
        .max_by_key(|one| (one.key, one.state))
        .map(|one| one.fix.clone());
    model::SubPractice {
        id: row.id.clone(),
        title: row.title.clone(),
        summary: row.summary.clone(),
        state: match scored.state {
            RowState::Done => model::State::Done,
            RowState::Partly => model::State::Partly,
            RowState::NotDone => model::State::NotDone,
            RowState::Unknown => model::State::Unknown,
            RowState::Attested => model::State::Attested,
            RowState::NotApplicable => model::State::NotApplicable,
        },
        key_measures: scored.keys as u64,
        key_measures_with_data: scored.known as u64,
        measures,
        attestation: scored.attested.as_ref().map(|one| model::Attestation {
            by: one.by.clone(),
            state: one.state.clone(),
            on: one.on.clone(),
            until: Some(one.until.clone()),
            note: Some(one.note.clone()).filter(|note| !note.is_empty()),
        }),
        attestation_needed_for: row.evidence.attestation_needed_for.clone(),
        next_step,
        citations: citations(row),
    }
}

fn citations(row: &SubPractice) -> model::Citations {
    let texts = |value: Option<&Value>| -> Vec<String> {
        let items = value.and_then(Value::as_array).cloned().unwrap_or_default();
        items
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect()
    };
    let cites = row
        .hipaa
        .get("cites")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    model::Citations {
        hipaa: cites
            .iter()
            .filter_map(|cite| Some(format!("45 CFR {}", cite.get("cite")?.as_str()?)))
            .collect(),
        csf: texts(row.nist_csf_2_0.get("ids")),
        cpg: texts(row.hph_cpg.get("goals")),
    }
}

fn measure(content: &Content, one: &Measured, key: bool, places: &Places) -> model::Measure {
    let declared = content.framework.measures.get(&one.id);
    let (met, counted) = match one.answer {
        Answer::Share { met, counted } => (Some(met), Some(counted)),
        Answer::Value { counted, .. } => (None, counted),
        _ => (None, None),
    };
    let rows = one.rows.iter().filter_map(|id| {
        let place = places.of(id)?;
        Some(model::Row {
            file: place.file.clone(),
            place: place.place.clone(),
            record_id: id.clone(),
            table: place.table.clone(),
            time: place.time.clone(),
            fields: Vec::new(),
        })
    });
    model::Measure {
        id: one.id.clone(),
        title: one.title.clone(),
        key,
        unit: one.unit.clone(),
        value: one.answer.number(),
        met,
        counted,
        goal: one.goal.clone(),
        done_at: declared.and_then(|declared| declared.done_at),
        higher_is_better: declared.is_none_or(|declared| declared.better != "lower"),
        state: match one.state {
            MeasureState::Done => model::State::Done,
            MeasureState::Partly => model::State::Partly,
            MeasureState::NotDone => model::State::NotDone,
            MeasureState::Unknown => model::State::Unknown,
            MeasureState::NotApplicable => model::State::NotApplicable,
        },
        newest: one.newest.clone(),
        fresh_until: one.fresh_until.clone(),
        sources: one.sources.clone(),
        needs: one.needs.clone(),
        rows: rows.collect(),
        rows_total: one.rows.len() as u64,
        why: one.why.clone(),
        fix: one.fix.clone(),
    }
}

/// What is not known, grouped by the export that would answer it.
pub(super) fn unknowns(content: &Content, known: &Known) -> Vec<model::Unknown> {
    let mut by_source: BTreeMap<&str, Vec<&Measured>> = BTreeMap::new();
    for one in known
        .assessment
        .measures
        .iter()
        .filter(|one| one.state == MeasureState::Unknown)
    {
        if let Some(source) = &one.export {
            by_source.entry(source).or_default().push(one);
        }
    }
    let mut unknowns: Vec<model::Unknown> = by_source
        .into_iter()
        .map(|(source, measures)| {
            let ids: BTreeSet<&str> = measures.iter().map(|one| one.id.as_str()).collect();
            let rows = known.assessment.rows.iter().filter(|row| {
                row.state == RowState::Unknown
                    && row.key_measures.keys().any(|id| ids.contains(id.as_str()))
            });
            let rows: Vec<String> = rows.map(|row| row.id.clone()).collect();
            let titles: Vec<&str> = measures.iter().map(|one| one.title.as_str()).collect();
            let export = content.framework.evidence_sources.get(source);
            model::Unknown {
                what: titles.join("; "),
                export: export.cloned().unwrap_or_else(|| source.to_owned()),
                how: "put the export into the evidence folder and run `salus check` again".into(),
                measures: ids.into_iter().map(str::to_owned).collect(),
                sub_practices: rows,
            }
        })
        .collect();
    unknowns.sort_by_key(|one| std::cmp::Reverse((one.sub_practices.len(), one.measures.len())));
    unknowns
}
