//! What is told of a window when its rule fires: the group, and some of the records.

use std::collections::HashSet;

use super::event::{Event, RecordKey, Source};
use super::groups::Group;
use super::plan::Plan;
use super::texts::Texts;
use super::{CorrelationHit, RecordReference};

/// Events looked at for records to show, from the newest back.
const LOOKED_AT: usize = 65_536;

/// The records to show, oldest first: one for each rule or value, newest first, as far as there is
/// room; then the newest others.
pub(crate) fn records(
    group: &Group,
    rules: usize,
    most: usize,
    texts: &Texts,
) -> Vec<(i64, RecordKey)> {
    let Some(state) = &group.state else {
        return Vec::new();
    };
    let mut seen = HashSet::new();
    let (mut first, mut others): (Vec<&Event>, Vec<&Event>) = (Vec::new(), Vec::new());
    for event in state.events().iter().rev().take(LOOKED_AT) {
        if seen.insert((event.rule, event.value)) {
            first.push(event);
        } else if others.len() < most {
            others.push(event);
        }
        if first.len() >= most {
            break;
        }
    }
    // A correlation among the rules brings many records; it leaves room for those of the others.
    let share = (most / rules.max(1)).max(1);
    let mut found: Vec<(i64, RecordKey)> = Vec::new();
    for event in first.into_iter().chain(others) {
        let left = most - found.len();
        match &event.source {
            Source::Record(record) => found.extend([(event.time, *record)].iter().take(left)),
            Source::Story(records) => {
                let from = records.len().saturating_sub(share.min(left));
                found.extend(&records[from..]);
            }
        }
        if found.len() >= most {
            break;
        }
    }
    found.sort_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.order(second, texts)));
    let mut known: Vec<RecordKey> = Vec::new();
    found.retain(|(_, record)| {
        let is_new = !known.contains(record);
        known.push(*record);
        is_new
    });
    found
}

/// The hit as it is handed out.
pub(crate) fn hit(
    group: &Group,
    value: f64,
    records: &[(i64, RecordKey)],
    plan: &Plan,
    texts: &Texts,
) -> Option<CorrelationHit> {
    let state = group.state.as_ref()?;
    let names = &plan.correlations[group.correlation].group_by;
    let values = group
        .key
        .iter()
        .map(|number| texts.text(*number).to_owned());
    Some(CorrelationHit {
        rule: group.correlation,
        group: names.iter().cloned().zip(values).collect(),
        first: state.events().front()?.time,
        last: state.now(),
        value,
        events: state.events().len() as u64,
        records: records
            .iter()
            .map(|(time, record)| RecordReference {
                record_id: record.record_id(texts),
                table: record.table(texts).to_owned(),
                place: record.place(texts),
                time: *time,
            })
            .collect(),
    })
}
