//! Findings and answers kept in the lake, for queries and later runs.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use salus_detect::Finding;
use salus_lake::{Lake, LakeError};

use crate::access::{HardLine, StoryLine};
use crate::assess::Known;

/// Puts the findings and answers of this run in the place of earlier ones.
pub fn keep(lake: &Lake, known: &Known, now: i64) -> Result<(), LakeError> {
    let mut writer = lake.writer(now)?;
    writer.replace("finding", findings(&known.findings)?)?;
    writer.replace("answer", answers(known)?)
}

/// Puts the stories of an audit of accesses, and the cases of its hard rules, in the place of earlier ones.
pub fn keep_stories(
    lake: &Lake,
    stories: &[StoryLine],
    hard: &[HardLine],
    now: i64,
) -> Result<(), LakeError> {
    let both = |name: &'static str,
                get: &dyn Fn(&StoryLine) -> String,
                other: &dyn Fn(&HardLine) -> String| {
        let all = stories.iter().map(get).chain(hard.iter().map(other));
        (name, text(all, Some))
    };
    let counts = stories
        .iter()
        .map(|one| one.accesses)
        .chain(hard.iter().map(|one| one.accesses));
    let counts: Int64Array = counts.map(|count| Some(i64::from(count))).collect();
    let p = stories
        .iter()
        .map(|one| Some(one.p))
        .chain(hard.iter().map(|_| None));
    let p: Float64Array = p.collect();
    let rows = batch(vec![
        both("id", &|one| one.id.clone(), &|one| one.id.clone()),
        both("queue", &|one| one.queue.to_owned(), &|_| {
            "hard_rule".to_owned()
        }),
        both("rule", &|_| String::new(), &|one| one.rule.to_owned()),
        both("user", &|one| one.user.clone(), &|one| one.user.clone()),
        both("patient_id", &|one| one.patient_id.clone(), &|one| {
            one.patient_id.clone()
        }),
        both("first", &|one| one.first.clone(), &|one| one.first.clone()),
        both("last", &|one| one.last.clone(), &|one| one.last.clone()),
        ("accesses", Arc::new(counts)),
        ("p", Arc::new(p)),
        both("sentence", &|one| one.sentence.clone(), &|one| {
            one.text.clone()
        }),
        both("record_ids", &|one| one.record_ids.join(" "), &|one| {
            one.record_ids.join(" ")
        }),
    ])?;
    lake.writer(now)?.replace("access_story", rows)
}

fn text<'a, T: 'a>(of: impl Iterator<Item = T>, get: impl Fn(T) -> Option<String>) -> ArrayRef {
    Arc::new(of.map(get).collect::<StringArray>())
}

fn findings(all: &[Finding]) -> Result<RecordBatch, LakeError> {
    let column = |get: &dyn Fn(&Finding) -> String| text(all.iter(), |one| Some(get(one)));
    let times: TimestampMicrosecondArray = all.iter().map(|one| one.time).collect();
    let ids = |one: &Finding| {
        let ids: Vec<&str> = one
            .proofs
            .iter()
            .map(|proof| proof.record_id.as_str())
            .collect();
        ids.join(" ")
    };
    batch(vec![
        ("uid", column(&|one| one.uid.clone())),
        ("time", Arc::new(times.with_timezone("UTC"))),
        ("analytic", column(&|one| one.analytic.clone())),
        ("title", column(&|one| one.title.clone())),
        ("sentence", column(&|one| one.sentence.clone())),
        ("threat", column(&|one| one.threat.clone())),
        ("severity", column(&|one| one.severity.clone())),
        ("subject", column(&|one| one.subject.clone())),
        ("attack", column(&|one| one.attack.join(" "))),
        ("fix", column(&|one| one.fix.clone())),
        ("record_ids", column(&ids)),
    ])
}

fn answers(known: &Known) -> Result<RecordBatch, LakeError> {
    let lines = known.assessment.lines();
    let count = |get: &dyn Fn(&salus_measure::Line) -> Option<u64>| -> ArrayRef {
        let counts = lines
            .iter()
            .map(|line| get(line).and_then(|n| i64::try_from(n).ok()));
        Arc::new(counts.collect::<Int64Array>())
    };
    let values: Float64Array = lines.iter().map(|line| line.value).collect();
    batch(vec![
        (
            "kind",
            text(lines.iter(), |line| Some(line.kind.to_owned())),
        ),
        ("id", text(lines.iter(), |line| Some(line.id.clone()))),
        (
            "practice",
            text(lines.iter(), |line| Some(line.practice.clone())),
        ),
        (
            "size",
            text(lines.iter(), |line| Some(line.size.to_string())),
        ),
        (
            "state",
            text(lines.iter(), |line| Some(line.state.to_owned())),
        ),
        ("met", count(&|line| line.met)),
        ("counted", count(&|line| line.counted)),
        ("value", Arc::new(values)),
        ("unit", text(lines.iter(), |line| Some(line.unit.clone()))),
        ("as_of", text(lines.iter(), |line| Some(line.as_of.clone()))),
        (
            "fresh_until",
            text(lines.iter(), |line| line.fresh_until.clone()),
        ),
        (
            "because",
            text(lines.iter(), |line| Some(line.because.clone())),
        ),
        (
            "record_ids",
            text(lines.iter(), |line| Some(line.rows.join(" "))),
        ),
    ])
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, LakeError> {
    RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .map_err(|error| LakeError::Query(error.to_string()))
}
